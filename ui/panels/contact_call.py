"""A contact from connecting to its end: answer, decline, end, what came with it, and how it went so far."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactState, Direction
from agent_client.protocol.time import seconds_between
from agent_client.rules.parties import ContactAction, allowed
from ui import wording
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.fields import Fields
from ui.widgets.labels import Label, TimerLabel
from ui.widgets.times import clock_seconds

from .contact_head import ContactHead
from .naming import joined

_INCOMING = (ContactState.CONNECTING, ContactState.RINGING)


class CallPage(QWidget):
    """``pressed`` carries the action, the contact and the version that was seen."""

    pressed = Signal(str, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._contact: Contact | None = None
        self.head = ContactHead()
        self.answer = ActionButton(tr("Answer"), Kind.ANSWER, icon="phone", hint="Ctrl ⇧ A")
        self.decline = ActionButton(tr("Decline"), hint="Ctrl ⇧ D")
        self.end = ActionButton(tr("End"), Kind.ENDING, icon="hang-up", hint="F8")
        self.at_phone = Label(tr("Answer on your phone"), tone="setup", strong=True)
        self.left = TimerLabel(tone="dim", words=tr("{time} left"))
        self.refusal = Label("", tone="alarm", wraps=True)
        self.offline = Label("", tone="alarm", wraps=True)
        self.variables = Fields(copies=True)
        self.pane = QFrame()
        self.course = Label("", Text.SMALL, tone="dim", wraps=True)
        self.course.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        for action, button in self.buttons().items():
            button.clicked.connect(lambda _=False, action=action: self._press(action))
            button.refused.connect(self.refusal.say)

    def buttons(self) -> dict[ContactAction, ActionButton]:
        return {ContactAction.ANSWER: self.answer, ContactAction.DECLINE: self.decline, ContactAction.END: self.end}

    def show_contact(self, contact: Contact, state: State) -> None:
        before, self._contact = self._contact, contact
        if before is None or (before.id, before.version) != (contact.id, contact.version):
            for button in self.buttons().values():
                button.set_requested(False)
                button.forget()
            self.refusal.say("")
        possible = allowed(contact)
        online = state.link is Link.UP
        incoming = contact.state in _INCOMING and contact.direction is Direction.INBOUND
        self.answer.setHidden(ContactAction.ANSWER not in possible)
        self.decline.setHidden(ContactAction.DECLINE not in possible)
        self.end.setHidden(incoming)
        self.end.setEnabled(online and ContactAction.END in possible)
        self.answer.setEnabled(online)
        self.decline.setEnabled(online)
        self.at_phone.setHidden(not incoming or contact.state is not ContactState.RINGING or contact.can_answer)
        self.left.setHidden(contact.until is None)
        self.left.count_down(contact.until)
        self.offline.say(
            "" if online else tr("No link to the server: the call goes on, end it on your phone if need be.")
        )
        self.head.show_contact(contact, state)
        self.variables.show_fields([(variable.label, variable.value) for variable in contact.variables])
        self.pane.setHidden(not contact.variables)
        self.course.say(course(contact, state))

    def tick(self, now: datetime) -> None:
        self.head.tick(now)
        self.left.tick(now)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.answer)
        row.addWidget(self.at_phone)
        row.addWidget(self.decline)
        row.addSpacing(8)
        row.addWidget(self.left)
        row.addStretch(1)
        row.addWidget(self.end)
        inside = QVBoxLayout(self.pane)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(self.variables)
        self.pane.setProperty("frame", "pane")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addSpacing(16)
        layout.addLayout(row)
        for note in (self.refusal, self.offline):
            note.setContentsMargins(0, 8, 0, 0)
            note.hide()
            layout.addWidget(note)
        layout.addSpacing(16)
        layout.addWidget(self.pane)
        layout.addSpacing(16)
        layout.addWidget(self.course)
        layout.addStretch(1)

    def _press(self, action: ContactAction) -> None:
        self.refusal.say("")
        if self._contact is not None:
            self.pressed.emit(action.value, self._contact.id, self._contact.version)


def course(contact: Contact, state: State) -> str:
    """What happened to the contact so far, with the times: one line that answers "since when?" and "why?"."""
    phone = state.me.phone if state.me is not None else ""
    parts = []
    if contact.direction is Direction.INBOUND:
        parts.append(tr("{time} in queue", time=clock_seconds(contact.queued_at)))
    if contact.ringing_at is not None:
        time = clock_seconds(contact.ringing_at)
        parts.append(tr("{time} rang on {phone}", time=time, phone=phone) if phone else tr("{time} rang", time=time))
    if contact.connected_at is not None:
        time = clock_seconds(contact.connected_at)
        if contact.ringing_at is not None and contact.direction is Direction.INBOUND:
            rang = round(seconds_between(contact.ringing_at, contact.connected_at))
            parts.append(tr("{time} answered after {seconds} s", time=time, seconds=rang))
        else:
            parts.append(tr("{time} answered", time=time))
    if contact.ended_at is not None:
        word = tr("ended") if contact.ended_by is None else wording.ended_by(contact.ended_by)
        parts.append(f"{clock_seconds(contact.ended_at)} {word}")
    if contact.why is not None:
        parts.append(wording.why(contact.why))
    return joined(*parts)
