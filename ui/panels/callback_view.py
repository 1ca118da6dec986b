"""The list of callback entries as a widget: rows, keys, and the row's buttons that follow selection and mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QToolTip, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import CallbackId
from agent_client.rules.callback_actions import CallbackAction
from ui.models.callback_lines import Line
from ui.models.callback_list import CallbackList
from ui.text import tr
from ui.widgets.scrolling import TableView

from .callback_actions import RowActions
from .callback_place import PlaceKept
from .callback_rows import CallbackRows, row_height, second_line
from .callback_words import Looking, counts, described, tip

_NEAR_END = 12
"""Rows before the end at which older entries are asked for."""


class CallbackView(TableView):
    """A table of one column: a QListView asks the model for every row again after each event, 0.15 s at 100,000 rows."""

    called = Signal(object)
    """Enter on an entry, whether or not it can be called."""
    history_wanted = Signal()
    typed = Signal(str)
    """What somebody types who means to search."""
    menu_wanted = Signal(QPoint)
    pressed = Signal(object, str)
    """A row's button: the entry and the action."""
    end_near = Signal()

    def __init__(self, rows: CallbackList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.delegate = CallbackRows(self)
        self._requested: dict[CallbackId, CallbackAction] = {}
        self.chosen_actions = RowActions(self.viewport(), focusable=True)
        self.hovered_actions = RowActions(self.viewport(), focusable=False)
        for actions in (self.chosen_actions, self.hovered_actions):
            actions.pressed.connect(self.pressed)
            actions.history_pressed.connect(lambda entry: self._choose(entry, self.history_wanted.emit))
            actions.more_pressed.connect(lambda entry: self._choose(entry, self._offer_menu))
        self.setModel(rows)
        rows.describe = lambda line: described(line, self.delegate.looking)
        self._kept = PlaceKept(self, rows)
        self.setItemDelegate(self.delegate)
        self._size_rows()
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(tr("Callback list"))
        rows.dataChanged.connect(self.follow)
        rows.settled.connect(self.follow)
        self.verticalScrollBar().valueChanged.connect(self.follow)

    # -- what integration and panel use

    def chosen(self) -> Callback | None:
        line = self.rows.line(self.currentIndex().row()) if self.currentIndex().isValid() else None
        return None if line is None else line.entry

    def set_requested(self, entry: CallbackId, action: CallbackAction, on: bool) -> None:
        if on:
            self._requested[entry] = action
        else:
            self._requested.pop(entry, None)
        self.follow()

    def show_names(self, state: State, *, show_group: bool) -> None:
        """Queues, own name and country, which rows tell."""
        before = self.delegate.looking
        self.delegate.looking = replace(before, state=state, show_group=show_group)
        if _names(before) != _names(self.delegate.looking):
            self.viewport().update()
        self.follow()

    def tick(self, now: datetime) -> None:
        """Repaint the rows whose words change; all of them with every minute: times of day stand in them."""
        before = self.delegate.looking.now
        self.delegate.looking = replace(self.delegate.looking, now=now)
        if before is None or before.replace(second=0, microsecond=0) != now.replace(second=0, microsecond=0):
            self.viewport().update()
            return
        for at in self._visible_rows():
            line = self.rows.line(at)
            if line is not None and counts(line.entry, before, now):
                self.viewport().update(second_line(self.visualRect(self.rows.index(at))))

    def follow(self) -> None:
        """Lay the buttons over the ends of the rows that have them."""
        chosen = self.currentIndex().row() if self.currentIndex().isValid() else -1
        hovered = self.delegate.hovered if self.delegate.hovered != chosen else -1
        reserved: dict[int, int] = {}
        for actions, at in ((self.chosen_actions, chosen), (self.hovered_actions, hovered)):
            width = self._lay(actions, at)
            if width:
                reserved[at] = width
        if reserved != self.delegate.reserved:
            self.delegate.reserved = reserved
            self.viewport().update()
        if self._visible_rows().stop > self.rows.rowCount() - _NEAR_END:
            self.end_near.emit()

    def hover(self, at: int) -> None:
        if at != self.delegate.hovered:
            self.delegate.hovered = at
            self.follow()
            self.viewport().update()

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry, key = self.chosen(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and entry is not None:
            if entry.id not in self._requested:
                self.called.emit(entry.id)
        elif key == Qt.Key.Key_Space:
            self.history_wanted.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.rows.rowCount():
            at = 0 if key == Qt.Key.Key_Home else self.rows.rowCount() - 1
            self.setCurrentIndex(self.rows.index(at))  # a table would look for the first or last column
            self.follow()  # who is there already asks for what is older
        elif event.text().isprintable() and event.text().strip():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._offer_menu()
        elif self.chosen() is not None:
            self.menu_wanted.emit(self.viewport().mapToGlobal(event.pos()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line = self.rows.line(self.rowAt(event.pos().y()))
            QToolTip.showText(event.globalPos(), "" if line is None else tip(line, self.delegate.looking), self)
            return True
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hover(-1)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        shown = self.viewport().rect().adjusted(0, 0, 0, event.oldSize().height() - event.size().height())
        chosen = self.visualRect(self.currentIndex())
        super().resizeEvent(event)
        if chosen.height() and shown.contains(chosen):  # what is said below the list does not cover it
            self.scrollTo(self.currentIndex())
        self.follow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "hovered_actions"):
            self._size_rows()
            self.follow()

    # -- inside

    def _choose(self, entry: CallbackId, then: Callable[[], None]) -> None:
        at = self.rows.place_of(entry)
        chosen = self.chosen()
        if at is not None and (chosen is None or chosen.id != entry):
            self.setCurrentIndex(self.rows.index(at))
        then()

    def _offer_menu(self) -> None:
        """Below the chosen row."""
        if self.chosen() is not None:
            below = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(16, 0)
            self.menu_wanted.emit(self.viewport().mapToGlobal(below))

    def _size_rows(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            header.hide()
            header.setMinimumSectionSize(1)
        across.setStretchLastSection(True)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(row_height())

    def _lay(self, actions: RowActions, at: int) -> int:
        line: Line | None = self.rows.line(at)
        if line is None:
            actions.hide()
            return 0
        room = second_line(self.visualRect(self.rows.index(at)))
        width = actions.show_entry(line.entry, self._requested.get(line.entry.id), room.width())
        height = actions.sizeHint().height()
        top = room.top() - (height - room.height()) // 2
        actions.setGeometry(QRect(room.right() - width + 1, top, width, height))
        actions.setVisible(bool(width))
        return width

    def _visible_rows(self) -> range:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return range(max(0, first), (last if last >= 0 else self.rows.rowCount() - 1) + 1)


def _names(looking: Looking) -> tuple[object, ...]:
    """What rows say beside what their entries say. How many wait in a queue is none of it: that changes all day."""
    state = looking.state
    me = None if state.me is None else state.me.id
    return [(queue.id, queue.name) for queue in state.queues.values()], state.centre, me, looking.show_group
