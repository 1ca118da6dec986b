"""Two whole servers over one PostgreSQL database: HTTP on one, its effects on the other's streams."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence import sessions
from agent_client.backend.persistence.opening import units_over
from agent_client.backend.ports.clock import SystemClock
from agent_client.backend.services.setting_up import Plan, PlannedAgent, PlannedQueue, set_up
from agent_client.backend.settings import Postgres, Settings
from agent_client.protocol import paths
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.names import AgentId, AgentState, IdleReasonId


@pytest.fixture
def shared(settings: Settings, postgres_server: Any) -> Settings:
    """The settings of servers that share a centre."""
    made = msgspec.structs.replace(settings, database=asyncio.run(postgres_server.fresh()))
    plan = Plan(
        name="Shared",
        country="NL",
        idle_reasons=("Lunch",),
        queues=(PlannedQueue(name="Sales", dnis=(("Sales", "+31800100300"),), variables=()),),
        agents=tuple(PlannedAgent(user=user, name=user.title(), password="Passwort 9") for user in ("anna", "bram")),
    )

    async def fill(database: Postgres) -> None:
        passwords = Passwords(settings.password_cost)
        units = units_over(database, SystemClock(), lambda _: None)
        await units.start()
        await units.write(lambda tx: set_up(tx, plan, passwords.hashed))
        await units.stop()
        passwords.close()

    asyncio.run(fill(made.database))
    return made


def test_what_happens_on_one_is_told_on_the_other(
    shared: Settings, run_centre: Callable[..., Any], sign_in: Callable[..., Any]
) -> None:
    one, other = run_centre(shared), run_centre(shared)
    anna, bram = sign_in(one, "anna"), sign_in(other, "bram")
    with anna.events() as on_one, bram.events() as on_other:
        for stream in (on_one, on_other):
            assert [stream.next().event, stream.next().event] == ["hello", "snapshot"]
        for agent, at in ((anna, on_other), (bram, on_one)):
            wish = ChangeState(state=AgentState.NOT_READY, idle_reason=IdleReasonId(1))
            agent.post(paths.STATE, wish).raise_for_status()
            name = agent.signed_in.me.name
            while at.until("agent.presence_changed")["agent"]["name"] != name:
                pass
        bram.http.delete(paths.SESSION).raise_for_status()
        while (seen := on_one.until("agent.presence_changed")["agent"])["state"] != "signed_out":
            pass
        assert seen["name"] == "Bram"


def test_a_stream_goes_on_at_the_other(
    shared: Settings, run_centre: Callable[..., Any], sign_in: Callable[..., Any], eventually: Callable[..., None]
) -> None:
    """The old end's loss is noticed after the new one is open: the link is not lost by it."""
    one, other = run_centre(shared), run_centre(shared)
    anna = sign_in(one, "anna")
    with anna.events() as before:
        assert [before.next().event, before.next().event] == ["hello", "snapshot"]
        anna.http.base_url = other.url
        with anna.events(before.last_id) as after:
            assert after.next().event == "hello"
            one.tell_to_end()
            before.rest()
            one.stop()
            found = other.read(lambda tx: sessions.live(tx.conn, AgentId(1)))
            assert found is not None
            assert found.link_lost_at is None
            assert found.seen_at <= datetime.now(UTC)  # noqa: TID251
