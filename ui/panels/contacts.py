"""The agent's own contacts, a card each, the one shown beside marked."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import Changed, State
from agent_client.protocol.names import ContactId
from ui.text import tr
from ui.theme import Text
from ui.widgets.labels import Heading, Label
from ui.widgets.view import View

from .contact_card import ContactCard
from .subject import ordered, subject


class ContactsPanel(View):
    SHOWS = Changed.CONTACTS | Changed.QUEUES | Changed.CENTRE | Changed.ME

    contact_chosen = Signal(object)

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__(within)
        self._cards: dict[ContactId, ContactCard] = {}
        self._chosen: ContactId | None = None
        self._now: datetime | None = None
        self.setAccessibleName(tr("Contacts"))
        head = QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 8)
        head.addWidget(Heading(tr("Contacts")))
        head.addStretch(1)
        self.amount = Heading("", tone="faint")
        head.addWidget(self.amount)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(8, 0, 8, 0)
        self._list.setSpacing(4)
        self.nothing = Label(tr("None at the moment"), Text.SMALL, tone="faint")
        self.nothing.setContentsMargins(8, 0, 8, 4)
        self._list.addWidget(self.nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(self._list)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_state(self, state: State) -> None:
        shown = subject(state, self._chosen)
        contacts = ordered(state)
        for gone in self._cards.keys() - state.contacts.keys():
            card = self._cards.pop(gone)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, contact in enumerate(contacts):
            card = self._cards.get(contact.id) or self._add(ContactCard(contact))
            if self._list.indexOf(card) != at:
                self._list.insertWidget(at, card)
            card.show_contact(contact, state, chosen=shown is not None and shown.id == contact.id)
            if self._now is not None:
                card.tick(self._now)
        self.amount.say(str(len(contacts)) if contacts else "")
        self.nothing.setHidden(bool(contacts))

    def tick(self, now: datetime) -> None:
        self._now = now
        for card in self._cards.values():
            card.tick(now)

    def choose(self, contact: ContactId | None) -> None:
        """Mark it from the next `show_state` on."""
        self._chosen = contact

    def _add(self, card: ContactCard) -> ContactCard:
        self._cards[card.contact.id] = card
        card.clicked.connect(lambda: self.contact_chosen.emit(card.contact.id))
        return card
