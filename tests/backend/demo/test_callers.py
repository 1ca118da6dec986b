"""Customers call by themselves, and the user is not kept waiting."""

from __future__ import annotations

import asyncio

from sqlalchemy import func, select

from agent_client.backend.demo import callers
from agent_client.backend.persistence import tables
from agent_client.protocol.names import Direction


async def test_the_users_first_call_comes_by_itself(lively) -> None:
    who = await lively.sign_in()

    async def listen() -> None:
        async with lively.http.stream("GET", "/api/v1/events", headers=who) as answer:
            async for line in answer.aiter_lines():
                if '"state":"ringing"' in line:  # in an event, or in the snapshot already
                    return

    ringing = asyncio.get_running_loop().create_task(listen())
    await lively.http.post("/api/v1/agent/state", json={"state": "ready"}, headers=who)
    await asyncio.wait_for(ringing, 60)


async def test_some_ask_on_the_web_and_some_are_called_by_a_campaign(monkeypatch, attentive) -> None:
    """And the colleagues take both; a campaign's only once nobody else waits."""
    for asks, are_called, rule in (
        (0.3, 0.3, tables.contacts.c.origin.is_not(None)),
        (0.0, 1.0, tables.contacts.c.direction == Direction.PREVIEW.value),
    ):
        monkeypatch.setattr(callers, "ASK_TO_BE_CALLED", asks)
        monkeypatch.setattr(callers, "ARE_CALLED", are_called)
        talked = select(func.count()).where(rule, tables.contacts.c.connected_at.is_not(None))
        await attentive.until(lambda conn, talked=talked: bool(conn.scalar(talked)))
