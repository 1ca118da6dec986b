"""What a shift has in hand when the system ends the program, and how it says goodbye without the event loop (A12)."""

from __future__ import annotations

from contextlib import suppress

from agent_client.client.api import ServerTrouble
from agent_client.client.cards import Shelf
from agent_client.client.outbox import Outbox
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, State
from agent_client.client.store.store import Store
from agent_client.client.store.views import requests
from agent_client.protocol.names import AgentState
from agent_client.protocol.refusals import NotSignedIn, Refusal
from agent_client.rules.parties import ContactAction, allowed
from agent_client.workstation.ending import InHand
from ui.ending import Ending
from ui.main_window.window import MainWindow

_IN_HAND = (AgentState.OFFERED, AgentState.ON_CONTACT, AgentState.WRAP_UP)


class EndingJoin:
    """The `workstation.ending.Work` of one shift."""

    def __init__(
        self, ending: Ending | None, window: MainWindow, session: Session, store: Store, outbox: Outbox, shelf: Shelf
    ) -> None:
        self._ending = ending
        self._window = window
        self._session = session
        self._store = store
        self._outbox = outbox
        self._shelf = shelf
        self._kept = True
        self._leave = store.watch(Changed.ME, self._on_change)
        if ending is not None:
            ending.work = self

    def in_hand(self) -> InHand:
        me = self._store.state.me
        return InHand(contact=me is not None and me.state in _IN_HAND, unkept=not self._kept)

    def keep(self) -> bool:
        self._kept = all([self._outbox.flush_now(), self._shelf.flush_now()])
        return self._kept

    def sign_out(self, seconds: float) -> bool:
        try:
            return self._session.api.sign_out_now(seconds)
        except NotSignedIn:
            return True

    async def give_back(self) -> None:
        """What is being offered goes to somebody else, instead of ringing here to its end: nobody signs out meanwhile (A11)."""
        for one in requests(self._store.state):
            if ContactAction.DECLINE in allowed(one):
                with suppress(Refusal, ServerTrouble):
                    await self._session.api.decline(one.id, one.version)

    def leave(self) -> None:
        self._leave()
        if self._ending is not None:
            self._ending.work = None
            self._ending.show_work(self._window)

    def _on_change(self, state: State, what: Changed) -> None:
        if self._ending is not None:
            self._ending.show_work(self._window)
