"""A call that asks for the agent: who, why, how long it has rung, how long is left, Answer and Decline (C1, C4, C7)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from agent_client.client.store.state import Changed, Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactId, ContactState
from agent_client.protocol.time import seconds_between
from agent_client.rules.parties import ContactAction, allowed
from ui.panels.naming import company_beside, joined, number_text, party, queue_name
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.fields import Fields
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.times import duration

from .popover import Popover

MOST_VARIABLES = 6
NOBODYS = ContactId(0)
"""The contact of a popover that is kept ready for the next one."""


class CallPopover(Popover):
    """``answer_pressed`` and ``decline_pressed`` carry the contact and the version that was seen."""

    SHOWS = Changed.CONTACTS | Changed.QUEUES | Changed.CENTRE | Changed.LINK

    answer_pressed = Signal(object, object)
    decline_pressed = Signal(object, object)

    def __init__(self, contact: ContactId = NOBODYS) -> None:
        super().__init__("setup")
        self.contact_id = contact
        self._contact: Contact | None = None
        self.title = Label("", tone="setup", strong=True)
        self.left = Label("", tone="dim")
        self.who = ElidedLabel("", Text.NAME, strong=True)
        self.numbers = ElidedLabel("", tone="dim")
        self.variables = Fields(copies=False, label_width=110)
        self.rung = Label("", Text.SMALL, tone="dim")
        self.answer = ActionButton(tr("Answer"), Kind.ANSWER, icon="phone", hint="Ctrl ⇧ A")
        self.at_phone = Label(tr("Answer on your phone"), strong=True)
        self.decline = ActionButton(tr("Decline"), hint="Ctrl ⇧ D")
        self._lay_out()
        self.answer.clicked.connect(lambda: self._press(self.answer, self.answer_pressed))
        self.decline.clicked.connect(lambda: self._press(self.decline, self.decline_pressed))

    def prepare(self) -> None:
        self.variables.prepare(MOST_VARIABLES)
        super().prepare()

    def show_state(self, state: State) -> None:
        contact = state.contacts.get(self.contact_id)
        if contact is None:
            return
        before, self._contact = self._contact, contact
        if before is None or before.version != contact.version:
            self._renew(before, contact)
        possible = allowed(contact)
        online = state.link is Link.UP
        connecting = contact.state is ContactState.CONNECTING
        what = tr("Connecting") if connecting else tr("Incoming call")
        self.title.say(joined(what, queue_name(contact.queue, state)))
        self.who.say(party(contact.customer, contact.ani, state))
        number = number_text(contact.ani, state) if contact.customer is not None else ""
        called = tr("to {number}", number=number_text(contact.dnis, state)) if contact.dnis else ""
        self.numbers.say(joined(company_beside(contact.customer), number, called))
        self.variables.show_fields([(one.label, one.value) for one in contact.variables[:MOST_VARIABLES]])
        self.variables.setHidden(not contact.variables)
        self.answer.setHidden(ContactAction.ANSWER not in possible)
        self.at_phone.setHidden(connecting or ContactAction.ANSWER in possible)
        self.decline.setHidden(ContactAction.DECLINE not in possible)
        self.answer.setEnabled(online)
        self.decline.setEnabled(online)
        self.setWindowTitle(self.title.text())
        self.setAccessibleName(joined(self.title.text(), self.who.whole(), self.numbers.whole()))

    def tick(self, now: datetime) -> None:
        contact = self._contact
        if contact is None:
            return
        if contact.until is not None:
            seconds = max(0, int(seconds_between(now, contact.until) + 0.999))
            self.left.say(tr("{n} s left", n=seconds))
            if contact.ringing_at is not None:
                whole = seconds_between(contact.ringing_at, contact.until)
                self.show_left(seconds_between(now, contact.until) / whole if whole > 0 else 0)
        else:
            self.left.say("")
            self.show_left(1)
        if contact.ringing_at is None:
            waited = duration(seconds_between(contact.queued_at, now))
            self.rung.say(tr("Waits {time}; your phone is about to ring", time=waited))
        else:
            self.rung.say(tr("Rings {time}", time=duration(seconds_between(contact.ringing_at, now))))

    def control(self, name: str) -> ActionButton | None:
        """``answer``, ``decline``."""
        return {"answer": self.answer, "decline": self.decline}.get(name)

    def announce(self) -> None:
        """To a screen reader, once, when it appears."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    # -- inside

    def _renew(self, before: Contact | None, contact: Contact) -> None:
        for button in (self.answer, self.decline):
            button.set_requested(False)
            button.forget()
        self.refusal.say("")
        if before is not None and before.state is not contact.state:
            self.guard()  # another button may have come under the pointer

    def _press(self, button: ActionButton, signal: object) -> None:
        if not self.armed or self._contact is None:
            button.set_requested(False)
            return
        self.refusal.say("")
        pressed = self.answer_pressed if signal is self.answer_pressed else self.decline_pressed
        pressed.emit(self._contact.id, self._contact.version)

    def _lay_out(self) -> None:
        self.add_head(self.title, self.left)
        self.body.addWidget(self.who)
        self.body.addWidget(self.numbers)
        self.body.addSpacing(10)
        self.body.addWidget(self.variables)
        self.rung.setContentsMargins(0, 10, 0, 0)
        self.body.addWidget(self.rung)
        self.body.addSpacing(14)
        self.add_foot(self.answer, self.at_phone, self.decline)
