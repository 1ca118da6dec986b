"""Whom the agent hears beside the others in the call: a supervisor who whispers to them, or has joined."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Listening
from ui.text import tr
from ui.widgets.labels import Label
from ui.widgets.placeholders import Glyph

_ICON = 16


def said(contact: Contact) -> str:
    """Empty: nobody. Who merely listens is not heard, and not shown."""
    heard = contact.listener
    if heard is None:
        return ""
    if heard.how is Listening.WHISPER:
        return tr("{name} whispers to you: nobody else hears it.", name=heard.name)
    return tr("{name} has joined: everybody hears them.", name=heard.name)


class ListenerMark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.word = Label("", strong=True, wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Glyph("listen", "text", _ICON), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.word, 1)

    def show_contact(self, contact: Contact) -> None:
        self.word.say(said(contact))
        self.setHidden(contact.listener is None)
