"""A client that hangs, with its connections open: nobody is put through to a dead seat (design §2)."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from agent_client.client.store.state import Changed
from agent_client.protocol.names import ContactState
from agent_client.workstation.paths import HOME

AT_MOST = 12.0
"""Seconds until a dead seat is out of routing."""


@pytest.fixture
async def hanging(driven_program, centre, team, tmp_path):
    """Anna's program, ready for calls, stopped in the middle of everything; and it is killed in the end."""
    who = team.anna
    await centre.pbx(f"phones/{who.phone}", answers_test_after=0.01, desktop=True)
    arguments = [sys.executable, *driven_program, centre.url, who.user, "Passwort 9", who.phone, "watch"]
    environment = os.environ | {HOME: str(tmp_path / "own"), "CLIENTNAME": f"WS-{who.user}"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    child = await asyncio.to_thread(lambda: subprocess.Popen(arguments, env=environment, **pipes))
    assert child.stdout is not None
    assert await asyncio.to_thread(child.stdout.readline) == "waiting\n"
    yield child
    child.kill()
    await asyncio.to_thread(child.communicate)


async def test_A7_a_client_that_stands_still_is_offered_nothing(hanging, colleague, centre, team, record_property):
    """Bram, who has waited for less long, gets the call; and sees that Anna is not there."""
    bram = await colleague(team.bram).ready()
    anna = next(one.id for one in bram.state.agents.values() if one.name == team.anna.name)
    loop = asyncio.get_running_loop()
    noticed: asyncio.Future[float] = loop.create_future()

    def look(state, _):
        seen = state.agents.get(anna)  # none after signing out
        if seen is not None and not seen.linked and not noticed.done():
            noticed.set_result(loop.time())

    bram.store.watch(Changed.AGENTS, look)
    hanging.send_signal(signal.SIGSTOP)
    stopped = loop.time()
    seconds = await asyncio.wait_for(noticed, 60) - stopped
    record_property("out of routing after", f"{seconds:.1f} s")
    assert seconds < AT_MOST + 1, "a second for a busy machine"
    await centre.call(team.known, team.main)
    offered = await bram.until_request()
    assert offered.state in (ContactState.CONNECTING, ContactState.RINGING)
