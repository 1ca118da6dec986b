"""How a row of the callback list is drawn: who and how often, when, and what is known or done about it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import icons, theme
from ui.models.callback_lines import Line
from ui.models.callback_list import LINE_ROLE
from ui.theme import Text

from .callback_words import Looking, Second, caller, counter, second, when

MARGIN = 16
_TOP = 7
_GAP = 12
_INSIDE = 6
_LEAST = "0" * 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CallbackRows(QStyledItemDelegate):
    """``reserved`` is the width that a row's buttons take."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.looking = Looking()
        self.reserved: dict[int, int] = {}
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            return
        box: QRect = option.rect
        flags = option.state
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.colour("sel"))
        elif index.row() == self.hovered:
            painter.fillRect(box, theme.colour("hover"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        if chosen and flags & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), theme.colour("focus"))
        self._paint_first(painter, box, line, strong=chosen)
        reserved = self.reserved.get(index.row(), 0)
        room = second_line(box).adjusted(0, 0, -(reserved + _GAP) if reserved else 0, 0)
        paint_second(painter, room, second(line, self.looking))

    def _paint_first(self, painter: QPainter, box: QRect, line: Line, *, strong: bool) -> None:
        painter.setFont(theme.font())
        metrics = painter.fontMetrics()
        room = QRect(box.left() + MARGIN, box.top() + _TOP, box.width() - 2 * MARGIN, metrics.height())
        at = when(line, self.looking.now)
        painter.setPen(theme.colour("dim"))
        painter.drawText(room, _RIGHT, at)
        times = counter(line)
        beside = metrics.horizontalAdvance(f" {times}") if times else 0
        painter.setFont(theme.font(strong=strong))
        bold = painter.fontMetrics()
        left = room.width() - metrics.horizontalAdvance(at) - _GAP - beside
        who = bold.elidedText(caller(line.entry, self.looking.state), Qt.TextElideMode.ElideRight, left)
        painter.setPen(theme.colour("text"))
        painter.drawText(room, _LEFT, who)
        if times:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("faint"))
            painter.drawText(room.adjusted(bold.horizontalAdvance(f"{who} "), 0, 0, 0), _LEFT, times)


def paint_second(painter: QPainter, room: QRect, said: Second) -> None:
    """A mark stands in a frame of its own; what is left of the room is the text's."""
    painter.setFont(theme.font(Text.SMALL))
    metrics = painter.fontMetrics()
    if said.mark:
        room = _paint_mark(painter, room, said)
    elif said.icon:
        side = min(theme.scaled(13), room.height())
        if room.width() < 2 * side:
            return
        icons.paint(painter, said.icon, QRectF(_middle(room, side), QSize(side, side)), theme.colour("dim"))
        room = room.adjusted(side + 5, 0, 0, 0)
    if metrics.horizontalAdvance(said.text) > room.width() < metrics.horizontalAdvance(_LEAST):
        return  # a stump beside the buttons tells nobody anything
    painter.setPen(theme.colour(said.tone))
    painter.drawText(room, _LEFT, metrics.elidedText(said.text, Qt.TextElideMode.ElideRight, room.width()))


def _paint_mark(painter: QPainter, room: QRect, said: Second) -> QRect:
    """Framed, and filled where it is late and one's own: that it stands out does not hang on its colour. Returns the room
    beside it."""
    metrics = painter.fontMetrics()
    widest = room.width() - 2 * _INSIDE
    if widest < metrics.horizontalAdvance(_LEAST):
        return room.adjusted(room.width(), 0, 0, 0)
    words = metrics.elidedText(said.mark, Qt.TextElideMode.ElideRight, widest)
    frame = QRectF(room.left(), room.top(), metrics.horizontalAdvance(words) + 2 * _INSIDE, room.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    filled = said.late and said.ours
    painter.setBrush(theme.colour("alarm" if filled else "surface"))
    painter.setPen(QPen(theme.colour("alarm" if said.late else "edge"), 1))
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(theme.colour("on_phase" if filled else "alarm" if said.late else "text"))
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
    return room.adjusted(round(frame.width()) + 8, 0, 0, 0)


def _middle(room: QRect, side: int) -> QPoint:
    return QPoint(room.left(), room.top() + (room.height() - side) // 2)


def row_height() -> int:
    body = QFontMetrics(theme.font()).height()
    return _TOP + body + 1 + QFontMetrics(theme.font(Text.SMALL)).height() + _TOP + 2


def second_line(box: QRect) -> QRect:
    """Where a row's second line, and the buttons at its end, stand."""
    height = QFontMetrics(theme.font(Text.SMALL)).height()
    top = box.top() + _TOP + QFontMetrics(theme.font()).height() + 2
    return QRect(box.left() + MARGIN, top, box.width() - 2 * MARGIN, height)
