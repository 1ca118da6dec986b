"""A state chosen during a call comes into force after it; what ends otherwise drops it."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import RingToTest
from agent_client.backend.services import callbacks, calls, wrapping_up
from agent_client.backend.telephony.simulator import PhoneBehaviour
from agent_client.protocol.agents import NextState
from agent_client.protocol.contacts import WrapUp
from agent_client.protocol.names import AgentState, IdleReasonId, NotReadyReason, WhyCode, WrapUpReasonId

READY, NOT_READY = AgentState.READY, AgentState.NOT_READY
LUNCH, BREAK = 1, 2


async def wrapped_up(world, who):
    seen = await world.in_hand(who)
    await world.write(lambda tx: wrapping_up.wrap_up(tx, who, seen.id, WrapUp(seen.version, WrapUpReasonId(1))))
    return await world.me(who)


async def test_it_is_kept_through_the_call_and_comes_after_wrap_up(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    world.told.clear()
    me = await world.wish(who, NOT_READY, LUNCH)
    assert (me.state, me.next) == (AgentState.OFFERED, NextState(NOT_READY, IdleReasonId(LUNCH)))
    assert "agent.state_changed" in world.names("agent/1")
    world.pbx.pick_up(who.phone)
    await world.settle()
    assert (await world.me(who)).next == me.next
    world.pbx.hang_up(call)
    await world.settle()
    me = await world.me(who)
    assert (me.state, me.next) == (AgentState.WRAP_UP, NextState(NOT_READY, IdleReasonId(LUNCH)))
    me = await wrapped_up(world, who)
    assert (me.state, me.not_ready, me.idle_reason, me.next) == (NOT_READY, NotReadyReason.IDLE, LUNCH, None)
    assert me.why.code is WhyCode.QUEUED_STATE


async def test_it_comes_too_when_wrap_up_runs_out(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    await world.wish(who, NOT_READY)
    world.pbx.hang_up(call)
    await world.pass_(61)
    me = await world.me(who)
    assert (me.state, me.not_ready, me.next) == (NOT_READY, NotReadyReason.PAUSE, None)


async def test_the_last_choice_counts_and_the_same_again_tells_nobody(world, anna):
    who = await world.ready(anna)
    await world.talking(who)
    await world.wish(who, NOT_READY, LUNCH)
    version = (await world.wish(who, NOT_READY, BREAK)).version
    world.told.clear()
    assert (await world.wish(who, NOT_READY, BREAK)).version == version
    assert world.names() == []
    assert (await world.me(who)).next == NextState(NOT_READY, IdleReasonId(BREAK))


async def test_it_can_be_taken_back_by_no_change_or_by_where_one_returns_anyway(world, anna):
    who = await world.ready(anna)
    await world.talking(who)
    for back in (AgentState.ON_CONTACT, AgentState.WRAP_UP, READY):
        assert (await world.wish(who, NOT_READY, LUNCH)).next is not None
        assert (await world.wish(who, back)).next is None


async def test_from_pause_to_ready_after_a_call_no_phone_is_rung(world, anna):
    who = await world.ready(anna)
    await world.wish(who, NOT_READY)
    await world.write(lambda tx: None)
    assert (await world.me(who)).not_ready is NotReadyReason.PAUSE
    await world.wish(who, READY)
    await world.settle()
    world.pbx.pick_up(who.phone)
    await world.settle()
    call = await world.talking(who)
    await world.wish(who, NOT_READY)
    await world.wish(who, READY)
    world.acted.clear()
    world.pbx.hang_up(call)
    await world.settle()
    me = await wrapped_up(world, who)
    assert me.state is READY
    assert not [action for action in world.acted if isinstance(action, RingToTest)]


async def test_rona_drops_it(world, anna):
    who = await world.ready(anna)
    await world.calling()
    await world.wish(who, NOT_READY, LUNCH)
    await world.pass_(19)
    me = await world.me(who)
    assert (me.not_ready, me.next) == (NotReadyReason.RONA, None)
    await world.wish(who, READY)
    assert (await world.me(who)).next is None


async def test_declining_drops_it(world, anna):
    who = await world.ready(anna)
    await world.calling()
    await world.wish(who, NOT_READY, LUNCH)
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.decline(tx, who, seen.id, seen.version))
    me = await world.me(who)
    assert (me.not_ready, me.next) == (NotReadyReason.DECLINED, None)


async def test_signing_in_elsewhere_during_the_call_keeps_it(world, anna):
    who = await world.ready(anna)
    await world.talking(who)
    await world.wish(who, NOT_READY, LUNCH)
    again = await world.sign_in(anna, who.phone, "OTHER")
    assert (await world.me(again)).next == NextState(NOT_READY, IdleReasonId(LUNCH))


async def test_a_caller_who_hangs_up_while_it_rings_brings_it_into_force(world, anna):
    who = await world.ready(anna)
    world.pbx.set_phone(who.phone, PhoneBehaviour())
    call = await world.calling()
    await world.wish(who, NOT_READY, LUNCH)
    world.pbx.hang_up(call)
    await world.settle()
    me = await world.me(who)
    assert (me.not_ready, me.idle_reason, me.why.code) == (NotReadyReason.IDLE, LUNCH, WhyCode.CALLER_HUNG_UP)


@pytest.mark.parametrize(("answered", "then"), [(True, READY), (False, NOT_READY)])
async def test_from_pause_a_phone_that_nobody_answered_has_proved_nothing(world, anna, answered, then):
    missed = await world.calling()
    world.pbx.hang_up(missed)
    await world.settle()
    [entry] = await world.entries()
    who = await world.sign_in(anna)
    await world.write(lambda tx: callbacks.call(tx, who, entry.id))
    await world.settle()
    if answered:
        world.pbx.pick_up(who.phone)
        await world.settle()
    await world.wish(who, READY)
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.end(tx, who, seen.id, seen.version))
    me = await world.me(who)
    assert (me.state, me.next) == (then, None)
