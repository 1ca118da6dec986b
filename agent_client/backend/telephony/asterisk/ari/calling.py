"""Our own call to Asterisk's websocket."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake, InvalidStatus

from agent_client.backend.telephony.asterisk.settings import AsteriskSettings

from .conversation import CLOSE_SECONDS, HEARTBEAT_SECONDS, LARGEST, OPEN_SECONDS, Conversation, credentials, socket_log

AGAIN_SECONDS = 0.5
AGAIN_REFUSED_SECONDS = 5.0
AGAIN_REPLACED_SECONDS = 30.0

log = logging.getLogger(__name__)


class Calling:
    """We connect."""

    def __init__(self, settings: AsteriskSettings) -> None:
        self._settings = settings
        self._trouble = ""

    async def once(self, talk: Callable[[Conversation], Awaitable[None]]) -> float:
        """One conversation, where it comes to that. How many seconds to wait before the next."""
        try:
            async with self._connected() as websocket:
                self._trouble = ""
                conversation = Conversation(websocket)
                await talk(conversation)
        except InvalidStatus as error:
            self._failed(_refused(error.response.status_code))
            return AGAIN_REFUSED_SECONDS
        except (OSError, InvalidHandshake, EOFError) as error:
            self._failed(str(error) or type(error).__name__)
            return AGAIN_SECONDS
        if not conversation.replaced:
            return AGAIN_SECONDS
        # Two that take it from each other would both be useless.
        self._failed(f"another server has taken over {self._settings.app}: let one of them run")
        return AGAIN_REPLACED_SECONDS

    def _connected(self) -> connect:
        where = urlsplit(self._settings.url)
        scheme = "wss" if where.scheme == "https" else "ws"
        query = urlencode({"app": self._settings.app, "subscribeAll": "false"})
        return connect(
            f"{scheme}://{where.netloc}{where.path.rstrip('/')}/ari/events?{query}",
            additional_headers={"Authorization": credentials(self._settings)},
            proxy=None,
            compression=None,
            logger=socket_log,
            open_timeout=OPEN_SECONDS,
            close_timeout=CLOSE_SECONDS,
            ping_interval=HEARTBEAT_SECONDS,
            ping_timeout=HEARTBEAT_SECONDS,
            max_size=LARGEST,
            user_agent_header=None,
        )

    def _failed(self, why: str) -> None:
        """Said once for each reason, for it is tried twice a second."""
        if why != self._trouble:
            self._trouble = why
            log.warning("Asterisk at %s: %s", self._settings.url, why)


def _refused(status: int) -> str:
    match status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return "it does not take the user or the password: see ari.conf"
        case HTTPStatus.NOT_FOUND:
            return "there is no REST interface: see ari.conf and its modules, or run doctor"
        case _:
            return f"it answers {status}"
