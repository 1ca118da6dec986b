"""A contact centre of a few lines on a loopback port. It speaks real HTTP/1.1 by hand, so that it can misbehave at will."""

from __future__ import annotations

import asyncio
import gc
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from agent_client.client.api import Api
from agent_client.client.clock import ServerClock
from agent_client.client.tasks import TaskOwner
from agent_client.protocol import paths
from agent_client.protocol.agents import AgentBrief, Me, Presence
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.centre import Centre, IdleReason, Project, Queue, WrapUpReason
from agent_client.protocol.contacts import Contact
from agent_client.protocol.cursor import CENTRE, Cursor, agent_stream, queue_stream, read_cursor
from agent_client.protocol.customers import CustomerBrief, NewRecord, Record
from agent_client.protocol.events import NAMES, Envelope, Event
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    CallbackId,
    ContactId,
    ContactState,
    CustomerId,
    Direction,
    IdleReasonId,
    NotReadyReason,
    ProjectId,
    QueueId,
    RecordId,
    Role,
    Section,
    SessionId,
    WhyCode,
    WrapUpReasonId,
)
from agent_client.protocol.refusals import BadCredentials, NotSignedIn, Refusal
from agent_client.protocol.sessions import (
    OLDEST_CLIENT,
    SCHEMA,
    Hello,
    Pulse,
    Renew,
    Renewed,
    SignedIn,
    SignIn,
    Snapshot,
)
from agent_client.protocol.why import Why

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EPOCH = "e1"
TOKEN = "token-of-seven"


class Things:
    """What the protocol carries, ready made; each takes the fields that matter to a test."""

    noon = NOON

    @staticmethod
    def at(seconds: float) -> datetime:
        return NOON + timedelta(seconds=seconds)

    @staticmethod
    def me(**fields: object) -> Me:
        usual = Me(
            id=AgentId(7),
            name="Anna",
            user="anna",
            role=Role.AGENT,
            phone="204",
            seat="PC-1",
            queues=(QueueId(1),),
            state=AgentState.NOT_READY,
            not_ready=NotReadyReason.PAUSE,
            since=NOON,
            version=1,
        )
        return msgspec.structs.replace(usual, **fields)

    @staticmethod
    def presence(**fields: object) -> Presence:
        usual = Presence(id=AgentId(8), name="Bo", phone="205", state=AgentState.READY, since=NOON, version=1)
        return msgspec.structs.replace(usual, **fields)

    @staticmethod
    def queue(**fields: object) -> Queue:
        return msgspec.structs.replace(Queue(id=QueueId(1), name="Sales", version=1), **fields)

    @staticmethod
    def contact(**fields: object) -> Contact:
        usual = Contact(
            id=ContactId(5),
            version=1,
            direction=Direction.INBOUND,
            state=ContactState.RINGING,
            queue=QueueId(1),
            ani="+420724118305",
            dnis="800100",
            queued_at=NOON,
        )
        return msgspec.structs.replace(usual, **fields)

    @staticmethod
    def entry(**fields: object) -> Callback:
        usual = Callback(
            id=CallbackId(3),
            version=1,
            queue=QueueId(1),
            section=Section.OPEN,
            number="+420724118305",
            dnis="800100",
            customer=CustomerBrief(CustomerId(9), "Karel"),
            first_at=NOON,
            last_at=NOON,
        )
        return msgspec.structs.replace(usual, **fields)

    @staticmethod
    def why(code: WhyCode = WhyCode.SIGNED_IN_ELSEWHERE, **params: str) -> Why:
        return Why(code=code, at=NOON, params=params)

    @staticmethod
    def centre() -> Centre:
        return Centre(
            version=1,
            name="Centre",
            country="CZ",
            projects=(Project(ProjectId(1), "Shop", "800100", QueueId(1)),),
            idle_reasons=(IdleReason(IdleReasonId(1), "Lunch"),),
            wrap_up_reasons=(WrapUpReason(WrapUpReasonId(1), "Sold"),),
        )

    @classmethod
    def snapshot(cls, **fields: object) -> Snapshot:
        usual = Snapshot(
            now=NOON,
            me=cls.me(),
            centre=cls.centre(),
            queues=(cls.queue(),),
            agents=(cls.presence(),),
            contacts=(),
            callbacks=(),
            sections={section: 0 for section in Section if section is not Section.UNKNOWN},
        )
        return msgspec.structs.replace(usual, **fields)


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


class Line:
    """The server's end of one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.gone = asyncio.Event()
        self.closed = asyncio.Event()

    async def request(self) -> Request | None:
        try:
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        method, target, _ = head[0].split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        split = urlsplit(target)
        return Request(method, split.path, parse_qs(split.query), headers, body)

    async def raw(self, data: bytes) -> None:
        with suppress(ConnectionError):
            self.writer.write(data)
            await self.writer.drain()

    async def answer(self, status: int, body: object = None, kind: str = "application/json") -> None:
        data = body if isinstance(body, bytes) else b"" if body is None else msgspec.json.encode(body)
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
        await self.raw(head.encode() + data)

    async def refuse(self, refusal: Refusal) -> None:
        await self.answer(refusal.status, refusal.body())

    async def start_events(self, kind: str = "text/event-stream") -> None:
        await self.raw(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())

    async def chunk(self, data: bytes) -> None:
        await self.raw(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    async def event(self, name: str, data: object, at: Cursor | str = "") -> None:
        body = data if isinstance(data, bytes) else msgspec.json.encode(data)
        position = f"id: {at}\n".encode() if str(at) else b""
        await self.chunk(b"event: " + name.encode() + b"\n" + position + b"data: " + body + b"\n\n")

    async def end_events(self) -> None:
        await self.raw(b"0\r\n\r\n")

    def cut(self) -> None:
        self.writer.transport.abort()


Handler = Callable[[Request, Line], Awaitable[None]]


@dataclass
class LoopbackCentre:
    """Signs anybody in whose password is ``right``, keeps one log of events, resumes streams, stores each record once."""

    base: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: TID251 - a server's own clock
    hello: Hello | None = None
    snapshot: Snapshot = field(default_factory=Things.snapshot)
    epoch: str = EPOCH
    heartbeat: float = 0.05
    requests: list[Request] = field(default_factory=list)
    log: list[Envelope] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    streams: list[Line] = field(default_factory=list)
    handlers: dict[str, Handler] = field(default_factory=dict)
    signed_in: bool = False
    token: str = TOKEN
    token_life: timedelta = timedelta(hours=1)
    expires_at: datetime | None = None
    password_by: datetime | None = None
    why_not: str = ""
    lines: set[Line] = field(default_factory=set)
    _server: asyncio.Server | None = None
    _port: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: dict[str, int] = field(default_factory=lambda: {agent_stream(7): 10, queue_stream(1): 20, CENTRE: 5})

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port, ssl=tls)
        self._port = self._server.sockets[0].getsockname()[1]
        self.base = f"{'https' if tls else 'http'}://127.0.0.1:{self._port}"

    async def stop(self) -> None:
        """As if killed: every connection breaks. `start` opens the same port again."""
        assert self._server is not None
        for listening in self._server.sockets:
            asyncio.get_running_loop().remove_reader(listening.fileno())
        for _ in range(8):  # a connection accepted at the moment of closing would be nobody's, and never closed
            await asyncio.sleep(0)
        self._server.close()
        self.drop_connections()
        await self._server.wait_closed()
        for line in list(self.lines):
            await line.closed.wait()

    def drop_connections(self) -> None:
        for line in list(self.lines):
            line.cut()
            line.gone.set()
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def on(self, path: str, handler: Handler) -> None:
        """Instead of the usual answer to this path."""
        self.handlers[path] = handler

    def usual(self, path: str) -> None:
        self.handlers.pop(path, None)

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.epoch, dict(self._numbers))

    def emit(self, event: Event, stream: str = agent_stream(7)) -> Envelope:
        return self.append(NAMES[type(event)], msgspec.json.encode(event), stream)

    def append(self, name: str, body: bytes, stream: str = agent_stream(7)) -> Envelope:
        self._numbers[stream] += 1
        number = self._numbers[stream]
        envelope = Envelope(stream=stream, number=number, at=self.now(), name=name, body=msgspec.Raw(body))
        self.log.append(envelope)
        self._tell()
        return envelope

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def words(self) -> Hello:
        return self.hello or Hello(
            schema=SCHEMA, oldest_client=OLDEST_CLIENT, server="9", centre="Centre", epoch=self.epoch, now=self.now()
        )

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line(reader, writer)
        self.lines.add(line)
        try:
            while (request := await line.request()) is not None:
                self.requests.append(request)
                await self.handlers.get(request.path, self.answer)(request, line)
        except ConnectionError:
            pass
        finally:
            self.lines.discard(line)
            line.gone.set()
            writer.close()
            line.closed.set()

    async def answer(self, request: Request, line: Line) -> None:
        known = self.signed_in and request.headers.get("authorization") == f"Bearer {self.token}"
        match request.path:
            case paths.HELLO:
                await line.answer(200, self.words())
            case paths.SESSIONS:
                await self._sign_in(request, line)
            case _ if not known:
                await line.refuse(NotSignedIn(**({"why": self.why_not} if self.why_not else {})))
            case paths.SESSION:
                self.signed_in = False
                await line.answer(204)
            case paths.PULSE:
                await line.answer(201, Pulse(self.now(), self.expires_at, self.password_by))
            case paths.RENEWAL:
                await self._renew(request, line)
            case paths.RECORDS:
                await line.answer(201, self.store(request))
            case paths.EVENTS:
                await self.feed(request, line)
            case _:
                await line.answer(404, {"code": "not_found"})

    async def _sign_in(self, request: Request, line: Line) -> None:
        wish = msgspec.json.decode(request.body, type=SignIn)
        if wish.password != "right":
            await line.refuse(BadCredentials())
        else:
            self.signed_in = True
            me, life = self.snapshot.me, self._life()
            await line.answer(201, SignedIn(token=self.token, session=SessionId(1), me=me, **life))

    async def _renew(self, request: Request, line: Line) -> None:
        if msgspec.json.decode(request.body, type=Renew).password not in ("", "right"):
            await line.refuse(BadCredentials())
            return
        self.token += "'"
        await line.answer(200, Renewed(token=self.token, **self._life()))

    def _life(self) -> dict[str, datetime]:
        self.expires_at = self.now() + self.token_life
        self.password_by = self.now() + timedelta(hours=12)
        return {"expires_at": self.expires_at, "password_by": self.password_by}

    def store(self, request: Request) -> Record:
        new = msgspec.json.decode(request.body, type=NewRecord)
        key = request.headers[paths.KEY_HEADER.lower()]
        if key not in self.records:
            self.records[key] = Record(
                id=RecordId(len(self.records) + 1),
                customer=new.customer,
                contact=new.contact,
                number="",
                saved_at=self.now(),
                call_at=None,
                operator=AgentBrief(AgentId(7), "Anna", "204"),
                text=new.text,
            )
        return self.records[key]

    async def feed(self, request: Request, line: Line) -> None:
        """Hello; what came after the reader's position, or a snapshot; then whatever comes."""
        await line.start_events()
        await line.event("hello", self.words())
        at = read_cursor(request.headers.get("last-event-id", ""))
        if at is None or at.epoch != self.epoch:
            at = self.cursor
            await line.event("snapshot", self.snapshot, at)
        self.streams.append(line)
        try:
            while not line.gone.is_set() and not line.writer.transport.is_closing():
                news = self._news
                for envelope in self.log:
                    if envelope.number > at.numbers[envelope.stream]:
                        at = at.advanced(envelope.stream, envelope.number)
                        await line.event("change", envelope, at)
                if not self.signed_in:
                    break
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.heartbeat):
                        await news.wait()
                        continue
                await line.event("ping", {"now": self.now()})
            await line.end_events()
        finally:
            self.streams.remove(line)


@pytest.fixture
def things() -> type[Things]:
    return Things


@pytest.fixture
async def centre() -> AsyncIterator[LoopbackCentre]:
    server = LoopbackCentre()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def clock() -> ServerClock:
    return ServerClock()


@pytest.fixture
async def api(centre: LoopbackCentre, clock: ServerClock) -> AsyncIterator[Api]:
    """Not signed in yet."""
    made = Api(centre.base, clock=clock)
    yield made
    await made.close()


@pytest.fixture
async def tasks() -> AsyncIterator[TaskOwner]:
    owner = TaskOwner()
    yield owner
    await owner.close()


@pytest.fixture
def sign_in() -> SignIn:
    return SignIn(user="anna", password="right", phone="204", seat="PC-1")


@pytest.fixture
def until() -> Callable[[Callable[[], object]], Awaitable[None]]:
    """Waits until something is so; pytest's own limit ends a wait that never does."""

    async def wait(true: Callable[[], object]) -> None:
        while not true():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.002)

    return wait


@pytest.fixture
async def complaints() -> AsyncIterator[list[dict[str, object]]]:
    """What reached the loop's exception handler."""
    loop = asyncio.get_running_loop()
    heard: list[dict[str, object]] = []
    loop.set_exception_handler(lambda _, context: heard.append(context))
    yield heard
    loop.set_exception_handler(None)


class MemoryDrawer:
    """A drawer whose disk can be slow or full, and which remembers the order of what was done to it."""

    def __init__(self) -> None:
        self.pieces: dict[str, bytes] = {}
        self.moves: list[tuple[str, str]] = []
        self.full = False
        self.seconds = 0.0

    def load(self) -> dict[str, bytes]:
        return dict(self.pieces)

    def keep(self, name: str, data: bytes) -> None:
        if self.full:
            raise OSError(28, "No space left on device")
        time.sleep(self.seconds)
        self.pieces[name] = data
        self.moves.append(("keep", name))

    def drop(self, name: str) -> None:
        self.pieces.pop(name, None)
        self.moves.append(("drop", name))


@pytest.fixture
def drawer() -> MemoryDrawer:
    return MemoryDrawer()


@pytest.fixture
def typing_child() -> Iterator[Path]:
    yield Path(__file__).with_name("typing_child.py")


@pytest.fixture(scope="module")
def small_heap() -> None:
    """For tests that look for garbage themselves, again and again: what the tests before left is looked through once."""
    gc.collect()
    gc.freeze()
