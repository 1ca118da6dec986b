"""Presses on contacts, in the middle column and on the popovers: answer, decline, end, wrap up, and the agent's own state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import count

from agent_client.client.api import Api
from agent_client.client.store.state import State
from agent_client.client.store.views import REQUESTING
from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.contacts import Contact, Target
from agent_client.protocol.names import ContactId, ContactState, OnHold, RecordingState, WrapUpReasonId
from agent_client.rules.parties import ContactAction
from ui.commands import Commands, Control
from ui.panels.contact import ContactPanel


class ContactJoin:
    """Each command is bound to the contact and the version that was on screen: a press that comes late acts on nothing."""

    def __init__(self, commands: Commands, panel: ContactPanel) -> None:
        self._commands = commands
        self._panel = panel
        self._typed = count()
        panel.pressed.connect(lambda action, c, v: self.press(action, c, v, panel.control(action)))
        panel.target_picked.connect(self.pass_on)
        panel.mute_pressed.connect(self.mute)
        panel.digits_typed.connect(self.digits)
        panel.wrap_up_submitted.connect(lambda c, v, r: self.wrap_up(c, v, r, panel.control("wrap_up")))
        panel.extend_pressed.connect(lambda c, v: self.extend(c, v, panel.control("extend")))

    def answer(self, contact: ContactId, version: int, control: Control | None) -> None:
        self.press(ContactAction.ANSWER, contact, version, control)

    def decline(self, contact: ContactId, version: int, control: Control | None) -> None:
        self.press(ContactAction.DECLINE, contact, version, control)

    def press(self, action: ContactAction, contact: ContactId, version: int, control: Control | None) -> None:
        """Any press that carries nothing but its contact."""
        command = _COMMANDS[action]
        self._commands.press(
            f"{action} {contact}",
            lambda api: command(api, contact, version),
            control=control,
            seen=_done(action),
        )

    def pass_on(self, action: ContactAction, contact: ContactId, version: int, target: Target) -> None:
        """Consult, or transfer, to whom the agent has picked."""
        command = Api.consult if action is ContactAction.CONSULT else Api.transfer
        page = self._panel.call
        self._commands.press(
            f"{action} {contact}",
            lambda api: command(api, contact, version, target),
            control=page.picker,
            seen=_done(action),
            done=lambda _: page.close_picker(),
        )

    def mute(self, contact: ContactId, version: int, muted: bool) -> None:
        def seen(state: State, asked: Contact) -> bool:
            now = state.contacts.get(contact)
            return now is None or now.muted is muted or now.version > asked.version

        self._commands.press(
            f"mute {contact}",
            lambda api: api.mute(contact, version, muted),
            control=self._panel.control(ContactAction.MUTE),
            seen=seen,
        )

    def digits(self, contact: ContactId, version: int, digits: str) -> None:
        """Each is sent, in the order of typing: the same twice is two tones."""
        self._commands.press(
            f"digits {contact}", lambda api: api.send_digits(contact, version, digits), what=str(next(self._typed))
        )

    def wrap_up(self, contact: ContactId, version: int, reason: WrapUpReasonId, control: Control | None) -> None:
        self._commands.press(
            f"wrap up {contact}",
            lambda api: api.wrap_up(contact, version, reason),
            control=control,
            seen=_left(frozenset({ContactState.WRAP_UP})),
        )

    def extend(self, contact: ContactId, version: int, control: Control | None) -> None:
        self._commands.press(
            f"extend {contact}", lambda api: api.extend_wrap_up(contact, version), control=control, seen=_contact_seen
        )

    def change_state(self, wish: ChangeState, control: Control | None) -> None:
        self._commands.press(
            "state",
            lambda api: api.change_state(wish),
            what=f"{wish.state} {wish.idle_reason}",
            control=control,
            seen=_me_seen,
        )

    def answer_sign_on(self, control: Control | None) -> None:
        self._commands.press("sign-on", lambda api: api.answer_sign_on(), control=control, seen=_me_seen)


_A = ContactAction
_COMMANDS: dict[ContactAction, Callable[[Api, ContactId, int], Awaitable[Contact]]] = {
    _A.ANSWER: Api.answer,
    _A.DECLINE: Api.decline,
    _A.CANCEL: Api.cancel,
    _A.END: Api.end,
    _A.HOLD: Api.hold,
    _A.RESUME: Api.resume,
    _A.END_CONSULT: Api.end_consult,
    _A.CONFERENCE: Api.conference,
    _A.TRANSFER: lambda api, contact, version: api.transfer(contact, version, None),
    _A.PAUSE_RECORDING: Api.pause_recording,
    _A.RESUME_RECORDING: Api.resume_recording,
}
_WITHOUT_CONSULT = frozenset({ContactState.CONNECTED, ContactState.HELD})
_WITH_CONSULT = frozenset({ContactState.CONSULT_REQUESTED, ContactState.CONSULTING, ContactState.CONFERENCE})
_STAYS: dict[ContactAction, Callable[[Contact], bool]] = {
    _A.ANSWER: lambda now: now.state in REQUESTING and now.answered_at is None,
    _A.DECLINE: lambda now: now.state in REQUESTING,
    _A.CANCEL: lambda now: now.state in REQUESTING,
    _A.END: lambda now: now.state in REQUESTING | _WITHOUT_CONSULT | _WITH_CONSULT,
    _A.HOLD: lambda now: now.on_hold is not OnHold.CUSTOMER,
    _A.RESUME: lambda now: now.on_hold is OnHold.CUSTOMER,
    _A.CONSULT: lambda now: now.state in _WITHOUT_CONSULT,
    _A.END_CONSULT: lambda now: now.state in _WITH_CONSULT,
    _A.CONFERENCE: lambda now: now.state is ContactState.CONSULTING,
    _A.TRANSFER: lambda now: now.state in _WITHOUT_CONSULT | _WITH_CONSULT,
    _A.PAUSE_RECORDING: lambda now: now.recording is not None and now.recording.state is RecordingState.RECORDING,
    _A.RESUME_RECORDING: lambda now: now.recording is not None and now.recording.state is RecordingState.PAUSED,
}
"""How a contact looks as long as the press has not come into force."""


def _done(action: ContactAction) -> Callable[[State, Contact], bool]:
    """Once the contact is the agent's no more, or shows it, or has moved on since: what was asked may have failed then."""
    stays = _STAYS[action]

    def seen(state: State, asked: Contact) -> bool:
        now = state.contacts.get(asked.id)
        return now is None or not stays(now) or now.version > asked.version

    return seen


def _left(states: frozenset[ContactState]) -> Callable[[State, Contact], bool]:
    """The PBX has done it once the contact is in none of these states, or no longer the agent's."""

    def seen(state: State, asked: Contact) -> bool:
        contact = state.contacts.get(asked.id)
        return contact is None or contact.state not in states

    return seen


def _contact_seen(state: State, asked: Contact) -> bool:
    contact = state.contacts.get(asked.id)
    return contact is None or contact.version >= asked.version


def _answered(state: State, asked: Contact) -> bool:
    """Connected; or, where the customer is called only now, on the way there."""
    contact = state.contacts.get(asked.id)
    return contact is None or contact.state not in REQUESTING or contact.version > asked.version


def _me_seen(state: State, me: Me) -> bool:
    return state.me is None or state.me.version >= me.version
