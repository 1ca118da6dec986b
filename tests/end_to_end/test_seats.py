"""The seat (A4, A5, A6): one program for each, taken seats and the ways out, moving to another device, signed in elsewhere."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent_client.workstation.paths import HOME

pytestmark = pytest.mark.xdist_group("end to end: one centre")

RUNS_ALREADY = "Agent Client runs already on this seat: its window was brought to the front.\n"


class Program:
    """The program as a process, in one of the sessions of one account."""

    def __init__(self, home: Path, session: str, seat: str, *options: str) -> None:
        given = {HOME: str(home), "XDG_SESSION_ID": session, "CLIENTNAME": seat, "QT_QPA_PLATFORM": "offscreen"}
        environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name} | given
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.standing_program", *options],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def says(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=20)
        return self.process.returncode


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    made: list[Program] = []

    def start(*options: str, session: str = "1", seat: str = "TC-1") -> Program:
        made.append(Program(tmp_path / "home", session, seat, *options))
        return made[-1]

    yield start
    for one in made:
        if one.process.poll() is None:
            one.end(signal.SIGKILL)


async def test_A5_a_second_start_brings_the_first_to_the_front_and_ends(started):
    """One seat, one session: one program, however the last one ended. Another session, or another seat, has its own."""

    def story() -> None:
        first = started()
        assert first.says() == "there\n"
        second = started("--server", "https://two.example.com")
        assert second.process.communicate(timeout=30)[0] == RUNS_ALREADY
        assert second.process.returncode == 0
        assert first.says() == "back https://two.example.com\n"
        elsewhere = [started(session="2"), started(seat="TC-2")]
        assert [one.says() for one in elsewhere] == ["there\n", "there\n"]
        first.end(signal.SIGKILL)
        again = started()
        assert again.says() == "there\n", "held up by the dead"
        assert [one.end() for one in (again, *elsewhere)] == [0, 0, 0]

    await asyncio.to_thread(story)
