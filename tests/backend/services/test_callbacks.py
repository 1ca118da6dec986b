"""Calling customers back: one claim at a time, and every end of the call settles it."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import CallOut
from agent_client.backend.services import callbacks, calls, links, wrapping_up
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind, PhoneBehaviour, PhoneKind
from agent_client.protocol.contacts import WrapUp
from agent_client.protocol.names import (
    AgentState,
    CallbackId,
    ContactState,
    Direction,
    EndedBy,
    NotReadyReason,
    Section,
    WhyCode,
    WrapUpReasonId,
)
from agent_client.protocol.refusals import AlreadyClaimed, NotFound, NotPossibleNow

KNOWN = "+31201234567"


@pytest.fixture
async def entry(world):
    world.pbx.hang_up(await world.calling())
    await world.settle()
    world.told.clear()
    return (await world.entries())[0].id


async def _entry(world):
    (found,) = await world.entries()
    return found


async def _call(world, who, entry):
    calling = await world.write(lambda tx: callbacks.call(tx, who, entry))
    await world.settle()
    return calling.contact


async def _until_dialled(world, who, entry):
    await _call(world, who, entry)
    assert world.pbx.pick_up(who.phone)
    await world.settle()


async def test_called_back_reached_and_done(world, anna, entry):
    who = await world.ready(anna)
    world.told.clear()
    await _call(world, who, entry)
    assert world.names("queue/1") == ["callback.claimed"]
    claimed = await _entry(world)
    assert claimed.claim is not None and claimed.claim.agent.name == "Anna"
    assert isinstance(world.acted[-1], CallOut)
    assert (world.acted[-1].number, world.acted[-1].dnis) == (KNOWN, "+31800100300")
    ringing = await world.in_hand(who)
    assert (ringing.direction, ringing.state) == (Direction.CALLBACK, ContactState.RINGING)
    assert ringing.customer is not None and ringing.callback == entry
    assert (await world.me(who)).state is AgentState.OFFERED
    world.pbx.pick_up(who.phone)
    await world.settle()
    assert (await world.in_hand(who)).state is ContactState.RINGING, "now the customer's phone rings"
    await world.pass_(4)
    assert (await world.in_hand(who)).state is ContactState.CONNECTED
    assert world.names("queue/1") == ["callback.done"]
    reached = await _entry(world)
    assert reached.section is Section.DONE and reached.claim is not None
    assert reached.closed_by is not None and reached.closed_by.name == "Anna"
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.end(tx, who, seen.id, seen.version))
    await world.settle()
    assert world.names("queue/1") == ["callback.released"]
    assert (await _entry(world)).claim is None
    over = await world.in_hand(who)
    await world.write(lambda tx: wrapping_up.wrap_up(tx, who, over.id, WrapUp(over.version, WrapUpReasonId(1))))
    assert (await world.me(who)).state is AgentState.READY


@pytest.mark.parametrize(
    ("kind", "ended_by"),
    [
        (CustomerKind.NO_ANSWER, EndedBy.NOT_ANSWERED),
        (CustomerKind.BUSY, EndedBy.BUSY),
        (CustomerKind.UNREACHABLE, EndedBy.FAILED),
    ],
)
async def test_not_reached_counts_as_an_attempt(world, anna, entry, kind, ended_by):
    who = await world.ready(anna)
    after = 6 if kind is CustomerKind.NO_ANSWER else 2  # what the network refuses is tried, however soon
    world.pbx.set_customer(KNOWN, CustomerBehaviour(kind=kind, after=after))
    contact = await _call(world, who, entry)
    world.pbx.pick_up(who.phone)
    await world.pass_(7)
    found = await _entry(world)
    assert (found.section, found.attempts, found.claim) == (Section.ATTEMPTED, 1, None)
    assert found.tried_at is not None
    me = await world.me(who)
    assert (me.state, me.why.code) == (AgentState.READY, WhyCode.CUSTOMER_NOT_REACHED)
    rows = await world.read(lambda tx: calls.contacts.row(tx.conn, contact))
    assert (rows.state, rows.ended_by) == (ContactState.ENDED, ended_by)
    assert not world.pbx.put_down(who.phone)


async def test_the_last_attempt_closes_the_entry(world, anna, entry):
    who = await world.ready(anna)
    world.pbx.set_customer(KNOWN, CustomerBehaviour(kind=CustomerKind.NO_ANSWER, after=6))
    for _ in range(3):
        await _until_dialled(world, who, entry)
        await world.pass_(7)
    found = await _entry(world)
    assert (found.section, found.attempts) == (Section.NOT_REACHED, 3)
    assert (found.why.code, found.why.params) == (WhyCode.ATTEMPTS_USED, {"attempts": "3"})
    assert [name for name in world.names("queue/1") if name.startswith("callback")] == [
        "callback.claimed",
        "callback.attempted",
        "callback.claimed",
        "callback.attempted",
        "callback.claimed",
        "callback.not_reached",
    ]


async def test_a_customer_who_rings_for_ever_is_given_up_by_the_server(world, anna, entry):
    who = await world.ready(anna)
    world.pbx.set_customer(KNOWN, CustomerBehaviour(after=10_000))
    await _until_dialled(world, who, entry)
    await world.pass_(61)
    assert (await _entry(world)).section is Section.ATTEMPTED
    assert (await world.me(who)).state is AgentState.READY
    assert not world.pbx.put_down(who.phone)


@pytest.mark.parametrize(("rung_for", "attempts"), [(3, 0), (6, 1)])
async def test_given_up_by_the_agent_it_counts_once_it_rang_long_enough(world, anna, entry, rung_for, attempts):
    who = await world.ready(anna)
    world.pbx.set_customer(KNOWN, CustomerBehaviour(after=30))
    await _until_dialled(world, who, entry)
    await world.pass_(rung_for)
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.end(tx, who, seen.id, seen.version))
    await world.settle()
    found = await _entry(world)
    assert (found.attempts, found.claim) == (attempts, None)
    assert (await world.me(who)).state is AgentState.READY


async def test_putting_the_phone_down_while_dialling_is_giving_up(world, anna, entry):
    who = await world.ready(anna)
    await _until_dialled(world, who, entry)
    world.pbx.put_down(who.phone)
    await world.settle()
    assert (await _entry(world)).claim is None
    assert (await world.me(who)).state is AgentState.READY


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(PhoneKind.BUSY, NotReadyReason.UNREACHABLE), (PhoneKind.UNREACHABLE, NotReadyReason.UNREACHABLE)],
)
async def test_the_agents_own_phone_failing_is_no_attempt(world, anna, entry, kind, reason):
    who = await world.ready(anna)
    world.pbx.set_phone(who.phone, PhoneBehaviour(kind=kind))
    await _call(world, who, entry)
    found = await _entry(world)
    assert (found.section, found.attempts, found.claim) == (Section.OPEN, 0, None)
    assert (await world.me(who)).not_ready is reason


async def test_the_agents_own_phone_not_answered_is_rona(world, anna, entry):
    who = await world.ready(anna)
    await _call(world, who, entry)
    await world.pass_(19)
    assert (await world.me(who)).not_ready is NotReadyReason.RONA
    assert (await _entry(world)).claim is None
    assert not world.pbx.pick_up(who.phone)


async def test_from_lunch_one_calls_back_and_returns_to_lunch(world, anna, entry):
    who = await world.ready(anna)
    await world.wish(who, AgentState.NOT_READY, 1)
    world.pbx.set_customer(KNOWN, CustomerBehaviour(kind=CustomerKind.BUSY, after=1))
    await _until_dialled(world, who, entry)
    await world.pass_(2)
    me = await world.me(who)
    assert (me.state, me.not_ready, me.idle_reason) == (AgentState.NOT_READY, NotReadyReason.IDLE, 1)


# E7.


async def test_of_two_who_call_back_at_once_one_is_told_who_was_first(world, anna, bram, entry):
    first, second = await world.ready(anna), await world.ready(bram)
    await _call(world, first, entry)
    before = await _entry(world)
    with pytest.raises(AlreadyClaimed) as refused:
        await _call(world, second, entry)
    assert refused.value.params == {"agent": "Anna"}
    assert await _entry(world) == before
    assert (await world.me(second)).state is AgentState.READY


async def test_a_claimed_entry_takes_no_mark(world, anna, bram, entry):
    first, second = await world.ready(anna), await world.sign_in(bram)
    await _call(world, first, entry)
    for action in (callbacks.mark_done, callbacks.mark_not_reached):
        with pytest.raises(AlreadyClaimed):
            await world.write(lambda tx, action=action: action(tx, second, entry))


async def test_a_claim_ends_with_its_agents_session(world, anna, entry):
    who = await world.ready(anna)
    await _call(world, who, entry)
    await world.write(lambda tx: links.lost(tx, who))
    world.pbx.set_phone(who.phone, PhoneBehaviour())
    await world.pass_(61)
    found = await _entry(world)
    assert (found.section, found.claim) == (Section.OPEN, None)


async def test_a_conversation_that_breaks_off_at_our_end_opens_the_entry_again(world, anna, entry):
    who = await world.ready(anna)
    await _until_dialled(world, who, entry)
    await world.pass_(5)
    assert (await _entry(world)).section is Section.DONE
    await world.write(lambda tx: links.lost(tx, who))
    await world.pass_(61)
    found = await _entry(world)
    assert (found.section, found.claim, found.closed_at, found.why.code) == (
        Section.OPEN,
        None,
        None,
        WhyCode.LINK_LOST,
    )


async def test_a_claim_does_not_outlive_a_restart(world, anna, entry):
    who = await world.ready(anna)
    await _call(world, who, entry)
    await world.restart()
    await world.settle()
    found = await _entry(world)
    assert (found.claim, found.attempts, found.why.code) == (None, 0, WhyCode.SERVER_RESTARTED)
    me = await world.me(who)
    assert (me.state, me.why.code) == (AgentState.READY, WhyCode.SERVER_RESTARTED)


async def test_answered_in_the_queue_while_being_called_back(world, anna, bram, entry):
    """The customer is quicker: whoever called back learns nothing worse than that it was busy."""
    first = await world.ready(anna)
    world.pbx.set_customer(KNOWN, CustomerBehaviour(kind=CustomerKind.BUSY, after=3))
    await _until_dialled(world, first, entry)
    second = await world.ready(bram)
    await world.talking(second)
    assert (await _entry(world)).section is Section.DONE
    await world.pass_(4)
    found = await _entry(world)
    assert (found.section, found.claim) == (Section.DONE, None)


# Marks.


async def test_marks_and_reopening(world, anna, entry):
    who = await world.sign_in(anna)
    done = await world.write(lambda tx: callbacks.mark_done(tx, who, entry))
    assert (done.section, done.closed_by.name) == (Section.DONE, "Anna")
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: callbacks.mark_not_reached(tx, who, entry))
    opened = await world.write(lambda tx: callbacks.reopen(tx, who, entry))
    assert (opened.section, opened.closed_by, opened.closed_at) == (Section.OPEN, None, None)
    given_up = await world.write(lambda tx: callbacks.mark_not_reached(tx, who, entry))
    assert given_up.section is Section.NOT_REACHED
    assert world.names("queue/1") == ["callback.done", "callback.reopened", "callback.not_reached"]


async def test_nobody_is_put_on_the_list_twice(world, anna, entry):
    who = await world.sign_in(anna)
    await world.write(lambda tx: callbacks.mark_done(tx, who, entry))
    world.pbx.hang_up(await world.calling())
    await world.settle()
    with pytest.raises(NotPossibleNow) as refused:
        await world.write(lambda tx: callbacks.reopen(tx, who, entry))
    assert refused.value.params == {"state": "open"}
    assert sorted(one.section for one in await world.entries()) == [Section.DONE, Section.OPEN]


async def test_a_conversation_that_breaks_off_puts_nobody_on_the_list_twice(world, anna, entry):
    who = await world.ready(anna)
    await _until_dialled(world, who, entry)
    await world.pass_(5)
    world.pbx.hang_up(await world.calling())
    await world.write(lambda tx: links.lost(tx, who))
    await world.pass_(61)
    assert [(one.section, one.claim) for one in await world.entries()] == [(Section.OPEN, None), (Section.DONE, None)]


async def test_a_withheld_number_cannot_be_called_but_marked(world, anna):
    world.pbx.hang_up(await world.calling(ani=""))
    await world.settle()
    who = await world.ready(anna)
    entry = (await _entry(world)).id
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: callbacks.call(tx, who, entry))
    assert (await world.write(lambda tx: callbacks.mark_done(tx, who, entry))).section is Section.DONE


async def test_entries_of_other_queues_are_not_there(world, cleo, entry):
    who = await world.ready(cleo)
    assert (await world.read(lambda tx: callbacks.listed(tx, who))).entries == ()
    for action in (callbacks.call, callbacks.mark_done, callbacks.reopen):
        with pytest.raises(NotFound):
            await world.write(lambda tx, action=action: action(tx, who, entry))
    with pytest.raises(NotFound):
        await world.write(lambda tx: callbacks.call(tx, who, CallbackId(99)))


@pytest.mark.parametrize("state", ["offered", "on_contact", "wrap_up", "signing_on"])
async def test_only_who_has_nothing_in_hand_calls_back(world, anna, entry, state):
    who = await world.ready(anna)
    if state == "signing_on":
        await world.wish(who, AgentState.NOT_READY)
        await world.wish(who, AgentState.READY)
    else:
        call = await world.calling(ani="+420224811111")
        if state != "offered":
            world.pbx.pick_up(who.phone)
            await world.settle()
        if state == "wrap_up":
            world.pbx.hang_up(call)
            await world.settle()
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: callbacks.call(tx, who, entry))
    assert (await world.entries())[-1].claim is None
