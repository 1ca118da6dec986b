"""Appointments with customers (E9): opened from the contact in hand, the customer's card, an entry of the list; sent; said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QApplication, QWidget

from agent_client.client.api import Api
from agent_client.client.store.state import State
from agent_client.client.store.store import Store
from agent_client.protocol.callbacks import Callback, NewAppointment
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import CallbackId
from agent_client.rules.callback_actions import may_be_appointed
from ui.commands import Commands
from ui.main_window.window import MainWindow
from ui.models.appointment_subject import AppointmentSubject, of_contact, of_customer, of_entry
from ui.notices import Level, Notice, Notices
from ui.panels.appointment_words import made_text
from ui.text import tr


class AppointmentJoin:
    def __init__(self, window: MainWindow, commands: Commands, store: Store, notices: Notices) -> None:
        self._window = window
        self._box = window.appointment.box
        self._commands = commands
        self._store = store
        self._notices = notices
        self._box.submitted.connect(self._send)
        self._box.cancelled.connect(self._cancel)
        window.actions_["appointment"].triggered.connect(self._open)
        window.contact.appointment_wanted.connect(self.for_contact)
        window.callbacks.appointment_wanted.connect(lambda entry: self.for_entry(entry, window.callbacks.list))
        later = window.customer.card.later
        later.clicked.connect(lambda: self.for_customer(later))

    def for_contact(self, contact: Contact, beside: QWidget | None = None) -> None:
        self._show(of_contact(contact, self._store.state, self._window.customer.customer()), beside)

    def for_entry(self, entry: CallbackId, beside: QWidget | None = None) -> None:
        known = self._store.state.callbacks.get(entry)
        if known is not None and may_be_appointed(known):
            self._show(of_entry(known, self._window.customer.customer()), beside)

    def for_customer(self, beside: QWidget | None = None) -> None:
        customer = self._window.customer.customer()
        if customer is not None:
            self._show(of_customer(customer, self._store.state), beside)

    def _open(self) -> None:
        """By key: for the entry on which the keyboard is, else the contact in hand, else whoever's card is shown."""
        window = self._window
        focus = QApplication.focusWidget()
        entry = window.callbacks.chosen()
        in_list = focus is not None and window.callbacks.isAncestorOf(focus)
        contact = window.contact.contact()
        if entry is not None and (in_list or (contact is None and window.customer.customer() is None)):
            self.for_entry(entry.id, window.callbacks.list)
        elif contact is not None:
            self.for_contact(contact, window.contact.appointment_button())
        elif window.customer.customer() is not None:
            self.for_customer(window.customer.card.later)

    def _show(self, subject: AppointmentSubject, beside: QWidget | None) -> None:
        self._window.appointment.open(subject, beside)

    def _send(self, entry: CallbackId | None, wish: NewAppointment) -> None:
        subject = self._box.subject()
        if subject is None:
            return
        if entry is None:
            self._press(subject.key, lambda api: api.appoint(wish))
        else:
            self._press(subject.key, lambda api: api.change_appointment(entry, wish))

    def _cancel(self, entry: CallbackId) -> None:
        subject = self._box.subject()
        if subject is not None:
            self._press(subject.key, lambda api: api.cancel_appointment(entry))

    def _press(self, key: str, command: Callable[[Api], Awaitable[Callback]]) -> None:
        self._commands.press(
            "appointment", command, what=key, control=self._box, seen=_seen, done=lambda entry: self._done(key, entry)
        )

    def _done(self, key: str, entry: Callback) -> None:
        self._box.made(key)
        appointment = entry.appointment
        text = tr("The appointment is cancelled.") if appointment is None else made_text(appointment, self._store.state)
        self._notices.post(Notice(Level.INFORMATION, text, key="appointment"))


def _seen(state: State, entry: Callback) -> bool:
    """An entry of a queue that is not the agent's does not come to them."""
    mine = state.me is not None and entry.queue in state.me.queues
    now = state.callbacks.get(entry.id)
    return not mine or not entry.listed or (now is not None and now.version >= entry.version)
