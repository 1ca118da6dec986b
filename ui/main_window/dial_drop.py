"""The box for calling a number, laid over the window under its header, and gone when the keyboard goes elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.models.recent_numbers import RecentNumbers
from ui.panels.dial_box import DialBox

from .header import Header

_WIDTH = 400
_EDGE = 8


class DialDrop(QObject):
    def __init__(self, window: QWidget, header: Header, recent: RecentNumbers) -> None:
        super().__init__(window)
        self.box = DialBox(window, recent)
        self._window = window
        self._header = header
        window.installEventFilter(self)
        self.box.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def open(self, number: str = "") -> None:
        self.box.open(number)
        self._lay()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self._lay()
        elif watched is self.box and event.type() is QEvent.Type.LayoutRequest:
            self._lay()  # it wants another height
        return False

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """To another part of this window; another program, or a menu of its own, closes nothing."""
        if now is None or self.box.isHidden() or now.window() is not self._window:
            return
        if now is not self.box and not self.box.isAncestorOf(now) and not self.box.call.requested:
            self.box.hide()

    def _lay(self) -> None:
        if self.box.isHidden():
            return
        width = min(theme.scaled(_WIDTH), self._window.width() - 2 * _EDGE)
        self.box.resize(width, self.box.heightForWidth(width))
        top = self._header.mapTo(self._window, QPoint(0, self._header.height())).y()
        self.box.move((self._window.width() - width) // 2, top + 4)
