"""The head of the middle column: who it is, on which numbers, in which queue, and the large timer."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactState, Direction
from ui import theme, wording
from ui.text import tr
from ui.theme import Text
from ui.widgets.labels import ElidedLabel, Label, TimerLabel

from .naming import company_beside, joined, number_text, party, phase_of_contact, queue_name


class ContactHead(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.who = ElidedLabel("", Text.NAME, strong=True)
        self.beneath = ElidedLabel("", tone="dim")
        self.timer = TimerLabel(Text.TIMER, strong=True, padded=True)
        self.timer.setAccessibleName(tr("Time in this phase"))
        self.word = Label("", Text.SMALL, tone="dim")
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(1)
        left.addWidget(self.who)
        left.addWidget(self.beneath)
        left.addStretch(1)
        right.addWidget(self.timer, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self.word, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(24)
        across.addLayout(left, 1)
        across.addLayout(right)

    def show_contact(self, contact: Contact, state: State) -> None:
        self.who.say(party(contact.customer, contact.ani, state))
        number = number_text(contact.ani, state) if contact.customer is not None else ""
        called = tr("to {number}", number=number_text(contact.dnis, state)) if contact.dnis else ""
        self.beneath.say(
            joined(company_beside(contact.customer), number, called, queue_name(contact.queue, state)) or " "
        )
        self.timer.set_tone(theme.PHASE_TOKENS[phase_of_contact(contact)])
        self.timer.count_from(_since(contact))
        self.word.say(_word(contact))

    def tick(self, now: datetime) -> None:
        self.timer.tick(now)


def _since(contact: Contact) -> datetime:
    if contact.state is ContactState.WRAP_UP and contact.ended_at is not None:
        return contact.ended_at
    return contact.connected_at or contact.ringing_at or contact.queued_at


def _word(contact: Contact) -> str:
    word = wording.contact_state(contact.state)
    if contact.direction in (Direction.INBOUND, Direction.UNKNOWN):
        return word
    return joined(wording.direction(contact.direction), word)
