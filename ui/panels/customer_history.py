"""The customer's records as they come page by page, the notes on their way, and the time line of both; or why there is none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent_client.client.outbox import Letter
from agent_client.client.store.state import EMPTY, Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Customer, CustomerPage, Record
from agent_client.protocol.interactions import PastCall
from agent_client.protocol.names import ContactState, CustomerId, InteractionId
from ui.text import tr
from ui.widgets.labels import Heading
from ui.widgets.placeholders import Placeholder
from ui.widgets.time_line import TimeLine

from .history import entries_of, letter_entry, now_entry


class CustomerHistory(QWidget):
    """``wanted`` is whose it is; what is said of anybody else is not heard."""

    older_wanted = Signal(object, object)
    again_wanted = Signal()
    news_wanted = Signal(object)
    """A call of this customer, whose record is shown, has become history: answer with a page."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: CustomerId | None = None
        self.customer: Customer | None = None
        self._state: State = EMPTY
        self._contact: Contact | None = None
        self._records: list[Record] = []
        self._calls: dict[InteractionId, PastCall] = {}
        self._stage: tuple[InteractionId, bool] | None = None
        """Of the call in hand, and whether it goes on still: each step further is news for the history."""
        self._letters: Sequence[Letter] = ()
        self._older: str | None = None
        self._failed = ""
        self.line = TimeLine()
        self.placeholder = Placeholder("person", "")
        self._lay_out()
        self.line.older_wanted.connect(lambda: self.older_wanted.emit(self.wanted, self._older))
        self.placeholder.action.clicked.connect(self._retry)

    def want(self, customer: CustomerId | None) -> None:
        """Another customer, or nobody: what was known of the one before is gone."""
        self.wanted, self.customer = customer, None
        self._records, self._calls, self._letters, self._older, self._failed = [], {}, (), None, ""

    def show_contact(self, contact: Contact | None, state: State) -> None:
        """``contact`` is the one whose history this is; None while somebody else is shown, or when it is over."""
        self._contact, self._state = contact, state
        self._show()
        before = self._stage
        self._stage = None if contact is None else (contact.interaction, self._current() is not None)
        if before not in (None, self._stage):
            self._want_news()

    def show_page(self, page: CustomerPage) -> bool:
        """The newest; what is known of older times is kept. False when it is somebody else's."""
        if page.customer.id != self.wanted:
            return False
        known = self.customer is not None and self._goes_on_from(page)
        self.customer, self._failed = page.customer, ""
        if not known:
            self._records, self._calls, self._older = [], {}, page.older
        self._take(page)
        return True

    def add_older(self, page: CustomerPage) -> None:
        if page.customer.id == self.wanted:
            self._older = page.older
            self._take(page)

    def add_record(self, record: Record) -> None:
        mine = record.customer is not None and record.customer == self.wanted
        if mine and all(known.id != record.id for known in self._records):
            self._records.insert(0, record)
            self._show()
            if record.contact is not None and all(record.contact not in call.contacts for call in self._calls.values()):
                self._want_news()

    def show_letters(self, letters: Sequence[Letter]) -> None:
        self._letters = letters
        self._show()

    def show_failed(self, customer: CustomerId, sentence: str) -> None:
        if customer == self.wanted and self.customer is None:
            self._failed = sentence
            self._show()

    # -- inside

    def _take(self, page: CustomerPage) -> None:
        """What came twice counts once, and a call as it was told last."""
        records = {record.id: record for record in (*self._records, *page.records)}
        self._records = sorted(records.values(), key=lambda record: record.id, reverse=True)
        self._calls |= {call.interaction: call for call in page.calls}
        self._show()

    def _goes_on_from(self, page: CustomerPage) -> bool:
        """Whether nothing is missing between this page and what is known already."""
        known = {record.id for record in self._records}
        return (
            page.older is None
            or any(record.id in known for record in page.records)
            or any(call.interaction in self._calls for call in page.calls)
        )

    def _current(self) -> InteractionId | None:
        """The call that goes on, of which the entry of now speaks."""
        contact = self._contact
        talking = contact is not None and contact.state is not ContactState.WRAP_UP
        return contact.interaction if contact is not None and talking else None

    def _want_news(self) -> None:
        if self.customer is not None:
            self.news_wanted.emit(self.wanted)

    def _retry(self) -> None:
        self._failed = ""
        self._show()
        self.again_wanted.emit()

    def _show(self) -> None:
        entries = [letter_entry(letter, online=self._state.link is Link.UP) for letter in reversed(self._letters)]
        if self._contact is not None and self._contact.state is not ContactState.WRAP_UP:
            phone = self._state.me.phone if self._state.me is not None else ""
            entries.insert(0, now_entry(self._contact, phone, ""))
        entries += entries_of(self._records, self._calls.values(), self._current())
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
