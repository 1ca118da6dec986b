"""Event → painted popover: from the moment a contact's offer could be read to the popover on the screen.

Time zero is when the event's bytes had arrived at a witness, a bare socket on the same agent's stream, as the kernel stamps
them: the commit, and the server's work until it writes, lie before it on both sides. Ours and the floor are two agents of two
queues, called in turn; the one whose turn it is not is stopped meanwhile, so that the two never compete for a processor.
"""

from __future__ import annotations

import asyncio
import time
from itertools import cycle

from centre import IN_SALES, IN_SUPPORT, PASSWORD, PHONES, SALES, SUPPORT, Centre, Witness, wall_apart
from children import HERE, Bench, Child
from report import Result

from agent_client.client.api import Api
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.names import AgentState
from agent_client.protocol.paths import EVENTS
from agent_client.protocol.sessions import SignIn

LIMIT = 2.0
MILLION = 1e6
QUIET_SECONDS = 0.25
"""Between two calls, and after waking a side: for what is on its way to be over."""


class Side:
    """One agent's client, its witness, and the number that reaches it."""

    def __init__(self, child: Child, witness: Witness, dnis: str) -> None:
        self.child = child
        self._witness = witness
        self._dnis = dnis
        self.from_arrival: list[float] = []
        self.from_transaction: list[float] = []

    def take(self, centre: Centre, ani: str, *, counts: bool) -> None:
        self.child.go_on()
        time.sleep(QUIET_SECONDS)
        call = centre.call(ani, self._dnis)
        seen = self._witness.wait("contact.offered")
        painted = int(self.child.hear("painted", 20.0)[0])
        if counts:
            self.from_arrival.append((painted - seen.came_at) / MILLION)
            began = int(seen.envelope.at.timestamp() * 1e9) - wall_apart()
            self.from_transaction.append((painted - began) / MILLION)
        centre.hang_up(call)
        self._witness.wait("contact.withdrawn")
        time.sleep(QUIET_SECONDS)
        self.child.pause()

    def close(self) -> None:
        self._witness.close()
        self.child.end()


def measure(bench: Bench) -> list[Result]:
    return [result for platform in bench.platforms for result in _measure(bench, platform)]


def _measure(bench: Bench, platform: str) -> list[Result]:
    with Centre(bench, f"event-{platform}") as centre:
        numbers = cycle(asyncio.run(_known_numbers(centre.url)))
        floor = _floor(bench, centre, platform)
        ours = _ours(bench, centre, platform)
        try:
            for at in range(bench.rounds(45, 12)):
                ani = next(numbers)
                for side in (ours, floor):
                    side.take(centre, ani, counts=at >= 3)
        finally:
            ours.close()
            floor.close()
    name, bare = f"event, {platform}", "httpx-sse + QLabel already on the screen"
    what = "offer of a call arrived → its popover painted"
    whole = "the same from the beginning of the server's transaction, its commit to disk included"
    return [
        Result(name, what, bare, "ms", ours.from_arrival, floor.from_arrival, LIMIT),
        Result(f"{name}, with commit", whole, bare, "ms", ours.from_transaction, floor.from_transaction),
    ]


def _ours(bench: Bench, centre: Centre, platform: str) -> Side:
    environment = bench.environment(platform, home=f"event-{platform}")
    user = IN_SUPPORT
    child = Child(environment, HERE / "ours/client.py", centre.url, user, PASSWORD, PHONES[user], "ready")
    (token,) = child.hear("up")
    return Side(child, Witness(centre.url, token), SUPPORT)


def _floor(bench: Bench, centre: Centre, platform: str) -> Side:
    """Its session is kept alive by its witness."""
    token = asyncio.run(_token(centre.url, IN_SALES))
    child = Child(bench.environment(platform), HERE / "floors/stream_to_label.py", centre.url + EVENTS, token)
    child.hear("up")
    witness = Witness(centre.url, token)
    asyncio.run(_ready(centre.url, token))
    witness.wait_state(AgentState.READY)
    return Side(child, witness, SALES)


async def _token(url: str, user: str) -> str:
    api = Api(url)
    signed = await api.sign_in(SignIn(user=user, password=PASSWORD, phone=PHONES[user], seat="floor"))
    await api.close()
    return signed.token


async def _ready(url: str, token: str) -> None:
    api = Api(url)
    api._token = token
    await api.change_state(ChangeState(state=AgentState.READY))
    await api.close()


async def _known_numbers(url: str) -> list[str]:
    """Of customers who are in the books, so that the popover has a name and variables to show."""
    api = Api(url)
    await api.sign_in(SignIn(user="sonja", password=PASSWORD, phone=PHONES["sonja"], seat="benchmark"))
    found = (await api.find_customers("van")).customers
    await api.sign_out()
    await api.close()
    return [one.number for one in found if one.number]
