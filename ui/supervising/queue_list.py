"""The queues at the left: who waits and for how long, who is there for them, and the day so far. One of them narrows the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agent_client.protocol.centre import Queue
from agent_client.protocol.names import QueueId
from agent_client.protocol.supervising import QueueFigures
from agent_client.protocol.time import seconds_between
from ui import theme
from ui.models.supervised_agents import Staffing
from ui.text import grouped, tr, trn
from ui.theme import Text
from ui.widgets.scrolling import ListView
from ui.widgets.times import duration

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MARGIN, _PADDING, _GAP = 8, 12, 3
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
NOBODY = Staffing()


class QueueLine(Struct, frozen=True, kw_only=True):
    """``key`` None: all of them together. ``today`` None: not known yet."""

    key: QueueId | None
    name: str
    waiting: int = 0
    longest_since: datetime | None = None
    staffing: Staffing = NOBODY
    today: QueueFigures | None = None


def queue_lines(
    queues: Iterable[Queue], today: Mapping[QueueId, QueueFigures], staffed: Mapping[QueueId, Staffing], all_: Staffing
) -> tuple[QueueLine, ...]:
    """All of them first, then each by name."""
    lines = [
        QueueLine(
            key=queue.id,
            name=queue.name,
            waiting=queue.waiting,
            longest_since=queue.longest_since,
            staffing=staffed.get(queue.id, NOBODY),
            today=today.get(queue.id),
        )
        for queue in sorted(queues, key=lambda queue: (queue.name.casefold(), queue.id))
    ]
    return (_sum(lines, all_), *lines)


def _sum(lines: list[QueueLine], all_: Staffing) -> QueueLine:
    figures = [line.today for line in lines if line.today is not None]
    over = [figure.answered + figure.given_up for figure in figures]
    spent = sum(figure.average_seconds * count for figure, count in zip(figures, over, strict=True))
    return QueueLine(
        key=None,
        name=tr("All queues"),
        waiting=sum(line.waiting for line in lines),
        longest_since=min((line.longest_since for line in lines if line.longest_since is not None), default=None),
        staffing=all_,
        today=QueueFigures(
            offered=sum(figure.offered for figure in figures),
            answered=sum(figure.answered for figure in figures),
            given_up=sum(figure.given_up for figure in figures),
            average_seconds=round(spent / sum(over)) if sum(over) else 0,
            longest_seconds=max(figure.longest_seconds for figure in figures),
        )
        if figures
        else None,
    )


def staffing_words(line: QueueLine) -> str:
    return tr("{ready} of {n} available", ready=line.staffing.ready, n=line.staffing.staffed)


def day_words(line: QueueLine) -> str:
    if line.today is None:
        return ""
    if not line.today.offered:
        return tr("No call today")
    answered = tr("{answered} of {n} answered", answered=grouped(line.today.answered), n=grouped(line.today.offered))
    average = tr("avg {time}", time=duration(line.today.average_seconds))
    return f"{answered} · {average}" if line.today.answered or line.today.given_up else answered


def whole_day_words(line: QueueLine) -> str:
    """All that the row has no room for."""
    if line.today is None or not line.today.offered:
        return day_words(line)
    gave_up = trn("{n} gave up", "{n} gave up", line.today.given_up)
    longest = tr("the longest wait {time}", time=duration(line.today.longest_seconds))
    return " · ".join((day_words(line), gave_up, longest))


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[QueueLine, ...] = ()

    def show_lines(self, lines: tuple[QueueLine, ...]) -> None:
        before, same = self.lines, [one.key for one in lines] == [one.key for one in self.lines]
        if not same:
            self.beginResetModel()
        self.lines = lines
        if not same:
            self.endResetModel()
            return
        for at, (old, new) in enumerate(zip(before, lines, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(at), self.index(at))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return line
            case Qt.ItemDataRole.DisplayRole:
                return line.name
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join((line.name, staffing_words(line), whole_day_words(line)))
            case Qt.ItemDataRole.AccessibleTextRole:
                waiting = trn("{n} waiting", "{n} waiting", line.waiting)
                return ", ".join((line.name, waiting, staffing_words(line), whole_day_words(line)))
        return None


class _Rows(QStyledItemDelegate):
    def __init__(self, view: QueueList) -> None:
        super().__init__(view)
        self._view = view

    def height(self) -> int:
        name, small = QFontMetrics(theme.font(Text.BADGE, strong=True)), QFontMetrics(theme.font(Text.SMALL))
        return name.height() + 2 * (small.height() + _GAP) + 2 * 7

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, self.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(_MARGIN, 1, -_MARGIN, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel" if chosen else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        if chosen and self._view.ringed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        room = box.adjusted(_PADDING, 6, -_PADDING, -6).toRect()
        first = QFontMetrics(theme.font(Text.BADGE, strong=True)).height()
        self._paint_first(painter, line, QRect(room.left(), room.top(), room.width(), first))
        self._paint_rest(painter, line, QRect(room.left(), room.top() + first + _GAP, room.width(), room.height()))
        painter.restore()

    def _paint_first(self, painter: QPainter, line: QueueLine, room: QRect) -> None:
        number = grouped(line.waiting)
        painter.setFont(theme.font(Text.BADGE, strong=True))
        painter.setPen(theme.colour("text" if line.waiting else "faint"))
        painter.drawText(room, _RIGHT, number)
        room = room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(number) - 8, 0)
        painter.setFont(theme.font(strong=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(
            room, _LEFT, painter.fontMetrics().elidedText(line.name, Qt.TextElideMode.ElideRight, room.width())
        )

    def _paint_rest(self, painter: QPainter, line: QueueLine, room: QRect) -> None:
        painter.setFont(theme.font(Text.SMALL))
        metrics = painter.fontMetrics()
        row = QRect(room.left(), room.top(), room.width(), metrics.height())
        longest = self._view.longest(line)
        painter.setPen(theme.colour("text" if longest else "dim"))
        if longest:
            painter.drawText(row, _RIGHT, longest)
        painter.setPen(theme.colour("dim"))
        space = row.width() - (metrics.horizontalAdvance(longest) + 8 if longest else 0)
        painter.drawText(row, _LEFT, metrics.elidedText(staffing_words(line), Qt.TextElideMode.ElideRight, space))
        row.translate(0, metrics.height() + _GAP)
        painter.setPen(theme.colour("faint"))
        painter.drawText(row, _LEFT, metrics.elidedText(day_words(line), Qt.TextElideMode.ElideRight, row.width()))


class QueueList(ListView):
    """``chosen`` carries a queue, or None for all of them."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._lines = _Lines()
        self._loading = False
        self._now: datetime | None = None
        self.ringed = False
        self.setModel(self._lines)
        self.setItemDelegate(_Rows(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Queues"))

    def lines(self) -> tuple[QueueLine, ...]:
        return self._lines.lines

    def show_lines(self, lines: tuple[QueueLine, ...]) -> None:
        if lines == self._lines.lines:
            return
        kept = self.key()
        self._loading = True
        self._lines.show_lines(lines)
        at = next((at for at, line in enumerate(lines) if line.key == kept), 0)
        self.setCurrentIndex(self._lines.index(at))
        self._loading = False
        if self.key() != kept:
            self.chosen.emit(self.key())

    def key(self) -> QueueId | None:
        at = self.currentIndex().row()
        return self._lines.lines[at].key if 0 <= at < len(self._lines.lines) else None

    def tick(self, now: datetime) -> None:
        self._now = now
        if any(line.longest_since is not None for line in self._lines.lines):
            self.viewport().update()

    def longest(self, line: QueueLine) -> str:
        """How long the first in the queue has waited."""
        if line.longest_since is None or self._now is None or not line.waiting:
            return ""
        return duration(seconds_between(line.longest_since, self._now))

    # -- Qt

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ringed = False
        super().focusOutEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if not self._loading and current.isValid():
            self.chosen.emit(self.key())
