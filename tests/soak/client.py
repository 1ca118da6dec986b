"""The program in a process of its own, which works a shift by itself and tells, line by line as JSON, what it holds.

Run by `run` with SERVER MINUTES PACE SEED LOOK_EVERY QUIET_SECONDS, the last two in seconds; no quiet at all (0): a short
form, which does not see every page before it counts.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from typing import Any

import msgspec
from PySide6.QtWidgets import QApplication

from agent_client.client.store.views import phase
from agent_client.protocol.names import Phase
from agent_client.workstation import heap
from agent_client.workstation.command_line import Options
from tests.soak.figures import taken
from tests.soak.hands_on import Shift
from ui import app as program
from ui import loop
from ui.program import Program
from ui.self_check.hands import Hands, NotSeen

USER, PASSWORD, PHONE = "ada", "demo", "219"
SETTLED_SECONDS = 20.0
"""Nobody has wanted anything for so long: a minute may be called quiet."""
LEAST_DONE = 4
"""However short it is: a shift in which nothing was done shows nothing."""
USUAL_TASKS = 6
"""The program, this shift, the stream, the pulse, and what waits for the end."""


def tell(kind: str, **what: object) -> None:
    sys.stdout.write(json.dumps({"kind": kind, **what}) + "\n")
    sys.stdout.flush()


class Work:
    """The shift, its pauses and its readings."""

    def __init__(self, shift: Shift, server: str, minutes: float, look_every: float, quiet: float) -> None:
        self._shift = shift
        self._server = server
        self._begun = time.monotonic()
        self._seconds = minutes * 60
        self._look_every = look_every
        self._quiet = quiet

    async def all(self) -> None:
        quiet_at = [self._seconds * share for share in (0.08, 0.5, 1.0)] if self._quiet else []
        look_at = 0.0
        await self._sign_in()
        await self._shift.sign_out()
        await self._sign_in()
        await self._shift.be_ready()
        while not self._is_over() or quiet_at:
            if self._shift.is_signed_out():
                await self._sign_in()
            if quiet_at and self._passed() >= quiet_at[0]:
                quiet_at.pop(0)
                await self._quiet_minute()
            if self._passed() >= look_at:
                look_at = self._passed() + self._look_every
                await self._look()
                await self._shift.be_ready()
            if not self._is_over():
                await self._shift.go_on()
        if not self._shift.is_signed_out():
            await self._look()

    def _is_over(self) -> bool:
        return self._passed() >= self._seconds and sum(self._shift.done.values()) >= LEAST_DONE

    async def _sign_in(self) -> None:
        await self._shift.sign_in(self._server, USER, PASSWORD, PHONE)

    def _passed(self) -> float:
        return time.monotonic() - self._begun

    async def _look(self) -> None:
        shift = self._shift
        await shift.rest()
        if self._quiet:
            try:
                await shift.see_everything()
            except NotSeen as missed:
                shift.miss("seeing everything", missed)
        for _ in range(10):  # what the last presses have asked for is answered
            tasks = len(asyncio.all_tasks())
            await asyncio.sleep(0.5)
            if len(asyncio.all_tasks()) <= min(tasks, USUAL_TASKS):
                break
        figures = taken(self._passed() / 60, len(shift.state.callbacks))
        tell("figures", **msgspec.to_builtins(figures), done=dict(shift.done), missed=dict(shift.missed))

    async def _quiet_minute(self) -> None:
        """Signed in, waiting, and nothing happens."""
        shift = self._shift
        tell("wish", what="quiet")
        await self._settle()
        online = shift._program.online()
        assert online is not None
        events = 0

        def heard(_: object) -> None:
            nonlocal events
            events += 1

        leave = online.store.on_event(heard)
        before, since = time.process_time(), time.monotonic()
        await asyncio.sleep(self._quiet)
        spent, lasted = time.process_time() - before, time.monotonic() - since
        leave()
        tell("quiet", percent=spent / lasted * 100, seconds=lasted, events=events, phase=phase(shift.state).value)
        tell("wish", what="busy")

    async def _settle(self) -> None:
        """Ready, and nothing to do for a while; what comes until then is dealt with. Where it goes on coming, because nobody
        else works any more, a pause is as quiet."""
        shift, calm = self._shift, time.monotonic()
        work_until, end = calm + 3 * SETTLED_SECONDS, calm + 6 * SETTLED_SECONDS
        while (now := time.monotonic()) < end:
            at, late = phase(shift.state), now >= work_until
            if at is not Phase.WAITING:
                calm = now
            if now - calm >= min(SETTLED_SECONDS, self._quiet) or (late and at is Phase.PAUSE):
                return
            if late or at is not Phase.WAITING:
                try:
                    await (shift.be_ready() if at is Phase.PAUSE else shift.go_on_with_contact())
                except NotSeen:
                    shift.missed["being ready"] += 1
            await asyncio.sleep(0.2)


async def work(stop: asyncio.Event, made: list[Program]) -> None:
    server, minutes, pace, seed, look_every, quiet = sys.argv[1:]
    await Hands(None).until(lambda: made and made[0].online(), "the program to start")
    shift = Shift(made[0], random.Random(int(seed)), float(pace), lambda what: tell("wish", what=what))
    try:
        await Work(shift, server, float(minutes), float(look_every), float(quiet)).all()
        tell("over")
    finally:
        stop.set()


async def run(app: QApplication, stop: asyncio.Event) -> int:
    made: list[Program] = []

    class Told(program.Program):  # type: ignore[name-defined,misc]
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(self)

    program.Program = Told  # type: ignore[attr-defined]
    async with asyncio.TaskGroup() as group:
        group.create_task(work(stop, made))
        running = group.create_task(program._main(app, Options(server=sys.argv[1]), stop))
    return running.result()


if __name__ == "__main__":
    heap.give_large_pieces_back()  # as `agent_client.__main__` does
    app = QApplication(["agent-client"])
    stop = asyncio.Event()
    sys.exit(loop.run(lambda: run(app, stop), app, stop))
