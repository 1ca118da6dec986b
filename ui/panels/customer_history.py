"""The customer's records as they come page by page, the notes on their way, and the time line of both; or why there is none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent_client.client.outbox import Letter
from agent_client.client.store.state import EMPTY, Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Customer, CustomerPage, Record
from agent_client.protocol.names import ContactState, CustomerId, RecordId
from ui.text import tr
from ui.widgets.labels import Heading
from ui.widgets.placeholders import Placeholder
from ui.widgets.time_line import TimeLine

from .history import letter_entry, now_entry, record_entry


class CustomerHistory(QWidget):
    """``wanted`` is whose it is; what is said of anybody else is not heard."""

    older_wanted = Signal(object, object)
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wanted: CustomerId | None = None
        self.customer: Customer | None = None
        self._state: State = EMPTY
        self._contact: Contact | None = None
        self._records: list[Record] = []
        self._letters: Sequence[Letter] = ()
        self._older: RecordId | None = None
        self._failed = ""
        self.line = TimeLine()
        self.placeholder = Placeholder("person", "")
        self._lay_out()
        self.line.older_wanted.connect(lambda: self.older_wanted.emit(self.wanted, self._older))
        self.placeholder.action.clicked.connect(self._retry)

    def want(self, customer: CustomerId | None) -> None:
        """Another customer, or nobody: what was known of the one before is gone."""
        self.wanted, self.customer = customer, None
        self._records, self._letters, self._older, self._failed = [], (), None, ""

    def show_contact(self, contact: Contact | None, state: State) -> None:
        """``contact`` is the one whose history this is; None while somebody else is shown, or when it is over."""
        self._contact, self._state = contact, state
        self._show()

    def show_page(self, page: CustomerPage) -> bool:
        """False when it is somebody else's."""
        if page.customer.id != self.wanted:
            return False
        self.customer, self._failed = page.customer, ""
        self._records, self._older = list(page.records), page.older
        self._show()
        return True

    def add_older(self, page: CustomerPage) -> None:
        if page.customer.id == self.wanted:
            known = {record.id for record in self._records}
            self._records += [record for record in page.records if record.id not in known]
            self._older = page.older
            self._show()

    def add_record(self, record: Record) -> None:
        mine = record.customer is not None and record.customer == self.wanted
        if mine and all(known.id != record.id for known in self._records):
            self._records.insert(0, record)
            self._show()

    def show_letters(self, letters: Sequence[Letter]) -> None:
        self._letters = letters
        self._show()

    def show_failed(self, customer: CustomerId, sentence: str) -> None:
        if customer == self.wanted and self.customer is None:
            self._failed = sentence
            self._show()

    # -- inside

    def _retry(self) -> None:
        self._failed = ""
        self._show()
        self.again_wanted.emit()

    def _show(self) -> None:
        entries = [letter_entry(letter, online=self._state.link is Link.UP) for letter in reversed(self._letters)]
        if self._contact is not None and self._contact.state is not ContactState.WRAP_UP:
            phone = self._state.me.phone if self._state.me is not None else ""
            entries.insert(0, now_entry(self._contact, phone, ""))
        entries += [record_entry(record) for record in self._records]
        self.line.show_entries(entries, more=self._older is not None)
        known = self.customer is not None or bool(self._letters)
        self._head.setVisible(known)
        if not known:
            self._say_why()
        self._stack.setCurrentWidget(self._inset if known else self.placeholder)

    def _say_why(self) -> None:
        say = self.placeholder.say
        if self._failed:
            say("alert", tr("The history could not be read"), self._failed, action=tr("Try again"))
        elif self.wanted is not None and self._state.link is Link.DOWN:
            say("link-lost", tr("No link to the server"), tr("The history comes when the server answers again."))
        elif self.wanted is not None:
            say("history", tr("The history is on its way"))
        elif self._contact is not None:
            say("note", tr("No history"), tr("What you write is kept with the call, and with the customer."))
        else:
            words = tr("The record opens with the next call, or with Ctrl+K by name, company or number.")
            say("person", tr("No customer"), words)

    def _lay_out(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(16, 4, 16, 8)
        head.addWidget(Heading(tr("History")))
        head.addStretch(1)
        self._inset = QWidget()
        around = QHBoxLayout(self._inset)
        around.setContentsMargins(16, 0, 6, 0)
        around.addWidget(self.line)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.placeholder)
        self._stack.addWidget(self._inset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(body, 1)
