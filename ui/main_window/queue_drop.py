"""The choice of queues, laid over the window above the status bar's line of queues, and gone when the keyboard goes elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.panels.queue_box import QueueBox

from .status_bar import StatusBar

_WIDTH = 360
_EDGE = 8
_GAP = 4


class QueueDrop(QObject):
    def __init__(self, window: QWidget, status_bar: StatusBar) -> None:
        super().__init__(window)
        self.box = QueueBox(window)
        self._window = window
        self._status_bar = status_bar
        window.installEventFilter(self)
        self.box.installEventFilter(self)
        status_bar.queues_pressed.connect(self.toggle)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def open(self) -> None:
        self.box.open()
        self._lay()

    def toggle(self) -> None:
        if self.box.isHidden():
            self.open()
        else:
            self.box.dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (watched is self._window and event.type() is QEvent.Type.Resize) or (
            watched is self.box and event.type() is QEvent.Type.LayoutRequest
        ):
            self._lay()
        return False

    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None or self.box.isHidden() or now.window() is not self._window:
            return
        if now is not self.box and not self.box.isAncestorOf(now) and not self.box.button.requested:
            self.box.hide()

    def _lay(self) -> None:
        if self.box.isHidden():
            return
        window, bar = self._window, self._status_bar
        width = min(theme.scaled(_WIDTH), window.width() - 2 * _EDGE)
        foot = bar.mapTo(window, QPoint(0, 0)).y() - _GAP
        wished = self.box.heightForWidth(width) if self.box.hasHeightForWidth() else self.box.sizeHint().height()
        height = min(wished, foot - _EDGE)
        left = bar.queues.mapTo(window, QPoint(0, 0)).x()
        self.box.resize(width, height)
        self.box.move(max(_EDGE, min(left, window.width() - _EDGE - width)), foot - height)
