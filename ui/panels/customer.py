"""The right column: the customer, the history as a time line, and the note's editor, which is there whatever is above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent_client.client.outbox import ContactSubject, CustomerSubject, Letter, Subject
from agent_client.client.store.state import EMPTY, Changed, Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Customer, CustomerPage, Record
from agent_client.protocol.names import ContactId, ContactState, CustomerId, RecordId
from ui.text import tr
from ui.widgets.action_button import ActionButton
from ui.widgets.labels import Heading
from ui.widgets.placeholders import Placeholder
from ui.widgets.time_line import TimeLine
from ui.widgets.view import View

from .customer_card import CustomerCard, UnknownCaller
from .history import letter_entry, now_entry, record_entry
from .note_editor import NoteEditor
from .subject import subject


class CustomerPanel(View):
    """Follows the contact; a customer who was found by hand stays until the next contact, or until *Back to the caller*."""

    SHOWS = Changed.CONTACTS | Changed.ME | Changed.CENTRE | Changed.LINK

    customer_wanted = Signal(object)
    """A customer's id: answer with `show_page` or `show_failed`."""
    older_wanted = Signal(object, object)
    """A customer's id and the record before which to go on: answer with `add_older`."""
    subject_changed = Signal(object)
    """Whose note is written from now on: answer with ``editor.load`` and ``editor.show_status``."""
    customer_named = Signal(object, object, str)
    """Contact, its version, and the name of the customer to be made for it."""
    caller_chosen = Signal(object, object, object)
    """Contact, its version, and the customer who it is."""
    find_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state: State = EMPTY
        self._contact: Contact | None = None
        self._chosen: ContactId | None = None
        self._found: CustomerId | None = None
        self._wanted: CustomerId | None = None
        self._customer: Customer | None = None
        self._records: list[Record] = []
        self._older: RecordId | None = None
        self._letters: Sequence[Letter] = ()
        self.setAccessibleName(tr("Customer"))
        self.card = CustomerCard()
        self.unknown = UnknownCaller()
        self.line = TimeLine()
        self.placeholder = Placeholder("person", "")
        self.editor = NoteEditor()
        self._lay_out()
        self._connect()
        self._show()

    # -- contract

    def show_state(self, state: State) -> None:
        self._state = state
        contact = subject(state, self._chosen)
        before, self._contact = self._contact, contact or self._kept_contact()
        now = self._contact
        if now is not None and (before is None or before.id != now.id or before.customer != now.customer):
            self._found = None
        if now is None or before is None or before.id != now.id:
            self.card.caller.set_requested(False)
        if now is not None and now.customer is None:
            self.unknown.show_contact(now, state, new=before is None or before.id != now.id)
        self._follow()

    def tick(self, now: datetime) -> None:
        self.editor.tick(now)

    def control(self, name: str) -> ActionButton | None:
        """``send``, ``save_customer``, ``caller``."""
        return {"send": self.editor.send, "save_customer": self.unknown.save, "caller": self.card.caller}.get(name)

    # -- for integration

    def choose(self, contact: ContactId | None) -> None:
        self._chosen = contact

    def open_customer(self, customer: CustomerId) -> None:
        """Found by hand: show this one, whoever calls."""
        caller = self._contact.customer.id if self._contact is not None and self._contact.customer is not None else None
        self._found = None if customer == caller else customer
        self._follow()

    def customer(self) -> Customer | None:
        return self._customer

    def wanted(self) -> CustomerId | None:
        return self._wanted

    def show_page(self, page: CustomerPage) -> None:
        if page.customer.id != self._wanted:
            return
        self._customer = page.customer
        self._records = list(page.records)
        self._older = page.older
        self._show()

    def add_older(self, page: CustomerPage) -> None:
        if page.customer.id == self._wanted:
            known = {record.id for record in self._records}
            self._records += [record for record in page.records if record.id not in known]
            self._older = page.older
            self._show()

    def add_record(self, record: Record) -> None:
        """From the event stream; one that is there already, or somebody else's, changes nothing."""
        mine = record.customer is not None and record.customer == self._wanted
        if mine and all(known.id != record.id for known in self._records):
            self._records.insert(0, record)
            self._show()

    def customer_saved(self, customer: Customer) -> None:
        if customer.id == self._wanted and (self._customer is None or customer.version >= self._customer.version):
            self._customer = customer
            self._show()

    def show_failed(self, customer: CustomerId, sentence: str) -> None:
        if customer == self._wanted and self._customer is None:
            self.placeholder.say("alert", tr("The history could not be read"), sentence, action=tr("Try again"))
            self._stack.setCurrentWidget(self.placeholder)

    def show_letters(self, letters: Sequence[Letter]) -> None:
        """What was sent and is not confirmed yet: those of this subject stand at the top of the history."""
        self._letters = [letter for letter in letters if self._concerns(letter)]
        self._show()

    # -- inside

    def _kept_contact(self) -> Contact | None:
        """A contact that is over stays until the next one: its note may still be unsent."""
        return self._contact if self._contact is not None and self._found is None else None

    def _subject(self) -> Subject | None:
        if self._found is not None:
            return CustomerSubject(self._found)
        contact = self._contact
        if contact is None:
            return None
        over = contact.id not in self._state.contacts
        if over and contact.customer is not None and not self.editor.text():
            return CustomerSubject(contact.customer.id)
        return ContactSubject(contact.id)

    def _follow(self) -> None:
        """Whose record is to be shown now; ask for it when it is another one."""
        contact = self._contact
        brief = contact.customer if contact is not None else None
        wanted = self._found if self._found is not None else brief.id if brief is not None else None
        if wanted != self._wanted:
            self._wanted, self._customer, self._records, self._older = wanted, None, [], None
            self._letters = []
            self.card.show_brief(brief if self._found is None else None)
            if wanted is not None:
                self.customer_wanted.emit(wanted)
        whose = self._subject()
        if whose != self.editor.subject():
            self.editor.load(whose, "")
            self.subject_changed.emit(whose)
        self._show()

    def _show(self) -> None:
        contact, found = self._contact, self._found
        unknown = found is None and contact is not None and contact.customer is None
        active = contact is not None and contact.id in self._state.contacts
        self.unknown.setVisible(unknown)
        self.card.setVisible(self._wanted is not None)
        self._history_head.setVisible(self._customer is not None)
        self.card.offer(
            caller=found is not None and active and contact is not None and contact.customer is None,
            back=found is not None and active,
        )
        if self._customer is not None:
            self.card.show_customer(self._customer, self._state)
        self._show_line()
        if self._customer is not None or (unknown and self._entries()):
            self._stack.setCurrentWidget(self._inset)
        else:
            self._say_nothing(unknown=unknown)

    def _say_nothing(self, *, unknown: bool) -> None:
        if self._wanted is not None:
            if not self.placeholder.action.isHidden():
                return  # it has failed, and says so
            if self._state.link is Link.DOWN:
                words = tr("The history comes when the server answers again.")
                self.placeholder.say("link-lost", tr("No link to the server"), words)
            else:
                self.placeholder.say("history", tr("The history is on its way"))
        elif unknown:
            self.placeholder.say(
                "note", tr("No history"), tr("What you write is kept with the call, and with the customer.")
            )
        else:
            words = tr("The record opens with the next call, or with Ctrl+K by name, company or number.")
            self.placeholder.say("person", tr("No customer"), words)
        self._stack.setCurrentWidget(self.placeholder)

    def _entries(self) -> list[object]:
        return [*self._letters, *self._records]

    def _show_line(self) -> None:
        contact = self._contact
        entries = [letter_entry(letter, online=self._state.link is Link.UP) for letter in reversed(self._letters)]
        ongoing = contact is not None and contact.id in self._state.contacts
        if contact is not None and ongoing and self._found is None and contact.state is not ContactState.WRAP_UP:
            phone = self._state.me.phone if self._state.me is not None else ""
            entries.insert(0, now_entry(contact, phone, ""))
        entries += [record_entry(record) for record in self._records]
        self.line.show_entries(entries, more=self._older is not None)

    def _concerns(self, letter: Letter) -> bool:
        whose = self.editor.subject()
        return letter.place.subject == whose or (letter.customer is not None and letter.customer == self._wanted)

    def _connect(self) -> None:
        self.line.older_wanted.connect(lambda: self.older_wanted.emit(self._wanted, self._older))
        self.placeholder.action.clicked.connect(self._retry)
        self.unknown.find_pressed.connect(self.find_wanted)
        self.unknown.named.connect(self._on_named)
        self.card.back_pressed.connect(self._on_back)
        self.card.caller_pressed.connect(self._on_caller)

    def _retry(self) -> None:
        self.placeholder.say("history", tr("The history is on its way"))
        self.customer_wanted.emit(self._wanted)

    def _on_named(self, name: str) -> None:
        if self._contact is not None:
            self.customer_named.emit(self._contact.id, self._contact.version, name)

    def _on_back(self) -> None:
        self._found = None
        self._follow()

    def _on_caller(self) -> None:
        if self._contact is not None and self._found is not None:
            self.caller_chosen.emit(self._contact.id, self._contact.version, self._found)

    def _lay_out(self) -> None:
        self._history_head = QWidget()
        head = QHBoxLayout(self._history_head)
        head.setContentsMargins(16, 4, 16, 8)
        head.addWidget(Heading(tr("History")))
        head.addStretch(1)
        self._stack = QStackedLayout()
        inset = QWidget()
        around = QHBoxLayout(inset)
        around.setContentsMargins(16, 0, 6, 0)
        around.addWidget(self.line)
        self._stack.addWidget(self.placeholder)
        self._stack.addWidget(inset)
        self._inset = inset
        body = QWidget()
        body.setLayout(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.unknown)
        layout.addWidget(self.card)
        layout.addWidget(self._history_head)
        layout.addWidget(body, 1)
        layout.addWidget(self.editor)
