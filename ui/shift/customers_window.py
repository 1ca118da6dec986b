"""The window of customers: opened by key or menu, its lists read page by page and kept up with what happens (F1 to F3)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer

from agent_client.client.api import ServerTrouble
from agent_client.client.cards import Card, Typed
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.customers import Customer, CustomerBrief
from agent_client.protocol.events import CustomerLockChanged, CustomerSaved, CustomersChanged, Event
from agent_client.protocol.names import CustomerId, CustomerList
from agent_client.protocol.refusals import Refusal
from agent_client.workstation.settings import COLUMNS
from ui import wording
from ui.bridge import Bridge
from ui.commands import Commands
from ui.customers.rows import Ticket
from ui.customers.window import CustomersWindow
from ui.desk import Desk
from ui.main_window.window import MainWindow
from ui.models.customer_rights import list_of
from ui.notices import Notices
from ui.panels.customer_place import CardPlace

from .customer_editing import CardEditing
from .customer_exports import ExportJoin
from .customer_imports import ImportJoin
from .customer_merging import MergeJoin
from .dialling import DiallingJoin

_PAGE = "a page of customers"
_COLUMNS = "customers"
REFRESH_AFTER = 700
"""Milliseconds after the last of several changes at which the list is read anew."""


class CustomersJoin:
    """The window is made when it is first wanted, and kept until the shift is over."""

    def __init__(
        self,
        main: MainWindow,
        desk: Desk,
        session: Session,
        store: Store,
        commands: Commands,
        tasks: TaskOwner,
        bridge: Bridge,
        editing: CardEditing,
        dialling: DiallingJoin,
    ) -> None:
        self._main = main
        self._desk = desk
        self._session = session
        self._store = store
        self._commands = commands
        self._tasks = tasks
        self._bridge = bridge
        self._editing = editing
        self._dialling = dialling
        self._joins: list[MergeJoin | ImportJoin | ExportJoin] = []
        self._counts: dict[CustomerList, int] = {}
        self._linked = store.state.link is Link.UP
        self._refresh = QTimer(main, singleShot=True, interval=REFRESH_AFTER)
        self._refresh.timeout.connect(self.refresh)
        self.window: CustomersWindow | None = None
        self._leave = (store.on_event(self._on_event), store.watch(Changed.LINK, self._on_link))
        editing.saved.connect(self._on_saved)
        editing.resumed.connect(self._on_resumed)

    def open(self) -> None:
        """In front, with the keyboard."""
        window = self.window
        first = window is None
        window = window or self._make()
        window.show()
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()
        if first:
            window.open(CustomerList.CENTRAL.value)
            window.list.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._tasks.start(self._count(CustomerList.OWN), "count customers")

    def refresh(self) -> None:
        """The lists are others than they were."""
        window = self.window
        if window is not None and self._store.state.link is Link.UP:
            window.list.refresh()
            window.duplicates.refresh_if_shown()
            for which in (CustomerList.CENTRAL, CustomerList.OWN):
                self._tasks.start(self._count(which), f"count customers {which}", replacing=f"count customers {which}")

    def leave(self) -> None:
        for leave in self._leave:
            leave()
        for join in self._joins:
            join.leave()
        if self.window is not None:
            kept = self._desk.settings.get(COLUMNS)
            self._desk.settings.set(COLUMNS, kept | {_COLUMNS: self.window.list.table.columns.shares()})
            self._desk.settings.save()
            self.window.close_for_good()
            self.window.deleteLater()

    # -- inside

    def _make(self) -> CustomersWindow:
        notices = Notices()
        window = self.window = CustomersWindow(notices)
        self._desk.placement.remember(window, "customers")
        kept = self._desk.settings.get(COLUMNS).get(_COLUMNS)
        if kept:
            window.list.table.set_widths(kept)
        self._bridge.attach(window)
        window.show_state(self._store.state)
        self._editing.attach(window.place)
        self._connect(window)
        parts = (self._session, self._store, self._tasks)
        self._joins = [
            MergeJoin(window.duplicates, self._commands, notices, *parts, self.refresh),
            ImportJoin(window, notices, *parts, self.refresh),
            ExportJoin(window, *parts, lambda which: self._counts.get(which, 0)),
        ]
        return window

    def _connect(self, window: CustomersWindow) -> None:
        page = window.list
        page.rows.page_wanted.connect(self._want)
        page.opened.connect(self._show_in_main)
        page.edit_pressed.connect(lambda customer: self._edit(window, customer.id))
        page.table.number_pressed.connect(lambda number: self._dialling.call(number, _Said(page.about.say)))
        page.head.new.clicked.connect(lambda: self._editing.new(window.place, Card(), Typed(), page.which()))
        window.closed.connect(lambda: self._editing.close(window.place))

    def _want(self, ticket: Ticket, start: str | None) -> None:
        if ticket.page == 0:
            self._tasks.cancel(_PAGE)  # of the reading before
        self._tasks.start(self._read(ticket, start), _PAGE)

    async def _read(self, ticket: Ticket, start: str | None) -> None:
        window = self.window
        assert window is not None
        page, which, text = window.list, window.list.which(), window.list.head.text()
        try:
            found = await self._session.api.customers(which, text, start)
        except (Refusal, ServerTrouble) as problem:
            if page.rows.failed(ticket):
                words = wording.of_failure(problem)
                page.show_failed(words)
            return
        if page.rows.show_page(ticket, found):
            page.arrived()
            if ticket.page == 0 and not text:
                self._show_count(which, found.total)

    async def _count(self, which: CustomerList) -> None:
        try:
            found = await self._session.api.customers(which, limit=1)
        except (Refusal, ServerTrouble):
            return  # the tab stands without its count
        self._show_count(which, found.total)

    def _show_count(self, which: CustomerList, count: int) -> None:
        self._counts[which] = count
        if self.window is not None:
            self.window.show_counts(self._counts)

    def _edit(self, window: CustomersWindow, customer: CustomerId) -> None:
        self._editing.edit(customer, window.place, _Said(window.list.about.say))

    def _show_in_main(self, customer: Customer) -> None:
        main = self._main
        main.show_customer(customer.id, CustomerBrief(customer.id, customer.name, customer.company))
        main.raise_()
        main.activateWindow()

    def _on_saved(self, customer: Customer, place: CardPlace) -> None:
        window = self.window
        if window is None:
            return
        if place is window.place:
            window.list.take_focus()
        if not window.list.rows.show_customer(customer) and list_of(customer) is window.list.which():
            self.refresh()

    def _on_resumed(self, customer: CustomerId, place: CardPlace) -> None:
        if self.window is not None and place is self.window.place:
            self.open()

    def _on_event(self, event: Event) -> None:
        window = self.window
        if window is None:
            return
        match event:
            case CustomerSaved(customer):
                window.duplicates.show_customer(customer)
                known = window.list.rows.show_customer(customer)
                if not known and list_of(customer) is window.list.which():
                    self._refresh.start()
            case CustomerLockChanged(customer, lock):
                window.list.rows.show_lock(customer, lock)
                window.duplicates.show_lock(customer, lock)
            case CustomersChanged():
                self._refresh.start()
            case _:
                pass

    def _on_link(self, state: State, what: Changed) -> None:
        before, self._linked = self._linked, state.link is Link.UP
        if self._linked and not before and self.window is not None and self.window.isVisible():
            self.refresh()


class _Said:
    """The control of a press that has no button: what the server refused is read at the foot of the list."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def set_requested(self, on: bool) -> None:
        if on:
            self._say("")

    def refuse(self, text: str) -> None:
        self._say(text)
