"""The control bar of a call: what the agent can do with it, the important above, the rest in a quieter row beneath."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel, ContactState, Direction, Part
from agent_client.rules.parties import RINGING, ContactAction, allowed, asks
from ui.text import marked, tr, trc
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.flow import GAP, Flow
from ui.widgets.labels import Label, TimerLabel
from ui.widgets.offered_button import OfferedButton

from .call_actions import CONSULTING, placed, why_not
from .call_recording import RecordingLine

_A = ContactAction


class _Look(Struct, frozen=True):
    words: str
    icon: str
    hint: str = ""
    kind: Kind = Kind.PLAIN


_LOOKS: dict[ContactAction, _Look] = {
    _A.ANSWER: _Look(marked("Answer"), "phone", "Ctrl ⇧ A", Kind.ANSWER),
    _A.DECLINE: _Look(marked("Decline"), "decline", "Ctrl ⇧ D"),
    _A.CANCEL: _Look(marked("Cancel the callback"), "close"),
    _A.HOLD: _Look(marked("Hold"), "pause", "Ctrl ⇧ H"),
    _A.RESUME: _Look(marked("Resume"), "resume", "Ctrl ⇧ H"),
    _A.CONSULT: _Look(marked("Consult…"), "consult", "F5"),
    _A.TRANSFER: _Look(marked("Transfer"), "transfer", "F4"),
    _A.CONFERENCE: _Look(marked("Conference"), "conference", "Ctrl ⇧ J"),
    _A.END_CONSULT: _Look(marked("End consult"), "end-consult", "Ctrl ⇧ E"),
    _A.END: _Look(marked("End"), "hang-up", "F8", Kind.ENDING),
    _A.MUTE: _Look(marked("Mute"), "microphone", "Ctrl ⇧ M"),
    _A.DIGITS: _Look(marked("Keypad"), "keypad", "Ctrl ⇧ K"),
}
_QUIET = (_A.MUTE, _A.DIGITS)
OPENS = frozenset({_A.CONSULT, _A.DIGITS})
"""Their buttons send nothing: they open something. So does Transfer as long as there is nobody to transfer to."""


class CallBar(QWidget):
    """``pressed`` carries the action; `button` is what it looks like, `refused` what the server said to one of them."""

    pressed = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._buttons = {action: _button(action, look) for action, look in _LOOKS.items()}
        self.at_phone = Label(tr("Answer on your phone"), tone="setup", strong=True)
        self.left = TimerLabel(tone="dim", words=tr("{time} left"))
        self.recording = RecordingLine(self)
        self.later = later_button()
        self._first = QWidget()
        self._quiet = QWidget()
        self._lay_out()
        for action, button in self._buttons.items():
            button.clicked.connect(lambda _=False, action=action: self.pressed.emit(action))
            button.refused.connect(self.refused)
        self.recording.pressed.connect(self.pressed)
        self.recording.button.refused.connect(self.refused)

    def of(self, action: ContactAction) -> OfferedButton:
        """One of the bar's own."""
        return self._buttons[action]

    def button(self, action: ContactAction) -> OfferedButton | None:
        if action is self.recording.action:
            return self.recording.button
        return self._buttons.get(action)

    def buttons(self) -> tuple[OfferedButton, ...]:
        return (*self._buttons.values(), self.recording.button)

    def show_contact(self, contact: Contact, state: State) -> None:
        online = state.link is Link.UP
        possible = allowed(contact) if online else frozenset()
        here = placed(contact)
        for action, button in self._buttons.items():
            button.setHidden(action not in here)
            button.offer(action in possible, why_not(contact, action, online=online))
        self._word(contact)
        ringing = contact.state is ContactState.RINGING and _A.DECLINE in here
        self.at_phone.setHidden(not ringing or _A.ANSWER in here)
        self.left.setHidden(contact.until is None or contact.state not in RINGING)
        self.left.count_down(contact.until)
        self.recording.show_contact(contact, online=online)
        self._quiet.setHidden(contact.state in RINGING or not (here & set(_QUIET)))
        self.later.setHidden(contact.part is not Part.OWNER)
        self._fit()

    def tick(self, now: datetime) -> None:
        self.left.tick(now)
        self.recording.tick(now)

    def show_keypad(self, open_: bool) -> None:
        self._buttons[_A.DIGITS].set_label(tr("Close the keypad") if open_ else tr("Keypad"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """The important ones stand in one row, without their icons where that is what it takes."""
        row = [button for action, button in self._buttons.items() if action not in _QUIET and not button.isHidden()]
        room = self.width() - GAP * max(0, len(row) - 1)
        least, wide = (
            sum(button.face.size(button.text(), bare=bare).width() for button in row) for bare in (True, False)
        )
        for button in row:
            button.set_bare(least <= room < wide)

    def _word(self, contact: Contact) -> None:
        """Words that depend on what the press would do."""
        transfer = self._buttons[_A.TRANSFER]
        transfer.set_label(tr("Transfer") if contact.state in CONSULTING else tr("Transfer…"))
        dials = contact.direction is Direction.PREVIEW and contact.state is ContactState.CONNECTING
        if contact.channel is Channel.VOICE:
            self._buttons[_A.ANSWER].set_label(trc("verb", "Call") if dials else tr("Answer"), icon="phone")
        else:
            self._buttons[_A.ANSWER].set_label(tr("Accept"), icon="accept")
        self._buttons[_A.DECLINE].set_label(tr("Skip") if contact.direction is Direction.PREVIEW else tr("Decline"))
        own = contact.state in RINGING and not asks(contact)
        self._buttons[_A.END].set_label(tr("Cancel") if own else tr("End"))
        mute = self._buttons[_A.MUTE]
        mute.set_label(tr("Unmute") if contact.muted else tr("Mute"), icon="muted" if contact.muted else "microphone")

    def _lay_out(self) -> None:
        above = Flow(self._first)
        for action in (_A.ANSWER, _A.DECLINE, _A.CANCEL):
            above.addWidget(self._buttons[action])
        for widget in (self.at_phone, self.left):
            above.addWidget(widget)
        for action in (_A.HOLD, _A.RESUME, _A.CONSULT, _A.TRANSFER, _A.CONFERENCE, _A.END_CONSULT):
            above.addWidget(self._buttons[action])
        above.add_trailing(self._buttons[_A.END])
        beneath = Flow(self._quiet)
        for action in _QUIET:
            beneath.addWidget(self._buttons[action])
        for part in self.recording.parts():
            beneath.addWidget(part)
        beneath.add_trailing(self.later)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._first)
        layout.addWidget(self._quiet)


def later_button() -> ActionButton:
    """What opens the making of an appointment (E9)."""
    return ActionButton(tr("Call again later…"), icon="calendar", hint="F7", small=True, sends=False)


def _button(action: ContactAction, look: _Look) -> OfferedButton:
    quiet = action in _QUIET
    sends = action not in OPENS and action is not _A.TRANSFER
    return OfferedButton(tr(look.words), look.kind, icon=look.icon, hint=look.hint, small=quiet, sends=sends)
