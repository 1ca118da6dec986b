"""What opens in place borrows the keyboard, and gives it back to whoever had it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class KeyboardLoan:
    """`take` before ``part`` opens, `give_back` before it is hidden: a no-op where the keyboard has moved on meanwhile."""

    def __init__(self, part: QWidget) -> None:
        self._part = part
        self._from: QWidget | None = None

    def take(self) -> None:
        had = QApplication.focusWidget()
        if had is None or not (had is self._part or self._part.isAncestorOf(had)):
            self._from = had

    def give_back(self) -> None:
        lender, self._from = self._from, None
        has = QApplication.focusWidget()
        if has is None or not (has is self._part or self._part.isAncestorOf(has)):
            return
        if lender is None or not isValid(lender) or not lender.isVisible():
            lender = self._part.window()
        lender.setFocus(Qt.FocusReason.OtherFocusReason)
