"""Agents at their desks: the real program in real windows, on its own loop, in front of the real backend in its own process.

One centre serves a whole run of tests. It has many teams, each with two agents, three queues and customers of its own, and
each test gets one that nobody else touches.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported
os.environ["LANG"] = "C.UTF-8"  # Qt warns of any other and changes it
os.environ.pop("LC_ALL", None)

import asyncio
import itertools
import logging
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from msgspec import Struct, json
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from agent_client.backend.app import bring_up_to_date
from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.ports.units import Tx
from agent_client.backend.services.setting_up import (
    VARIABLES,
    Plan,
    PlannedAgent,
    PlannedCustomer,
    PlannedQueue,
    PlannedRecord,
    set_up,
)
from agent_client.backend.settings import PasswordCost, Settings
from agent_client.client.api import system_ssl
from agent_client.client.clock import ServerClock
from agent_client.client.session import Session
from agent_client.client.store.state import Link, State
from agent_client.client.store.store import Store
from agent_client.client.store.views import current_contact, in_section, phase, requests
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentId, AgentState, Phase, Section
from agent_client.protocol.paths import API
from agent_client.workstation.command_line import Options
from agent_client.workstation.paths import HOME, paths
from agent_client.workstation.seat import Seat, SeatSource
from agent_client.workstation.settings import Settings as Choices
from ui.desk import Desk
from ui.dialogs.sign_in import SignInWindow
from ui.loop import make_loop
from ui.main_window.window import MainWindow
from ui.notices import Notices
from ui.placement import Placement
from ui.popovers.call_popover import CallPopover
from ui.popovers.rona_popover import RonaPopover
from ui.popovers.stack import PopoverStack
from ui.program import Program
from ui.secrets import Secrets
from ui.self_check.hands import Hands
from ui.theme import Appearance, Theme

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

TEAMS = 128
PASSWORD = "Passwort 9"
SHORT, LONG = 1, 60
"""Seconds in which a call is to be answered, and to be wrapped up."""


class Who(Struct, frozen=True):
    user: str
    name: str
    phone: str


class Team(Struct, frozen=True):
    """``number`` tells it from the others. ``main`` and ``shop`` lead to one queue, where nothing ends by itself; on
    ``quick`` a call is to be answered within a second, on ``brief`` it is to be wrapped up within one."""

    number: int

    @property
    def anna(self) -> Who:
        return Who(f"anna{self.number}", f"Anna Visser {self.number}", str(2000 + self.number))

    @property
    def bram(self) -> Who:
        return Who(f"bram{self.number}", f"Bram Smit {self.number}", str(4000 + self.number))

    @property
    def main(self) -> str:
        return f"+3120100{self.number:04}"

    @property
    def shop(self) -> str:
        return f"+3120200{self.number:04}"

    @property
    def quick(self) -> str:
        return f"+3120300{self.number:04}"

    @property
    def brief(self) -> str:
        return f"+3120400{self.number:04}"

    @property
    def known(self) -> str:
        """Jana's number."""
        return f"+3130300{self.number:04}"

    @property
    def shared(self) -> str:
        """Marie's number for the main project, Zoë's for the shop."""
        return f"+3130400{self.number:04}"

    @property
    def stranger(self) -> str:
        return f"+3130500{self.number:04}"

    def customer(self, first: str) -> str:
        return f"{first} Novák{self.number:02}"

    @property
    def company(self) -> str:
        return f"Pekařství{self.number:02} a syn"


def _planned(team: Team, now: datetime) -> tuple[PlannedCustomer, ...]:
    def one(first: str, number: str, **more: Any) -> PlannedCustomer:
        text = f"{first} asked for the price list."
        return PlannedCustomer(
            fields=CustomerFields(name=team.customer(first), company=team.company, numbers=(number,), town="Utrecht"),
            variables={"contract": f"Gold {team.number}"},
            records=(PlannedRecord(at=now - timedelta(days=2), user=team.bram.user, text=text, phone="4711"),),
            **more,
        )

    return (
        one("Jana", team.known),
        one("Marie", team.shared, project=f"Main {team.number}"),
        one("Zoë", team.shared, project=f"Shop {team.number}"),
    )


def _plan(now: datetime) -> Plan:
    teams = [Team(number) for number in range(1, TEAMS + 1)]

    def queue(kind: str, team: Team, ring: int, wrap_up: int, **projects: str) -> PlannedQueue:
        return PlannedQueue(
            name=f"{kind} {team.number}",
            dnis=tuple((f"{name} {team.number}", dnis) for name, dnis in projects.items()),
            variables=VARIABLES,
            ring_seconds=ring,
            wrap_up_seconds=wrap_up,
        )

    return Plan(
        name="Test centre",
        country="NL",
        queues=tuple(
            one
            for team in teams
            for one in (
                queue("Main", team, LONG, LONG, Main=team.main, Shop=team.shop),
                queue("Quick", team, SHORT, LONG, Quick=team.quick),
                queue("Brief", team, LONG, SHORT, Brief=team.brief),
            )
        ),
        agents=tuple(
            PlannedAgent(
                user=who.user,
                name=who.name,
                password=PASSWORD,
                queues=tuple(f"{kind} {team.number}" for kind in ("Main", "Quick", "Brief")),
            )
            for team in teams
            for who in (team.anna, team.bram)
        ),
        idle_reasons=("Lunch", "Meeting"),
        wrap_up_reasons=("Answered", "Passed on", "Callback agreed", "Wrong number"),
        customers=tuple(one for team in teams for one in _planned(team, now)),
    )


def _write(database: Path) -> None:
    cost = PasswordCost(memory_kib=8, passes=1, lanes=1)
    bring_up_to_date(Settings(database=database))
    engine, passwords = open_sqlite(database), Passwords(cost)
    kept: dict[str, str] = {}

    def hashed(password: str) -> str:  # the same for everybody: a hundred hashes would take their time
        return kept.get(password) or kept.setdefault(password, passwords.hashed(password))

    now = datetime.now(UTC)  # noqa: TID251
    with engine.begin() as conn:
        set_up(Tx(conn, now), _plan(now), hashed)
    passwords.close()
    engine.dispose()


class Centre:
    """The quiet demo as a process over a database of ours; ``pbx`` drives its callers and phones."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.url = ""
        self._process: subprocess.Popen[str] | None = None
        self._log = database.with_suffix(".log")

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port or 0

    def start(self) -> Centre:
        """Where it was before, if it ran before."""
        command = [sys.executable, "-m", "agent_client.backend", "demo", "--quiet", "--until-stdin-closes"]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [*command, "--database", f"sqlite:///{self.database}", "--port", str(self.port)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        ready = self._process.stdout.readline().split()
        assert ready[:1] == ["ready"], self._log.read_text()
        self.url = ready[1]
        return self

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._end()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._end()

    def let_it_write(self, on: bool) -> None:
        """Off: from now on the system takes nothing from this process for any file, as on a full disk. Linux only."""
        import resource  # not on Windows

        assert self._process is not None
        limit = resource.RLIM_INFINITY if on else 0
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def _end(self) -> None:
        assert self._process is not None
        self._process.wait(20)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What stands in the database, as anybody else reads it."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as conn:
            return conn.execute(query, values).fetchall()

    def records(self, text: str) -> int:
        """How many records have this text."""
        [(count,)] = self.rows("SELECT count(*) FROM records WHERE text = ?", text)
        return int(count)

    async def pbx(self, path: str, **body: object) -> dict[str, Any]:
        async with httpx.AsyncClient(base_url=self.url, verify=system_ssl(), trust_env=False) as http:
            answer = await http.post(f"{API}/simulator/{path}", content=json.encode(body))
        assert answer.is_success, answer.text
        return json.decode(answer.content, type=dict[str, Any])

    async def call(self, number: str, dnis: str, **how: object) -> str:
        """A customer calls; the call's name."""
        return str((await self.pbx("calls", ani=number, dnis=dnis, **how))["call"])

    async def hang_up(self, call: str) -> None:
        await self.pbx(f"calls/{call}/hang-up")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database, made and filled once."""
    database = tmp_path_factory.mktemp("centre") / "template.db"
    _write(database)
    return database


@pytest.fixture(scope="session")
def shared_centre(template: Path) -> Iterator[Centre]:
    running = Centre(shutil.copyfile(template, template.with_name("shared.db"))).start()
    yield running
    running.stop()


@pytest.fixture
def centre(shared_centre: Centre) -> Centre:
    """The same process for all tests of this folder: one that kills or spoils it overrides this."""
    return shared_centre


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture
def team(_numbers: Iterator[int]) -> Team:
    """One that no other test has or had."""
    number = next(_numbers)
    assert number <= TEAMS, "more tests than teams"
    return Team(number)


# The program


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["agent-client"]


@pytest.fixture(scope="session", autouse=True)
def appearance(qapp: QApplication) -> Appearance:
    return Appearance(qapp, Theme.LIGHT)


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every coroutine of these tests runs on the program's own loop, in Qt's turns."""

    def program_loop() -> asyncio.AbstractEventLoop:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return make_loop(app)

    return {"qt": program_loop}


@pytest.fixture(autouse=True)
def no_turns_without_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between setup, test and teardown pytest-qt would turn Qt's loop while agents are signed in: their tasks would run
    with no loop that runs."""
    monkeypatch.setattr("pytestqt.plugin._process_events", lambda: None)


@pytest.fixture(autouse=True)
def nothing_went_wrong(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What the program reports as an error fails the test, however well the rest of it looked."""
    yield
    ours = [
        record.getMessage()
        for record in (*caplog.get_records("setup"), *caplog.get_records("call"))
        if record.levelno >= logging.ERROR and record.name.split(".")[0] in ("agent_client", "ui", "asyncio", "qasync")
    ]
    assert ours == []


@pytest.fixture(scope="session")
def driven_program() -> list[str]:
    """Python's arguments for the program in its own process, which drives itself."""
    return ["-m", "tests.end_to_end.driven_program"]


class Agent:
    """One agent's program, the hands on it, and what its client knows."""

    def __init__(self, who: Who, centre: Centre, desk: Desk, taken: list[QWidget], clock: ServerClock) -> None:
        self.who = who
        self.centre = centre
        self.desk = desk
        self.hands = Hands(None)
        self.clock = clock
        self.server = centre.url
        self.stop = asyncio.Event()
        self.program = Program(desk, clock, self.stop)
        self.window: MainWindow
        self._taken = taken
        self._working = desk.tasks.start(self.program.run(), "the program")

    @property
    def state(self) -> State:
        online = self.program.online()
        assert online is not None
        return online.store.state

    @property
    def popovers(self) -> PopoverStack:
        return self.window.findChild(PopoverStack)

    async def until(self, look: Callable[[], T | None], what: str, seconds: float = 15.0) -> T:
        def looked() -> T | None:
            if self._working.done():
                self._working.result()
            return look()

        return await self.hands.until(looked, what, seconds)

    async def until_phase(self, wanted: Phase) -> None:
        await self.until(lambda: phase(self.state) is wanted, f"the phase {wanted}, now {phase(self.state)}")
        await self.until(lambda: self.window.status_bar.badge.word() == _PHASE_WORDS[wanted], "the phase's word")

    async def new_window(self, kind: type[W]) -> W:
        """The next of its kind to show: there may be a colleague's."""

        def look() -> W | None:
            for top in QApplication.topLevelWidgets():
                if isinstance(top, kind) and top.isVisible() and not any(top is known for known in self._taken):
                    self._taken.append(top)
                    return top
            return None

        return await self.until(look, f"the {kind.__name__}")

    # -- signing in

    async def enter(self, window: SignInWindow, **other: str) -> None:
        """Fills the form in and presses the button; ``other``: what to write instead into a field."""
        texts = {"server": self.server, "user": self.who.user, "password": PASSWORD, "phone": self.who.phone}
        for name, text in (texts | other).items():
            field = getattr(window, name)
            field.clear()
            self.hands.type(field, text)
        await self.hands.click(window.button)

    async def refused(self, window: SignInWindow) -> str:
        """The sentence under the form."""
        await self.until(lambda: window.error.isVisible() and window.error.text(), "the reason")
        assert window.button.isEnabled() and not window.button.requested, "another try is possible"
        return window.error.text()

    async def sign_in(self, **other: str) -> Agent:
        form = await self.new_window(SignInWindow)
        await self.enter(form, **other)
        await self.until(lambda: not _is_shown(form) or form.error.text(), "an answer")
        assert not _is_shown(form), form.error.text()
        self.window = await self.new_window(MainWindow)
        await self.until(lambda: self.state.link is Link.UP, "the link")
        return self

    async def signed_on(self) -> Agent:
        """Signed in, the phone tested, waiting."""
        await self.centre.pbx(f"phones/{self.who.phone}", answers_test_after=0.01, desktop=True)
        await self.sign_in()
        await self.until_phase(Phase.PAUSE)
        await self.hands.click(self.window.contact.states.available)
        await self.until_phase(Phase.WAITING)
        return self

    # -- calls

    async def popover(self) -> CallPopover:
        """Ringing, and past the moment in which it takes no press."""
        await self.until(lambda: requests(self.state), "a request")

        def armed() -> CallPopover | None:
            shown = self.popovers.shown()
            first = shown[0] if shown else None
            if not isinstance(first, CallPopover) or not first.isVisible() or not first.armed:
                return None
            ringing = first.answer.isVisible() or first.at_phone.isVisible()
            return first if ringing else None

        return await self.until(armed, "the popover to ring")

    async def rona(self) -> RonaPopover:
        def shown() -> RonaPopover | None:
            found = [one for one in self.popovers.shown() if isinstance(one, RonaPopover)]
            return found[0] if found and found[0].isVisible() and found[0].armed else None

        return await self.until(shown, "the popover that asks after RONA")

    async def talk_to(self, number: str, dnis: str) -> tuple[str, Contact]:
        """A customer calls and is answered: the call's name, and the contact."""
        call = await self.centre.call(number, dnis)
        popover = await self.popover()
        await self.hands.click(popover.answer)
        await self.until_phase(Phase.CALL)
        contact = current_contact(self.state)
        assert contact is not None
        return call, contact

    async def press(self, keys: str) -> None:
        await self.hands.press(self.window, keys)

    async def choose_state(self, digit: str) -> None:
        """1 Available, 2 Pause, then the idle reasons: in the state switch, by keys."""
        await self.press("Ctrl+Shift+S")
        menu = await self.until(lambda: self.window.header.switch.menu, "the menu of states")
        await self.until(menu.isVisible, "the menu to open")
        QTest.keySequence(menu, QKeySequence(digit))

    async def wrap_up(self) -> None:
        """From the end of a call, by keys."""
        await self.until_phase(Phase.WRAP_UP)
        for keys in ("F8", "1", "Return"):
            await self.press(keys)
        await self.until(lambda: phase(self.state) is not Phase.WRAP_UP, "the end of wrap-up")

    # -- the record

    async def until_history_has(self, text: str) -> None:
        """As a record: what is still on its way does not count."""
        entries = self.window.customer.history.line.entries

        def look() -> bool:
            return any(entry.text == text and isinstance(entry.key, int) for entry in entries())

        await self.until(look, f"“{text[:40]}” in the history")

    async def until_said(self, words: str) -> None:
        """In the note's status line."""
        editor = self.window.customer.editor
        await self.until(lambda: words in editor.status_text(), f"“{words}”, not “{editor.status_text()}”")

    # -- the callback list

    def listed(self, section: Section) -> list[Callback]:
        return in_section(self.state, section)

    async def until_listed(self, number: str, section: Section) -> Callback:
        def look() -> Callback | None:
            return next((one for one in self.listed(section) if one.number == number), None)

        return await self.until(look, f"{number or 'a withheld number'} among the {section} callbacks")

    # -- the end

    async def until_gone(self, colleague: Colleague, agent: AgentId) -> None:
        """As a colleague sees it."""

        def look() -> bool:
            seen = colleague.state.agents.get(agent)
            return seen is None or seen.state is AgentState.SIGNED_OUT

        await self.hands.until(look, "the colleague to see the agent go")

    async def leave(self) -> int:
        """The program's exit status; told to end, if it has not ended by itself."""
        self.stop.set()
        async with asyncio.timeout(15):
            status = await asyncio.shield(self._working)
        await self.desk.tasks.close()
        return status

    async def until_ended(self) -> int:
        await self.hands.until(self._working.done, "the program to end")
        return self._working.result()


_PHASE_WORDS = {
    Phase.PAUSE: "Pause",
    Phase.SIGNING_ON: "Signing on",
    Phase.WAITING: "Waiting",
    Phase.SETUP: "Setup",
    Phase.CALL: "Call",
    Phase.WRAP_UP: "Wrap-up",
    Phase.RONA: "RONA",
    Phase.RECONNECTING: "Reconnecting",
}


@pytest.fixture
async def sit_down(
    qapp: QApplication, appearance: Appearance, centre: Centre, tmp_path: Path
) -> AsyncIterator[Callable[..., Agent]]:
    """``sit_down(who)``: the program starts at a seat of their own; ``home``: where it keeps its files."""
    agents: list[Agent] = []
    taken: list[QWidget] = []
    placements: list[Placement] = []

    def start(who: Who, *, seat: str = "", home: Path | None = None, clock: ServerClock | None = None) -> Agent:
        where = paths({HOME: str(home or tmp_path / f"home-{len(agents)}")}).make()
        choices, notices = Choices(where.config / "settings.json"), Notices()
        placements.append(Placement(choices, qapp))
        at = Seat(seat or f"WS-{who.user}", f"{who.user}-pc", SeatSource.CHOSEN)
        desk = Desk(
            qapp, Options(), where, choices, at, placements[-1], notices, Secrets(notices), appearance, TaskOwner()
        )
        agents.append(Agent(who, centre, desk, taken, clock or ServerClock()))
        return agents[-1]

    yield start
    for agent in agents:
        assert await agent.leave() == 0
    for placement in placements:
        placement.setParent(None)
        placement.deleteLater()
    assert not [top for top in taken if _is_shown(top)], "a window outlived its program"


def _is_shown(widget: QWidget) -> bool:
    try:
        return widget.isVisible()
    except RuntimeError:  # deleted
        return False


@pytest.fixture
async def anna(sit_down: Callable[..., Agent], team: Team) -> Agent:
    """Waiting for a call."""
    return await sit_down(team.anna).signed_on()


class Colleague:
    """Another agent's client without windows: the same session and store, commands by hand."""

    def __init__(self, who: Who, centre: Centre) -> None:
        self.who = who
        self.centre = centre
        self.store = Store()
        self.session = Session(self.store, ServerClock(), ssl_context=system_ssl())

    @property
    def state(self) -> State:
        return self.store.state

    async def sign_in(self, *, seat: str = "", phone: str = "") -> Colleague:
        who = self.who
        await self.session.sign_in(
            self.centre.url, who.user, PASSWORD, phone or who.phone, seat or f"PC-{who.user}", f"{who.user}-laptop"
        )
        await Hands(None).until(lambda: self.state.link is Link.UP, "the colleague's link")
        return self

    async def ready(self) -> Colleague:
        await self.centre.pbx(f"phones/{self.who.phone}", answers_test_after=0.01, desktop=True)
        await self.sign_in()
        await self.session.api.change_state(ChangeState(state=AgentState.READY))
        await self.until_phase(Phase.WAITING)
        return self

    async def until_phase(self, wanted: Phase) -> None:
        await Hands(None).until(lambda: phase(self.state) is wanted, f"the colleague's phase {wanted}")

    async def until_request(self) -> Contact:
        [contact] = await Hands(None).until(lambda: requests(self.state), "a request for the colleague")
        return contact


@pytest.fixture
async def colleague(centre: Centre) -> AsyncIterator[Callable[[Who], Colleague]]:
    made: list[Colleague] = []

    def meet(who: Who) -> Colleague:
        made.append(Colleague(who, centre))
        return made[-1]

    yield meet
    for one in made:
        await one.session.close()
