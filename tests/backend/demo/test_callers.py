"""Customers call by themselves, and the user is not kept waiting."""

from __future__ import annotations

import asyncio


async def test_the_users_first_call_comes_by_itself(lively) -> None:
    who = await lively.sign_in()

    async def listen() -> None:
        async with lively.http.stream("GET", "/api/v1/events", headers=who) as answer:
            async for line in answer.aiter_lines():
                if '"agent/1"' in line and "contact.ringing" in line:
                    return

    ringing = asyncio.get_running_loop().create_task(listen())
    await lively.http.post("/api/v1/agent/state", json={"state": "ready"}, headers=who)
    await asyncio.wait_for(ringing, 30)
