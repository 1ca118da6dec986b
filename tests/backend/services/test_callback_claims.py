"""Whose an entry is, and when it ceases to be (E7)."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import tables
from agent_client.backend.services import callback_claims, callbacks, signing_in
from agent_client.backend.telephony.simulator import CustomerBehaviour
from agent_client.protocol.names import WhyCode
from agent_client.protocol.refusals import AlreadyClaimed
from agent_client.protocol.why import Why

SALES, SUPPORT = "+31800100300", "+31800100200"
KNOWN = "+31201234567"


@pytest.fixture
async def entry(world):
    world.pbx.hang_up(await world.calling())
    await world.settle()
    return (await world.entries())[0].id


async def claim_of(world, entry):
    return next(one.claim for one in await world.entries() if one.id == entry)


async def talking_back(world, who, entry, talk=3_600.0):
    world.pbx.set_customer(KNOWN, CustomerBehaviour(after=4, talk=talk))
    await world.write(lambda tx: callbacks.call(tx, who, entry))
    await world.settle()
    assert world.pbx.pick_up(who.phone)
    await world.pass_(5)


async def test_it_lasts_as_long_as_the_call(world, anna, entry):
    who = await world.ready(anna)
    await talking_back(world, who, entry)
    await world.pass_(20 * callback_claims.LEASE_SECONDS)
    assert (await claim_of(world, entry)).agent.name == "Anna"
    seen = await world.in_hand(who)
    world.pbx.hang_up(await world.read(lambda tx: _call_of(tx, seen.id)))
    await world.settle()
    assert await claim_of(world, entry) is None


def _call_of(tx, contact):
    return tx.conn.execute(tables.contacts.select().where(tables.contacts.c.id == contact)).one().call_id


async def test_of_a_call_that_nobody_tells_of_any_more_the_lease_ends_it(world, anna, entry):
    who = await world.ready(anna)
    await talking_back(world, who, entry)
    await world.write(lambda tx: tx.conn.execute(update(tables.contacts).values(state="ended", until=None)))
    await world.pass_(callback_claims.LEASE_SECONDS - 10)
    assert await claim_of(world, entry) is not None
    world.told.clear()
    await world.pass_(11)
    assert await claim_of(world, entry) is None
    assert world.names("queue/1") == ["callback.released"]
    assert (await world.entries())[0].why.code is WhyCode.CLAIM_EXPIRED


async def test_the_same_customer_is_not_called_by_another_queues_entry(world, anna, bram, entry):
    world.pbx.hang_up(await world.calling(dnis=SUPPORT))
    await world.settle()
    [other] = [one.id for one in await world.entries() if one.id != entry]
    who, too = await world.ready(anna), await world.ready(bram)
    await talking_back(world, who, entry)
    with pytest.raises(AlreadyClaimed) as refused:
        await world.write(lambda tx: callbacks.call(tx, too, other))
    assert refused.value.params == {"agent": "Anna"}
    assert await claim_of(world, other) is None


async def test_withheld_numbers_are_each_their_own(world, anna):
    for _ in range(2):
        world.pbx.hang_up(await world.calling(ani=""))
        await world.settle()
    who = await world.ready(anna)
    for one in await world.entries():
        await world.write(lambda tx, one=one: callback_claims.take(tx, one.id, who.agent))
    assert all(one.claim is not None for one in await world.entries())


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_it_goes_with_the_session(world, anna, entry, elsewhere):
    who = await world.ready(anna)
    await world.write(lambda tx: callback_claims.take(tx, entry, who.agent))
    if elsewhere:
        await world.sign_in(anna, phone="299", seat="ANOTHER")
    else:
        over = Why(code=WhyCode.LINK_LOST, at=world.now)
        await world.write(lambda tx: signing_in.end(tx, who.agent, who.session, over))
    assert await claim_of(world, entry) is None
