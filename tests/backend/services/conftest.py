"""A centre in one place: its database, its services, the simulated PBX, and a clock that is moved by hand."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from msgspec import Struct
from sqlalchemy import Connection, Engine, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import (
    agents,
    callbacks,
    centre,
    contact_view,
    contacts,
    customers,
    projects,
    remote_agents,
    staffing,
    tables,
    variables,
)
from agent_client.backend.persistence.centre import ShownVariable
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.event_log import settle
from agent_client.backend.persistence.postgres import open_postgres
from agent_client.backend.persistence.tables import metadata
from agent_client.backend.ports.telephony import Alive, CallId, KnownCall, TelephonyAction, TelephonyEvent
from agent_client.backend.ports.units import Tx, Unit
from agent_client.backend.services import agent_states, calls, due, kept_lines, links, resuming, routing, signing_in
from agent_client.backend.settings import Postgres
from agent_client.backend.telephony.simulator import CustomerBehaviour, HandTimers, PhoneBehaviour, Simulator
from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.events import NAMES, Event
from agent_client.protocol.names import AgentId, AgentState, IdleReasonId
from agent_client.protocol.sessions import SignIn
from tests.backend.services.talking import Bench

T = TypeVar("T")
SALES, SUPPORT = "+31800100300", "+31800100200"
KNOWN = "+31201234567"
STRANGER = "+420224811111"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CUSTOMER = CustomerBehaviour(after=4, talk=80)
RING, WRAP_UP, GRACE, SIGN_ON = 18, 60, 60, 20


class World:
    """Implements ports.units.Units, and does by itself what the running server does after each commit."""

    _names = itertools.count()
    sessions_end = False
    """Else agents stay signed in however far the clock is put: their clients would renew."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.conn = engine.connect()
        self.conn.connection.cursor().execute("PRAGMA synchronous = OFF")  # tests of decisions, not of power cuts
        self._begin()

    def _begin(self) -> None:
        self.now = START
        self.timers = HandTimers()
        self.pbx = Simulator(self.timers, customer=CUSTOMER)
        self.told: list[tuple[str, Event]] = []
        self.acted: list[TelephonyAction] = []
        self.heard: list[TelephonyEvent] = []

    def _name(self) -> str:
        """Of a PBX: its calls are not those of the one before."""
        return f"pbx-{next(self._names)}"

    def close(self) -> None:
        self.conn.close()
        self.engine.dispose()

    async def write(self, unit: Unit[T]) -> T:
        tx, result = await self.transacted(unit, settle)
        self.told += tx.events
        self.acted += tx.actions
        for action in tx.actions:
            await self.pbx.act(action)
        if tx.wants_routing:
            await self.write(lambda tx: routing.assign(tx, self.pbx))
        return result

    async def read(self, unit: Unit[T]) -> T:
        return (await self.transacted(unit, lambda _: None))[1]

    async def transacted(self, unit: Unit[T], ending: Callable[[Tx], object]) -> tuple[Tx, T]:
        with self.conn.begin():
            return self._ran(self.conn, unit, ending)

    def _ran(self, conn: Connection, unit: Unit[T], ending: Callable[[Tx], object]) -> tuple[Tx, T]:
        tx = Tx(conn, self.now)
        result = unit(tx)
        ending(tx)
        return tx, result

    async def pass_(self, seconds: float) -> None:
        """Time passes for everybody: the PBX, what it tells, and what falls due."""
        end = self.now + timedelta(seconds=seconds)
        await self.settle()
        while self.now < end:
            this = min((end - self.now).total_seconds(), await self._until_something())
            self.now += timedelta(seconds=this)
            self.timers.pass_(this)
            await self.settle()
            for one in (await self.read(due.find)).now:
                await self.write(partial(due.settle, due=one))
            await self.write(lambda tx: routing.assign(tx, self.pbx))
            await self.settle()

    async def _until_something(self) -> float:
        """Seconds, at least one thousandth: the clock's own grain."""
        coming = (await self.read(due.find)).next
        waits = [self.timers.next_in(), None if coming is None else (coming - self.now).total_seconds()]
        return max(0.001, min((one for one in waits if one is not None), default=1e6))

    async def settle(self) -> None:
        self.timers.pass_()
        while self.heard:
            event = self.heard.pop(0)
            await self.tell(event)
            self.timers.pass_()

    async def tell(self, event: TelephonyEvent) -> None:
        await self.write(lambda tx: calls.on_telephony(tx, event, self.pbx))

    async def start(self) -> None:
        known = (await self.read(lambda tx: resuming.known(tx.conn))) or ()
        alive = await self.pbx.start(self.heard.append, known, await self.read(kept_lines.known))
        await self.write(lambda tx: resuming.resume(tx, alive))

    async def restart(self, *, same_pbx: bool = True) -> None:
        """The server dies and comes back; without ``same_pbx`` every call died with it."""
        await self.pbx.stop()
        self.heard.clear()
        self.pbx = Simulator(self.timers, customer=CUSTOMER, name=self._name(), adopted=(90.0, 100.0))
        if same_pbx:
            await self.start()
        else:
            await self.pbx.start(self.heard.append, ())
            await self.write(lambda tx: resuming.resume(tx, Alive()))

    # People.

    async def sign_in(self, agent: AgentId, phone: str = "", seat: str = "") -> Caller:
        request = SignIn(user="x", password="x", phone=phone or f"20{agent}", seat=seat or f"SEAT{agent}")
        await self.write(lambda tx: signing_in.sign_in(tx, request, agent, "127.0.0.1", 60, self.pbx.online))
        if not self.sessions_end:
            await self.write(lambda tx: tx.conn.execute(update(tables.sessions).values(expires_at=None)))
        who = await self.read(lambda tx: agents.caller_of(tx.conn, agent))
        assert who is not None
        await self.write(lambda tx: links.opened(tx, who))
        return who

    async def wish(self, who: Caller, state: AgentState, idle: int | None = None) -> Me:
        reason = None if idle is None else IdleReasonId(idle)
        wish = ChangeState(state=state, idle_reason=reason)
        return await self.write(lambda tx: agent_states.change(tx, who, wish, self.pbx.can_answer))

    async def ready(self, agent: AgentId, phone: str = "") -> Caller:
        """Signed in, the phone tested, waiting for calls."""
        who = await self.sign_in(agent, phone)
        await self.wish(who, AgentState.READY)
        await self.settle()
        assert self.pbx.pick_up(who.phone)
        await self.settle()
        return who

    async def calling(self, ani: str = KNOWN, dnis: str = SALES, **how: float) -> CallId:
        call = self.pbx.call_in(ani, dnis, **how)
        await self.settle()
        return call

    async def talking(self, who: Caller, **how: float) -> CallId:
        call = await self.calling(**how)
        assert self.pbx.pick_up(who.phone)
        await self.settle()
        return call

    def limit_calls(self, tx: Tx, most: int) -> None:
        tx.conn.execute(update(tables.centre).values(most_calls=most))

    # What there is.

    async def me(self, who: Caller) -> Me:
        return await self.read(lambda tx: agents.me(tx.conn, who.agent))

    async def contact(self, call: CallId) -> ContactRow:
        found = await self.read(lambda tx: contacts.by_call(tx.conn, call))
        assert found is not None
        return found

    async def in_hand(self, who: Caller) -> Contact:
        (found,) = await self.read(lambda tx: contact_view.of_agent(tx.conn, who.agent))
        return found

    async def entries(self) -> tuple[Callback, ...]:
        return await self.read(lambda tx: callbacks.page(tx.conn, centre.queue_ids(tx.conn), None, None, 1_000))

    def names(self, stream: str = "") -> list[str]:
        """What was told since the last asking, by the wire's names."""
        found = [NAMES[type(event)] for name, event in self.told if name.startswith(stream)]
        self.told.clear()
        return found


class Moment(Struct, frozen=True):
    """A world as it stood: its database, and the calls that its PBX had."""

    database: bytes
    known: tuple[KnownCall, ...]
    now: datetime


class Stage(World):
    """In memory, and back at a moment as often as is wanted: for tests that play many short stories.

    It keeps no event log, and routes when it settles, as the running server does a little later than it commits. A story
    is one transaction in which each unit is a savepoint.
    """

    def __init__(self) -> None:
        super().__init__(open_sqlite(Path(":memory:")))
        metadata.create_all(self.conn)
        _found(self.conn, START)
        self.conn.execute(update(tables.queues).values(records=True))
        self.conn.commit()
        self.conn.begin()
        self._routes = False

    @property
    def raw(self) -> sqlite3.Connection:
        """For looking without the layers between: much of such a test's time is looking."""
        connection: sqlite3.Connection = self.conn.connection.dbapi_connection  # type: ignore[assignment]
        return connection

    async def moment(self) -> Moment:
        known = await self.read(lambda tx: resuming.known(tx.conn))
        self.conn.commit()
        database = self.raw.serialize()
        self.conn.begin()
        return Moment(database, known, self.now)

    async def back(self, moment: Moment) -> None:
        self.conn.rollback()
        self.raw.deserialize(moment.database)
        self.conn.begin()
        self._begin()
        self._routes = False
        self.now = moment.now
        self.pbx = Simulator(self.timers, customer=CUSTOMER, name=self._name())
        await self.pbx.start(self.heard.append, moment.known)

    async def transacted(self, unit: Unit[T], ending: Callable[[Tx], object]) -> tuple[Tx, T]:
        tx = Tx(self.conn, self.now)
        self.raw.execute("SAVEPOINT unit")
        try:
            return tx, unit(tx)
        except BaseException:
            self.raw.execute("ROLLBACK TO unit")
            raise
        finally:
            self.raw.execute("RELEASE unit")

    async def write(self, unit: Unit[T]) -> T:
        tx, result = await self.transacted(unit, lambda _: None)
        self.told += tx.events
        self.acted += tx.actions
        for action in tx.actions:
            await self.pbx.act(action)
        self._routes |= tx.wants_routing
        return result

    async def settle(self) -> None:
        await super().settle()
        while self._routes:
            self._routes = False
            await self.write(lambda tx: routing.assign(tx, self.pbx))
            await super().settle()


def _remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    answers: dict[tuple[object, ...], Any] = {}

    def remembered(conn: Connection, *key: object) -> Any:
        if key not in answers:
            answers[key] = function(conn, *key)
        return answers[key]

    return remembered


NEVER_CHANGED = (
    *((centre, name) for name in ("centre", "settings_row", "queue_row")),
    (customers, "brief"),
    (remote_agents, "signed_in"),
    (staffing, "allowed"),
    (staffing, "both"),
    (staffing, "staffed"),
    (variables, "of_interaction"),  # nobody has defined one
)
"""What no story on the stage changes, and is asked for in every second statement."""


class PostgresCentre(Struct, frozen=True):
    """``like`` is an engine that has been connected: what is compiled for it serves all."""

    database: Postgres
    like: AsyncEngine

    def engine(self) -> AsyncEngine:
        made = open_postgres(self.database)
        ours, theirs = made.sync_engine, self.like.sync_engine
        ours.dialect, ours._compiled_cache = theirs.dialect, theirs._compiled_cache
        return made


class PostgresWorld(World):
    """The same on PostgreSQL, in one transaction that nobody commits: units that are asked for at once take turns."""

    def __init__(self, conn: AsyncConnection) -> None:
        self.shared = conn
        self._turn = asyncio.Lock()
        self._begin()

    async def transacted(self, unit: Unit[T], ending: Callable[[Tx], object]) -> tuple[Tx, T]:
        async with self._turn, self.shared.begin_nested():
            return await self.shared.run_sync(self._ran, unit, ending)

    def close(self) -> None:
        """Left to the fixture."""


ON_POSTGRES_TOO = {
    "test_callbacks",
    "test_customer_importing",
    "test_customer_lists",
    "test_customer_merging",
    "test_links",
    "test_locks",
    "test_records",
    "test_routing",
    "test_rules_file",
    "test_text_messages",
    "test_supervising",
    "test_throttling",
}
"""With AGENT_CLIENT_TEST_POSTGRES=1 all that have a world."""
_ALL = os.environ.get("AGENT_CLIENT_TEST_POSTGRES") == "1"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "world" in metafunc.fixturenames and (_ALL or metafunc.module.__name__.rpartition(".")[2] in ON_POSTGRES_TOO):
        metafunc.parametrize("where", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def where(request: pytest.FixtureRequest) -> Engine | PostgresCentre:
    """The database of a world."""
    made: Engine | PostgresCentre = request.getfixturevalue(
        "postgres_centre" if getattr(request, "param", "") == "postgres" else "engine"
    )
    return made


@pytest.fixture(scope="session")
def postgres_centre(postgres_server: Any) -> PostgresCentre:
    async def make() -> PostgresCentre:
        database: Postgres = await postgres_server.fresh()
        engine = open_postgres(database)
        async with engine.begin() as conn:
            await conn.run_sync(_found, START)
        await engine.dispose()
        return PostgresCentre(database, engine)

    return asyncio.run(make())


def _found(conn: Connection, now: datetime) -> None:
    shown = (
        ShownVariable("waited", "Waited"),
        ShownVariable("Language", "Language"),
        ShownVariable("project", "Project"),
    )
    centre.set_up(conn, name="Test", country="NL", sign_on_seconds=SIGN_ON, grace_seconds=GRACE)
    queues = [
        centre.create_queue(conn, name, variables=shown, ring_seconds=RING, wrap_up_seconds=WRAP_UP)
        for name in ("Sales", "Support")
    ]
    projects.create(conn, "Shop", SALES, queues[0])
    projects.create(conn, "Help", SUPPORT, queues[1])
    for name in ("Lunch", "Break"):
        centre.create_idle_reason(conn, name)
    centre.create_wrap_up_reason(conn, "Sold")
    for user, staffed in (("anna", queues), ("bram", queues), ("cleo", queues[1:])):
        agents.create(conn, now, user=user, name=user.title(), password_hash="-", queues=tuple(staffed))
    customers.create(
        conn, CustomerFields(name="Jan Jansen", numbers=(KNOWN,), country="NL"), shown={"Language": "Dutch"}
    )


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied for each test."""
    path = tmp_path_factory.mktemp("centre") / "template.db"
    engine = open_sqlite(path)
    metadata.create_all(engine)
    with engine.begin() as conn:
        _found(conn, START)
    engine.dispose()
    return path


@pytest.fixture
def engine(template: Path, tmp_path: Path) -> Iterator[Engine]:
    made = open_sqlite(Path(shutil.copy(template, tmp_path / "centre.db")))
    yield made
    made.dispose()


@pytest.fixture
async def world(where: Engine | PostgresCentre) -> AsyncIterator[World]:
    async with AsyncExitStack() as after:
        if isinstance(where, PostgresCentre):
            engine = where.engine()
            after.push_async_callback(engine.dispose)
            conn = await after.enter_async_context(engine.connect())
            for table in ("contacts", "callbacks", "sessions", "records", "merges"):  # undone with all else
                await conn.execute(text(f"ALTER SEQUENCE {table}_id_seq RESTART"))
            made: World = PostgresWorld(conn)
        else:
            made = World(where)
        after.callback(made.close)
        await made.start()
        made.told.clear()
        yield made


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    made = Stage()
    with pytest.MonkeyPatch.context() as patch:
        for module, name in NEVER_CHANGED:
            patch.setattr(module, name, _remembered(getattr(module, name)))
        yield made
    made.close()


@pytest.fixture(scope="session")
def new_world(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], World]:
    """For tests that need a fresh one many times."""
    folder = tmp_path_factory.mktemp("worlds")
    numbers = itertools.count()

    def make() -> World:
        return World(open_sqlite(Path(shutil.copy(template, folder / f"{next(numbers)}.db"))))

    return make


@pytest.fixture
def anna() -> AgentId:
    return AgentId(1)


@pytest.fixture
def bram() -> AgentId:
    return AgentId(2)


@pytest.fixture
def cleo() -> AgentId:
    return AgentId(3)


@pytest.fixture
def desktop_phone() -> PhoneBehaviour:
    return PhoneBehaviour(desktop=True)


@pytest.fixture
async def bench(world, anna, bram):
    who = await world.ready(anna)
    call = await world.talking(who)
    other = await world.ready(bram)
    world.told.clear()
    return Bench(world, who, other, call)
