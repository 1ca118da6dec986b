"""Telling the other servers of a centre that something was stored: LISTEN and NOTIFY, which may lose what they like.

A hint is sent after the commit, in a statement of its own, and many are put into one: NOTIFY within a transaction would
hold a lock of the whole cluster over its flush. What a hint announces is read from the log, and without any hint too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from agent_client.backend.ports.units import Effects, Standing

log = logging.getLogger(__name__)

CHANNEL = "agent_client"
SECONDS_BETWEEN = 0.01
AGAIN_SECONDS = 0.5
SEND_SECONDS = 5
LONGEST = 7_900
"""PostgreSQL takes 7,999 bytes."""

SERVING = 0x41430002
"""The advisory lock that every server of the centre shares while it is connected."""
LEADING = 0x41430004
"""The advisory lock that one server has alone while it is connected (`ports.units.Standing`)."""
_TRY = "SELECT pg_try_advisory_lock($1)"


class Hint(Struct, frozen=True, omit_defaults=True):
    """``streams``: the last number of each that has new events; without any and without the rest: look at all of them."""

    streams: dict[str, int] = {}
    wake_at: datetime | None = None
    route: bool = False


EVERYTHING = Hint()
_read = msgspec.json.Decoder(Hint)


class Hints:
    """``heard`` is called on the event loop with what other servers say, and with `EVERYTHING` when some may be lost."""

    def __init__(self, engine: AsyncEngine, heard: Callable[[Hint], None]) -> None:
        self._engine = engine
        self._heard = heard
        self._conn: AsyncConnection | None = None
        self._leads = False
        self._unsaid: list[Hint] = []
        self._stirred = asyncio.Event()

    async def begin(self) -> Standing:
        """Connect for the first time."""
        raw = await self._connect()
        alone: bool = await raw.fetchval(_TRY, SERVING)
        self._leads = await raw.fetchval(_TRY, LEADING)
        await self._join(raw)
        if alone:
            await raw.fetchval("SELECT pg_advisory_unlock($1)", SERVING)
        return Standing(alone, self._leads)

    async def close(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            await conn.close()
        await self._engine.dispose()

    def say(self, effects: Effects) -> None:
        """Soon, if there is anything in it for other servers."""
        last = {event.stream: event.number for event in effects.events}
        wake_at = min(effects.wake_at, default=None)
        if last or wake_at is not None or effects.wants_routing:
            self._unsaid.append(Hint(last, wake_at, effects.wants_routing))
            self._stirred.set()

    async def run(self) -> None:
        """Until cancelled, over as many connections as it takes."""
        while True:
            try:
                if self._conn is None:
                    await self._again(await self._connect())
                await self._talk()
            except Exception as error:
                log.warning("hints of other servers cannot be heard: %s", error)
            conn, self._conn = self._conn, None
            if conn is not None:
                await conn.invalidate()
                await conn.close()
            await asyncio.sleep(AGAIN_SECONDS)

    async def _connect(self) -> Any:
        """The driver's own connection: each of its statements is a transaction."""
        self._conn = await self._engine.connect()
        return (await self._conn.get_raw_connection()).driver_connection

    async def _again(self, raw: Any) -> None:
        await self._join(raw)
        if self._leads and not await raw.fetchval(_TRY, LEADING):
            log.error("another server has taken over meanwhile: end this one and start it again")
        self._heard(EVERYTHING)

    async def _join(self, raw: Any) -> None:
        raw.add_termination_listener(lambda _raw: self._stirred.set())
        await raw.add_listener(CHANNEL, self._take)
        await raw.fetchval("SELECT pg_advisory_lock_shared($1)", SERVING)

    async def _talk(self) -> None:
        """Until the connection is closed."""
        assert self._conn is not None
        raw: Any = (await self._conn.get_raw_connection()).driver_connection
        while not raw.is_closed():
            await self._stirred.wait()
            self._stirred.clear()
            if self._unsaid:
                unsaid, self._unsaid = self._unsaid, []
                async with asyncio.timeout(SEND_SECONDS):
                    await raw.execute("SELECT pg_notify($1, $2)", CHANNEL, _written(unsaid))
                await asyncio.sleep(SECONDS_BETWEEN)

    def _take(self, raw: Any, pid: int, _channel: str, payload: str) -> None:
        if pid == raw.get_server_pid():
            return
        try:
            self._heard(_read.decode(payload))
        except msgspec.MsgspecError:  # of another version of this program
            self._heard(EVERYTHING)


def _written(hints: list[Hint]) -> str:
    streams: dict[str, int] = {}
    for hint in hints:
        streams |= hint.streams
    wake_at = min((hint.wake_at for hint in hints if hint.wake_at is not None), default=None)
    written = msgspec.json.encode(Hint(streams, wake_at, any(hint.route for hint in hints)))
    return (written if len(written) <= LONGEST else msgspec.json.encode(EVERYTHING)).decode()
