"""The floor of a start: a bare window with one label. Prints the monotonic time at which its first paint was done."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class FirstPaint(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.painted)
        return False

    def painted(self) -> None:
        print(time.monotonic_ns(), flush=True)
        if "--stay" not in sys.argv:
            QApplication.quit()


app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
window = QMainWindow()
window.setCentralWidget(QLabel("A bare window"))
window.resize(900, 600)
filter_ = FirstPaint()
window.installEventFilter(filter_)
window.show()
sys.exit(app.exec())
