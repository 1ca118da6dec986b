"""The demo as a whole: a centre on a PBX, simulated or real, with callers and colleagues who live in the same process."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct

from agent_client.backend.app import Centre, bring_up_to_date, build
from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence import bulk, centre
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.ports.clock import Clock, SystemClock
from agent_client.backend.ports.units import Tx
from agent_client.backend.settings import NotADatabase, Settings
from agent_client.backend.tasks import TaskOwner
from agent_client.backend.telephony.simulator import CustomerBehaviour, PhoneBehaviour, Simulator

from . import control, wishes
from .callers import Callers
from .colleagues import Colleague
from .on_asterisk import OnAsterisk
from .remote_colleague import RemoteColleague
from .seed import COLLEAGUES, COUNTRY, CUSTOMERS, REMOTE, desk_phones, seed
from .world import World

FORGOTTEN_AFTER = timedelta(minutes=3)
"""A server that was away for longer finds no call of before: nobody waits on the line all night."""
PHONE = PhoneBehaviour(rings_after=0.3, answers_test_after=1.5, desktop=True, mutes=True)
"""Of whoever tries the demo: the sign-on test is answered by itself, a call from the desktop; it can be muted there."""

ANYBODY = CustomerBehaviour(after=4.0, talk=60.0)
"""Outside the centre, of whom nothing was said."""


class Scene(Struct, frozen=True, kw_only=True):
    """``pace``: callers a minute; 0, and nobody calls by himself. ``number`` makes the same people every time."""

    pace: float = 6.0
    colleagues: bool = True
    number: int = 1
    customers: int = CUSTOMERS
    phone: PhoneBehaviour = PHONE
    tempo: float = 1.0
    """By how much everybody's seconds are stretched; a test makes them short."""


QUIET = Scene(pace=0.0, colleagues=False)
"""Nothing happens unless it is told to, by the routes of `control`."""


class Demo:
    """Can be served like a `Centre` (see `server.Served`)."""

    def __init__(self, centre: Centre, pbx: World, scene: Scene) -> None:
        self._centre = centre
        self._pbx = pbx
        self._scene = scene
        self._tasks = TaskOwner()
        self._random = Random()  # the scene's people are the same each time, what they do is not

    @property
    def http(self) -> Callable[..., Any]:
        return self._centre.http

    async def start(self) -> None:
        await self._centre.start()
        await self.enliven()

    async def hush(self) -> None:
        """Nobody calls and nobody works any more; what is under way at the PBX goes on."""
        tasks, self._tasks = self._tasks, TaskOwner()
        await tasks.close()

    async def enliven(self) -> None:
        """Those whom the scene asks for call and work."""
        units = self._centre.units
        users = await units.read(lambda tx: bulk.agent_ids(tx.conn))
        staff = [(one, users[one.user]) for one in COLLEAGUES if self._scene.colleagues and one.user in users]
        for one, agent in staff:
            colleague = Colleague(
                one, agent, units, self._centre.hub, self._pbx, Random(self._random.random()), self._scene.tempo
            )
            self._tasks.start(colleague.work(), f"{one.name} works")
        remote = users.get(REMOTE.user) if self._scene.colleagues else None
        if remote is not None:
            on_call = RemoteColleague(
                REMOTE, remote, units, self._pbx, Random(self._random.random()), self._scene.tempo
            )
            self._tasks.start(on_call.work(), f"{REMOTE.name} works")
        if self._scene.pace > 0 and staff:
            await units.write(lambda tx: wishes.begin(tx, self._random))
        if self._scene.pace > 0:
            callers = Callers(
                units,
                self._centre.hub,
                self._pbx,
                self._random,
                per_minute=self._scene.pace,
                tempo=self._scene.tempo,
                colleagues=[*(agent for _, agent in staff), *([] if remote is None else [remote])],
            )
            self._tasks.start(callers.call(), "customers call")
            self._tasks.start(callers.welcome(), "the user's first call")

    def end_streams(self) -> None:
        self._centre.end_streams()

    async def stop(self) -> None:
        await self._tasks.close()
        await self._centre.stop()


def prepare(
    settings: Settings,
    scene: Scene,
    *,
    fresh: bool = False,
    clock: Clock | None = None,
    asterisk: Path | None = None,
) -> Demo:
    """Make the demo's database if there is none, or a ``fresh`` one, and put the demo together. Blocks for a second.
    ``asterisk``: on a real one, which lies in this folder, or is fetched into it.

    Raises `NotADatabase` for any but a file.
    """
    clock = clock or SystemClock()
    database = _file(settings)
    if fresh:
        _forget(database, settings.recordings_folder)
    database.parent.mkdir(parents=True, exist_ok=True)
    bring_up_to_date(settings)
    adopts = _make(settings, scene, clock)
    if asterisk is None:
        return _simulated(settings, scene, clock, adopts=adopts)
    pbx = OnAsterisk(asterisk, desk_phones(), COUNTRY, phone=scene.phone, customer=ANYBODY)
    return Demo(build(settings, clock, pbx, [control.without_pbx(COUNTRY)], pbx), pbx, scene)


def _simulated(settings: Settings, scene: Scene, clock: Clock, *, adopts: bool) -> Demo:
    pbx = Simulator(
        name=f"demo-{secrets.token_hex(3)}",
        phone=scene.phone,
        customer=ANYBODY,
        adopted=(60.0, 60.0) if scene.pace > 0 else None,
        adopts=adopts,
        phones=desk_phones(),
    )
    routes = [control.router(pbx, COUNTRY)]
    return Demo(build(settings, clock, pbx, routes, pbx.accounts), pbx, scene)


def _file(settings: Settings) -> Path:
    if not isinstance(settings.database, Path):
        raise NotADatabase("the demo lives in a file of its own: write sqlite:///demo.db")
    return settings.database


def _make(settings: Settings, scene: Scene, clock: Clock) -> bool:
    """Returns whether the centre was alive so lately that its calls may still be."""
    engine = open_sqlite(_file(settings))
    passwords = Passwords(settings.password_cost)
    try:
        with engine.begin() as conn:
            now = clock.now()
            if not centre.is_set_up(conn):
                hashed = cache(passwords.hashed)  # of two passwords: the known one, and nobody's
                seed(Tx(conn, now), hashed, scene.number, scene.customers)
                return True
            last = bulk.last_event_at(conn)
            return last is not None and now - last < FORGOTTEN_AFTER
    finally:
        passwords.close()
        engine.dispose()


def _forget(database: Path, recordings: Path | None) -> None:
    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    for file in recordings.glob("*/*.wav") if recordings is not None else ():
        file.unlink(missing_ok=True)
