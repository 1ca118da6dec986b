"""A quiet demo and a lively one, served on loopback in this test's own loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection

from agent_client.backend.demo import colleagues
from agent_client.backend.demo.running import Demo, Scene, prepare
from agent_client.backend.server import Server, listening, serve, url_of
from agent_client.backend.settings import PasswordCost, Settings
from agent_client.backend.telephony.asterisk.running import CannotFetch, CannotStart, kept_folder
from agent_client.backend.telephony.simulator import PhoneBehaviour
from agent_client.protocol.cursor import CENTRE


class Served:
    def __init__(self, demo: Demo, http: httpx.AsyncClient) -> None:
        self.demo = demo
        self.http = http

    async def until(self, condition: Callable[[Connection], bool]) -> None:
        """Until the database says so: looked at whenever something happens."""
        centre = self.demo._centre
        happens = centre.hub.subscribe([CENTRE])
        async with asyncio.timeout(90):
            while not await centre.units.read(lambda tx: condition(tx.conn)):
                await happens.next(1.0)
        centre.hub.unsubscribe(happens)

    async def sign_in(self, user: str = "anna", phone: str = "204") -> dict[str, str]:
        """The header of a session."""
        body = {"user": user, "password": "demo", "phone": phone, "seat": f"S-{user}"}
        answer = await self.http.post("/api/v1/sessions", json=body)
        assert answer.status_code == 201, answer.text
        return {"Authorization": f"Bearer {answer.json()['token']}"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database=tmp_path / "demo.db", port=0, password_cost=PasswordCost(memory_kib=8, passes=1, lanes=1))


@asynccontextmanager
async def _serving(settings: Settings, scene: Scene, asterisk: Path | None = None) -> AsyncIterator[Served]:
    demo = prepare(settings, scene, asterisk=asterisk)
    listener = listening(settings.host, settings.port)
    up: asyncio.Future[Server] = asyncio.get_running_loop().create_future()
    task = asyncio.get_running_loop().create_task(serve(demo, listener, started=up.set_result))
    await asyncio.wait({up, task}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    server = up.result()
    async with httpx.AsyncClient(base_url=url_of(listener), timeout=60) as http:
        yield Served(demo, http)
    server.end()
    await asyncio.wait_for(task, 60)


@pytest.fixture
async def quiet(settings: Settings) -> AsyncIterator[Served]:
    phone = PhoneBehaviour(desktop=True, answers_test_after=0.0)
    async with _serving(settings, Scene(pace=0.0, colleagues=False, customers=50, phone=phone)) as served:
        yield served


@pytest.fixture
async def lively(settings: Settings) -> AsyncIterator[Served]:
    """Fifty times as quick as people are, and as many callers as come."""
    phone = PhoneBehaviour(desktop=True, answers_test_after=0.0)
    async with _serving(settings, Scene(pace=600.0, tempo=0.02, customers=200, phone=phone)) as served:
        yield served


@pytest.fixture
async def attentive(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> AsyncIterator[Served]:
    """Lively, and nobody misses a call: to miss one takes as long as in life."""
    monkeypatch.setattr(colleagues, "MISSES", 0.0)
    phone = PhoneBehaviour(desktop=True, answers_test_after=0.0)
    async with _serving(settings, Scene(pace=300.0, tempo=0.02, customers=200, phone=phone)) as served:
        yield served


@pytest.fixture
async def on_asterisk(settings: Settings) -> AsyncIterator[Served]:
    """Nothing happens by itself, on a real one."""
    phone = PhoneBehaviour(desktop=True, answers_test_after=0.0)
    scene = Scene(pace=0.0, colleagues=False, customers=50, phone=phone)
    async with AsyncExitStack() as stack:
        try:
            served = await stack.enter_async_context(_serving(settings, scene, kept_folder()))
        except (CannotFetch, CannotStart) as error:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no Asterisk: {error}")
        yield served
