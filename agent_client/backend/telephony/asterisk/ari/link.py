"""The link to Asterisk that is sought again whenever it is lost: commands and events by the websocket that is up at the time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from urllib.parse import quote

from agent_client.backend.tasks import TaskOwner
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings

from .conversation import Conversation
from .http import AriHttp
from .ways import ItsCalls, OurCalls, Way
from .words import AriLost, AriRefused, Event, Query, Reply

SILENCE_SECONDS = 1.0
"""For Asterisk to leave off telling; one that takes longer has other troubles."""
NOTICES_SECONDS = 0.05
"""From the end of the link until Asterisk has noticed it."""

log = logging.getLogger(__name__)


class AriLink:
    """Implements `Ari`."""

    def __init__(self, settings: AsteriskSettings) -> None:
        self._http = AriHttp(settings)
        self._app = settings.app
        self._tasks = TaskOwner()
        self._way: Way = ItsCalls(settings, self._http) if settings.listen else OurCalls(settings)
        self._conversation: Conversation | None = None
        self._on_event: Callable[[Event], None] = _unheard
        self._on_up: Callable[[], None] = _nothing
        self._on_down: Callable[[], None] = _nothing

    @property
    def http(self) -> AriHttp:
        return self._http

    async def start(
        self, on_event: Callable[[Event], None], on_up: Callable[[], None], on_down: Callable[[], None]
    ) -> None:
        self._on_event, self._on_up, self._on_down = on_event, on_up, on_down
        await self._way.open()
        self._tasks.start(self._way.keep(self._talk), "the link to Asterisk")

    async def stop(self) -> None:
        """Nothing is told any more, not even that the link goes."""
        self._on_event, self._on_up, self._on_down = _unheard, _nothing, _nothing
        silent = self._conversation is not None and await self._tell_us(nothing=True)
        await self._way.close()
        if self._conversation is not None:
            await self._conversation.close()
        await self._tasks.close()
        if silent:
            await asyncio.sleep(NOTICES_SECONDS)
            await self._tell_us(nothing=False)
        await self._http.close()

    async def _tell_us(self, *, nothing: bool) -> bool:
        """Asterisk 22.10 may die, with all its calls, of an event that it writes while the link goes: so there is none in that
        moment. Before and after it they are told, or kept for us."""
        allowed = {"allowed": [{"type": "none"}] if nothing else []}
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                await self._http.request("PUT", f"applications/{quote(self._app, safe='')}/eventFilter", allowed)
        except (AriLost, AriRefused, TimeoutError) as error:
            log.info("Asterisk does not leave off telling: %s", str(error) or type(error).__name__)
            return False
        return True

    async def command(self, method: str, path: str, body: Mapping[str, object] | None = None, **query: Query) -> Reply:
        if self._conversation is None:
            raise AriLost("the link to Asterisk is down")
        return await self._conversation.command(method, path, body, query)

    async def get(self, path: str, **query: Query) -> Any:
        return await self._http.get(path, **query)

    async def fetch(self, path: str) -> AsyncIterator[bytes]:
        return await self._http.fetch(path)

    async def _talk(self, conversation: Conversation) -> None:
        """Until this websocket is over."""
        self._conversation = conversation
        listening = self._tasks.start(conversation.listen(self._heard), "Asterisk's events")
        try:
            self._told(self._on_up)
            await conversation.wake()
            await listening
        finally:
            self._conversation = None
            listening.cancel()
            conversation.lose()
            self._told(self._on_down)

    def _heard(self, event: Event) -> None:
        try:
            self._on_event(event)
        except Exception:
            log.exception("an event of kind %s was not understood", event.get("type"))

    def _told(self, whom: Callable[[], None]) -> None:
        try:
            whom()
        except Exception:
            log.exception("the link's change could not be told")


def _unheard(_event: Event) -> None:
    pass


def _nothing() -> None:
    pass
