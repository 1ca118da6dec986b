"""The note's way from the editor through the outbox: every keystroke kept, sent once (A7); and by key what it is written
with, the templates and the history above it."""

from __future__ import annotations

from agent_client.client.clock import ServerClock
from agent_client.client.outbox import About, ContactSubject, CustomerSubject, Outbox, Subject
from agent_client.client.store.store import Store
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Customer
from agent_client.rules.templates import Filled
from ui.main_window.window import CUSTOMER, MainWindow
from ui.models.note_values import offered


class NoteJoin:
    def __init__(self, window: MainWindow, outbox: Outbox, store: Store, clock: ServerClock) -> None:
        self._window = window
        self._panel = window.customer
        self._editor = window.customer.editor
        self._outbox = outbox
        self._store = store
        self._clock = clock
        self.leave = outbox.watch(self._on_told)
        self._panel.subject_changed.connect(self._load)
        self._editor.note_written.connect(self._write)
        self._editor.send_pressed.connect(self._send)
        self._editor.templates_wanted.connect(self._offer_templates)
        window.actions_["template"].triggered.connect(self._editor.templates.press)
        window.actions_["filter"].triggered.connect(self._look_for)
        window.notes.templates.chosen.connect(self._insert)
        self._load(self._editor.subject())

    def _load(self, subject: Subject | None) -> None:
        self._editor.load(subject, "" if subject is None else self._outbox.draft(subject))
        self._show(subject)

    def _show(self, subject: Subject | None) -> None:
        if subject is not None:
            self._editor.show_status(self._outbox.status(subject))
        self._panel.show_letters(self._outbox.waiting)

    def _write(self, subject: Subject, text: str) -> None:
        self._name(subject)
        self._outbox.write(subject, text)

    def _send(self, subject: Subject) -> None:
        self._name(subject)
        match subject:
            case ContactSubject(contact):
                self._outbox.send(subject, contact=contact)  # whose contact it is, the server knows best
            case CustomerSubject(customer):
                self._outbox.send(subject, customer=customer)

    def _name(self, subject: Subject) -> None:
        """Whom it is about, as far as that is known here: of a call that is over it was known before."""
        contact, customer = self._contact(subject), self._customer(subject)
        if contact is not None:
            brief = contact.customer
            about = About(
                customer=None if brief is None else brief.id,
                name="" if brief is None else brief.name or brief.company,
                number=contact.ani,
                at=contact.queued_at,
            )
            self._outbox.name(subject, about)
        elif isinstance(subject, CustomerSubject) and customer is not None:
            number = customer.numbers[0] if customer.numbers else ""
            self._outbox.name(
                subject, About(customer=customer.id, name=customer.name or customer.company, number=number)
            )
        elif isinstance(subject, CustomerSubject) and self._outbox.about(subject).customer is None:
            self._outbox.name(subject, About(customer=subject.id))

    def _on_told(self, subject: Subject) -> None:
        """What the outbox did to a draft by itself (sent it, gave it back) shows in the editor."""
        if subject != self._editor.subject():
            self._panel.show_letters(self._outbox.waiting)
            return
        draft = self._outbox.draft(subject)
        if draft != self._editor.text():
            self._editor.load(subject, draft)
        self._show(subject)

    def _look_for(self) -> None:
        """Something in the history; without one, a customer."""
        if self._panel.customer() is None:
            self._window.header.take_focus()
            return
        self._window.columns.fold(CUSTOMER, False)
        self._panel.history.look_for()

    # -- templates

    def _offer_templates(self) -> None:
        subject = self._editor.subject()
        if subject is None:
            return
        self._window.columns.fold(CUSTOMER, False)
        self._window.notes.templates.open(
            offered(self._store.state, self._contact(subject), self._customer(subject), self._clock.now())
        )

    def _insert(self, filled: Filled) -> None:
        self._editor.insert(filled.text, filled.cursor)

    def _contact(self, subject: Subject) -> Contact | None:
        return self._store.state.contacts.get(subject.id) if isinstance(subject, ContactSubject) else None

    def _customer(self, subject: Subject) -> Customer | None:
        """Whose record is shown, where it is theirs that the note goes to."""
        shown, contact = self._panel.customer(), self._contact(subject)
        if shown is None or (isinstance(subject, CustomerSubject) and shown.id != subject.id):
            return None
        mine = contact is None or (contact.customer is not None and contact.customer.id == shown.id)
        return shown if mine else None
