"""Presses on the popovers: answer, decline, cancel a web callback, accept all that is written at once (C3, C5)."""

from __future__ import annotations

from agent_client.client.store.state import State
from agent_client.client.store.views import REQUESTING
from agent_client.protocol.contacts import Accepted, Contact
from agent_client.protocol.names import ContactId
from ui.commands import Commands
from ui.popovers.stack import PopoverStack

from .contacts import ContactJoin


class RequestJoin:
    def __init__(self, popovers: PopoverStack, contacts: ContactJoin, commands: Commands) -> None:
        self._popovers = popovers
        self._commands = commands
        popovers.answer_pressed.connect(lambda c, v: contacts.answer(c, v, popovers.control("answer", c)))
        popovers.decline_pressed.connect(lambda c, v: contacts.decline(c, v, popovers.control("decline", c)))
        popovers.cancel_pressed.connect(self._cancel)
        popovers.accept_all_pressed.connect(self._accept_all)

    def _cancel(self, contact: ContactId, version: int) -> None:
        def seen(state: State, cancelled: Contact) -> bool:
            now = state.contacts.get(cancelled.id)
            return now is None or now.state not in REQUESTING

        self._commands.press(
            f"cancel {contact}",
            lambda api: api.cancel(contact, version),
            control=self._popovers.control("cancel", contact),
            seen=seen,
        )

    def _accept_all(self, contacts: tuple[tuple[ContactId, int], ...]) -> None:
        def seen(state: State, accepted: Accepted) -> bool:
            asking = (state.contacts.get(one) for one in accepted.contacts)
            return all(one is None or one.state not in REQUESTING for one in asking)

        self._commands.press(
            "accept all",
            lambda api: api.accept_all(contacts),
            control=self._popovers.control("accept_all"),
            seen=seen,
        )
