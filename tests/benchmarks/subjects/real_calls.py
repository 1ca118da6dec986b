"""Real calls on a real Asterisk: INVITE → popover painted, the agent's 200 OK → Call shown, and, where an agent's line is kept,
decision → both in one bridge.

Each side has an Asterisk of its own, configured alike, and the same soft phones. Time zero is just before a phone sends. In the
way of ours lie the server with its commits to disk, the event stream and the real windows; the floor is one small program that
speaks ARI and paints a label, and keeps nothing. Both sides take calls in turn; the window whose turn it is not is stopped.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle

from asterisks import BridgeWitness, Desk, Pbx
from centre import Witness, wall_apart
from children import HERE, Bench, Child
from report import Result
from served import (
    AT_WINDOW,
    AT_WINDOW_NUMBER,
    AT_WINDOW_PHONE,
    CALLERS,
    KEPT,
    KEPT_NUMBER,
    KEPT_PHONE,
    PASSWORD,
    Served,
    phones,
)

from agent_client.backend.softphone import Behaviour
from agent_client.backend.telephony.asterisk.running import CannotFetch, CannotStart
from agent_client.protocol.names import AgentState

MILLION = 1e6
QUIET_SECONDS = 0.25
AT_ONCE = Behaviour(answers_after=0.0)
BARE = "one program: ARI's websocket and a QLabel"
BARE_LINE = "ARI's websocket, a leg that waits"


class Side:
    """One Asterisk, its phones, and the program that shows its calls."""

    def __init__(self, child: Child, desk: Desk, ready: Witness | None) -> None:
        self.child = child
        self._desk = desk
        self._ready = ready
        self.painted: list[float] = []
        self.called: list[float] = []

    def take(self, ani: str, *, counts: bool) -> None:
        self.child.go_on()
        time.sleep(QUIET_SECONDS)
        call, invited = self._desk.call(AT_WINDOW_NUMBER, ani)
        painted = int(self.child.hear("painted", 20.0)[0])
        time.sleep(QUIET_SECONDS)
        picked_up = self._desk.pick_up(AT_WINDOW_PHONE)
        called = int(self.child.hear("called", 20.0)[0])
        if counts:
            self.painted.append((painted - invited) / MILLION)
            self.called.append((called - picked_up) / MILLION)
        time.sleep(QUIET_SECONDS)
        self._desk.hang_up(call)
        if self._ready is not None:
            self._ready.wait_state(AgentState.WRAP_UP)
            self._ready.wait_state(AgentState.READY)
        time.sleep(QUIET_SECONDS)
        self.child.pause()

    def close(self) -> None:
        if self._ready is not None:
            self._ready.close()
        self.child.end()


def measure(bench: Bench) -> list[Result]:
    try:
        with _both(bench) as (served, ours, floor, their_desk, bare_desk):
            shown = [
                result
                for platform in bench.platforms
                for result in _shown(bench, platform, served, floor, their_desk, bare_desk)
            ]
            return [*shown, *_kept(bench, served, ours, floor, their_desk, bare_desk)]
    except (CannotFetch, CannotStart) as error:
        sys.stderr.write(f"real calls are not measured: {error}\n")
        return []


@contextmanager
def _both(bench: Bench) -> Iterator[tuple[Served, Pbx, Pbx, Desk, Desk]]:
    with ExitStack() as open_:
        ours = open_.enter_context(Pbx("agent_client", phones(0), listens=True))
        floor = open_.enter_context(Pbx("prototype", phones(0)))
        served = open_.enter_context(Served(bench, "real-calls", ours))
        desks = [open_.enter_context(Desk(pbx)) for pbx in (ours, floor)]
        for desk in desks:
            desk.put(AT_WINDOW_PHONE, Behaviour())
            desk.put(KEPT_PHONE, AT_ONCE)
        yield served, ours, floor, *desks


def _shown(bench: Bench, platform: str, served: Served, pbx: Pbx, their_desk: Desk, bare_desk: Desk) -> list[Result]:
    ours = _window(bench, platform, served, their_desk)
    floor = _label(bench, platform, pbx, bare_desk)
    callers = cycle(CALLERS)
    try:
        for at in range(bench.rounds(43, 12)):
            ani = next(callers)
            for side in (ours, floor):
                side.take(ani, counts=at >= 2)
    finally:
        ours.close()
        floor.close()
    name = f"real call, {platform}"
    return [
        Result(name, "INVITE → popover painted", BARE, "ms", ours.painted, floor.painted),
        Result(f"{name}, answered", "agent's 200 OK → Call shown", BARE, "ms", ours.called, floor.called),
    ]


def _window(bench: Bench, platform: str, served: Served, desk: Desk) -> Side:
    desk.behave(AT_WINDOW_PHONE, Behaviour(first_answered_after=0.0))  # the test
    environment = bench.environment(platform, home=f"real-{platform}")
    child = Child(environment, HERE / "ours/real_call.py", served.url, AT_WINDOW, PASSWORD, AT_WINDOW_PHONE, "ready")
    (token,) = child.hear("up")
    return Side(child, desk, Witness(served.url, token))


def _label(bench: Bench, platform: str, pbx: Pbx, desk: Desk) -> Side:
    return Side(_prototype(bench, pbx, "prototype_with_label", "ring", AT_WINDOW_PHONE, platform), desk, None)


def _prototype(bench: Bench, pbx: Pbx, program: str, way: str, phone: str, platform: str = "offscreen") -> Child:
    where = f"{pbx.http[0]}:{pbx.http[1]}"
    file = HERE / f"floors/{program}.py"
    child = Child(bench.environment(platform), file, where, pbx.proof, pbx.app, way, phone)
    child.hear("up")
    return child


def _kept(bench: Bench, served: Served, ours: Pbx, floor: Pbx, their_desk: Desk, bare_desk: Desk) -> list[Result]:
    with (
        contextlib.closing(served.work(KEPT, KEPT_PHONE)) as agent,
        BridgeWitness(ours) as their_bridges,
        BridgeWitness(floor) as bare_bridges,
        _prototype(bench, floor, "prototype_alone", "keep", KEPT_PHONE) as bare,
    ):
        bare.hear("kept")
        decided: tuple[list[float], list[float]] = ([], [])
        invited: tuple[list[float], list[float]] = ([], [])
        callers = cycle(CALLERS)
        for at in range(bench.rounds(43, 12)):
            ani = next(callers)
            for side, desk, bridges in ((0, their_desk, their_bridges), (1, bare_desk, bare_bridges)):
                call, began = desk.call(KEPT_NUMBER, ani)
                joined = bridges.wait().at
                decision = _decision(agent) if side == 0 else int(bare.hear("decided")[0])
                if at >= 2:
                    decided[side].append((joined - decision) / MILLION)
                    invited[side].append((joined - began) / MILLION)
                time.sleep(QUIET_SECONDS)
                desk.hang_up(call)
                if side == 0:
                    agent.wait_state(AgentState.READY)
                time.sleep(QUIET_SECONDS)
    what = "decision → customer and agent in one bridge, where the agent's line is kept; the commit to disk included"
    return [
        Result("kept line", what, BARE_LINE, "ms", *decided),
        Result("kept line, INVITE", "the same from the customer's INVITE", BARE_LINE, "ms", *invited),
    ]


def _decision(agent: Witness) -> int:
    """When the transaction began that gave the call to the agent."""
    seen = agent.wait("contact.offered")
    return int(seen.envelope.at.timestamp() * 1e9) - wall_apart()
