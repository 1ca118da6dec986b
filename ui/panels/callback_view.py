"""The list of callback entries as a widget: rows, keys, and the row's buttons that follow selection and mouse."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import CallbackId
from agent_client.rules.callback_actions import CallbackAction, may_be_appointed
from ui.models.callback_list import CallbackList
from ui.text import tr

from .callback_actions import RowActions, action_text, offered
from .callback_rows import CallbackRows, row_height, second_line


class CallbackView(QTableView):
    """``pressed`` carries the entry and the action. Enter calls; the menu key shows all that may be done.

    A table of one column: a QListView asks the model for every row again after each event, 0.15 s at 100,000 rows.
    """

    pressed = Signal(object, str)
    appointment_wanted = Signal(object)
    """The entry's id (E9)."""

    def __init__(self, rows: CallbackList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.delegate = CallbackRows(self)
        self._requested: dict[CallbackId, CallbackAction] = {}
        self.chosen_actions = RowActions(self.viewport(), focusable=True)
        self.hovered_actions = RowActions(self.viewport(), focusable=False)
        for actions in (self.chosen_actions, self.hovered_actions):
            actions.pressed.connect(self.pressed)
        self.setModel(rows)
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
        rows.dataChanged.connect(self._follow)
        rows.settled.connect(self._follow)
        rows.modelReset.connect(self._on_reset)
        self.verticalScrollBar().valueChanged.connect(self._follow)

    # -- what integration and panel use

    def chosen(self) -> Callback | None:
        return self.rows.entry(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def set_requested(self, entry: CallbackId, action: CallbackAction, on: bool) -> None:
        if on:
            self._requested[entry] = action
        else:
            self._requested.pop(entry, None)
        self._follow()

    def show_names(self, state: State) -> None:
        """Queues, own name and country, which rows tell."""
        before = self.delegate.state
        self.delegate.state = state
        if (before.queues, before.centre, before.me) != (state.queues, state.centre, state.me):
            self.viewport().update()
        self._follow()

    def tick(self, now: datetime) -> None:
        """Repaint the rows that count; all of them when the day changes."""
        before, self.delegate.now = self.delegate.now, now
        if before is None or before.astimezone().date() != now.astimezone().date():
            self.viewport().update()
            return
        for at in self._visible_rows():
            entry = self.rows.entry(at)
            if entry is not None and entry.claim is not None:
                self.viewport().update(second_line(self.visualRect(self.rows.index(at))))

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self.chosen()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and entry is not None:
            if CallbackAction.CALL in offered(entry) and entry.id not in self._requested:
                self.pressed.emit(entry.id, CallbackAction.CALL.value)
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.rows.rowCount():
            at = 0 if event.key() == Qt.Key.Key_Home else self.rows.rowCount() - 1
            self.setCurrentIndex(self.rows.index(at))  # a table would look for the first or last column
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        entry = self.chosen()
        if entry is None or not offered(entry):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in offered(entry):
            line = menu.addAction(action_text(action))
            line.triggered.connect(lambda _=False, e=entry.id, a=action: self.pressed.emit(e, a.value))
        if may_be_appointed(entry):
            menu.addSeparator()
            later = menu.addAction(tr("Change the appointment") if entry.appointment else tr("Call again later…"))
            later.triggered.connect(lambda _=False, e=entry.id: self.appointment_wanted.emit(e))
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        at = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(16, 0) if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "hovered_actions"):
            self._size_rows()
            self._follow()

    def _size_rows(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            header.hide()
            header.setMinimumSectionSize(1)
        across.setStretchLastSection(True)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(row_height())

    # -- the buttons

    def _hover(self, at: int) -> None:
        if at != self.delegate.hovered:
            self.delegate.hovered = at
            self._follow()
            self.viewport().update()

    def _on_reset(self) -> None:
        self.delegate.hovered = -1
        self._follow()

    def _follow(self) -> None:
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

    def _lay(self, actions: RowActions, at: int) -> int:
        entry = self.rows.entry(at)
        if entry is None:
            actions.hide()
            return 0
        width = actions.show_entry(entry, self._requested.get(entry.id))
        line = second_line(self.visualRect(self.rows.index(at)))
        height = actions.sizeHint().height()
        top = line.top() - (height - line.height()) // 2
        actions.setGeometry(QRect(line.right() - width + 1, top, width, height))
        actions.setVisible(bool(width))
        return width

    def _visible_rows(self) -> range:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return range(max(0, first), (last if last >= 0 else self.rows.rowCount() - 1) + 1)
