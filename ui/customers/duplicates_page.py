"""Customers who share a number: the groups at the left, the chosen one's cards side by side at the right."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from agent_client.client.store.state import EMPTY, Link, State
from agent_client.protocol.customers import Customer, CustomerLock, Duplicates
from agent_client.protocol.names import CustomerId, CustomerList
from ui import theme
from ui.panels.customer_form_words import list_word
from ui.panels.naming import number_text
from ui.text import tr, trn
from ui.theme import Text
from ui.widgets.labels import Label, rule, upright
from ui.widgets.placeholders import Placeholder
from ui.widgets.scrolling import ListView
from ui.widgets.select_field import SelectField

from .merge_view import MergeView

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WIDTH = 304
_MOST = 0.3
_MARGIN = 16
_TOP = 7
Group = tuple[Customer, ...]


class DuplicatesPage(QWidget):
    """``wanted`` when the groups are to be read: answer with `show_duplicates` or `show_failed`."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._state: State = EMPTY
        self._known = False
        self._failed = ""
        self.which = SelectField(tr("List"))
        self.groups = _Groups()
        self.view = ListView()
        self.more = Label("", Text.SMALL, tone="dim", wraps=True)
        self.merging = MergeView()
        self.empty = Placeholder("done", "")
        self._pages = QStackedWidget()
        self._body = QWidget()
        self._lay_out()
        self.which.show_choices([(one, list_word(one)) for one in (CustomerList.CENTRAL, CustomerList.OWN)])
        self.which.choose(CustomerList.CENTRAL)
        self.which.chosen.connect(lambda _: self._read_another())
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_group())
        self.empty.action.clicked.connect(self.refresh)

    def refresh(self) -> None:
        """What is shown stays until the new groups are here."""
        self._failed = ""
        self.wanted.emit(self.list())
        self._show()

    def refresh_if_shown(self) -> None:
        """Another time it is read when it is opened."""
        if self.isVisible():
            self.refresh()

    def list(self) -> CustomerList:
        key = self.which.key()
        return key if isinstance(key, CustomerList) else CustomerList.CENTRAL

    def show_state(self, state: State) -> None:
        self._state = self.groups.state = state
        self.view.viewport().update()
        self.merging.show_state(state)
        self._show()

    def show_duplicates(self, which: CustomerList, found: Duplicates) -> None:
        if which is not self.list():
            return
        self._known, self._failed = True, ""
        at = self.view.currentIndex().row()
        chosen = self._chosen_ids()
        self.groups.show_groups(found.groups)
        same = next((n for n, group in enumerate(found.groups) if chosen & {one.id for one in group}), None)
        self.view.setCurrentIndex(
            self.groups.index(same if same is not None else max(0, min(at, len(found.groups) - 1)))
        )
        self.more.say(tr("There are more groups: they come when these are done.") if found.more else "")
        self._show()
        self._show_group()

    def show_failed(self, sentence: str) -> None:
        self._failed = sentence
        self._show()

    def show_customer(self, customer: Customer) -> None:
        """Saved meanwhile."""
        if self.groups.replace(customer):
            self._show_group()

    def show_lock(self, customer: CustomerId, lock: CustomerLock | None) -> None:
        known = self.groups.customer(customer)
        if known is not None:
            self.show_customer(replace(known, lock=lock))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._listed.setFixedWidth(min(theme.scaled(_WIDTH), round(self.width() * _MOST)))

    # -- inside

    def _chosen(self) -> Group:
        at = self.view.currentIndex().row()
        return self.groups.groups[at] if 0 <= at < len(self.groups.groups) else ()

    def _chosen_ids(self) -> set[CustomerId]:
        return {one.id for one in self._chosen()}

    def _read_another(self) -> None:
        self._known = False
        self.groups.show_groups(())
        self.refresh()

    def _show_group(self) -> None:
        group = self._chosen()
        if group:
            self.merging.show_group(group, self._state)

    def _show(self) -> None:
        self._pages.setCurrentWidget(self._body if self.groups.groups else self.empty)
        if self.groups.groups:
            return
        say = self.empty.say
        if self._failed:
            say("alert", tr("The duplicates could not be read"), self._failed, action=tr("Try again"))
        elif self._state.link is not Link.UP:
            say("link-lost", tr("No link to the server"), tr("The list comes when the server answers again."))
        elif not self._known:
            say("history", tr("Looking for duplicates"))
        else:
            say("done", tr("No duplicates"), tr("No two customers of this list share a number."))

    def _lay_out(self) -> None:
        self.view.setModel(self.groups)
        self.view.setItemDelegate(_Rows(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(tr("Groups of customers who share a number"))
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.view, 1)
        self.more.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        left.addWidget(self.more)
        self.more.hide()
        listed = self._listed = QWidget()
        listed.setLayout(left)
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(listed)
        row.addWidget(upright())
        row.addWidget(self.merging, 1)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._body)
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        head.setSpacing(12)
        self.which.setMaximumWidth(theme.scaled(240))
        head.addWidget(self.which)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule())
        layout.addWidget(self._pages, 1)


class _Groups(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.state: State = EMPTY
        self.groups: tuple[Group, ...] = ()

    def show_groups(self, groups: tuple[Group, ...]) -> None:
        self.beginResetModel()
        self.groups = groups
        self.endResetModel()

    def customer(self, customer: CustomerId) -> Customer | None:
        return next((one for group in self.groups for one in group if one.id == customer), None)

    def replace(self, customer: Customer) -> bool:
        if self.customer(customer.id) is None:
            return False
        self.groups = tuple(tuple(customer if one.id == customer.id else one for one in group) for group in self.groups)
        self.dataChanged.emit(self.index(0), self.index(len(self.groups) - 1))
        return True

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.groups)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        group = self.groups[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return self.words(group)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(self.words(group))
        return None

    def words(self, group: Group) -> tuple[str, str]:
        """The names, and the numbers they share."""
        names = dict.fromkeys(one.name or one.company or tr("No name") for one in group)
        shared = [number for number in group[0].numbers if sum(number in one.numbers for one in group) > 1]
        numbers = ", ".join(number_text(number, self.state) for number in shared)
        return ", ".join(names), " · ".join(
            part for part in (numbers, trn("{n} card", "{n} cards", len(group))) if part
        )


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, _row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        names, beneath = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.colour("sel"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), theme.colour("focus"))
        room = box.adjusted(_MARGIN, _TOP, -_MARGIN, -_TOP)
        painter.setFont(theme.font(strong=chosen))
        painter.setPen(theme.colour("text"))
        metrics = painter.fontMetrics()
        first = QRect(room.left(), room.top(), room.width(), metrics.height())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(first, left, metrics.elidedText(names, Qt.TextElideMode.ElideRight, first.width()))
        painter.setFont(theme.font(Text.SMALL))
        painter.setPen(theme.colour("dim"))
        small = painter.fontMetrics()
        second = QRect(room.left(), first.bottom() + 2, room.width(), small.height())
        painter.drawText(second, left, small.elidedText(beneath, Qt.TextElideMode.ElideRight, second.width()))


def _row_height() -> int:
    return 2 * _TOP + QFontMetrics(theme.font()).height() + 2 + QFontMetrics(theme.font(Text.SMALL)).height() + 1
