"""How a note that was not sent stands in the list of them: whose it is, since when, what became of it, its first words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from agent_client.client.outbox import CustomerSubject, RecordSubject, Refused, Sending, Unsent, Waiting
from agent_client.client.store.state import State
from ui import theme, wording
from ui.text import day_and_time, tr
from ui.theme import Text

from .naming import joined, number_text

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_FIRST = 200
MARGIN = 12


class UnsentRow(Struct, frozen=True):
    """``state``: what became of it, coloured by ``tone``; empty for a plain draft."""

    unsent: Unsent
    who: str
    since: str
    state: str
    tone: str
    words: str


def unsent_row(one: Unsent, state: State, now: datetime | None) -> UnsentRow:
    said, tone = _state(one)
    words = " ".join(one.text[:_FIRST].split())
    return UnsentRow(one, who(one, state), day_and_time(one.since, now), said, tone, words)


def who(one: Unsent, state: State) -> str:
    """The customer's name, else the number, else as much as is known."""
    about = one.about
    if about.name:
        return about.name
    if about.number:
        return number_text(about.number, state)
    if isinstance(one.subject, CustomerSubject) or about.customer is not None:
        number = one.subject.id if isinstance(one.subject, CustomerSubject) else about.customer
        return tr("Customer C-{id}", id=number)
    return tr("A call without a number")


def title(one: Unsent, state: State) -> str:
    """Over the note that is gone on with."""
    if one.about.at is None:
        return tr("Note on {name}", name=who(one, state))
    return tr("Note on {name}, call of {time}", name=who(one, state), time=day_and_time(one.about.at))


def _state(one: Unsent) -> tuple[str, str]:
    correction = tr("Correction") if isinstance(one.subject, RecordSubject) else ""
    match one.status:
        case Waiting():
            return tr("Waiting for the server"), "setup"
        case Sending():
            return tr("Sending…"), "setup"
        case Refused(refusal):
            return wording.refusal(refusal), "alarm"
        case _:
            return correction, "dim"


class UnsentRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[UnsentRow] = ()

    def show_rows(self, rows: Sequence[UnsentRow]) -> None:
        """The lines themselves stay where only their words are others."""
        if [row.unsent.key for row in rows] == [row.unsent.key for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return joined(row.who, row.since, row.state, row.words)
        return None


class UnsentDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: UnsentRow = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("sel"))
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        strong, small = QFontMetrics(theme.font(strong=True)), QFontMetrics(theme.font(Text.SMALL))
        first = QRect(box.left() + MARGIN, box.top() + 7, box.width() - 2 * MARGIN, strong.height())
        since = small.horizontalAdvance(row.since)
        _write(painter, first, row.since, theme.font(Text.SMALL), "dim", Qt.AlignmentFlag.AlignRight)
        _write(painter, first.adjusted(0, 0, -since - 8, 0), row.who, theme.font(strong=True), "text")
        second = QRect(first.left(), first.bottom() + 3, first.width(), small.height())
        if row.state:
            _write(painter, second, row.state, theme.font(Text.SMALL, strong=True), row.tone)
            width = QFontMetrics(theme.font(Text.SMALL, strong=True)).horizontalAdvance(row.state)
            second.setLeft(min(second.right(), second.left() + width + 8))
        _write(painter, second, row.words, theme.font(Text.SMALL), "dim")


def row_height() -> int:
    return 7 + QFontMetrics(theme.font(strong=True)).height() + 3 + QFontMetrics(theme.font(Text.SMALL)).height() + 8


def _write(
    painter: QPainter,
    box: QRect,
    text: str,
    font: Any,
    tone: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(font)
    painter.setPen(theme.colour(tone))
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, cut)
