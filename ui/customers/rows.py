"""The rows of a list of customers for the table: as many as are known, asked for page by page."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from agent_client.client.cards import Part
from agent_client.client.store.state import EMPTY, State
from agent_client.protocol.customers import Customer, CustomerLock, CustomersPage
from agent_client.protocol.names import CustomerId
from ui.panels.customer_form_words import part_text
from ui.panels.naming import number_text
from ui.text import marked, tr

from .pages import Pages

CUSTOMER_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Shown(IntEnum):
    NAME = 0
    COMPANY = 1
    NUMBERS = 2
    TOWN = 3
    POSTCODE = 4
    OPERATORS = 5
    PROJECT = 6


HEADINGS = {
    Shown.NAME: marked("Name"),
    Shown.COMPANY: marked("Company"),
    Shown.NUMBERS: marked("Numbers"),
    Shown.TOWN: marked("Town"),
    Shown.POSTCODE: marked("Postcode"),
    Shown.OPERATORS: marked("Operators"),
    Shown.PROJECT: marked("Project"),
}


class Ticket(Struct, frozen=True):
    """Which page of which reading of the list: an answer to an older question is nobody's."""

    reading: int
    page: int


class CustomerRows(QAbstractTableModel):
    """``page_wanted`` carries a ticket and where the page begins: answer with `show_page`."""

    page_wanted = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: State = EMPTY
        self._pages = Pages()
        self._reading = 0
        self._asked: set[int] = set()
        self._fresh = True
        """Nothing of this reading is here yet: what is shown is the one before."""

    # -- reading

    def begin(self, *, clear: bool) -> None:
        """Read the list anew. ``clear``: another one; else what is shown stays until the new one is here."""
        self._reading += 1
        self._asked = set()
        self._fresh = True
        if clear:
            self.beginResetModel()
            self._pages = Pages()
            self.endResetModel()
        self._ask(0, None)

    def show_page(self, ticket: Ticket, page: CustomersPage) -> bool:
        """False: it was asked for before something else was."""
        if ticket.reading != self._reading:
            return False
        self._asked.discard(ticket.page)
        if self._fresh:
            self._fresh = False
            self.beginResetModel()
            self._pages = Pages()
            self._pages.put(0, page)
            self.endResetModel()
            return True
        before = len(self._pages)
        if ticket.page == self._pages.known() and page.customers:
            self.beginInsertRows(_NOWHERE, before, before + len(page.customers) - 1)
            self._pages.put(ticket.page, page)
            self.endInsertRows()
        else:
            self._pages.put(ticket.page, page)
            first = self._pages.first(ticket.page)
            last = self.columnCount() - 1
            self.dataChanged.emit(self.index(first, 0), self.index(min(first + len(page.customers), before) - 1, last))
        return True

    def failed(self, ticket: Ticket) -> bool:
        """The page can be asked for again. False: nobody waits for it."""
        self._asked.discard(ticket.page)
        return ticket.reading == self._reading

    def want(self, first: int, last: int) -> None:
        """These rows are in sight, or soon will be."""
        if self._fresh:
            return
        for number in self._pages.missing(first, last):
            if number not in self._asked:
                self._ask(number, self._pages.start(number))
        if len(self._pages):
            top, bottom = max(0, first), min(last, len(self._pages) - 1)
            self._pages.touch(range(self._pages.number_of(top), self._pages.number_of(bottom) + 1))

    def loading(self) -> bool:
        return self._fresh

    def total(self) -> int:
        return self._pages.total

    # -- customers

    def customer(self, row: int) -> Customer | None:
        return self._pages.customer(row)

    def row_of(self, customer: CustomerId) -> int | None:
        return self._pages.row_of(customer)

    def show_customer(self, customer: Customer) -> bool:
        """False: not among those who are here."""
        row = self._pages.replace(customer)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        return row is not None

    def show_lock(self, customer: CustomerId, lock: CustomerLock | None) -> None:
        row = self._pages.row_of(customer)
        known = None if row is None else self._pages.customer(row)
        if known is not None:
            self.show_customer(replace(known, lock=lock))

    # -- Qt

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._pages)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Shown)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADINGS[Shown(section)])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        customer = self._pages.customer(index.row()) if index.isValid() else None
        if role == CUSTOMER_ROLE:
            return customer
        if customer is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == Shown.NAME else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(customer, Shown(index.column()))
        return None

    def text(self, customer: Customer, column: Shown) -> str:
        match column:
            case Shown.NAME:
                return customer.name
            case Shown.COMPANY:
                return customer.company
            case Shown.NUMBERS:
                return ", ".join(number_text(number, self.state) for number in customer.numbers)
            case Shown.TOWN:
                return customer.town
            case Shown.POSTCODE:
                return customer.postcode
            case Shown.OPERATORS:
                return ", ".join(customer.operators)
            case Shown.PROJECT:
                return part_text(customer, Part.PROJECT, self.state)

    def text_of_number(self, number: str) -> str:
        return number_text(number, self.state)

    def _ask(self, number: int, start: str | None) -> None:
        self._asked.add(number)
        self.page_wanted.emit(Ticket(self._reading, number), start)
