"""All checks at once, each in its own time: asked here, judged in `client.diagnostics` and `workstation.diagnostics`.

A slow or failed one holds up nobody; nothing that may block runs where the windows are drawn.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from agent_client import __version__
from agent_client.client.api import (
    Api,
    Limits,
    NotOurServer,
    ServerTrouble,
    another_system_ssl,
    server_url,
    system_ssl,
)
from agent_client.client.api.proxies import Proxy, this_proxy
from agent_client.client.clock import ServerClock
from agent_client.client.diagnostics import judging
from agent_client.client.diagnostics.judging import NOT_KNOWN, Greeting, Link
from agent_client.client.diagnostics.phone import phone
from agent_client.client.diagnostics.reaching import Cause, Step, Way, reach
from agent_client.client.diagnostics.trial import Trial, held_back, try_stream
from agent_client.client.session import Session
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.client.threads import Threads
from agent_client.protocol.refusals import NotFound, Refusal
from agent_client.rules.findings import Check, Finding, Found, Grade
from agent_client.workstation import diagnostics, measuring
from agent_client.workstation.diagnostics import ProgramFacts, ShownScreen
from agent_client.workstation.geometry import Size
from agent_client.workstation.settings import SEAT_RULE
from ui.desk import Desk
from ui.main_window.window import LEAST as MAIN_WINDOW

_log = logging.getLogger(__name__)

LIMITS = Limits(connect=6.0, read=8.0, whole=10.0)
WAY_SECONDS, PROXY_SECONDS, DISK_SECONDS = 20.0, 10.0, 10.0
GREETINGS = 3
"""So many first words are exchanged; the quickest of them says most about clock and network."""
CLOCK_LIMIT = 30.0
"""Seconds; where no centre has said otherwise yet."""


class Checks:
    """``tell`` hears of each check: None when it begins, then what was found."""

    def __init__(
        self,
        desk: Desk,
        clock: ServerClock,
        session: Session,
        store: Store,
        tell: Callable[[Check, Finding | None], None],
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._session = session
        self._store = store
        self._tell = tell
        self._tasks = TaskOwner()
        self._threads = Threads()

    def run(self, server: str) -> None:
        """Anew; what still runs of an earlier time is given up. ``server``: as the agent typed it."""
        for name in self._tasks.names():
            self._tasks.cancel(name)
        seen = _Seen(self._tasks, self._threads, self._clock.another(), server)
        making: dict[Check, Callable[[], Awaitable[Finding]]] = {
            Check.SERVER: seen.server,
            Check.VERSIONS: seen.versions,
            Check.STREAM: partial(self._stream, seen),
            Check.PHONE: self._phone,
            Check.CLOCK: partial(self._clock_check, seen),
            Check.CERTIFICATE: seen.certificate,
            Check.PROXY: seen.proxy_check,
            Check.KEYRING: self._keyring,
            Check.DISK: self._disk,
            Check.SEAT: self._seat,
            Check.SCREENS: self._screens,
            Check.PROGRAM: self._program,
        }
        for check, make in making.items():
            self._tell(check, None)
            self._tasks.start(self._one(check, make), f"check {check.value}")

    async def close(self) -> None:
        await self._tasks.close()

    async def _one(self, check: Check, make: Callable[[], Awaitable[Finding]]) -> None:
        try:
            finding = await make()
        except TimeoutError:
            finding = Finding(Grade.WARNING, Found.CHECK_LATE)
        except Exception as error:
            _log.warning("the check of %s could not be made", check.value, exc_info=error)
            finding = Finding(Grade.WARNING, Found.CHECK_FAILED)
        self._tell(check, finding)

    async def _stream(self, seen: _Seen) -> Finding:
        greeting = await seen.greeting
        if greeting is None or greeting.hello is None:
            return self._link_alone()
        return judging.stream(await seen.trial(), self._link(), proxy=_passed(await seen.proxy))

    def _link_alone(self) -> Finding:
        link = self._link()
        return NOT_KNOWN if link is None else judging.stream(None, link, proxy="")

    def _link(self) -> Link | None:
        if self._store.state.me is None:
            return None
        return Link(self._session.silent(), self._session.losses)

    async def _phone(self) -> Finding:
        return phone(self._store.state)

    async def _clock_check(self, seen: _Seen) -> Finding:
        await seen.greeting
        centre = self._store.state.centre
        limit = CLOCK_LIMIT if centre is None else centre.clock_limit_seconds
        return judging.clock(seen.clock.deviation(), limit)

    async def _keyring(self) -> Finding:
        return diagnostics.store(*await self._desk.secrets.round_trip())

    async def _disk(self) -> Finding:
        facts = await self._threads.ask("disk", lambda: measuring.folders(self._desk.paths), DISK_SECONDS)
        return diagnostics.disk(facts)

    async def _seat(self) -> Finding:
        return diagnostics.seat(self._desk.seat, self._desk.settings.get(SEAT_RULE))

    async def _screens(self) -> Finding:
        return diagnostics.screens(shown_screens(), Size(*MAIN_WINDOW))

    async def _program(self) -> Finding:
        return diagnostics.program(await self._threads.ask("program", program_facts, DISK_SECONDS))


class _Seen:
    """What several checks of one run have in common, asked once. Its tasks always end with an answer."""

    def __init__(self, tasks: TaskOwner, threads: Threads, clock: ServerClock, server: str) -> None:
        self._threads = threads
        self.clock = clock
        self.url, self._no_url = _url_of(server)
        self.proxy = tasks.start(self._find_proxy(), "proxy")
        self.way = tasks.start(self._go(), "way")
        self.greeting = tasks.start(self._greet(), "greeting")

    async def server(self) -> Finding:
        way = await self.way
        if way is None:
            return Finding(Grade.UNKNOWN if self._no_url is Found.SERVER_NOT_CHOSEN else Grade.BAD, self._no_url)
        return judging.server(way, await self.greeting, proxied=(await self.proxy).used)

    async def versions(self) -> Finding:
        return judging.versions(await self.greeting)

    async def certificate(self) -> Finding:
        way = await self.way
        return NOT_KNOWN if way is None else judging.certificate(way, self.clock.wall(), self.clock.deviation())

    async def proxy_check(self) -> Finding:
        found = await self.proxy
        way = await self.way if found.used else None
        return judging.proxy(way, found.address, found.source.value, past=found.past)

    async def trial(self) -> Trial | None:
        """Tried again before anybody is blamed: a busy computer too reads late what came in time."""
        async with _asking(self.url, self.clock) as api:
            try:
                trial = await try_stream(api, self.clock.monotonic)
                if trial.whole and held_back(trial.arrivals) is not None:
                    again = await try_stream(api, self.clock.monotonic)
                    trial = again if again.whole else trial
            except (NotFound, NotOurServer):
                return None
            except (Refusal, ServerTrouble) as trouble:
                _log.info("the trial of the stream: %s", trouble)
                return Trial(())
            return trial

    async def _find_proxy(self) -> Proxy:
        if not self.url:
            return Proxy()
        try:
            return await self._threads.ask("proxy", lambda: this_proxy(self.url), PROXY_SECONDS)
        except (TimeoutError, OSError, ValueError) as error:
            _log.info("which proxy is used cannot be found out: %s", error)
            return Proxy()

    async def _go(self) -> Way | None:
        if not self.url:
            return None
        url, proxy = self.url, await self.proxy
        through = proxy.url if proxy.used else ""
        try:
            return await self._threads.ask("way", lambda: reach(url, through, another_system_ssl()), WAY_SECONDS)
        except TimeoutError:
            split = urlsplit(url)
            encrypted = split.scheme == "https"
            port = split.port or (443 if encrypted else 80)
            return Way(
                host=split.hostname or "", port=port, encrypted=encrypted, failed=Step.CONNECTION, cause=Cause.TIMEOUT
            )

    async def _greet(self) -> Greeting | None:
        way = await self.way
        if way is None or way.failed is not None:
            return None
        greeting = Greeting()
        async with _asking(self.url, self.clock) as api:
            try:
                for number in range(GREETINGS):
                    begun = self.clock.monotonic()
                    hello = await api.hello()
                    took = self.clock.monotonic() - begun
                    greeting = Greeting(hello, None, min(greeting.seconds, took) if number else took)
            except (Refusal, ServerTrouble) as trouble:
                return Greeting(None, trouble)
        return greeting


@asynccontextmanager
async def _asking(url: str, clock: ServerClock) -> AsyncIterator[Api]:
    """Questions of our own, beside those of whoever is signed in."""
    api = Api(url, system_ssl(), clock=clock, limits=LIMITS)
    try:
        yield api
    finally:
        await api.close()


def _passed(proxy: Proxy) -> str:
    return proxy.address if proxy.used else ""


def shown_screens() -> list[ShownScreen]:
    return [
        ShownScreen(
            screen.name(),
            Size(screen.size().width(), screen.size().height()),
            round(screen.devicePixelRatio() * 100),
        )
        for screen in QGuiApplication.screens()
    ]


def program_facts() -> ProgramFacts:
    python = platform.python_version()
    return ProgramFacts(__version__, python, qVersion(), measuring.system(), measuring.memory())


def _url_of(server: str) -> tuple[str, Found]:
    """Its URL, or why there is none."""
    if not server.strip():
        return "", Found.SERVER_NOT_CHOSEN
    try:
        return server_url(server), Found.SERVER_ANSWERS
    except ValueError:
        return "", Found.SERVER_BAD_ADDRESS
