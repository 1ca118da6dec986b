"""The two ways to a websocket with Asterisk: we call it, or it calls us."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

from agent_client.backend.telephony.asterisk.settings import AsteriskSettings

from .accepting import Accepting
from .calling import Calling
from .conversation import Conversation
from .http import AriHttp
from .words import AriLost, AriRefused

PATIENCE_SECONDS = 15.0
"""Asterisk tries twice a second, once it has started."""

log = logging.getLogger(__name__)

Talk: TypeAlias = Callable[[Conversation], Awaitable[None]]


class Way(Protocol):
    async def open(self) -> None:
        """Raises `AriLost` where nothing will ever come of it."""
        ...

    async def keep(self, talk: Talk) -> None:
        """Has one conversation after the other, for ever."""
        ...

    async def close(self) -> None:
        """Nobody is let in any more, and whoever was is told goodbye."""
        ...


class OurCalls:
    """The way that every Asterisk has. What happens while the link is away is not told."""

    def __init__(self, settings: AsteriskSettings) -> None:
        self._calling = Calling(settings)

    async def open(self) -> None:
        pass

    async def close(self) -> None:
        pass

    async def keep(self, talk: Talk) -> None:
        while True:
            wait = await self._calling.once(talk)
            await asyncio.sleep(wait)


class ItsCalls:
    """Asterisk keeps what happens until it can tell it.

    22.10 that learns from a write that its link is gone waits, in rare cases, for a word on the socket that it has just closed,
    and calls nobody until it is started anew. To call it instead would cost more: with that call it forgets for whom it keeps
    what happens. So it is said.
    """

    def __init__(self, settings: AsteriskSettings, http: AriHttp) -> None:
        self._accepting = Accepting(settings)
        self._http = http
        self._settings = settings

    async def open(self) -> None:
        await self._accepting.open()

    async def close(self) -> None:
        await self._accepting.close()

    async def keep(self, talk: Talk) -> None:
        while True:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    conversation = await self._accepting.present()
            except TimeoutError:
                await self._say_if_it_is_there()
                conversation = await self._accepting.present()
            await talk(conversation)

    async def _say_if_it_is_there(self) -> None:
        try:
            await self._http.get("asterisk/ping")
        except (AriLost, AriRefused):
            return
        log.error(
            "Asterisk answers at %s and does not connect to %s: see its websocket_client.conf, or start it anew",
            self._settings.url,
            self._settings.listen,
        )
