"""A hundred calls at once, each of them recorded: INVITE → both in one bridge, what Asterisk and the program that commands it
cost meanwhile, and what sound is lost.

Ours is the server as it is served, with a hundred agents signed in who read their events; the floor is the bare ARI prototype,
which joins and records as well and does nothing else. The phones are ours, in one process, with sound both ways; they use the
same processors. One side runs after the other, with an Asterisk of its own each.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from asterisks import BridgeWitness, Pbx
from children import HERE, Bench, Child
from report import Result
from served import MANY_NUMBER, PASSWORD, Served, cpu_seconds, many, phones

from agent_client.backend.telephony.asterisk.running import CannotFetch, CannotStart

CALLS = 100
STEADY_SECONDS = 8.0
MILLION = 1e6
BARE = "bare ARI prototype: joins and records"


@dataclass
class Load:
    """What one side showed, in one round or several. ``lost``: for 100,000 packets."""

    joined: list[float] = field(default_factory=list)
    asterisk: list[float] = field(default_factory=list)
    commander: list[float] = field(default_factory=list)
    a_call: list[float] = field(default_factory=list)
    lost: list[float] = field(default_factory=list)

    def take(self, pbx: Pbx, commander: int, callers: Child, bridges: BridgeWitness) -> None:
        before, since = cpu_seconds(commander), time.monotonic()
        callers.tell(f"call {CALLS}")
        invited = {number: int(at) for number, at in (callers.hear("invited") for _ in range(CALLS))}
        for _ in range(CALLS):
            joined = bridges.wait(30.0)
            [number] = joined.callers & invited.keys()
            self.joined.append((joined.at - invited[number]) / MILLION)
        time.sleep(1.0)
        setting_up, lasted = cpu_seconds(commander) - before, time.monotonic() - since
        callers.tell("begin")
        spent = [cpu_seconds(pid) for pid in (pbx.pid, commander)]
        began = time.monotonic()
        time.sleep(STEADY_SECONDS)
        took = time.monotonic() - began
        shares = [(cpu_seconds(pid) - was) / took * 100 for pid, was in zip((pbx.pid, commander), spent, strict=True)]
        callers.tell("end")
        streams, _, expected, missing = (int(one) for one in callers.hear("sound"))
        assert streams == 2 * CALLS, f"{streams} of {2 * CALLS} streams of sound"
        self.asterisk.append(shares[0])
        self.commander.append(shares[1])
        self.a_call.append((setting_up - lasted * shares[1] / 100) / CALLS * 1_000)
        self.lost.append((missing + _lost(pbx)) / (2 * expected) * 100_000)
        callers.tell("hang_up")
        callers.hear("over")


def _lost(pbx: Pbx) -> int:
    """On the way to Asterisk, by its own count."""
    channels = [one["id"] for one in pbx.ask("GET", "channels") or () if one["name"].startswith("PJSIP/")]
    return sum((pbx.ask("GET", f"channels/{one}/rtp_statistics") or {}).get("rxploss", 0) for one in channels)


def measure(bench: Bench) -> list[Result]:
    ours, floor = Load(), Load()
    try:
        for _ in range(bench.rounds(3, 1)):
            _ours(bench, ours)
            _floor(bench, floor)
    except (CannotFetch, CannotStart) as error:
        sys.stderr.write(f"many calls are not measured: {error}\n")
        return []
    name = f"{CALLS} calls"
    return [
        Result(name, "INVITE → both in one bridge, four calls a second", BARE, "ms", ours.joined, floor.joined),
        Result(f"{name}, p99", "the same, 99 of 100 are faster", BARE, "ms", _slow(ours.joined), _slow(floor.joined)),
        Result(
            f"{name}, Asterisk",
            "its share of one core, all talking and recorded",
            BARE,
            "%",
            ours.asterisk,
            floor.asterisk,
        ),
        Result(
            f"{name}, server", "the same of the program that commands it", BARE, "%", ours.commander, floor.commander
        ),
        Result(
            f"{name}, a call",
            "CPU of that program for each call set up, beyond that",
            BARE,
            "ms",
            ours.a_call,
            floor.a_call,
        ),
        Result(f"{name}, sound", "packets lost, of 100,000", BARE, "", ours.lost, floor.lost),
    ]


def _slow(values: Sequence[float]) -> list[float]:
    return [quantiles(values, n=100)[98]]


def _ours(bench: Bench, load: Load) -> None:
    agents = many(CALLS)
    with (
        Pbx("agent_client", phones(CALLS), listens=True) as pbx,
        Served(bench, f"many-{len(load.asterisk)}", pbx, CALLS) as served,
        _callers(bench, pbx) as callers,
        BridgeWitness(pbx) as bridges,
    ):
        who = [f"{user}:{phone}" for user, phone in agents]
        with Child(bench.environment(), HERE / "agents_at_work.py", served.url, PASSWORD, *who) as working:
            working.hear("ready", 180.0)
            time.sleep(1.0)
            load.take(pbx, served.pid, callers, bridges)


def _floor(bench: Bench, load: Load) -> None:
    with Pbx("prototype", phones(CALLS)) as pbx, _callers(bench, pbx) as callers, BridgeWitness(pbx) as bridges:
        where = f"{pbx.http[0]}:{pbx.http[1]}"
        arguments = (where, pbx.proof, pbx.app, "record", *(phone for _, phone in many(CALLS)))
        with Child(bench.environment(), HERE / "floors/prototype_alone.py", *arguments) as bare:
            bare.hear("up")
            load.take(pbx, bare.pid, callers, bridges)


def _callers(bench: Bench, pbx: Pbx) -> Child:
    names = [phone for _, phone in many(CALLS)]
    places = (f"{host}:{port}" for host, port in (pbx.sip, pbx.carrier))
    child = Child(bench.environment(), HERE / "callers_and_phones.py", *places, MANY_NUMBER, *names)
    child.hear("registered")
    return child
