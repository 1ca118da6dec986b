"""The colleague without a computer, in the demo's own centre (A15)."""

from __future__ import annotations

import asyncio
from random import Random

from sqlalchemy import select

from agent_client.backend.demo.remote_colleague import RemoteColleague
from agent_client.backend.demo.seed import REMOTE, SUPPORT_DNIS
from agent_client.backend.persistence import bulk, tables
from agent_client.protocol.names import WhyCode


class Attentive(Random):
    """Who never misses the phone: to miss a call takes as long as in life."""

    def random(self) -> float:
        return 0.0


async def test_A15_a_colleague_signs_in_by_phone_takes_a_call_and_signs_out_again(quiet) -> None:
    units, pbx = quiet.demo._centre.units, quiet.demo._pbx
    agent = (await units.read(lambda tx: bulk.agent_ids(tx.conn)))[REMOTE.user]
    colleague = RemoteColleague(REMOTE, agent, units, pbx, Attentive(3), tempo=0.004)
    working = asyncio.get_running_loop().create_task(colleague.work())
    pbx.call_in("+31201234567", SUPPORT_DNIS, talk=0.5)

    def talked(conn):
        theirs = tables.contacts.c.agent_id == agent, tables.contacts.c.connected_at.is_not(None)
        return conn.scalar(select(tables.contacts.c.id).where(*theirs)) is not None

    def signed_out(conn):
        why = conn.scalars(select(tables.sessions.c.ended_why).where(tables.sessions.c.remote)).all()
        return [one and one["code"] for one in why][:1] == [WhyCode.SIGNED_OUT_BY_PHONE]

    await quiet.until(talked)
    await quiet.until(signed_out)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
