"""What the search found, as a list that drops down under the field; the keyboard stays in the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from agent_client.protocol.customers import FoundCustomer, FoundCustomers
from agent_client.protocol.names import CustomerId
from agent_client.rules.dial_numbers import shown
from ui import theme
from ui.text import tr, trc
from ui.theme import Text
from ui.widgets.boxes import Box
from ui.widgets.labels import Label
from ui.widgets.number_link import NumberLink
from ui.widgets.scrolling import ListView

from .naming import joined

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MOST_SHOWN = 8


class _Found(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.customers: Sequence[FoundCustomer] = ()

    def show_customers(self, customers: Sequence[FoundCustomer]) -> None:
        self.beginResetModel()
        self.customers = customers
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.customers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self.customers[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return found
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return joined(found.name, found.company, found.number, found.town)
        return None


class _Rows(QStyledItemDelegate):
    country = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, _row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        found = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("sel"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        strong, small = QFontMetrics(theme.font(strong=True)), QFontMetrics(theme.font(Text.SMALL))
        first = QRect(box.left() + 12, box.top() + 6, box.width() - 24, strong.height())
        name = found.name or found.company or shown(found.number, self.country)
        painter.setFont(theme.font(strong=True))
        painter.setPen(theme.colour("text"))
        cut = strong.elidedText(name, Qt.TextElideMode.ElideRight, first.width())
        painter.drawText(first, left, cut)
        if found.name and found.company:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("dim"))
            beside = first.adjusted(strong.horizontalAdvance(cut) + 8, 0, 0, 0)
            company = painter.fontMetrics().elidedText(found.company, Qt.TextElideMode.ElideRight, beside.width())
            painter.drawText(beside, left, company)
        painter.setFont(theme.font(Text.SMALL))
        painter.setPen(theme.colour("dim"))
        second = QRect(first.left(), first.bottom() + 2, first.width(), small.height())
        beneath = joined(shown(found.number, self.country), found.town)
        painter.drawText(second, left, small.elidedText(beneath, Qt.TextElideMode.ElideRight, second.width()))


class SearchResults(Box):
    """A child of the window, laid over it. ``chosen`` carries the customer's id; ``number_pressed`` the number of the row
    that is to be called, and the control of that press."""

    chosen = Signal(object)
    number_pressed = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("drop", parent)
        self._room = parent
        self._found = _Found()
        self._rows = _Rows(self)
        self.view = ListView()
        self.view.setModel(self._found)
        self.view.setItemDelegate(self._rows)
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(tr("Customers found"))
        self.view.setMouseTracking(True)
        self.call = NumberLink(icon="phone", hint="⇧ ↵")
        self.call.setParent(self.view.viewport())
        self.call.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays in the field
        self.words = Label("", Text.SMALL, tone="dim", wraps=True)
        self.words.setContentsMargins(12, 8, 12, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.view)
        layout.addWidget(self.words)
        self.view.clicked.connect(lambda index: self._choose(index.row()))
        self.view.entered.connect(self.view.setCurrentIndex)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.view.verticalScrollBar().valueChanged.connect(self._follow)
        self.call.pressed_number.connect(self.number_pressed)
        self.call.refused.connect(self._say)
        self.view.viewport().installEventFilter(self)
        self.hide()

    def show_found(self, found: FoundCustomers, country: str = "") -> None:
        self._rows.country = country
        self._found.show_customers(found.customers)
        if not found.customers:
            self._say(tr("Nobody found. Try a part of the name, of the company or of the number."))
            return
        self._say(tr("There are more: type on to narrow it down.") if found.more else "")
        self.view.setCurrentIndex(self._found.index(0))

    def show_loading(self) -> None:
        """Only where nothing is shown yet: what was found for the letters before stays until the new list is here."""
        if not self._found.customers:
            self._say(tr("Searching…"))

    def show_failed(self, sentence: str) -> None:
        self._found.show_customers(())
        self._say(sentence)

    def dismiss(self) -> None:
        self._found.show_customers(())
        self.hide()

    def move_by(self, step: int) -> None:
        last = self._found.rowCount() - 1
        if last >= 0:
            at = max(0, min(last, self.view.currentIndex().row() + step))
            self.view.setCurrentIndex(self._found.index(at))

    def offer_calls(self, why_not: str) -> None:
        """``why_not`` empty: numbers can be called now."""
        self.call.offer(not why_not, why_not)

    def call_current(self) -> None:
        if self.isVisible() and not self.call.isHidden():
            self.call.press()

    def choose_current(self) -> None:
        if self.isVisible():
            self._choose(self.view.currentIndex().row())

    def lay_under(self, field: QRect) -> None:
        """Under the field, in the parent's coordinates, as wide as it or wide enough to read."""
        width = max(field.width(), theme.scaled(440))
        rows = min(self._found.rowCount(), _MOST_SHOWN)
        self.view.setFixedHeight(rows * _row_height())
        self.view.setVisible(rows > 0)
        height = self.view.height() if rows else 0
        if not self.words.isHidden():
            height += self.words.heightForWidth(width - 2)
        left = max(8, min(field.center().x() - width // 2, self._room.width() - width - 8))
        self.setGeometry(left, field.bottom() + 4, width, height + 2)
        self.raise_()

    def _say(self, words: str) -> None:
        self.words.say(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._follow()
        return False

    def _follow(self) -> None:
        """The link that calls stands at the end of the row that is chosen."""
        at = self.view.currentIndex().row()
        number = self._found.customers[at].number if 0 <= at < len(self._found.customers) else ""
        self.call.setHidden(not number)
        if number:
            self.call.show_number(number, shown(number, self._rows.country))
            self.call.set_label(trc("verb", "Call"))
            size, box = self.call.sizeHint(), self.view.visualRect(self._found.index(at))
            self.call.setGeometry(box.right() - 12 - size.width(), box.top() + 6, size.width(), size.height())

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._found.customers):
            chosen: CustomerId = self._found.customers[at].id
            self.dismiss()
            self.chosen.emit(chosen)


def _row_height() -> int:
    return 6 + QFontMetrics(theme.font(strong=True)).height() + 2 + QFontMetrics(theme.font(Text.SMALL)).height() + 7
