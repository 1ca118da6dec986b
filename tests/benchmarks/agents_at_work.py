"""Many agents without windows, in one process: signed in and ready, their streams read, their pulses sent. argv: URL of the
server, password, and for each agent ``user:phone``. Says ``ready`` once all are."""

from __future__ import annotations

import asyncio
import sys

from agent_client.client.api import Api
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.names import AgentState
from agent_client.protocol.sessions import PULSE_SECONDS, SignIn

AT_ONCE = 4
"""Sign-ins."""
PATIENCE = 25.0
"""The phone's test is over by then."""


async def work(url: str, password: str, user: str, phone: str, turns: asyncio.Semaphore, ready: asyncio.Event) -> None:
    api = Api(url)
    async with turns:
        await api.sign_in(SignIn(user=user, password=password, phone=phone, seat=user))
        events = await api.events()
        reading = asyncio.create_task(_read(events, ready))  # noqa: TID251
        while not ready.is_set():
            await api.change_state(ChangeState(state=AgentState.READY))
            try:
                await asyncio.wait_for(ready.wait(), PATIENCE)
            except TimeoutError:
                sys.stderr.write(f"{user} is not ready after {PATIENCE:.0f} s, and presses again\n")
    while not reading.done():
        await api.pulse()
        await asyncio.sleep(PULSE_SECONDS)


async def _read(events: object, ready: asyncio.Event) -> None:
    async for line in events.aiter_lines():  # type: ignore[attr-defined]
        if not ready.is_set() and "agent.state_changed" in line and '"state":"ready"' in line:
            ready.set()


async def main(url: str, password: str, *agents: str) -> None:
    turns = asyncio.Semaphore(AT_ONCE)
    states = [asyncio.Event() for _ in agents]
    async with asyncio.TaskGroup() as tasks:
        for agent, ready in zip(agents, states, strict=True):
            user, phone = agent.split(":")
            tasks.create_task(work(url, password, user, phone, turns, ready))
        for ready in states:
            await ready.wait()
        print("ready", flush=True)


asyncio.run(main(*sys.argv[1:]))
