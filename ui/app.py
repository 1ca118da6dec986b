"""The program from start to end: the place where this computer, the windows and the client are put together (design §1)."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import socket
import sys
import tempfile

from PySide6.QtCore import QLocale
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from agent_client.client.clock import ServerClock
from agent_client.client.tasks import TaskOwner
from agent_client.workstation import logs
from agent_client.workstation.command_line import Options
from agent_client.workstation.instance import (
    Claim,
    Start,
    Whose,
    session_id,
    socket_name,
    windows_session,
)
from agent_client.workstation.paths import HOME, Paths, paths, policy_file
from agent_client.workstation.policy import Policy, PolicyUnreadable, read_policy
from agent_client.workstation.seat import Seat, SeatRefused
from agent_client.workstation.settings import LANGUAGE, LOG_LEVEL, SEAT_NAME, SEAT_RULE, TEXT_STEP, THEME, Settings
from agent_client.workstation.terminal import FollowedSeat, this_system

from . import crash, icons, loop, text, wording
from .desk import Desk
from .ending import Application, Ending
from .notices import Level, Notice, Notices
from .placement import Placement
from .program import Program
from .secrets import Secrets
from .theme import Appearance, Theme, colour

_log = logging.getLogger(__name__)

LISTEN_AFTER = 2.0
"""Seconds after which the desktop session is listened to: the windows come first."""


def run(options: Options) -> int:
    """Exit status, as `agent_client.__main__.main` describes it."""
    app = Application(["agent-client"])
    app.setApplicationName("Agent Client")
    app.setDesktopFileName("agent-client")
    stop = asyncio.Event()
    return loop.run(lambda: _main(app, options, stop), app, stop)


async def _main(app: QApplication, options: Options, stop: asyncio.Event) -> int:
    try:
        where = _own_place() if options.self_check else paths(os.environ).make()
    except OSError as error:
        sys.stderr.write(f"Agent Client cannot keep its files: {error}\n")
        return 2
    notices = Notices()
    settings = _settings(where, notices)
    following = FollowedSeat(this_system(), settings.get(SEAT_RULE), settings.get(SEAT_NAME))
    seat = following.look()
    claim = _claim(where, options, seat)
    if claim is not None and not claim.first and await _heard(claim, where, options):
        if sys.stdout is not None:  # None for a program without a console, on Windows
            sys.stdout.write("Agent Client runs already on this seat: its window was brought to the front.\n")
        return 0
    clock = ServerClock()
    doors = crash.Doors(notices, where.logs, clock.now)
    doors.open(asyncio.get_running_loop())
    crash.qt_to_log()
    running = crash.Running(where.state, str(os.getpid()))
    log = logs.start(where.logs, options.log_level or settings.get(LOG_LEVEL))
    tasks = TaskOwner()
    ending: Ending | None = None
    try:
        died = _deaths(running)
        text.use(settings.get(LANGUAGE) or text.best(QLocale.system().uiLanguages()))
        appearance = Appearance(app, Theme(settings.get(THEME).value), settings.get(TEXT_STEP))
        app.setWindowIcon(QIcon(icons.pixmap("phone", colour("accent"), 64)))
        placement = Placement(settings, app)
        ending = Ending(app, stop.set, notices, (placement.save, running.end), clock.monotonic)
        ending.on_console(asyncio.get_running_loop().call_soon_threadsafe)
        secrets = Secrets(notices)
        desk = Desk(
            app, options, where, settings, seat, placement, notices, secrets, appearance, tasks, claim, following
        )
        desk.ending, desk.died = ending, died
        _listen_soon(ending)
        return await _work(desk, clock, stop)
    finally:
        await tasks.close()
        settings.save()
        running.end()
        if claim is not None:
            claim.end()
        doors.close()
        log.stop()
        if options.self_check:
            shutil.rmtree(where.logs.parent, ignore_errors=True)
        if ending is not None:
            ending.close()


def _listen_soon(ending: Ending) -> None:
    def now() -> None:
        from .desktop_session import listen  # D-Bus: not before the first paint, and not on Windows

        listen(ending)

    if sys.platform == "linux":
        asyncio.get_running_loop().call_later(LISTEN_AFTER, now)


async def _work(desk: Desk, clock: ServerClock, stop: asyncio.Event) -> int:
    if desk.options.self_check:
        from .self_check.check import check  # it brings Qt's test driver, which nobody else needs

        return await check(desk, clock, stop)
    return await Program(desk, clock, stop).run()


def _own_place() -> Paths:
    """A self-check touches nothing of the agent's."""
    return paths({HOME: tempfile.mkdtemp(prefix="agent-client-check-")}).make()


def _settings(where: Paths, notices: Notices) -> Settings:
    policy = Policy()
    try:
        policy = read_policy(policy_file(os.environ, sys.platform))
    except PolicyUnreadable as unreadable:
        _log.error("the policy is not in force: %s", unreadable)
    settings = Settings(where.config / "settings.json", policy)
    for trouble in settings.troubles:
        notices.post(Notice(Level.WARNING, wording.settings_trouble(trouble), stays=True, key=trouble))
    return settings


def _claim(where: Paths, options: Options, seat: Seat | SeatRefused) -> Claim | None:
    """None where nobody can tell whether this start is the first: then it is; and for a self-check, which meets nobody."""
    if options.self_check:
        return None
    whose = Whose(
        user=os.environ.get("USERNAME") or os.environ.get("USER") or "",
        host=socket.gethostname(),
        session=session_id(os.environ, sys.platform, windows=windows_session()),
        seat="" if isinstance(seat, SeatRefused) else seat.name,
        home=str(where.config),
        demo=options.demo,
    )
    try:
        return Claim(where.state, whose)
    except OSError as error:
        _log.warning("whether Agent Client runs already cannot be known: %s", error)
        return None


async def _heard(claim: Claim, where: Paths, options: Options) -> bool:
    """Whether the one that runs already has come to the front."""
    from .instance import PATIENCE, activation_token, ring  # Qt's network parts, which a first start loads later

    start = Start(server=options.server, token=activation_token(os.environ))
    name = socket_name(claim.name, os.environ, where.state, sys.platform)
    return await ring(name, start, PATIENCE if claim.certain else 0, claim.try_again)


def _deaths(running: crash.Running) -> tuple[str, ...]:
    """What earlier runs that died left, one each; it goes into the log as well."""
    try:
        return tuple(running.start())
    except OSError as error:
        _log.warning("whether the last run ended well cannot be known: %s", error)
        return ()
