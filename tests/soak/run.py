"""A busy shift for as long as one likes, many times as fast as life: what the program holds afterwards that it should not.

``python -m tests.soak.run --minutes 120 --pace 10``. Centre and program are processes of their own, with a network between
them that fails now and then.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx
import msgspec

from agent_client.protocol.paths import API
from tests.fakes.faulty_proxy import FaultyProxy
from tests.soak.client import PHONE
from tests.soak.environment import environment
from tests.soak.figures import Figures, growth

WARM_UP_MINUTES = 10.0
MOST_GROWTH, MOST_IDLE = 5.0, 0.5
"""Percent: of the memory after the warm-up, and of one core."""
STALLED_SECONDS = 12.0
SALES, SUPPORT = "0800100300", "0800100200"


class World:
    """The centre's process, its customers, and the network in front of it; it does what the program's process wishes."""

    def __init__(self, folder: Path, pace: float, seed: int, log: IO[str]) -> None:
        self._chance = random.Random(seed)
        self._centre = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.backend", str(folder / "centre.db"), str(pace)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert self._centre.stdout is not None
        ready = self._centre.stdout.readline().split()
        assert ready[:1] == ["ready"], "the centre did not start"
        self._url = ready[1]
        self.network = FaultyProxy("127.0.0.1", httpx.URL(self._url).port or 0)
        self._http = httpx.Client(base_url=f"{self._url}{API}/simulator/", trust_env=False)
        for expert in ("221", "222"):
            self._post(f"customers/{expert}", after=0.3)
        self._post(f"phones/{PHONE}", rings_after=0.05, answers_test_after=0.2, desktop=True, mutes=True)

    def do(self, wish: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "quiet": lambda: self._tell("quiet"),
            "busy": lambda: self._tell("busy"),
            "cut": self.network.cut,
            "stall": self._stall,
            "message": self._message,
        }
        acts[wish]()

    def close(self) -> None:
        self.network.close()
        self._http.close()
        assert self._centre.stdin is not None
        self._centre.stdin.close()
        self._centre.wait(60)
        assert self._centre.stdout is not None
        self._centre.stdout.close()

    def _stall(self) -> None:
        self.network.stall()
        over = threading.Timer(STALLED_SECONDS, self.network.flow)
        over.daemon = True
        over.start()

    def _message(self) -> None:
        channel, sender = self._chance.choice((("email", "jana@example.org"), ("chat", "Oskar Lind")))
        self._post("messages", **{"channel": channel, "from": sender, "text": "Still no answer…", "dnis": SUPPORT})

    def _post(self, path: str, **body: object) -> None:
        self._http.post(path, content=msgspec.json.encode(body)).raise_for_status()

    def _tell(self, what: str) -> None:
        assert self._centre.stdin is not None
        self._centre.stdin.write(f"{what}\n")
        self._centre.stdin.flush()


class Outcome:
    """All that the program's process has told."""

    def __init__(self) -> None:
        self.figures: list[Figures] = []
        self.idle: list[float] = []
        self.done: dict[str, int] = {}
        self.missed: dict[str, int] = {}
        self.over = False

    def take(self, told: dict[str, Any], say: Callable[[str], object]) -> None:
        match told.pop("kind"):
            case "figures":
                self.done, self.missed = told.pop("done"), told.pop("missed")
                self.figures.append(msgspec.convert(told, Figures))
                say(self.figures[-1].said())
                say(f"           done {_counted(self.done)}; not seen in time {_counted(self.missed)}")
            case "quiet":
                self.idle.append(told["percent"])
                say(
                    f"           a quiet minute: {told['percent']:.2f} % of a core in {told['seconds']:.0f} s, "
                    f"in {told['phase']}, {told['events']} events"
                )
            case "over":
                self.over = True

    def verdict(self, warm_up: float) -> list[str]:
        first = next((one for one in self.figures if one.minute >= warm_up), self.figures[0])
        last = self.figures[-1]
        kinds = ("tasks", "timers", "waits", "windows", "widgets", "shells", "files", "threads")
        changes = ", ".join(f"{kind} {getattr(first, kind)} → {getattr(last, kind)}" for kind in kinds)
        grown = growth(self.figures, warm_up)
        return [
            f"after a warm-up of {warm_up:g} min: memory {first.memory:.1f} → {last.memory:.1f} MiB, "
            f"{grown:+.1f} % (goal: under {MOST_GROWTH:g} %)",
            f"{changes}",
            f"idle: {', '.join(f'{one:.2f} %' for one in self.idle)} of a core (goal: under {MOST_IDLE:g} %)",
            f"done: {_counted(self.done)}",
        ]


@contextmanager
def program(folder: Path, url: str, *arguments: str, log: IO[str]) -> Iterator[subprocess.Popen[str]]:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.soak.client", url, *arguments],
        env=environment(folder / "home", "WS-soak"),
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    try:
        yield child
        child.wait(60)
    finally:
        child.kill()
        child.wait(60)
        assert child.stdout is not None
        child.stdout.close()


def soak(
    minutes: float,
    pace: float,
    seed: int,
    *,
    look_every: float,
    quiet: float,
    folder: Path,
    say: Callable[[str], object],
) -> tuple[Outcome, int]:
    """What it came to, and the program's exit status."""
    outcome = Outcome()
    with (folder / "log.txt").open("a") as log:
        world = World(folder, pace, seed, log)
        try:
            arguments = [str(one) for one in (minutes, pace, seed, look_every, quiet)]
            with program(folder, world.network.url, *arguments, log=log) as child:
                assert child.stdout is not None
                for line in child.stdout:
                    told = json.loads(line)
                    if told["kind"] == "wish":
                        world.do(told["what"])
                    else:
                        outcome.take(told, say)
        finally:
            world.network.flow()
            world.close()
    return outcome, child.returncode


def _counted(what: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(what.items(), key=lambda one: -one[1])) or "nothing"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--pace", type=float, default=10.0, help="times as fast as life")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--look-every", type=float, default=180.0, metavar="SECONDS")
    parser.add_argument("--quiet", type=float, default=60.0, metavar="SECONDS", help="how long the quiet minutes last")
    options = parser.parse_args()

    def say(line: str) -> None:
        sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
        sys.stdout.flush()

    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    say(f"{options.minutes:g} minutes at {options.pace:g} times life's pace, seed {options.seed}; files in {folder}")
    outcome, status = soak(
        options.minutes,
        options.pace,
        options.seed,
        look_every=options.look_every,
        quiet=options.quiet,
        folder=folder,
        say=say,
    )
    if not outcome.over or not outcome.figures:
        say(f"the program ended before its time, with {status}: see {folder / 'log.txt'}")
        return 2
    warm_up = min(WARM_UP_MINUTES, options.minutes / 3)
    for line in outcome.verdict(warm_up):
        say(line)
    good = growth(outcome.figures, warm_up) < MOST_GROWTH and max(outcome.idle, default=0.0) < MOST_IDLE
    return 0 if good and status == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
