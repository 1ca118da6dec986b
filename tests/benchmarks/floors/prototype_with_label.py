"""The floor of a real call's way to the screen: the bare ARI prototype and a QLabel in one program; argv as `prototype`'s.

Says ``painted ns cpu_ns`` when the label shows who calls, and ``called ns cpu_ns`` when it shows that both are joined.
"""

from __future__ import annotations

import sys

import qasync
from painted import Painted
from prototype import Prototype
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel


class Label(QLabel):
    def __init__(self) -> None:
        super().__init__("waiting")
        self._owed: Painted | None = None
        self._painted, self._called = (
            Painted(lambda when, cpu, word=word: print(word, when, cpu, flush=True))  # type: ignore[misc]
            for word in ("painted", "called")
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        owed, self._owed = self._owed, None
        if owed is not None:
            owed.arm()

    def call(self, channel: str) -> None:
        self._owed = self._painted
        self.setText(f"{channel} calls")

    def talk(self, channel: str) -> None:
        self._owed = self._called
        self.setText(f"talks with {channel}")


app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
label = Label()
label.resize(400, 240)
label.show()
qasync.run(Prototype(label.call, label.talk).run())
