"""How a row of the list of targets is drawn: who and what they are, and at the end their state by shape, word and time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agent_client.protocol.time import seconds_between
from ui import icons, theme
from ui.models.target_list import TARGET_ROLE
from ui.models.targets import TargetRow
from ui.theme import Text
from ui.widgets.times import duration

_Index = QModelIndex | QPersistentModelIndex
_MARGIN = 12
_TOP = 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TargetRows(QStyledItemDelegate):
    """``now`` is the server's; ``first_impossible`` is the row above which a line is drawn."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now: datetime | None = None
        self.first_impossible = -1
        self.requested: tuple[str, int | str] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(TARGET_ROLE)
        if not isinstance(row, TargetRow):
            return
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, index.row(), chosen=chosen, hovered=_hovered(option))
        side = theme.scaled(icons.SIDE)
        place = QRectF(box.left() + _MARGIN, box.center().y() - side / 2 + 0.5, side, side)
        icons.paint(painter, row.icon, place, theme.colour(row.tone))
        left = box.left() + _MARGIN + side + 12
        self._paint_words(
            painter, row, QRect(left, box.top(), box.right() - _MARGIN - left, box.height()), chosen=chosen
        )
        if row.key == self.requested:
            painter.fillRect(QRectF(left, box.bottom() - 3, box.right() - _MARGIN - left, 2), theme.colour("text"))
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRect, at: int, *, chosen: bool, hovered: bool) -> None:
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(box).adjusted(0, 1, 0, -1), 6, 6)
        if at == self.first_impossible and at > 0:
            painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), theme.colour("line"))

    def _paint_words(self, painter: QPainter, row: TargetRow, box: QRect, *, chosen: bool) -> None:
        name, small = QFontMetrics(theme.font(strong=True)), QFontMetrics(theme.font(Text.SMALL))
        first = QRect(box.left(), box.top() + _TOP, box.width(), name.height())
        second = QRect(box.left(), first.bottom() + 2, box.width(), small.height())
        quiet = "dim" if row.possible else "faint"
        painter.setFont(theme.font())
        painter.setPen(theme.colour(quiet))
        state = self._state(row)
        painter.drawText(first, _RIGHT, state)
        room = first.width() - (painter.fontMetrics().horizontalAdvance(state) + 12 if state else 0)
        painter.setFont(theme.font(strong=row.possible))
        painter.setPen(theme.colour("text" if row.possible else "dim"))
        painter.drawText(first, _LEFT, painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, room))
        painter.setFont(theme.font(Text.SMALL))
        painter.setPen(theme.colour(quiet))
        beneath = small.elidedText(row.beneath, Qt.TextElideMode.ElideRight, second.width())
        painter.drawText(second, _LEFT, beneath)

    def _state(self, row: TargetRow) -> str:
        since = "" if row.since is None or self.now is None else duration(seconds_between(row.since, self.now))
        return "  ".join(part for part in (row.word, since) if part)


def _hovered(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_MouseOver)


def row_height() -> int:
    name, small = QFontMetrics(theme.font(strong=True)).height(), QFontMetrics(theme.font(Text.SMALL)).height()
    return _TOP + name + 1 + small + _TOP + 2
