"""The floor of a start: a bare window with one label. Says ``painted monotonic_ns cpu_ns`` at its first paint, and ends."""

from __future__ import annotations

import sys

from painted import Painted
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


def tell(when: int, cpu: int) -> None:
    print("painted", when, cpu, flush=True)
    QApplication.quit()


app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
window = QMainWindow()
window.setCentralWidget(QLabel("A bare window"))
window.resize(900, 600)
painted = Painted(tell)
window.installEventFilter(painted)
window.show()
sys.exit(app.exec())
