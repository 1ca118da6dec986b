"""What a customer wrote: the words with which an e-mail, a chat, a social message came."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel
from ui.widgets.boxes import Box
from ui.widgets.labels import Label


class MessagePane(Box):
    def __init__(self) -> None:
        super().__init__("pane")
        self.words = Label("", wraps=True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(self.words)

    def show_contact(self, contact: Contact) -> None:
        written = contact.channel is not Channel.VOICE and bool(contact.text)
        self.words.say(contact.text if written else "")
        self.setHidden(not written)
