"""A program that dies of a fault: told at the next start, with what was restored; its trace is in the log and nowhere else."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys

import pytest

from agent_client.workstation.paths import HOME, paths

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to die of"),
]

TYPED = "Asks whether the boiler can be delivered on"


def one_run(command: list[str], environment: dict[str, str], end: signal.Signals) -> tuple[str, int]:
    """Blocks until the program has said its line, has been sent the signal and is gone."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        said = child.stdout.readline().strip()
        child.send_signal(end)
        errors = child.communicate(timeout=60)[1]
    assert said, errors
    return said, child.returncode


async def test_a_death_is_told_with_what_was_restored(driven_program, centre, team, tmp_path):
    home, who, fault = tmp_path / "own", team.anna, signal.SIGSEGV
    await centre.pbx(f"phones/{who.phone}", answers_test_after=0.01, desktop=True)
    call = await centre.call(team.known, team.main)
    environment = os.environ | {HOME: str(home), "CLIENTNAME": f"WS-{who.user}"}
    command = [sys.executable, *driven_program, centre.url, who.user, "Passwort 9", who.phone]
    said, status = await asyncio.to_thread(one_run, [*command, "type", TYPED], environment, fault)
    assert (said, status) == ("typed", -fault)
    where = paths({HOME: str(home)})
    [mark] = where.state.glob("running-*.txt")
    assert "Current thread" in mark.read_text(), "the fault handler wrote nothing"

    said, status = await asyncio.to_thread(one_run, [*command, "told"], environment, signal.SIGTERM)
    told = json.loads(said)
    assert status == 0
    assert told["first"][0] == "Agent Client ended unexpectedly last time"
    assert told["notices"] == [
        "Agent Client ended unexpectedly last time. What you typed is there again: 1 note begun."
    ]
    log = (where.logs / "agent-client.log").read_text(encoding="utf-8")
    assert "an earlier run ended without closing" in log
    assert "Segmentation fault" in log
    assert list(where.state.glob("running-*.txt")) == [], "told twice"
    await centre.hang_up(call)
