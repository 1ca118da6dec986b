"""Signed in or not, and staying so: one state machine with two tasks, the event stream and the pulse. What is known of
the centre is in the store; what the agent typed is in the outbox; the pulse is heartbeat.py's."""

from __future__ import annotations

import asyncio
import logging
import random
import ssl
from contextlib import suppress
from datetime import datetime
from enum import StrEnum

from msgspec import Struct, structs

from agent_client import __version__
from agent_client.client.api import Api, ServerTrouble, server_url
from agent_client.client.clock import ServerClock
from agent_client.client.heartbeat import Heartbeat
from agent_client.client.store.state import Link
from agent_client.client.store.store import Store
from agent_client.client.stream import Change, EventStream, HelloItem, Item, Ping, SnapshotItem, StreamGap
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.cursor import Cursor
from agent_client.protocol.events import AgentQueuesChanged, SessionEnded, Unreadable
from agent_client.protocol.names import QueueId, WhyCode
from agent_client.protocol.refusals import NotSignedIn, Refusal
from agent_client.protocol.sessions import PULSE_SECONDS, SILENCE_SECONDS, MoveSeat, SignIn
from agent_client.protocol.why import Why

_log = logging.getLogger(__name__)
_STREAM = "event stream"
_PULSE = "pulse"


class Standing(StrEnum):
    """``signed_out`` → ``signing_in`` → ``live`` ⇄ ``reconnecting`` → ``ended`` (by the server) or ``signed_out``."""

    SIGNED_OUT = "signed_out"
    SIGNING_IN = "signing_in"
    LIVE = "live"
    RECONNECTING = "reconnecting"
    ENDED = "ended"


class Pace(Struct, frozen=True):
    """Seconds. A connection that lived for ``settled`` makes the next back-off start again at ``first``."""

    first: float = 0.2
    longest: float = 5.0
    settled: float = 5.0
    silence: float = SILENCE_SECONDS
    pulse: float = PULSE_SECONDS


class _Fresh(Exception):
    """The stream is to be opened again for a snapshot."""


class _Again(Exception):
    """The stream is to be opened again where it was: the way to the server may have changed."""


class Session:
    def __init__(
        self, store: Store, clock: ServerClock, *, ssl_context: ssl.SSLContext | None = None, pace: Pace | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self._ssl = ssl_context
        self._pace = pace or Pace()
        self._tasks = TaskOwner()
        self._running: set[asyncio.Task[None]] = set()
        self._api: Api | None = None
        self._cursor: Cursor | None = None
        self._stream: EventStream | None = None
        self._hurry = asyncio.Event()
        self._leaving = False
        self._wish: SignIn | None = None
        self.heartbeat = Heartbeat(
            clock,
            self._pace.pulse,
            hears=lambda: store.state.link is not Link.DOWN,  # while the stream is being opened it is not known
            returned=self._hurry.set,
            doubtful=self.reconnect_now,
        )
        self.standing = Standing.SIGNED_OUT
        self.trouble: Exception | None = None
        """Why the link is down, for whoever wants to know more than that it is."""
        self.losses = 0
        """How often it went down since signing in."""

    @property
    def api(self) -> Api:
        """Raises `NotSignedIn`: a command without a session is refused like any other."""
        if self._api is None or self.standing is Standing.ENDED:
            raise NotSignedIn
        return self._api

    async def sign_in(
        self,
        server: str,
        user: str,
        password: str,
        phone: str,
        seat: str,
        host: str,
        *,
        new_password: str = "",
        queues: tuple[QueueId, ...] | None = None,
        ask: bool = False,
    ) -> None:
        """Returns once the server has agreed; the first snapshot comes by the store. Raises `Refusal`, `ServerTrouble`,
        and ValueError with a sentence for an address that is none."""
        if self.standing not in (Standing.SIGNED_OUT, Standing.ENDED):
            raise RuntimeError(f"cannot sign in while {self.standing}")
        url = server_url(server)
        await self._drop()
        wish = SignIn(
            user=user,
            password=password,
            phone=phone,
            seat=seat,
            host=host,
            client=__version__,
            new_password=new_password,
            queues=queues,
            ask=ask,
        )
        await self._enter(url, wish, Standing.SIGNED_OUT)

    async def sign_in_again(self, password: str, new_password: str = "") -> None:
        """After the server has ended the session: with what it was signed in with, while the windows stay as they are. Raises
        as `sign_in` does, and stays ended."""
        if self.standing is not Standing.ENDED or self._wish is None or self._api is None:
            raise RuntimeError(f"cannot sign in again while {self.standing}")
        if self._running:
            await asyncio.wait(self._running)
        before = self._api
        await self._enter(
            before.base_url, structs.replace(self._wish, password=password, new_password=new_password), Standing.ENDED
        )
        await before.close()

    async def _enter(self, url: str, wish: SignIn, otherwise: Standing) -> None:
        self.standing = Standing.SIGNING_IN
        api = Api(url, self._ssl, clock=self._clock)
        try:
            await api.hello()
            signed = await api.sign_in(wish)
        except BaseException:
            self.standing = otherwise
            await api.close()
            raise
        self._wish = structs.replace(wish, password="", new_password="", queues=None, ask=False)
        self.heartbeat.begin(signed)
        self._begin(api)

    async def move(self, seat: str, host: str) -> None:
        """To another seat. Raises `SeatTaken`, `ServerTrouble`."""
        await self.api.move_seat(MoveSeat(seat=seat, host=host))
        if self._wish is not None:
            self._wish = structs.replace(self._wish, seat=seat, host=host)

    async def sign_out(self) -> None:
        """Raises a `Refusal` where the server forbids it (A11), and stays signed in. A server that cannot be reached keeps
        nobody here: its period of grace ends the session."""
        if self._api is not None and self.standing in (Standing.LIVE, Standing.RECONNECTING):
            self._leaving = True
            try:
                await self._api.sign_out()
            except NotSignedIn:
                pass
            except ServerTrouble as trouble:
                _log.info("Signed out here; the server could not be told: %s", trouble)
            finally:
                self._leaving = False
        await self._drop()

    async def close(self) -> None:
        """Leave without a word to the server."""
        await self._drop()
        await self._tasks.close()

    def silent(self) -> float | None:
        """Seconds since the event stream was last heard; None while the link is not up, however soon it may be."""
        up = self._store.state.link is Link.UP
        return self._stream.silent() if up and self._stream is not None else None

    def refresh(self) -> None:
        """Ask for a fresh snapshot. The link stays as it is shown, should it hold."""
        self._cursor = None
        if self._stream is not None:
            self._stream.stop(_Fresh())
        self._hurry.set()

    def reconnect_now(self) -> None:
        """The network, or this computer, has come back: ask at once over a new connection, whatever the old one seems."""
        if self._stream is not None:
            self._stream.stop(_Again())
        self._hurry.set()
        self.heartbeat.wake()

    def _begin(self, api: Api) -> None:
        self._api = api
        self._cursor = None
        self._hurry.clear()
        self.trouble = None
        self.losses = 0
        self.standing = Standing.LIVE
        self._store.set_link(Link.CONNECTING, self._clock.now())
        self._running = {
            self._tasks.start(self._follow(api), _STREAM, replacing=_STREAM),
            self._tasks.start(self._beat(api), _PULSE, replacing=_PULSE),
        }

    async def _drop(self) -> None:
        """To ``signed_out``, from wherever."""
        self._tasks.cancel(_STREAM)
        self._tasks.cancel(_PULSE)
        if self._running:
            await asyncio.wait(self._running)
        api, self._api = self._api, None
        if self.standing is not Standing.SIGNED_OUT:
            self.standing = Standing.SIGNED_OUT
            self._store.clear()
        if api is not None:
            await api.close()

    def _end(self, api: Api, why: Why) -> None:
        """The server ended the session: no reconnect."""
        if api is not self._api or self._leaving or self.standing is Standing.ENDED:
            return
        self.standing = Standing.ENDED
        self._tasks.cancel(_STREAM)
        self._tasks.cancel(_PULSE)
        if self._store.state.ended is None:
            self._store.apply(SessionEnded(why))

    async def _beat(self, api: Api) -> None:
        try:
            await self.heartbeat.run(api)
        except NotSignedIn as refusal:
            self._end(api, _why(refusal, self._clock.now()))

    async def _follow(self, api: Api) -> None:
        failures = 0
        while self.standing is not Standing.ENDED:
            opened = self._clock.monotonic()
            try:
                await self._read_stream(api)
                return
            except _Fresh:
                self._cursor = None
                continue
            except _Again:
                continue
            except NotSignedIn as refusal:
                self._end(api, _why(refusal, self._clock.now()))
                return
            except (StreamGap, Unreadable) as lost:
                _log.info("A fresh snapshot is needed: %s", lost)
                self._cursor = None
                self._lost(lost)
            except (ServerTrouble, Refusal) as trouble:
                self._lost(trouble)
            failures = 0 if self._clock.monotonic() - opened >= self._pace.settled else failures + 1
            with suppress(TimeoutError):
                async with asyncio.timeout(_back_off(self._pace, failures)):
                    await self._hurry.wait()

    async def _read_stream(self, api: Api) -> None:
        """Returns when the session has ended."""
        self._hurry.clear()
        self._stream = stream = EventStream(api, self._clock, silence=self._pace.silence)
        try:
            await stream.open(self._cursor)
            while self.standing is not Standing.ENDED:
                self._take(api, await stream.next())
        finally:
            self._stream = None
            await stream.close()

    def _take(self, api: Api, item: Item) -> None:
        match item:
            case HelloItem(hello):
                # With the same log behind it, what follows carries on where we were; else a snapshot does, and is awaited.
                if self._cursor is not None and hello.epoch == self._cursor.epoch:
                    self._up()
            case SnapshotItem(cursor, snapshot):
                self._cursor = cursor
                self._store.reset(snapshot)
                self._up()
            case Change(cursor, _, event):
                self._cursor = cursor
                if isinstance(event, SessionEnded):
                    self._end(api, event.why)
                elif event is not None:
                    self._store.apply(event)
                    if isinstance(event, AgentQueuesChanged):
                        self.refresh()  # what else is followed from now on comes with a snapshot
            case Ping():
                pass

    def _up(self) -> None:
        self.trouble = None
        self.standing = Standing.LIVE
        self._store.set_link(Link.UP, self._clock.now())

    def _lost(self, trouble: Exception) -> None:
        if self.trouble is None:
            _log.info("The link is down: %s", trouble)
        self.trouble = trouble
        if self.standing is Standing.LIVE:
            self.losses += 1
            self.standing = Standing.RECONNECTING
        self._store.set_link(Link.DOWN, self._clock.now())


def _back_off(pace: Pace, failures: int) -> float:
    """0.2 s → 5 s, each between half and the whole of it: thousands of clients that lost one server come back spread."""
    whole = min(pace.longest, pace.first * 2.0 ** min(max(failures - 1, 0), 16))
    return random.uniform(whole / 2, whole)


def _why(refusal: NotSignedIn, at: datetime) -> Why:
    return Why(code=WhyCode(refusal.params.get("why", WhyCode.UNKNOWN)), at=at, params=refusal.params)
