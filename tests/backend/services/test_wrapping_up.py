from __future__ import annotations

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import course
from agent_client.backend.persistence.tables import queues
from agent_client.backend.services import calls, wrapping_up
from agent_client.protocol.contacts import WrapUp
from agent_client.protocol.names import AgentState, ContactState, CustomerId, MomentKind, WhyCode, WrapUpReasonId
from agent_client.protocol.refusals import ContactChanged, Invalid, NotPossibleNow

SOLD = WrapUpReasonId(1)


async def _over(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    world.pbx.hang_up(call)
    await world.settle()
    return who, call


async def test_a_reason_ends_it_and_the_agent_is_ready(world, anna):
    who, call = await _over(world, anna)
    seen = await world.in_hand(who)
    world.told.clear()
    answered = await world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, WrapUp(seen.version, SOLD)))
    assert (answered.state, answered.wrap_up_reason) == (ContactState.ENDED, SOLD)
    assert world.names("agent/1") == ["contact.wrapped_up", "agent.state_changed"]
    me = await world.me(who)
    assert (me.state, me.contact, me.until) == (AgentState.READY, None, None)
    assert (await world.contact(call)).until is None


async def test_a_customer_who_becomes_known_meanwhile_makes_no_press_late(world, anna):
    """The note that was just sent names the customer: that is no reason to refuse the wrap-up that follows it."""
    who, _ = await _over(world, anna)
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.choose_customer(tx, who, seen.id, CustomerId(1)))
    assert (await world.in_hand(who)).version > seen.version
    answered = await world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, WrapUp(seen.version, SOLD)))
    assert answered.state is ContactState.ENDED


async def test_a_version_from_the_future_is_nobodys(world, anna):
    who, _ = await _over(world, anna)
    seen = await world.in_hand(who)
    with pytest.raises(ContactChanged):
        await world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, WrapUp(seen.version + 1, SOLD)))


async def test_the_next_call_comes_after_wrap_up_not_before(world, anna):
    who, _ = await _over(world, anna)
    waiting = await world.calling(ani="+420224811111")
    assert (await world.contact(waiting)).state is ContactState.QUEUED
    seen = await world.in_hand(who)
    await world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, WrapUp(seen.version, SOLD)))
    assert (await world.contact(waiting)).agent == who.agent


async def test_the_server_ends_it_when_its_time_is_over(world, anna):
    who, call = await _over(world, anna)
    await world.pass_(59.5)
    assert (await world.me(who)).state is AgentState.WRAP_UP
    await world.pass_(1)
    me = await world.me(who)
    assert (me.state, me.why.code, me.why.params) == (
        AgentState.READY,
        WhyCode.WRAP_UP_TIME_OVER,
        {"seconds": "60"},
    )
    contact = await world.contact(call)
    assert (contact.state, contact.wrap_up_reason) == (ContactState.ENDED, None)


async def test_an_unknown_reason_is_refused_and_nothing_changes(world, anna):
    who, call = await _over(world, anna)
    before = await world.contact(call)
    with pytest.raises(Invalid):
        await world.write(
            lambda tx: wrapping_up.wrap_up(tx, who, before.id, WrapUp(before.version, WrapUpReasonId(99)))
        )
    assert await world.contact(call) == before


async def test_two_submits_in_a_row_are_one(world, anna):
    who, _ = await _over(world, anna)
    seen = await world.in_hand(who)
    given = WrapUp(seen.version, SOLD)
    await world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, given))
    with pytest.raises(ContactChanged):
        await world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, given))


async def test_no_wrap_up_of_a_conversation_that_goes_on(world, anna):
    who = await world.ready(anna)
    await world.talking(who)
    seen = await world.in_hand(who)
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, WrapUp(seen.version, SOLD)))


async def _extended(world, who, version=None):
    seen = await world.in_hand(who)
    return await world.write(lambda tx: wrapping_up.extend(tx, who, seen.id, version or seen.version))


async def test_it_can_be_extended_as_often_as_the_queue_allows(world, anna):
    who, _ = await _over(world, anna)
    before = await world.in_hand(who)
    assert (before.extensions, before.extend_seconds) == (2, 60)
    world.told.clear()
    longer = await _extended(world, who)
    assert (longer.until - before.until).total_seconds() == 60
    assert (longer.extensions, longer.state) == (1, ContactState.WRAP_UP)
    assert world.names("agent/1") == ["contact.updated", "agent.state_changed"]
    assert (await world.me(who)).until == longer.until
    assert longer.course[-1].kind is MomentKind.WRAP_UP_EXTENDED
    await _extended(world, who)
    with pytest.raises(NotPossibleNow):
        await _extended(world, who)
    await world.pass_(179)
    assert (await world.me(who)).state is AgentState.WRAP_UP
    await world.pass_(2)
    me = await world.me(who)
    assert (me.state, me.why.params) == (AgentState.READY, {"seconds": "180"})


async def test_what_was_seen_before_the_extension_can_still_be_submitted(world, anna):
    who, _ = await _over(world, anna)
    seen = await world.in_hand(who)
    await _extended(world, who)
    answered = await world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, WrapUp(seen.version, SOLD)))
    assert answered.state is ContactState.ENDED


async def test_a_conversation_is_not_extended(world, anna):
    who = await world.ready(anna)
    await world.talking(who)
    with pytest.raises(NotPossibleNow):
        await _extended(world, who)


async def test_time_over_says_what_the_queue_says_if_the_agent_says_nothing(world, anna):
    await world.write(lambda tx: tx.conn.execute(update(queues).values(default_reason_id=SOLD)))
    who, call = await _over(world, anna)
    assert (await world.in_hand(who)).default_reason == SOLD
    await world.pass_(61)
    assert (await world.contact(call)).wrap_up_reason == SOLD
    interaction = (await world.contact(call)).interaction
    last = (await world.read(lambda tx: course.newest(tx.conn, interaction)))[-1]
    assert (last.kind, last.to, last.why.code) == (MomentKind.WRAPPED_UP, "Sold", WhyCode.WRAP_UP_TIME_OVER)
