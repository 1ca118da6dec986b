"""How a row of the callback list is drawn: who and how often, when, and what is known or done about it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agent_client.client.store.state import EMPTY, State
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import Section
from agent_client.protocol.time import seconds_between
from ui import theme
from ui.models.callback_list import ENTRY_ROLE
from ui.text import clock_time, tr, trn
from ui.theme import Text
from ui.widgets.times import clock_or_day, duration

from .naming import joined, number_text, party, queue_name

MARGIN = 16
_TOP = 7
_LEAST = "0" * 6


class CallbackRows(QStyledItemDelegate):
    """``state`` names queues and the country, ``now`` is the server's; ``reserved`` is the width the row's buttons take."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: State = EMPTY
        self.now: datetime | None = None
        self.reserved: dict[int, int] = {}
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, Callback):
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
        self._paint_first(painter, box, entry, strong=chosen)
        self._paint_second(painter, box, entry, self.reserved.get(index.row(), 0))

    def _paint_first(self, painter: QPainter, box: QRect, entry: Callback, *, strong: bool) -> None:
        painter.setFont(theme.font())
        metrics = painter.fontMetrics()
        line = QRect(box.left() + MARGIN, box.top() + _TOP, box.width() - 2 * MARGIN, metrics.height())
        when = clock_or_day(entry.closed_at or entry.last_at, self.now)
        painter.setPen(theme.colour("dim"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when)
        times = f" ×{entry.calls}" if entry.calls > 1 else ""
        times_width = metrics.horizontalAdvance(times)
        room = line.width() - metrics.horizontalAdvance(when) - 12 - times_width
        painter.setFont(theme.font(strong=strong))
        bold = painter.fontMetrics()
        who = bold.elidedText(party(entry.customer, entry.number, self.state), Qt.TextElideMode.ElideRight, room)
        painter.setPen(theme.colour("text"))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, who)
        if times:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("faint"))
            beside = line.adjusted(bold.horizontalAdvance(who), 0, 0, 0)
            painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, times)

    def _paint_second(self, painter: QPainter, box: QRect, entry: Callback, reserved: int) -> None:
        painter.setFont(theme.font(Text.SMALL))
        metrics = painter.fontMetrics()
        line = second_line(box)
        room = line.width() - (reserved + 12 if reserved else 0)
        text, tone = self.second(entry)
        if metrics.horizontalAdvance(text) > room < metrics.horizontalAdvance(_LEAST):
            return  # a stump beside the buttons tells nobody anything
        painter.setPen(theme.colour(tone))
        painter.drawText(
            QRectF(line),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(text, Qt.TextElideMode.ElideRight, room),
        )

    def second(self, entry: Callback) -> tuple[str, str]:
        """The second line and its tone: a running claim before all else."""
        if entry.claim is not None:
            elapsed = "" if self.now is None else duration(seconds_between(entry.claim.since, self.now))
            mine = self.state.me is not None and entry.claim.agent.id == self.state.me.id
            who = tr("You are calling") if mine else tr("{name} is calling", name=entry.claim.agent.name)
            return ", ".join(part for part in (who, elapsed) if part), "call"
        queue = queue_name(entry.queue, self.state)
        number = number_text(entry.number, self.state) if entry.customer is not None else ""
        if entry.section is Section.ATTEMPTED:
            tried = trn("{n} attempt", "{n} attempts", entry.attempts)
            when = clock_time(entry.tried_at) if entry.tried_at else ""
            return joined(", ".join(part for part in (tried, when) if part), queue, number), "dim"
        if entry.section in (Section.DONE, Section.NOT_REACHED) and entry.closed_by is not None:
            return joined(entry.closed_by.name, queue, number), "dim"
        return joined(number, queue), "dim"


def row_height() -> int:
    body = QFontMetrics(theme.font()).height()
    return _TOP + body + 1 + QFontMetrics(theme.font(Text.SMALL)).height() + _TOP + 2


def second_line(box: QRect) -> QRect:
    """Where a row's second line, and the buttons at its end, stand."""
    height = QFontMetrics(theme.font(Text.SMALL)).height()
    top = box.top() + _TOP + QFontMetrics(theme.font()).height() + 2
    return QRect(box.left() + MARGIN, top, box.width() - 2 * MARGIN, height)
