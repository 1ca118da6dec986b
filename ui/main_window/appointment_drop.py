"""The box for an appointment, laid over the window beside what opened it. It stays there until it is closed or sent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui import theme
from ui.models.appointment_subject import AppointmentSubject
from ui.panels.appointment import AppointmentBox

from .header import Header

_WIDTH = 440
_EDGE = 8
_GAP = 4


class AppointmentDrop(QObject):
    """Neither the header nor the status bar is covered: the phase stays in sight."""

    def __init__(self, window: QWidget, header: Header, status_bar: QWidget) -> None:
        super().__init__(window)
        self.box = AppointmentBox(window)
        self._window = window
        self._header = header
        self._status_bar = status_bar
        self._beside: QWidget | None = None
        window.installEventFilter(self)
        self.box.installEventFilter(self)

    def open(self, subject: AppointmentSubject, beside: QWidget | None = None) -> None:
        """``beside``: the button that was pressed, under which it stands, or the list, right of which. Without one it stands
        in the middle under the header."""
        self._beside = beside
        self.box.open(subject)
        self._lay()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (watched is self._window and event.type() is QEvent.Type.Resize) or (
            watched is self.box and event.type() is QEvent.Type.LayoutRequest
        ):
            self._lay()
        return False

    def _lay(self) -> None:
        if self.box.isHidden():
            return
        window = self._window
        width = min(theme.scaled(_WIDTH), window.width() - 2 * _EDGE)
        top = self._header.mapTo(window, QPoint(0, self._header.height())).y() + _GAP
        foot = self._status_bar.mapTo(window, QPoint(0, 0)).y() - _GAP
        height = min(self.box.heightForWidth(width), foot - top)
        self.box.resize(width, height)
        place = self._place(top)
        left, below, above = place.left(), place.bottom() + 1 + _GAP, place.top() - _GAP - height
        if place.height() > height // 2:
            left, below = place.right() + 1 + _GAP, place.top()
        elif below + height > foot and above >= top:
            below = above
        left = min(left, window.width() - _EDGE - width)
        self.box.move(max(_EDGE, left), max(top, min(below, foot - height)))

    def _place(self, top: int) -> QRect:
        beside = self._beside
        if beside is None or not isValid(beside) or not beside.isVisible():
            return QRect((self._window.width() - self.box.width()) // 2, top - _GAP, self.box.width(), 0)
        return QRect(beside.mapTo(self._window, QPoint(0, 0)), beside.size())
