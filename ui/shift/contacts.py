"""Presses on contacts, in the middle column and on the popovers: answer, decline, end, wrap up, and the agent's own state."""

from __future__ import annotations

from collections.abc import Callable

from agent_client.client.store.state import State
from agent_client.client.store.views import REQUESTING
from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactId, ContactState, WrapUpReasonId
from ui.commands import Commands, Control


class ContactJoin:
    """Each command is bound to the contact and the version that was on screen: a press that comes late acts on nothing."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands

    def answer(self, contact: ContactId, version: int, control: Control | None) -> None:
        self._commands.press(
            f"answer {contact}", lambda api: api.answer(contact, version), control=control, seen=_answered
        )

    def decline(self, contact: ContactId, version: int, control: Control | None) -> None:
        self._commands.press(
            f"decline {contact}", lambda api: api.decline(contact, version), control=control, seen=_left(REQUESTING)
        )

    def end(self, contact: ContactId, version: int, control: Control | None) -> None:
        talking = REQUESTING | {ContactState.CONNECTED}
        self._commands.press(
            f"end {contact}", lambda api: api.end(contact, version), control=control, seen=_left(talking)
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
