"""Whether a call is recorded, and its pause with what is left of it (D8)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import RecordingState
from agent_client.rules.parties import ContactAction, allowed
from ui.text import tr, trc
from ui.theme import Text
from ui.widgets.labels import Label, TimerLabel
from ui.widgets.offered_button import OfferedButton
from ui.widgets.placeholders import Glyph

from .call_actions import why_not

_ICON = 16


class RecordingLine(QObject):
    """``pressed`` carries Pause or Resume. Its `parts` stand beside each other where there is room, in a layout of others'."""

    pressed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.action = ContactAction.PAUSE_RECORDING
        """What the button does now."""
        self.mark = QWidget()
        self.glyph = Glyph("record", "dim", _ICON)
        self.word = Label("", Text.SMALL)
        self.left = TimerLabel(Text.SMALL, tone="dim", words=tr("resumes in {time}"))
        self.button = OfferedButton("", small=True, hint="Ctrl ⇧ P")
        self.button.clicked.connect(lambda: self.pressed.emit(self.action))
        row = QHBoxLayout(self.mark)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.word)

    def parts(self) -> tuple[QWidget, ...]:
        return self.mark, self.left, self.button

    def show_contact(self, contact: Contact, *, online: bool) -> None:
        recording = contact.recording
        for part in self.parts():
            part.setHidden(recording is None)
        if recording is None:
            return
        paused = recording.state is RecordingState.PAUSED
        self.action = ContactAction.RESUME_RECORDING if paused else ContactAction.PAUSE_RECORDING
        self.glyph.become("shield" if paused else "record", "text" if paused else "dim")
        self.word.say(tr("Recording paused") if paused else tr("Recording"))
        self.left.count_down(recording.until if paused else None)
        self.left.setHidden(not paused or recording.until is None)
        self.button.set_label(tr("Resume") if paused else trc("verb", "Pause"), icon="resume" if paused else "pause")
        self.button.set_name(tr("Resume the recording") if paused else tr("Pause the recording"))
        possible = online and self.action in allowed(contact)
        self.button.offer(possible, why_not(contact, self.action, online=online))

    def tick(self, now: datetime) -> None:
        self.left.tick(now)
