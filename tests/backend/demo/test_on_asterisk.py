"""The demo on a real Asterisk: its people do by soft phones what they do in the simulator. To start one takes its time, so it
is one story."""

from __future__ import annotations

import asyncio

from msgspec import json
from sqlalchemy import select

from agent_client.backend.demo import telephones
from agent_client.backend.demo.seed import CALLBACK_KEY, REMOTE, SALES_DNIS, SERVICE_NUMBER
from agent_client.backend.persistence import agents, bulk, tables
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind, PhoneBehaviour
from agent_client.protocol import paths

CALLER, CALLED, WISHES = "+31201234567", "+31207654321", "+31209876543"


async def until(stream, *words):
    """The contact in the next event with all of these in it."""
    async with asyncio.timeout(60):
        async for line in stream:
            if line.startswith("data:") and all(word in line for word in words):
                told = json.decode(line.removeprefix("data:"))
                return told["body"].get("contact") if "body" in told else None
    raise AssertionError(words)


async def test_what_the_demos_people_do_they_do_on_asterisk(on_asterisk, monkeypatch) -> None:
    monkeypatch.setattr(telephones, "LOOK_SECONDS", 0.1)
    pbx, http = on_asterisk.demo._pbx, on_asterisk.http
    who = await on_asterisk.sign_in()

    async def press(path: str, contact: dict, **more: object) -> None:
        body = {"version": contact["version"], **more}
        answer = await http.post(path.format(contact=contact["id"]), json=body, headers=who)
        assert answer.is_success, answer.text

    async with http.stream("GET", paths.EVENTS, headers=who) as answer:
        told = answer.aiter_lines()
        await until(told, "wrap_up_reasons")
        await http.post(paths.STATE, json={"state": "ready"}, headers=who)
        await until(told, "agent.state_changed", '"state":"ready"')  # the phone has answered its test by itself

        pbx.call_in(CALLER, SALES_DNIS, talk=0.2)
        await press(paths.CONTACT_ANSWER, await until(told, "contact.ringing", '"can_answer":true', CALLER))
        await until(told, "contact.connected")
        await press(paths.CONTACT_WRAP_UP, await until(told, "contact.ended", '"ended_by":"customer"'), reason=1)
        await until(told, "agent.state_changed", '"state":"ready"')

        pbx.set_customer(CALLED, CustomerBehaviour(kind=CustomerKind.BUSY, after=0.0))
        await http.post(paths.OUTDIAL, json={"number": CALLED}, headers=who)
        await press(paths.CONTACT_ANSWER, await until(told, "contact.ringing", '"can_answer":true'))
        await until(told, "contact.withdrawn", '"busy"')
        await http.post(paths.STATE, json={"state": "not_ready", "idle_reason": 1}, headers=who)
        await until(told, "agent.state_changed", '"state":"not_ready"')

        waits = pbx.call_in(WISHES, SALES_DNIS)
        assert pbx.press_key(waits, CALLBACK_KEY, after=0.3)
        asked = select(tables.callbacks.c.id).where(tables.callbacks.c.number == WISHES)
        await on_asterisk.until(lambda conn: conn.scalar(asked) is not None)

        pbx.set_phone(REMOTE.phone, PhoneBehaviour(answers_after=0.1))
        pbx.call_in(REMOTE.phone, SERVICE_NUMBER)
        remote = (await on_asterisk.demo._centre.units.read(lambda tx: bulk.agent_ids(tx.conn)))[REMOTE.user]
        await on_asterisk.until(lambda conn: agents.me(conn, remote).remote)
