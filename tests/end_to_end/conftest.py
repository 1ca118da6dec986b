"""Agents at their desks: the real program in real windows, on its own loop, in front of the real backend in its own process.

One centre serves many tests. It has many teams, each with two agents, queues and customers of its own, and each test gets
one that nobody else touches.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported
os.environ["LANG"] = "C.UTF-8"  # Qt warns of any other and changes it; English
os.environ.pop("LC_ALL", None)
os.environ.pop("LC_MESSAGES", None)
os.environ.pop("LANGUAGE", None)

import asyncio
import itertools
import logging
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from agent_client.client.clock import ServerClock
from agent_client.client.tasks import TaskOwner
from agent_client.workstation.command_line import Options
from agent_client.workstation.paths import HOME, paths
from agent_client.workstation.seat import Seat, SeatSource
from agent_client.workstation.settings import Settings as Choices
from tests.end_to_end.agent import Agent, Colleague, is_shown
from tests.end_to_end.centre import TEAMS, Centre, Team, Who, write
from tests.end_to_end.real_centre import RealCentre
from tests.fakes.own_asterisk import own_asterisk
from ui.desk import Desk
from ui.loop import make_loop
from ui.notices import Notices
from ui.placement import Placement
from ui.secrets import Secrets
from ui.theme import Appearance, Theme


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database, made and filled once."""
    database = tmp_path_factory.mktemp("centre") / "template.db"
    write(database)
    return database


class Shared:
    """The centre that serves most tests, and the teams of it that are left; with the last of them goes the centre. A large
    one would be long in the making, and each sign-in would bring all of its agents along."""

    def __init__(self, template: Path) -> None:
        self._template = template
        self._databases = itertools.count(1)
        self._teams = iter(range(1, TEAMS + 1))
        self._running: Centre | None = None

    def team(self) -> Team:
        number = next(self._teams, None)
        if number is None:
            self.end()
            self._teams = iter(range(1, TEAMS + 1))
            number = next(self._teams)
        return Team(number)

    def centre(self) -> Centre:
        if self._running is None:
            database = self._template.with_name(f"shared-{next(self._databases)}.db")
            self._running = Centre(shutil.copyfile(self._template, database)).start()
        return self._running

    def end(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None


@pytest.fixture(scope="session")
def shared(template: Path) -> Iterator[Shared]:
    made = Shared(template)
    yield made
    made.end()


@pytest.fixture
def team(shared: Shared) -> Team:
    """One that no other test has or had."""
    return shared.team()


@pytest.fixture
def shared_centre(shared: Shared, team: Team) -> Centre:
    """The team's."""
    return shared.centre()


@pytest.fixture(scope="session")
def real_centre(template: Path) -> Iterator[RealCentre]:
    """Made when it is first asked for: the real server, a real Asterisk and soft phones."""
    teams = [Team(number) for number in range(1, TEAMS + 1)]
    phones = [who.phone for team in teams for who in (team.anna, team.bram)]
    with own_asterisk(phones) as own:
        database = Path(shutil.copyfile(template, template.with_name("real.db")))
        with closing(sqlite3.connect(database)) as conn, conn:
            conn.execute("UPDATE centre SET noise_removal = 0")  # a steady tone, by which voices are told, is noise
        made = RealCentre(database, own)
        made.start()
        yield made
        made.stop()


@pytest.fixture
def centre(request: pytest.FixtureRequest, team: Team) -> Iterator[Centre]:
    """The same process for many tests: one that kills or spoils it overrides this. ``asterisk`` where a test asks for it."""
    if getattr(request, "param", "simulator") == "simulator":
        yield request.getfixturevalue("shared_centre")
        return
    real: RealCentre = request.getfixturevalue("real_centre")
    yield real
    real.hang_up_everywhere()
    if died := real.revived():
        pytest.fail(died, pytrace=False)


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
    assert not [top for top in taken if is_shown(top)], "a window outlived its program"


@pytest.fixture
async def anna(sit_down: Callable[..., Agent], team: Team) -> Agent:
    """Waiting for a call."""
    return await sit_down(team.anna).signed_on()


@pytest.fixture
async def colleague(centre: Centre) -> AsyncIterator[Callable[[Who], Colleague]]:
    made: list[Colleague] = []

    def meet(who: Who) -> Colleague:
        made.append(Colleague(who, centre))
        return made[-1]

    yield meet
    for one in made:
        await one.session.close()
