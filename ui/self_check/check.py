"""Runs the story: starts a quiet demo of its own, lets the program run in front of it, and says what worked."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

import httpx

from agent_client.client.clock import ServerClock
from agent_client.workstation.paths import Paths
from ui.desk import Desk
from ui.embedded import Embedded, EmbeddedFailed, demo_command
from ui.program import Program
from ui.text import tr

from .customers import Customers
from .hands import Hands, NotSeen
from .story import Story

_log = logging.getLogger(__name__)


async def check(desk: Desk, clock: ServerClock, stop: asyncio.Event) -> int:
    """Exit status: 0 when every step worked, else 1."""
    pictures = desk.options.screenshots
    if pictures is not None and (said := _cannot_hold(pictures)):
        _say("✗", said)
        return 1
    backend = _quiet(desk.paths, port=0)
    try:
        url = await backend.start()
    except EmbeddedFailed as failed:
        _say("✗", failed.sentence())
        return 1
    _say("✓", tr("The embedded backend answers at {url}", url=url))
    again = _quiet(desk.paths, port=httpx.URL(url).port or 0)
    program = Program(desk, clock, stop)
    working = desk.tasks.start(program.run(), "the program")
    customers = Customers(url)
    try:
        return await _tell(Hands(pictures), customers, program, url, backend, again)
    finally:
        stop.set()
        await _ended(working)
        await customers.close()
        await backend.stop()
        await again.stop()


async def _tell(
    hands: Hands, customers: Customers, program: Program, url: str, backend: Embedded, again: Embedded
) -> int:
    online = await hands.until(program.online, tr("the program to start"))
    story = Story(hands, customers, online.store, url)
    steps = story.told(backend, again)
    try:
        async for sentence in steps:
            _say("✓", sentence)
    except (NotSeen, AssertionError, httpx.HTTPError, EmbeddedFailed, LookupError) as failed:
        _log.exception("the self-check failed")
        _say("✗", str(failed) or type(failed).__name__)
        if (window := getattr(story, "window", None)) is not None:
            hands.picture("failed", window)
        return 1
    finally:
        await steps.aclose()
    _say("✓", tr("All of it works."))
    return 0


def _quiet(paths: Paths, port: int) -> Embedded:
    return Embedded([*demo_command(paths.demo / "self-check.sqlite", pace=0, port=port), "--quiet"], paths.logs)


def _cannot_hold(pictures: Path) -> str:
    try:
        pictures.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return tr("The screenshots cannot be written: {error}", error=error.strerror or error)
    return ""


async def _ended(working: asyncio.Task[int]) -> None:
    try:
        async with asyncio.timeout(15):
            await working
    except Exception:
        _log.exception("the program did not end well")


def _say(mark: str, sentence: str) -> None:
    sys.stdout.write(f"{mark} {sentence}\n")
    sys.stdout.flush()
