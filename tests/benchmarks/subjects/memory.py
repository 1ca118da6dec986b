"""Memory of one more client on a computer that runs some already: a terminal server. Linux alone tells it (smaps_rollup)."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from pathlib import Path

from centre import PASSWORD, PHONES, USERS, Centre
from children import HERE, Bench, Child
from report import Result

from agent_client.client.api import Api
from agent_client.protocol.paths import EVENTS
from agent_client.protocol.sessions import SignIn

LIMIT = 1.5
CLIENTS = 5
SETTLE_SECONDS = 3.0

Starter = Callable[[Bench, Centre, str], Child]


def measure(bench: Bench) -> list[Result]:
    """The two sides never run at once: they would share Qt's pages, and each seem smaller."""
    if not Path("/proc/self/smaps_rollup").exists():
        return []
    ours: list[tuple[float, float, float]] = []
    floors: list[tuple[float, float, float]] = []
    with Centre(bench, "memory") as centre:
        for _ in range(bench.rounds(3, 1)):
            ours.append(_one_and_five(bench, centre, _our_client))
            floors.append(_one_and_five(bench, centre, _bare_client))
    bare = "PySide6 window with httpx, its stream open"
    more = "signed in, main window open, stream up: (PSS of 5 − PSS of 1) / 4"
    alone = "the same, pages that no other process shares, of 5 / 5"
    return [
        Result("memory, one more client", more, bare, "MB", _nth(ours, 0), _nth(floors, 0), LIMIT),
        Result("memory, private", alone, bare, "MB", _nth(ours, 1), _nth(floors, 1)),
        Result("memory, first client", "PSS of one alone", bare, "MB", _nth(ours, 2), _nth(floors, 2)),
    ]


def _nth(readings: list[tuple[float, float, float]], at: int) -> list[float]:
    return [reading[at] for reading in readings]


def _one_and_five(bench: Bench, centre: Centre, start: Starter) -> tuple[float, float, float]:
    """MiB: of each further client, private of each, of the first."""
    with contextlib.ExitStack() as ending:
        clients = [ending.enter_context(start(bench, centre, USERS[0]))]
        time.sleep(SETTLE_SECONDS)
        one, _ = _memory(clients)
        clients += [ending.enter_context(start(bench, centre, user)) for user in USERS[1:CLIENTS]]
        time.sleep(SETTLE_SECONDS)
        five, private = _memory(clients)
    return (five - one) / (CLIENTS - 1), private / CLIENTS, one


def _memory(clients: list[Child]) -> tuple[float, float]:
    """MiB of all of them: PSS, private."""
    proportional = private = 0
    for client in clients:
        for line in Path(f"/proc/{client.pid}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name == "Pss":
                proportional += int(rest.split()[0])
            elif name in ("Private_Clean", "Private_Dirty"):
                private += int(rest.split()[0])
    return proportional / 1024, private / 1024


def _our_client(bench: Bench, centre: Centre, user: str) -> Child:
    environment = bench.environment(home=f"memory-{user}")
    child = Child(environment, HERE / "ours/client.py", centre.url, user, PASSWORD, PHONES[user], "paused")
    child.hear("up")
    return child


def _bare_client(bench: Bench, centre: Centre, user: str) -> Child:
    token = asyncio.run(_token(centre.url, user))
    child = Child(bench.environment(), HERE / "floors/window_with_httpx.py", centre.url + EVENTS, token)
    child.hear("up")
    return child


async def _token(url: str, user: str) -> str:
    api = Api(url)
    signed = await api.sign_in(SignIn(user=user, password=PASSWORD, phone=PHONES[user], seat=f"floor-{user}"))
    await api.close()
    return signed.token
