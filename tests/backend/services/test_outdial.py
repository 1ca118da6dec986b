"""D11: an agent calls a number: the phone, then the customer; refused in words where it cannot be."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import tables
from agent_client.backend.ports.telephony import CallOut
from agent_client.backend.services import callbacks, calls, outdial
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind
from agent_client.protocol.contacts import Outdial
from agent_client.protocol.names import AgentState, ContactState, Direction, EndedBy, QueueId
from agent_client.protocol.refusals import (
    BadNumber,
    CallLimit,
    NotFound,
    NotPossibleNow,
    NotToYourself,
    OwnNumber,
    Refusal,
)

KNOWN = "+31201234567"


async def _dial(world, who, number="020 123 45 67", queue=None):
    calling = await world.write(lambda tx: outdial.call(tx, who, Outdial(number=number, queue=queue)))
    await world.settle()
    return calling.contact


async def _limit(world, most):
    await world.write(lambda tx: tx.conn.execute(update(tables.centre).values(most_calls=most)))


async def test_D11_the_agents_phone_then_the_customers(world, anna):
    who = await world.ready(anna)
    await _dial(world, who)
    (out,) = [act for act in world.acted if isinstance(act, CallOut)]
    assert (out.phone, out.number, out.dnis) == (who.phone, KNOWN, "+31800100300")
    ringing = await world.in_hand(who)
    assert (ringing.direction, ringing.origin, ringing.ani) == (Direction.OUTDIAL, None, KNOWN)
    assert ringing.customer is not None, "whose number it is"
    assert (await world.me(who)).state is AgentState.OFFERED
    world.pbx.pick_up(who.phone)
    await world.pass_(4)
    talking = await world.in_hand(who)
    assert talking.state is ContactState.CONNECTED
    await world.write(lambda tx: calls.end(tx, who, talking.id, talking.version))
    await world.settle()
    assert (await world.in_hand(who)).state is ContactState.WRAP_UP


async def test_D11_cancelled_while_the_own_phone_rings_and_while_the_customers_does(world, anna):
    who = await world.ready(anna)
    for answered in (False, True):
        await _dial(world, who)
        if answered:
            world.pbx.pick_up(who.phone)
            await world.settle()
        seen = await world.in_hand(who)
        await world.write(lambda tx, seen=seen: calls.end(tx, who, seen.id, seen.version))
        await world.settle()
        assert (await world.me(who)).state is AgentState.READY
        assert not world.pbx.put_down(who.phone), "the call is over at the phone too"


async def test_D11_a_customer_who_does_not_answer(world, anna):
    who = await world.ready(anna)
    world.pbx.set_customer(KNOWN, CustomerBehaviour(kind=CustomerKind.BUSY, after=1))
    contact = await _dial(world, who)
    world.pbx.pick_up(who.phone)
    await world.pass_(3)
    assert (await world.me(who)).state is AgentState.READY
    row = await world.read(lambda tx: calls.contacts.row(tx.conn, contact))
    assert row.ended_by is EndedBy.BUSY
    assert await world.entries() == (), "nobody asked to be called back"


async def test_D11_from_a_pause_and_back_to_it(world, anna):
    who = await world.sign_in(anna)
    await world.wish(who, AgentState.NOT_READY, 1)
    await _dial(world, who)
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.end(tx, who, seen.id, seen.version))
    me = await world.me(who)
    assert (me.state, me.idle_reason) == (AgentState.NOT_READY, 1)


async def _refused(world, who, number, kind: type[Refusal], queue=None):
    before = len(world.acted)
    with pytest.raises(kind) as told:
        await _dial(world, who, number, queue)
    assert len(world.acted) == before
    assert (await world.me(who)).contact is None or kind is NotPossibleNow
    return told.value.params


async def test_D11_what_is_no_number_to_call(world, anna):
    who = await world.ready(anna)
    for typed in ("12", "1" * 19, "call me"):
        assert await _refused(world, who, typed, BadNumber) == {"number": typed}
    assert (await _refused(world, who, "0031 800 100300", OwnNumber))["name"]
    await _refused(world, who, who.phone, NotToYourself)
    await _refused(world, who, "020 123 45 67", NotFound, queue=QueueId(99))


async def test_D11_not_with_something_else_in_hand(world, anna):
    who = await world.ready(anna)
    await world.talking(who)
    assert await _refused(world, who, "020 765 43 21", NotPossibleNow) == {"state": "on_contact"}


async def test_D11_past_the_limit_of_simultaneous_calls_the_agent_reads_the_reason(world, anna, bram):
    first, second = await world.ready(anna), await world.ready(bram)
    await _limit(world, 1)
    await _dial(world, first)
    assert await _refused(world, second, "020 765 43 21", CallLimit) == {"limit": "1"}
    await _limit(world, None)
    await _dial(world, second, "020 765 43 21")


async def test_D11_the_limit_holds_for_calling_back_too(world, anna, bram):
    world.pbx.hang_up(await world.calling())
    await world.settle()
    (entry,) = await world.entries()
    first, second = await world.ready(anna), await world.ready(bram)
    await _limit(world, 1)
    await _dial(world, first, "020 765 43 21")
    with pytest.raises(CallLimit):
        await world.write(lambda tx: callbacks.call(tx, second, entry.id))
    (free,) = await world.entries()
    assert free.claim is None, "refused before it was claimed"


async def test_a_choice_made_during_the_call_comes_after_it(world, anna):
    who = await world.ready(anna)
    await _dial(world, who)
    await world.wish(who, AgentState.NOT_READY)
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.end(tx, who, seen.id, seen.version))
    assert (await world.me(who)).state is AgentState.NOT_READY
