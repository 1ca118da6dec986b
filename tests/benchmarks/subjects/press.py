"""A press → requested shown, and → confirmed; how busy the Qt thread is with 50 contacts' events a second.

The press is Hold or Resume in a call; confirmed means that the event is back and what it changes has been painted, so that the
server's work and its commit to disk are in it on both sides. Ours and the floor are two agents of two queues, pressed in turn;
the one whose turn it is not is stopped meanwhile.
"""

from __future__ import annotations

import asyncio
import time

import httpx
import msgspec
from centre import IN_SALES, IN_SUPPORT, PASSWORD, PHONES, SALES, SUPPORT, Centre, Witness
from children import HERE, Bench, Child
from report import Result

from agent_client.client.api import Api
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.names import AgentState
from agent_client.protocol.paths import API
from agent_client.protocol.sessions import SignIn

MILLION = 1e6
A_SECOND = 50
"""Events of contacts."""
MOST_BUSY = 20.0
"""Per cent."""
QUIET_SECONDS = 0.15
STREAM_SECONDS = 4.0
STRANGER = "+420724118305"


class Side:
    """One agent in a call, and what presses in their name from elsewhere."""

    def __init__(self, child: Child, centre: Centre, user: str, dnis: str, token: str) -> None:
        self.child = child
        self.requested: list[float] = []
        self.confirmed: list[float] = []
        self.busy: list[float] = []
        self._http = httpx.Client(
            base_url=centre.url, headers={"Authorization": f"Bearer {token}"}, timeout=10.0, trust_env=False
        )
        self._witness = Witness(centre.url, token)
        centre.call(STRANGER, dnis)
        self._witness.wait("contact.ringing")
        centre.pick_up(PHONES[user])
        connected = self._witness.wait("contact.connected").envelope.body
        self._contact = msgspec.json.decode(connected)["contact"]
        time.sleep(1.0)

    def press(self, *, counts: bool) -> None:
        self.child.go_on()
        time.sleep(QUIET_SECONDS)
        self.child.tell("press")
        requested = int(self.child.hear("requested", 20.0)[0])
        confirmed = int(self.child.hear("confirmed", 20.0)[0])
        if counts:
            self.requested.append(requested / MILLION)
            self.confirmed.append(confirmed / MILLION)
        time.sleep(QUIET_SECONDS)
        self.child.pause()

    def stream(self, seconds: float) -> None:
        """Hold and resume, so often, from elsewhere: what the client gets is the events alone."""
        contact = self._contact
        self.child.tell("watch")
        began = time.monotonic()
        for turn in range(round(seconds * A_SECOND)):
            time.sleep(max(0.0, began + turn / A_SECOND - time.monotonic()))
            done = "hold" if contact["state"] == "connected" else "resume"
            answer = self._http.post(f"{API}/contacts/{contact['id']}/{done}", json={"version": contact["version"]})
            contact = answer.raise_for_status().json()
        took = time.monotonic() - began
        assert took < 1.1 * seconds, f"the server did not make {A_SECOND} events a second: {took:.1f} s"
        self.child.tell("busy")
        self.busy.append(float(self.child.hear("busy")[0]))
        self._contact = contact
        time.sleep(QUIET_SECONDS)

    def close(self) -> None:
        self._http.close()
        self._witness.close()
        self.child.end()


def measure(bench: Bench) -> list[Result]:
    return [result for platform in bench.platforms for result in _measure(bench, platform)]


def _measure(bench: Bench, platform: str) -> list[Result]:
    with Centre(bench, f"press-{platform}") as centre:
        floor = _floor(bench, centre, platform)
        ours = _ours(bench, centre, platform)
        try:
            for _ in range(bench.rounds(5, 2)):
                for side in (ours, floor):
                    side.stream(STREAM_SECONDS)
            for at in range(bench.rounds(63, 13)):
                for side in (ours, floor):
                    side.press(counts=at >= 3)
        finally:
            ours.close()
            floor.close()
    bare = "QPushButton, httpx, httpx-sse and a QLabel, the same server"
    return [
        Result(f"press, {platform}", "Hold pressed → requested, painted", bare, "ms", ours.requested, floor.requested),
        Result(
            f"press, {platform}, confirmed",
            "Hold pressed → decided, committed, told, and the new state painted",
            bare,
            "ms",
            ours.confirmed,
            floor.confirmed,
        ),
        Result(
            f"busy, {platform}",
            f"share of its time in which the Qt thread works, {A_SECOND} contacts' events a second",
            bare,
            "%",
            ours.busy,
            floor.busy,
            None,
            MOST_BUSY,
        ),
    ]


def _ours(bench: Bench, centre: Centre, platform: str) -> Side:
    user = IN_SUPPORT
    environment = bench.environment(platform, home=f"press-{platform}")
    child = Child(environment, HERE / "ours/press.py", centre.url, user, PASSWORD, PHONES[user], "ready")
    (token,) = child.hear("up")
    return Side(child, centre, user, SUPPORT, token)


def _floor(bench: Bench, centre: Centre, platform: str) -> Side:
    user = IN_SALES
    token = asyncio.run(_token(centre.url, user))
    child = Child(bench.environment(platform), HERE / "floors/press.py", centre.url, token)
    child.hear("up")
    asyncio.run(_ready(centre.url, token))
    time.sleep(3.0)  # the test of the phone
    return Side(child, centre, user, SALES, token)


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
