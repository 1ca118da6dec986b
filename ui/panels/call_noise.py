"""Whether background noise is removed from the calls: the organisation's setting, shown and not to be changed (D12)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel
from ui.text import tr
from ui.theme import Text
from ui.widgets.labels import Label
from ui.widgets.placeholders import Glyph

_ICON = 16


class NoiseMark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.word = Label("", Text.SMALL, tone="faint")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Glyph("noise", "faint", _ICON), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.word)
        self.setToolTip(tr("Set by the organisation: only an administrator changes it."))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_contact(self, contact: Contact, state: State) -> None:
        self.setHidden(contact.channel is not Channel.VOICE or state.centre is None)
        if state.centre is not None:
            self.word.say(tr("Noise removal on") if state.centre.noise_removal else tr("Noise removal off"))
