"""The client's parts, one of each in a process: the store, the session, the outbox. Loaded once a window has been painted."""

from __future__ import annotations

import asyncio

from agent_client.client.api import system_ssl
from agent_client.client.cards import Shelf
from agent_client.client.clock import ServerClock
from agent_client.client.outbox import Outbox
from agent_client.client.session import Session
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import NotSignedIn
from agent_client.rules.dial_numbers import shown
from agent_client.workstation.ownership import OwnFolder

from .desk import Desk


class Online:
    def __init__(self, desk: Desk, clock: ServerClock) -> None:
        self._tasks = TaskOwner()
        self.store = Store()
        self.session = Session(self.store, clock, ssl_context=system_ssl())
        self._folders = drafts, cards = OwnFolder(desk.paths.drafts), OwnFolder(desk.paths.cards)
        self.outbox = Outbox(drafts, self._tasks, lambda: self.session.api, clock)
        self.shelf = Shelf(cards, self._tasks, clock)

    @classmethod
    async def ready(cls, desk: Desk, clock: ServerClock) -> Online:
        """With what earlier runs left in the outbox, and on the shelf."""
        online = cls(desk, clock)
        # The first number that is written out costs 50 ms: not when the first popover needs it.
        desk.tasks.start(asyncio.to_thread(shown, "+31201234567", "NL"), "numbers")
        await online.take_over()
        return online

    def account(self) -> str:
        """Whose notes and cards are whose. Empty for a session that has ended."""
        try:
            return self.session.api.account
        except NotSignedIn:
            return ""

    async def take_over(self) -> None:
        """What earlier runs left, and sessions of this account that have died since."""
        await self.outbox.restore()
        await self.shelf.restore()

    async def close(self) -> None:
        await self.outbox.flush()
        await self.shelf.flush()
        await self.session.close()
        await self._tasks.close()
        for folder in self._folders:
            folder.close()
