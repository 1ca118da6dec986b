"""The right column: the customer, the history as a time line, and the note's editor, which is there whatever is above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.client.outbox import Letter
from agent_client.client.store.state import EMPTY, Changed, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Customer, CustomerBrief, CustomerPage, Record
from agent_client.protocol.names import ContactId, CustomerId
from ui.text import tr
from ui.widgets.action_button import ActionButton
from ui.widgets.view import View

from .customer_card import CustomerCard, UnknownCaller
from .customer_history import CustomerHistory
from .customer_place import CardPlace
from .note_editor import NoteEditor
from .subject import Opened, note_subject, subject


class CustomerPanel(View):
    """Follows the contact; a customer who was found by hand, and an older note that was taken up again, stay until the next
    contact, or until *Back*."""

    SHOWS = Changed.CONTACTS | Changed.ME | Changed.CENTRE | Changed.LINK | Changed.AGENTS

    customer_wanted = Signal(object)
    """A customer's id, or None for nobody any more: answer with `show_page` or `show_failed`."""
    older_wanted = Signal(object, object)
    """A customer's id and where the page before ended: answer with `add_older`."""
    news_wanted = Signal(object)
    """A customer's id, whose record is shown and has grown: answer with `show_page`."""
    subject_changed = Signal(object)
    """Whose note is written from now on: answer with ``editor.load`` and ``editor.show_status``."""
    customer_named = Signal(object, object, str)
    """Contact, its version, and the name of the customer to be made for it."""
    caller_chosen = Signal(object, object, object)
    """Contact, its version, and the customer who it is."""
    find_wanted = Signal()
    number_pressed = Signal(str, object)
    """A number to be called, and the control of that press."""

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__(within)
        self._state: State = EMPTY
        self._contact: Contact | None = None
        self._chosen: ContactId | None = None
        self._found: CustomerId | None = None
        self._found_brief: CustomerBrief | None = None
        self._opened: Opened | None = None
        self.setAccessibleName(tr("Customer"))
        self.card = CustomerCard()
        self.unknown = UnknownCaller()
        self.history = CustomerHistory()
        self.line = self.history.line
        self.editor = NoteEditor()
        self.place = CardPlace((self.unknown, self.card, self.history), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.place, 1)
        layout.addWidget(self.editor)
        self._connect()
        self._show()

    # -- contract

    def show_state(self, state: State) -> None:
        """A contact that is over stays until the next one: its note may still be unsent."""
        self._state = state
        before, now = self._contact, subject(state, self._chosen)
        if now is None and self._found is None:
            now = before
        self._contact = now
        another = now is None or before is None or before.id != now.id
        if now is not None and (another or before is None or before.customer != now.customer):
            self._found = None
        if now is not None and another:
            self._opened = None
        if another:
            self.card.caller.set_requested(False)
        if now is not None and now.customer is None:
            self.unknown.show_contact(now, state, new=another)
        self.place.show_state(state)
        self._follow()

    def tick(self, now: datetime) -> None:
        self.editor.tick(now)
        self.history.filter.tick(now)

    def control(self, name: str) -> ActionButton | None:
        """``send``, ``save_customer``, ``caller``, ``edit``, ``unlock``."""
        return {
            "send": self.editor.send,
            "save_customer": self.unknown.save,
            "caller": self.card.caller,
            "edit": self.card.edit,
            "unlock": self.card.lock.unlock,
        }.get(name)

    # -- for integration

    def choose(self, contact: ContactId | None) -> None:
        self._chosen = contact

    def open_customer(self, customer: CustomerId, brief: CustomerBrief | None = None) -> None:
        """Found by hand: show this one, whoever calls. ``brief``: what to show until the record has come."""
        self._found_brief, self._opened = brief, None
        caller = self._contact.customer if self._contact is not None else None
        self._found = None if caller is not None and customer == caller.id else customer
        self._follow()

    def open_note(self, note: Opened) -> None:
        """An older note, to be gone on with, and whose record it belongs to."""
        self._opened, self._found = note, None
        self._follow()

    def customer(self) -> Customer | None:
        """Whose record is shown, once it has come."""
        return self.history.customer

    def show_page(self, page: CustomerPage) -> None:
        if self.history.show_page(page):
            self._show()

    def add_older(self, page: CustomerPage) -> None:
        self.history.add_older(page)

    def add_record(self, record: Record) -> None:
        """From the event stream; one that is there already, or somebody else's, changes nothing."""
        self.history.add_record(record)

    def customer_saved(self, customer: Customer) -> None:
        known = self.history.customer
        if customer.id == self.history.wanted and (known is None or customer.version >= known.version):
            self.history.customer = customer
            self._show()

    def show_failed(self, customer: CustomerId, sentence: str) -> None:
        self.history.show_failed(customer, sentence)

    def show_letters(self, letters: Sequence[Letter]) -> None:
        """What was sent and is not confirmed yet: those of this subject stand at the top of the history."""
        whose, customer = self.editor.subject(), self.history.wanted
        self.history.show_letters(
            [one for one in letters if one.place.subject == whose or (one.customer and one.customer == customer)]
        )

    # -- inside

    def _follow(self) -> None:
        """Whose record is to be shown now; ask for it when it is another one."""
        contact, opened = self._contact, self._opened
        brief = contact.customer if contact is not None else None
        if opened is not None:
            brief = opened.brief
        elif self._found is not None:
            brief = self._found_brief
        wanted = self._found if self._found is not None else brief.id if brief is not None else None
        if wanted != self.history.wanted:
            self.history.want(wanted)
            self.card.show_brief(brief)
            self.customer_wanted.emit(wanted)
        ongoing = contact is not None and contact.id in self._state.contacts
        now = note_subject(contact, self._found, ongoing=ongoing, written=bool(self.editor.text()))
        whose = now if opened is None else opened.subject
        self.editor.show_title("" if opened is None or whose == now else opened.title)
        if whose != self.editor.subject():
            self.editor.load(whose, "")
            self.subject_changed.emit(whose)
        self._show()

    def _show(self) -> None:
        contact, found = self._contact, self._found
        ongoing = contact is not None and contact.id in self._state.contacts
        nameless = contact is not None and contact.customer is None
        elsewhere = found is not None or self._opened is not None
        self.unknown.setVisible(not elsewhere and nameless)
        self.card.setVisible(self.history.wanted is not None)
        self.card.offer(caller=found is not None and ongoing and nameless, back=found is not None and ongoing)
        if self.history.customer is not None:
            self.card.show_customer(self.history.customer, self._state)
            self.card.later.setHidden(ongoing and not elsewhere)  # the call has its own
        self.history.show_contact(contact if ongoing and not elsewhere else None, self._state)

    def _connect(self) -> None:
        self.history.older_wanted.connect(self.older_wanted)
        self.history.news_wanted.connect(self.news_wanted)
        self.history.again_wanted.connect(lambda: self.customer_wanted.emit(self.history.wanted))
        self.unknown.find_pressed.connect(self.find_wanted)
        self.unknown.named.connect(self._on_named)
        self.card.back_pressed.connect(self._on_back)
        self.editor.back_wanted.connect(self._on_back)
        self.card.caller_pressed.connect(self._on_caller)
        self.card.numbers.pressed.connect(self.number_pressed)

    def _on_named(self, name: str) -> None:
        if self._contact is not None:
            self.customer_named.emit(self._contact.id, self._contact.version, name)

    def _on_back(self) -> None:
        self._found, self._opened = None, None
        self._follow()

    def _on_caller(self) -> None:
        if self._contact is not None and self._found is not None:
            self.caller_chosen.emit(self._contact.id, self._contact.version, self._found)
