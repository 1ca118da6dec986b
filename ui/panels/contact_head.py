"""The head of the middle column: who it is, on which numbers, in which queue, and the large timer."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Direction
from ui import theme, wording
from ui.text import tr
from ui.theme import Text
from ui.widgets.labels import ElidedLabel, Label, TimerLabel

from .naming import (
    asked,
    company_beside,
    joined,
    number_text,
    opposite,
    party,
    phase_of_contact,
    queue_name,
    since,
    since_beside,
    state_word,
)


class ContactHead(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.who = ElidedLabel("", Text.NAME, strong=True)
        self.beneath = ElidedLabel("", tone="dim")
        self.timer = TimerLabel(Text.TIMER, strong=True, padded=True)
        self.timer.setAccessibleName(tr("Time in this phase"))
        self.word = Label("", Text.SMALL, tone="dim")
        self.beside = TimerLabel(Text.SMALL, tone="dim")
        self.beside.setAccessibleName(tr("Time on hold or in the consult"))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(1)
        left.addWidget(self.who)
        left.addWidget(self.beneath)
        left.addStretch(1)
        right.addWidget(self.timer, 0, Qt.AlignmentFlag.AlignRight)
        beneath = QHBoxLayout()
        beneath.setSpacing(6)
        beneath.addStretch(1)
        beneath.addWidget(self.word)
        beneath.addWidget(self.beside)
        right.addLayout(beneath)
        right.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(24)
        across.addLayout(left, 1)
        across.addLayout(right)

    def show_contact(self, contact: Contact, state: State) -> None:
        self.who.say(opposite(contact, state))
        self.beneath.say(_about(contact, state) or " ")
        self.timer.set_tone(theme.PHASE_TOKENS[phase_of_contact(contact)])
        self.timer.count_from(since(contact))
        self.word.say(_word(contact))
        beside = since_beside(contact)
        self.beside.count_from(beside)
        self.beside.setHidden(beside is None)

    def tick(self, now: datetime) -> None:
        self.timer.tick(now)
        self.beside.tick(now)


def _about(contact: Contact, state: State) -> str:
    """Beneath the name: the customer's numbers; for who was asked, whose matter it is."""
    queue = queue_name(contact.queue, state)
    if asked(contact):
        about = tr("about {name}", name=party(contact.customer, contact.ani, state))
        return joined(contact.consult.team if contact.consult is not None else "", about, queue)
    number = number_text(contact.ani, state) if contact.customer is not None else ""
    called = tr("to {number}", number=number_text(contact.dnis, state)) if contact.dnis else ""
    return joined(company_beside(contact.customer), number, called, queue)


def _word(contact: Contact) -> str:
    word = state_word(contact)
    if contact.direction in (Direction.INBOUND, Direction.CONSULT, Direction.UNKNOWN):
        return word
    return joined(wording.direction(contact.direction), word)
