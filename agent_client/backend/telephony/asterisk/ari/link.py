"""The link to Asterisk that is sought again whenever it is lost: commands and events by the websocket that is up at the time."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from agent_client.backend.tasks import TaskOwner
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings

from .conversation import Conversation
from .http import AriHttp
from .ways import Accepting, Calling, Way
from .words import AriLost, Event, Query, Reply

log = logging.getLogger(__name__)


class AriLink:
    """Implements `Ari`."""

    def __init__(self, settings: AsteriskSettings) -> None:
        self._http = AriHttp(settings)
        self._tasks = TaskOwner()
        self._way: Way = Accepting(settings) if settings.listen else Calling(settings)
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
        await self._tasks.close()
        await self._way.close()
        await self._http.close()

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
