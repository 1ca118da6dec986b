"""Signing on, choosing a state, and leaving, with whatever is in hand."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import RingToTest, StopRinging
from agent_client.backend.services import agent_states, calls, links, signing_in
from agent_client.backend.telephony.simulator import PhoneBehaviour, PhoneKind
from agent_client.protocol.names import AgentState, ContactState, NotReadyReason, Section, WhyCode
from agent_client.protocol.refusals import Invalid, NotPossibleNow
from agent_client.protocol.why import Why

READY, NOT_READY = AgentState.READY, AgentState.NOT_READY
LUNCH, BREAK = 1, 2


async def test_signed_in_is_pause_and_says_why(world, anna):
    who = await world.sign_in(anna)
    me = await world.me(who)
    assert (me.state, me.not_ready, me.why.code) == (NOT_READY, NotReadyReason.PAUSE, WhyCode.SIGNED_IN)


# A9.


async def test_signing_on_rings_the_phone_and_its_answer_makes_ready(world, anna):
    who = await world.sign_in(anna)
    me = await world.wish(who, READY)
    assert (me.not_ready, (me.until - world.now).total_seconds()) == (NotReadyReason.SIGNING_ON, 20)
    assert isinstance(world.acted[-1], RingToTest)
    await world.pass_(3)
    world.pbx.pick_up(who.phone)
    await world.settle()
    me = await world.me(who)
    assert (me.state, me.until, me.why) == (READY, None, None)


async def test_a_test_that_rang_unanswered_says_so(world, anna):
    who = await world.sign_in(anna)
    await world.wish(who, READY)
    await world.pass_(21)
    me = await world.me(who)
    assert (me.not_ready, me.why.code) == (NotReadyReason.PAUSE, WhyCode.SIGN_ON_NOT_ANSWERED)
    assert me.why.params == {"phone": who.phone, "seconds": "20"}
    assert isinstance(world.acted[-1], StopRinging)
    assert not world.pbx.pick_up(who.phone)


@pytest.mark.parametrize("kind", [PhoneKind.BUSY, PhoneKind.UNREACHABLE, PhoneKind.DEAD])
async def test_a_test_that_never_rang_says_so(world, anna, kind):
    who = await world.sign_in(anna)
    world.pbx.set_phone(who.phone, PhoneBehaviour(kind=kind))
    await world.wish(who, READY)
    await world.pass_(21)
    me = await world.me(who)
    assert (me.not_ready, me.why.code, me.why.params) == (
        NotReadyReason.PAUSE,
        WhyCode.SIGN_ON_NEVER_RANG,
        {"phone": who.phone},
    )


async def test_retry_after_a_failed_test_is_a_new_test(world, anna):
    who = await world.sign_in(anna)
    await world.wish(who, READY)
    first = world.acted[-1].leg
    await world.pass_(21)
    await world.wish(who, READY)
    second = world.acted[-1].leg
    assert first != second
    await world.settle()
    world.pbx.pick_up(who.phone)
    await world.settle()
    assert (await world.me(who)).state is READY


async def test_wishing_twice_rings_once(world, anna):
    who = await world.sign_in(anna)
    await world.wish(who, READY)
    world.acted.clear()
    await world.wish(who, READY)
    assert world.acted == []


async def test_a_test_can_be_given_up(world, anna):
    who = await world.sign_in(anna)
    await world.wish(who, READY)
    await world.settle()
    me = await world.wish(who, NOT_READY, LUNCH)
    assert (me.not_ready, me.idle_reason) == (NotReadyReason.IDLE, LUNCH)
    assert not world.pbx.pick_up(who.phone)
    await world.pass_(30)
    assert (await world.me(who)).not_ready is NotReadyReason.IDLE


@pytest.mark.parametrize("idle", [None, LUNCH])
async def test_a_phone_that_is_merely_tried_comes_back_to_where_one_was(world, anna, idle):
    who = await world.sign_in(anna)
    await world.wish(who, NOT_READY, idle)
    rests = (NotReadyReason.PAUSE if idle is None else NotReadyReason.IDLE, idle)
    for picks_up, code in ((True, WhyCode.PHONE_TESTED), (False, WhyCode.SIGN_ON_NOT_ANSWERED)):
        me = await world.write(lambda tx: agent_states.try_phone(tx, who))
        assert (me.not_ready, me.idle_reason) == (NotReadyReason.SIGNING_ON, idle)
        await world.pass_(3)
        if picks_up:
            world.pbx.pick_up(who.phone)
        await world.pass_(21)
        me = await world.me(who)
        assert (me.state, me.not_ready, me.idle_reason, me.why.code) == (NOT_READY, *rests, code)
    await world.write(lambda tx: agent_states.try_phone(tx, who))
    await world.settle()
    me = await world.wish(who, NOT_READY)
    assert me.not_ready is NotReadyReason.PAUSE
    assert not world.pbx.pick_up(who.phone), "given up, and it rings on"


async def test_a_phone_is_not_tried_while_its_agent_waits_for_calls_or_it_rings(world, anna):
    who = await world.ready(anna)
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: agent_states.try_phone(tx, who))
    await world.wish(who, NOT_READY)
    await world.write(lambda tx: agent_states.try_phone(tx, who))
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: agent_states.try_phone(tx, who))


async def test_answering_the_test_from_the_desktop_where_the_phone_allows(world, anna, desktop_phone):
    who = await world.sign_in(anna)
    await world.wish(who, READY)
    await world.settle()
    await world.write(lambda tx: agent_states.answer_sign_on(tx, who))
    await world.settle()
    assert (await world.me(who)).not_ready is NotReadyReason.SIGNING_ON
    world.pbx.set_phone(who.phone, desktop_phone)
    await world.write(lambda tx: agent_states.answer_sign_on(tx, who))
    await world.settle()
    assert (await world.me(who)).state is READY
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: agent_states.answer_sign_on(tx, who))


async def test_a_test_does_not_outlive_a_restart(world, anna):
    who = await world.sign_in(anna)
    await world.wish(who, READY)
    await world.restart()
    me = await world.me(who)
    assert (me.not_ready, me.why.code) == (NotReadyReason.PAUSE, WhyCode.SERVER_RESTARTED)


# Wishes.


async def test_back_from_lunch_without_a_test(world, anna):
    who = await world.ready(anna)
    await world.wish(who, NOT_READY, LUNCH)
    world.acted.clear()
    assert (await world.wish(who, READY)).state is READY
    assert world.acted == []


async def test_an_unknown_idle_reason_is_refused(world, anna):
    who = await world.ready(anna)
    with pytest.raises(Invalid):
        await world.wish(who, NOT_READY, 77)
    assert (await world.me(who)).state is READY


# Leaving.


async def _leave(world, who, code=WhyCode.SIGNED_OUT):
    why = Why(code=code, at=world.now, params={"seconds": "60"})
    await world.write(lambda tx: signing_in.end(tx, who.agent, who.session, why))


@pytest.mark.parametrize("talking", [False, True])
async def test_nobody_signs_out_of_a_request_or_a_conversation(world, anna, talking):
    who = await world.ready(anna)
    call = await (world.talking(who) if talking else world.calling())
    before = await world.contact(call)
    with pytest.raises(NotPossibleNow):
        await _leave(world, who)
    assert await world.contact(call) == before
    assert (await world.me(who)).phone == who.phone, "still signed in"


async def test_signing_out_of_wrap_up_closes_it(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    world.pbx.hang_up(call)
    await world.settle()
    await _leave(world, who)
    contact = await world.contact(call)
    assert (contact.state, contact.why.code) == (ContactState.ENDED, WhyCode.SIGNED_OUT)
    assert (await world.me(who)).state is AgentState.SIGNED_OUT


@pytest.mark.parametrize("talking", [False, True])
async def test_after_the_grace_the_customer_is_back_in_the_queue(world, anna, bram, talking):
    who = await world.ready(anna)
    call = await (world.talking(who) if talking else world.calling())
    queued_at = (await world.contact(call)).queued_at
    await world.write(lambda tx: links.lost(tx, who))
    world.pbx.set_phone(who.phone, PhoneBehaviour())
    await world.pass_(61)
    assert (await world.me(who)).state is AgentState.SIGNED_OUT
    contact = await world.contact(call)
    assert (contact.state, contact.queued_at) == (ContactState.QUEUED, queued_at)
    assert not world.pbx.put_down(who.phone), "the phone is free"
    other = await world.ready(bram)
    assert (await world.contact(call)).agent == other.agent
    world.pbx.pick_up(other.phone)
    await world.settle()
    assert (await world.contact(call)).state is ContactState.CONNECTED


async def test_back_within_the_grace_nothing_has_happened(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    before = await world.contact(call)
    await world.write(lambda tx: links.lost(tx, who))
    await world.pass_(55)
    await world.write(lambda tx: links.opened(tx, who))
    await world.pass_(30)
    assert await world.contact(call) == before


async def test_signing_in_again_takes_the_conversation_along(world, anna):
    """A client that crashed in mid-call, started again: the call is still there, and so is the customer."""
    who = await world.ready(anna)
    call = await world.talking(who)
    before = await world.contact(call)
    again = await world.sign_in(anna)
    assert again.session != who.session
    assert await world.contact(call) == before
    assert (await world.me(again)).state is AgentState.ON_CONTACT
    world.pbx.hang_up(call)
    await world.settle()
    third = await world.sign_in(anna)
    assert (await world.me(third)).state is AgentState.WRAP_UP


async def test_signing_in_elsewhere_while_it_rings_gives_the_call_back(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    await world.sign_in(anna, phone="300")
    assert (await world.contact(call)).state is ContactState.QUEUED
    assert not world.pbx.pick_up(who.phone)
    me = await world.me(who)
    assert (me.state, me.not_ready) == (NOT_READY, NotReadyReason.PAUSE)


async def test_leaving_during_the_test_stops_the_ringing(world, anna):
    who = await world.sign_in(anna)
    await world.wish(who, READY)
    await world.settle()
    await _leave(world, who)
    assert not world.pbx.pick_up(who.phone)
    await world.pass_(30)
    assert (await world.me(who)).state is AgentState.SIGNED_OUT


async def test_a_caller_given_back_who_then_gives_up_is_on_the_list(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    await _leave(world, who, WhyCode.LINK_LOST)
    world.pbx.hang_up(call)
    await world.settle()
    assert [entry.section for entry in await world.entries()] == [Section.OPEN]


async def test_a_declined_call_is_not_offered_to_the_same_agent_again(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.decline(tx, who, seen.id, seen.version))
    await world.pass_(5)
    assert (await world.contact(call)).agent is None
