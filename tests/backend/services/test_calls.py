"""Calls from the first ring to the end, with everything that can come between."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import Cause, EndCall, LegAnswered, LegFailed, StopRinging
from agent_client.backend.services import calls
from agent_client.backend.telephony.simulator import PhoneBehaviour, PhoneKind
from agent_client.protocol.names import (
    AgentState,
    ContactState,
    EndedBy,
    NotReadyReason,
    Section,
    WhyCode,
)
from agent_client.protocol.refusals import ContactChanged, NotFound, NotPossibleNow

STRANGER = "+420224811111"


async def test_the_first_call_end_to_end(world, anna):
    who = await world.ready(anna)
    world.names()
    call = await world.calling()
    assert world.names("agent/1") == ["contact.offered", "agent.state_changed", "contact.ringing"]
    ringing = await world.in_hand(who)
    assert ringing.state is ContactState.RINGING
    assert ringing.customer is not None and ringing.customer.name == "Jan Jansen"
    assert [(one.label, one.value) for one in ringing.variables] == [
        ("Waited", "0:00"),
        ("Language", "Dutch"),
        ("Project", "Shop"),
    ]
    assert (ringing.until - ringing.ringing_at).total_seconds() == 18
    world.pbx.pick_up(who.phone)
    await world.settle()
    assert world.names("agent/1") == ["contact.connected", "agent.state_changed"]
    assert (await world.me(who)).state is AgentState.ON_CONTACT
    await world.pass_(30)
    world.pbx.hang_up(call)
    await world.settle()
    over = await world.in_hand(who)
    assert (over.state, over.ended_by) == (ContactState.WRAP_UP, EndedBy.CUSTOMER)
    assert (over.until - over.ended_at).total_seconds() == 60
    me = await world.me(who)
    assert (me.state, me.contact, me.until) == (AgentState.WRAP_UP, over.id, over.until)
    assert await world.entries() == ()


async def test_queue_tells_who_waits(world, anna):
    await world.calling()
    await world.calling(ani=STRANGER)
    changes = [event.queue for name, event in world.told if name == "queue/1"]
    assert [queue.waiting for queue in changes] == [1, 2]
    assert changes[1].longest_since == world.now
    world.told.clear()
    await world.ready(anna)
    assert [event.queue.waiting for name, event in world.told if name == "queue/1"] == [1]


async def test_the_oldest_call_goes_to_the_longest_available(world, anna, bram):
    first = await world.ready(anna)
    await world.pass_(5)
    second = await world.ready(bram)
    one, two = await world.calling(), await world.calling(ani=STRANGER)
    assert (await world.contact(one)).agent == first.agent
    assert (await world.contact(two)).agent == second.agent


async def test_only_agents_of_the_queue_are_rung(world, cleo):
    await world.ready(cleo)
    call = await world.calling()
    assert (await world.contact(call)).state is ContactState.QUEUED


async def test_nobody_is_offered_a_call_while_their_link_is_lost(world, anna):
    from agent_client.backend.services import links

    who = await world.ready(anna)
    await world.write(lambda tx: links.lost(tx, who))
    call = await world.calling()
    assert (await world.contact(call)).state is ContactState.QUEUED
    await world.write(lambda tx: links.opened(tx, who))
    assert (await world.contact(call)).agent == who.agent


# Not taken.


async def test_rona_by_the_servers_timer(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    queued_at = (await world.contact(call)).queued_at
    await world.pass_(17.5)
    assert (await world.me(who)).state is AgentState.OFFERED
    await world.pass_(1)
    me = await world.me(who)
    assert (me.state, me.not_ready) == (AgentState.NOT_READY, NotReadyReason.RONA)
    assert me.why is not None
    assert (me.why.code, me.why.params) == (WhyCode.RANG_NOT_ANSWERED, {"phone": who.phone, "seconds": "18"})
    contact = await world.contact(call)
    assert (contact.state, contact.queued_at, contact.agent) == (ContactState.QUEUED, queued_at, None)
    assert isinstance(world.acted[-1], StopRinging)
    assert not world.pbx.pick_up(who.phone)
    assert "contact.withdrawn" in world.names("agent/1")


async def test_rona_by_the_pbx(world, anna):
    who = await world.ready(anna)
    world.pbx.set_phone(who.phone, PhoneBehaviour(gives_up_after=7))
    call = await world.calling()
    await world.pass_(7)
    me = await world.me(who)
    assert (me.not_ready, me.why.params["seconds"]) == (NotReadyReason.RONA, "7")
    assert (await world.contact(call)).state is ContactState.QUEUED


async def test_a_returned_call_goes_to_the_next_before_younger_ones(world, anna, bram):
    await world.ready(anna)
    call = await world.calling()
    await world.pass_(10)
    younger = await world.calling(ani=STRANGER)
    await world.pass_(9)
    next_one = await world.ready(bram)
    assert (await world.contact(call)).agent == next_one.agent
    assert (await world.contact(younger)).state is ContactState.QUEUED


@pytest.mark.parametrize(
    ("kind", "reason", "why"),
    [
        (PhoneKind.BUSY, NotReadyReason.UNREACHABLE, WhyCode.PHONE_BUSY),
        (PhoneKind.UNREACHABLE, NotReadyReason.UNREACHABLE, WhyCode.PHONE_UNREACHABLE),
        (PhoneKind.DECLINES, NotReadyReason.DECLINED, WhyCode.DECLINED_BY_AGENT),
    ],
)
async def test_what_the_phone_did_is_told_apart(world, anna, kind, reason, why):
    who = await world.ready(anna)
    world.pbx.set_phone(who.phone, PhoneBehaviour(kind=kind))
    call = await world.calling()
    me = await world.me(who)
    assert (me.state, me.not_ready, me.why.code) == (AgentState.NOT_READY, reason, why)
    assert (await world.contact(call)).state is ContactState.QUEUED


async def test_a_phone_of_which_nothing_is_heard_is_unreachable(world, anna):
    who = await world.ready(anna)
    world.pbx.set_phone(who.phone, PhoneBehaviour(kind=PhoneKind.DEAD))
    call = await world.calling()
    await world.pass_(18)
    me = await world.me(who)
    assert (me.not_ready, me.why.code) == (NotReadyReason.UNREACHABLE, WhyCode.PHONE_UNREACHABLE)
    assert (await world.contact(call)).state is ContactState.QUEUED


async def test_declined_from_the_desktop(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.decline(tx, who, seen.id, seen.version))
    await world.settle()
    me = await world.me(who)
    assert (me.not_ready, me.why.code) == (NotReadyReason.DECLINED, WhyCode.DECLINED_BY_AGENT)
    assert (await world.contact(call)).state is ContactState.QUEUED


async def test_answer_from_the_desktop_only_where_the_phone_allows(world, anna, desktop_phone):
    who = await world.ready(anna)
    call = await world.calling()
    seen = await world.in_hand(who)
    assert not seen.can_answer
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: calls.answer(tx, who, seen.id, seen.version))
    world.pbx.hang_up(call)
    world.pbx.set_phone(who.phone, desktop_phone)
    await world.settle()
    call = await world.calling()
    seen = await world.in_hand(who)
    assert seen.can_answer
    await world.write(lambda tx: calls.answer(tx, who, seen.id, seen.version))
    await world.settle()
    assert (await world.contact(call)).state is ContactState.CONNECTED


# Late, twice, at once.


async def test_an_answer_of_a_leg_taken_back_is_ignored_and_the_phone_let_go(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    leg = (await world.contact(call)).leg
    await world.pass_(19)
    world.told.clear()
    await world.tell(LegAnswered(leg))
    assert world.told == []
    assert world.acted[-1] == StopRinging(leg)
    assert (await world.contact(call)).state is ContactState.QUEUED
    assert (await world.me(who)).not_ready is NotReadyReason.RONA


async def test_answered_in_the_very_moment_of_rona_the_caller_waits_on(world, anna):
    """The PBX connects, the server has just decided RONA: its order comes last, and both agree again."""
    who = await world.ready(anna)
    call = await world.calling()
    world.pbx.pick_up(who.phone)  # told, but not yet heard
    contact = await world.contact(call)
    await world.write(lambda tx: calls.leg_came_to_nothing(tx, contact, calls.Happening.NOT_ANSWERED))
    await world.settle()
    assert (await world.contact(call)).state is ContactState.QUEUED
    assert not world.pbx.put_down(who.phone), "nothing goes on at the phone any more"


async def test_told_twice_is_told_once(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    contact = await world.contact(call)
    world.told.clear()
    world.acted.clear()
    await world.tell(LegAnswered(contact.leg))
    await world.tell(LegFailed(contact.leg, Cause.NO_ANSWER))
    assert (world.told, world.acted) == ([], [])
    assert await world.contact(call) == contact


async def test_of_two_answers_at_once_one_stands(world, anna, desktop_phone):
    who = await world.ready(anna)
    world.pbx.set_phone(who.phone, desktop_phone)
    call = await world.calling()
    seen = await world.in_hand(who)
    world.pbx.pick_up(who.phone)
    await world.write(lambda tx: calls.answer(tx, who, seen.id, seen.version))
    await world.settle()
    assert (await world.contact(call)).state is ContactState.CONNECTED
    assert world.names("agent/1").count("contact.connected") == 1
    with pytest.raises(ContactChanged):
        await world.write(lambda tx: calls.answer(tx, who, seen.id, seen.version))


async def test_a_press_on_what_has_moved_on_acts_on_nothing(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    seen = await world.in_hand(who)
    world.pbx.pick_up(who.phone)
    await world.settle()
    with pytest.raises(ContactChanged):
        await world.write(lambda tx: calls.decline(tx, who, seen.id, seen.version))
    assert (await world.contact(call)).state is ContactState.CONNECTED


async def test_a_colleagues_contact_is_not_mine(world, anna, bram):
    who = await world.ready(anna)
    await world.talking(who)
    other = await world.sign_in(bram)
    seen = await world.in_hand(who)
    with pytest.raises(NotFound):
        await world.write(lambda tx: calls.end(tx, other, seen.id, seen.version))


async def test_ending_by_the_agent(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.end(tx, who, seen.id, seen.version))
    assert world.acted[-1] == EndCall(call)
    await world.settle()
    contact = await world.contact(call)
    assert (contact.state, contact.ended_by) == (ContactState.WRAP_UP, EndedBy.AGENT)


async def test_ending_at_the_phone(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    world.pbx.put_down(who.phone)
    await world.settle()
    assert (await world.contact(call)).ended_by is EndedBy.AGENT


# The caller hangs up, whenever.


async def test_gave_up_in_the_queue(world):
    call = await world.calling(patience=42)
    await world.pass_(43)
    contact = await world.contact(call)
    assert (contact.state, contact.ended_by) == (ContactState.ENDED, EndedBy.CUSTOMER)
    (entry,) = await world.entries()
    assert (entry.section, entry.number, entry.calls) == (Section.OPEN, "+31201234567", 1)
    assert entry.customer is not None and entry.customer.name == "Jan Jansen"
    assert (entry.why.code, entry.why.params) == (WhyCode.CALLER_GAVE_UP, {"seconds": "42"})
    assert world.names("queue/1") == ["queue.changed", "callback.opened", "queue.changed"]


@pytest.mark.parametrize("rings_after", [0.0, 5.0])
async def test_hung_up_while_connecting_or_ringing(world, anna, rings_after):
    who = await world.ready(anna)
    world.pbx.set_phone(who.phone, PhoneBehaviour(rings_after=rings_after))
    call = await world.calling()
    await world.pass_(2)
    state = (await world.contact(call)).state
    assert state is (ContactState.CONNECTING if rings_after else ContactState.RINGING)
    world.pbx.hang_up(call)
    await world.settle()
    me = await world.me(who)
    assert (me.state, me.why.code) == (AgentState.READY, WhyCode.CALLER_HUNG_UP)
    assert world.names("agent/1")[-2:] == ["contact.withdrawn", "agent.state_changed"]
    assert [entry.section for entry in await world.entries()] == [Section.OPEN]
    assert not world.pbx.pick_up(who.phone)


async def test_an_agent_whose_caller_hung_up_keeps_their_place(world, anna, bram):
    who = await world.ready(anna)
    await world.pass_(5)
    await world.ready(bram)
    world.pbx.hang_up(await world.calling())
    await world.settle()
    again = await world.calling(ani=STRANGER)
    assert (await world.contact(again)).agent == who.agent


async def test_calls_that_go_unanswered_again_are_counted(world):
    for _ in range(3):
        world.pbx.hang_up(await world.calling())
        await world.pass_(60)
    (entry,) = await world.entries()
    assert entry.calls == 3
    assert (entry.last_at - entry.first_at).total_seconds() == 120


async def test_withheld_numbers_are_never_taken_for_one_another(world):
    for _ in range(2):
        world.pbx.hang_up(await world.calling(ani=""))
        await world.settle()
    assert [(entry.number, entry.calls) for entry in await world.entries()] == [("", 1), ("", 1)]


async def test_a_caller_who_is_answered_later_needs_no_callback(world, anna):
    world.pbx.hang_up(await world.calling())
    await world.settle()
    who = await world.ready(anna)
    await world.talking(who)
    (entry,) = await world.entries()
    assert (entry.section, entry.why.code) == (Section.DONE, WhyCode.ANSWERED_LATER)
    assert entry.why.params == {"agent": "Anna"}
    assert entry.closed_by is not None and entry.closed_by.id == who.agent


async def test_a_number_nobody_has_is_hung_up(world):
    call = await world.calling(dnis="+31999999999")
    assert world.acted == [EndCall(call)]
    assert await world.entries() == ()


# After a restart.


async def test_a_conversation_goes_on_over_a_restart(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    before = await world.contact(call)
    await world.restart()
    assert await world.contact(call) == before
    assert (await world.me(who)).state is AgentState.ON_CONTACT
    world.pbx.hang_up(call)
    await world.settle()
    assert (await world.contact(call)).state is ContactState.WRAP_UP


async def test_a_conversation_that_died_with_the_pbx_ends_in_wrap_up(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    await world.restart(same_pbx=False)
    contact = await world.contact(call)
    assert (contact.state, contact.ended_by, contact.why.code) == (
        ContactState.WRAP_UP,
        EndedBy.FAILED,
        WhyCode.CALL_LOST,
    )
    assert (await world.me(who)).why.code is WhyCode.CALL_LOST


async def test_what_rang_during_a_restart_is_offered_anew(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    first = (await world.contact(call)).leg
    await world.restart()
    await world.settle()
    contact = await world.contact(call)
    assert (contact.state, contact.agent) == (ContactState.RINGING, who.agent)
    assert contact.leg != first
    assert "contact.withdrawn" in world.names("agent/1")


async def test_what_rang_and_is_gone_after_a_restart_is_on_the_list(world, anna):
    who = await world.ready(anna)
    await world.calling()
    await world.restart(same_pbx=False)
    assert (await world.me(who)).state is AgentState.READY
    assert [entry.why.code for entry in await world.entries()] == [WhyCode.CALL_LOST]


async def test_who_waits_goes_on_waiting_or_is_on_the_list(world):
    call = await world.calling()
    await world.restart()
    assert (await world.contact(call)).state is ContactState.QUEUED
    await world.restart(same_pbx=False)
    assert (await world.contact(call)).state is ContactState.ENDED
    assert [entry.section for entry in await world.entries()] == [Section.OPEN]


async def test_wrap_up_goes_on_over_a_restart(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    world.pbx.hang_up(call)
    await world.settle()
    before = await world.contact(call)
    await world.restart(same_pbx=False)
    assert await world.contact(call) == before
    await world.pass_(61)
    assert (await world.me(who)).state is AgentState.READY
