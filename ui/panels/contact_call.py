"""A contact from connecting to its end: the control bar, whom else it has, what came with it, and how it went so far."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactState, WhyCode
from agent_client.rules.parties import ContactAction, allowed
from ui import wording
from ui.commands import Control
from ui.text import tr
from ui.widgets.boxes import Box
from ui.widgets.keyboard_loan import KeyboardLoan
from ui.widgets.labels import Label
from ui.widgets.offered_button import OfferedButton
from ui.widgets.scrolling import ScrollArea

from .call_actions import CONSULTING
from .call_bar import CallBar
from .call_course import Course
from .call_keypad import Keypad
from .call_listener import ListenerMark
from .call_listener import said as whispered
from .call_message import MessagePane
from .call_noise import NoiseMark
from .call_parties import Parties
from .contact_head import ContactHead
from .naming import state_word
from .target_picker import TargetPicker
from .variables import VariablesPane

_EDGE = 24
_PICKED_IN = {
    ContactAction.CONSULT: frozenset({ContactState.CONNECTED, ContactState.HELD}),
    ContactAction.TRANSFER: frozenset({ContactState.CONNECTED, ContactState.HELD}),
}


class CallPage(QWidget):
    """``pressed`` carries the action, the contact and the version that was seen; ``mute_pressed`` the contact, the
    version and whether to mute; ``digits_typed`` the tones; ``target_picked`` the action, then the `Target` last.
    """

    pressed = Signal(object, object, object)
    mute_pressed = Signal(object, object, bool)
    digits_typed = Signal(object, object, str)
    target_picked = Signal(object, object, object, object)

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__(within)
        self._contact: Contact | None = None
        self._picking: ContactAction | None = None
        self.head = ContactHead()
        self.bar = CallBar()
        self.answer, self.decline, self.end = (
            self.bar.of(action) for action in (ContactAction.ANSWER, ContactAction.DECLINE, ContactAction.END)
        )
        self.parties = Parties()
        self.message = MessagePane()
        self.keypad = Keypad()
        self.picker = TargetPicker()
        self.variables = VariablesPane()
        self.course = Course()
        self.noise = NoiseMark()
        self.listener = ListenerMark()
        self.outcome = Label("", strong=True, wraps=True)
        self.held_at_phone = Label("", wraps=True)
        self.refusal = Label("", tone="alarm", wraps=True)
        self.offline = Label("", tone="alarm", wraps=True)
        self.pane = Box("pane")
        self.body = ScrollArea()
        self._picker_loan = KeyboardLoan(self.picker)
        self._keypad_loan = KeyboardLoan(self.keypad)
        self._lay_out()
        self.bar.pressed.connect(self.press)
        self.parties.pressed.connect(self.press)
        for part in (self.bar, self.parties):
            part.refused.connect(self.refusal.say)
        self.keypad.typed.connect(self._type)
        self.keypad.closed.connect(self.close_keypad)
        self.picker.picked.connect(self._pick)
        self.picker.cancelled.connect(self.close_picker)

    # -- contract

    def show_contact(self, contact: Contact, state: State) -> None:
        before, self._contact = self._contact, contact
        if before is None or (before.id, before.version) != (contact.id, contact.version):
            self._forget()
        if before is None or before.id != contact.id:
            self.close_keypad()
            self.close_picker()
        else:
            self._announce(before, contact)
        online = state.link is Link.UP
        self.offline.say(
            "" if online else tr("No link to the server: the call goes on, end it on your phone if need be.")
        )
        self.outcome.say(_outcome(contact))
        at_phone = contact.held_at_phone_since is not None
        self.held_at_phone.say(tr("Take the call back at your phone: only there is that possible.") if at_phone else "")
        self.head.show_contact(contact, state)
        self.bar.show_contact(contact, state)
        self.parties.show_contact(contact, state, apart=contact.state in CONSULTING)
        self.message.show_contact(contact)
        self.variables.show_contact(contact, state)
        self.pane.setHidden(not contact.cad)
        self.course.show_contact(contact, state)
        self.noise.show_contact(contact, state)
        self.listener.show_contact(contact)
        self.keypad.offer(online and ContactAction.DIGITS in allowed(contact))
        if self._picking is not None and contact.state not in _PICKED_IN[self._picking]:
            self.close_picker()

    def tick(self, now: datetime) -> None:
        for part in (self.head, self.bar, self.parties):
            part.tick(now)

    def press(self, action: ContactAction) -> None:
        """What the bar's button, or its key, asks for: something opens, or the press goes on its way."""
        contact = self._contact
        if contact is None:
            return
        self.refusal.say("")
        match action:
            case ContactAction.DIGITS:
                self._toggle_keypad()
            case ContactAction.CONSULT:
                self._open_picker(action)
            case ContactAction.TRANSFER if contact.state not in CONSULTING:
                self._open_picker(action)
            case ContactAction.MUTE:
                self.mute_pressed.emit(contact.id, contact.version, not contact.muted)
            case _:
                self.pressed.emit(action, contact.id, contact.version)

    def button(self, action: ContactAction) -> OfferedButton | None:
        """The one that stands for the action now: in a pane, or in the bar. None where it has no place."""
        if not self.parties.isHidden() and (in_pane := self.parties.button(action)) is not None:
            return in_pane
        found = self.bar.button(action)
        return None if found is None or not found.isVisibleTo(self) else found

    def control(self, action: ContactAction) -> Control | None:
        """What was pressed for it, and is told what became of that."""
        return self.picker if self._picking is action else self.button(action)

    def close_picker(self) -> None:
        self._picking = None
        if not self.picker.isHidden():
            self._picker_loan.give_back()
            self.picker.hide()
            self.body.show()

    def close_keypad(self) -> None:
        if not self.keypad.isHidden():
            self._keypad_loan.give_back()
            self.keypad.hide()
            self.bar.show_keypad(False)

    # -- inside

    def _open_picker(self, action: ContactAction) -> None:
        self.close_keypad()
        self._picking = action
        self._picker_loan.take()
        self.body.hide()
        self.picker.open_for(action.value)

    def _toggle_keypad(self) -> None:
        if not self.keypad.isHidden():
            self.close_keypad()
            return
        self.close_picker()
        self._keypad_loan.take()
        self.keypad.open()
        self.bar.show_keypad(True)

    def _announce(self, before: Contact, contact: Contact) -> None:
        """To who does not look: what changed by itself, or a press that has come into force."""
        said = _outcome(contact)
        if whispered(contact) and whispered(contact) != whispered(before):
            said = whispered(contact)
        elif not said or said == _outcome(before):
            said = state_word(contact) if state_word(contact) != state_word(before) else ""
        if said:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _type(self, digits: str) -> None:
        if self._contact is not None:
            self.digits_typed.emit(self._contact.id, self._contact.version, digits)

    def _pick(self, target: object) -> None:
        if self._contact is not None and self._picking is not None:
            self.target_picked.emit(self._picking, self._contact.id, self._contact.version, target)

    def _forget(self) -> None:
        for button in (*self.bar.buttons(), *self.parties.buttons()):
            button.set_requested(False)
            button.forget()
        self.refusal.say("")

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self.pane)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(self.variables)
        rows = QWidget()
        below = QVBoxLayout(rows)
        bar = self.body.verticalScrollBar()
        bar.rangeChanged.connect(
            lambda _, most: below.setContentsMargins(_EDGE, 0, _EDGE - (bar.sizeHint().width() if most else 0), 16)
        )
        below.setContentsMargins(_EDGE, 0, _EDGE, 16)
        below.setSpacing(16)
        for part in (self.keypad, self.parties, self.message, self.pane, self.course):
            below.addWidget(part)
            part.hide()
        below.addWidget(self.noise)
        below.addStretch(1)
        self.body.setWidget(rows)
        self.body.setWidgetResizable(True)
        self.body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows.setAutoFillBackground(False)
        above = QVBoxLayout()
        above.setContentsMargins(_EDGE, 0, _EDGE, 16)
        above.setSpacing(0)
        above.addWidget(self.head)
        above.addSpacing(16)
        above.addWidget(self.bar)
        for note in (self.listener, self.held_at_phone, self.outcome, self.refusal, self.offline):
            note.setContentsMargins(0, 8, 0, 0)
            note.hide()
            above.addWidget(note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        self.picker.setContentsMargins(_EDGE, 0, _EDGE, 16)
        self.picker.hide()
        layout.addWidget(self.picker, 1)
        layout.addWidget(self.body, 1)


_SAID = frozenset(
    {
        WhyCode.CONSULT_NOT_ANSWERED,
        WhyCode.CONSULT_DECLINED,
        WhyCode.CONSULT_BUSY,
        WhyCode.CONSULT_UNREACHABLE,
        WhyCode.CONSULT_LEFT,
        WhyCode.TRANSFERRED_BY,
        WhyCode.KEY_TRANSFER_REFUSED,
        WhyCode.RECORDING_RESUMED,
    }
)


def _outcome(contact: Contact) -> str:
    """What became by itself of what the agent is in the middle of (D4)."""
    return wording.why(contact.why) if contact.why is not None and contact.why.code in _SAID else ""
