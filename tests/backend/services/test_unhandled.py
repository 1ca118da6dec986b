from __future__ import annotations

import pytest

from agent_client.backend.persistence import callback_moments, queue_standing
from agent_client.backend.ports.telephony import EndCall
from agent_client.protocol.names import AgentState, ContactState, EndedBy, Section, Unhandled, WhyCode
from tests.backend.services import ruling

STRANGER, OTHER = "+420224811111", "+420224822222"


@pytest.fixture
async def designated(world, bram):
    """Bram gets what nobody handles; the group is Anna's alone."""

    async def make(**more):
        who = await world.ready(bram)
        await world.write(lambda tx: tx.conn.exec_driver_sql("DELETE FROM agent_queues WHERE agent_id = 2"))
        await ruling.routing(world, unhandled=Unhandled.AGENT, unhandled_agent=bram, **more)
        return who

    return make


async def test_F7_a_call_that_waited_too_long_is_ended_and_listed(world):
    await ruling.routing(world, unhandled=Unhandled.END, unhandled_seconds=30)
    call = await world.calling()
    await world.pass_(29)
    assert (await world.contact(call)).state is ContactState.QUEUED
    await world.pass_(2)
    contact = await world.contact(call)
    assert (contact.state, contact.ended_by) == (ContactState.ENDED, EndedBy.NOT_ANSWERED)
    assert (contact.why.code, contact.why.params) == (WhyCode.WAITED_TOO_LONG, {"seconds": "30"})
    assert EndCall(call) in world.acted
    (entry,) = await world.entries()
    assert (entry.section, entry.number, entry.calls) == (Section.OPEN, contact.ani, 1)
    (missed,) = await world.read(lambda tx: callback_moments.of(tx.conn, entry.id))
    assert (missed.seconds, missed.why.code) == (30, WhyCode.WAITED_TOO_LONG)


async def test_F7_a_call_for_which_the_group_has_no_room_is_ended_at_once(world):
    await ruling.routing(world, unhandled=Unhandled.END)
    await ruling.group(world, capacity=2)
    first, second = await world.calling(), await world.calling(ani=STRANGER)
    third = await world.calling(ani=OTHER)
    await world.pass_(1)
    contact = await world.contact(third)
    assert contact.state is ContactState.ENDED
    assert (contact.why.code, contact.why.params) == (WhyCode.GROUP_FULL, {"group": "Sales", "capacity": "2"})
    assert [(await world.contact(one)).state for one in (first, second)] == [ContactState.QUEUED] * 2
    assert [entry.number for entry in await world.entries()] == [OTHER]


async def test_F7_a_call_that_somebody_takes_at_once_needs_no_room(world, anna):
    await world.ready(anna)
    await ruling.routing(world, unhandled=Unhandled.END)
    await ruling.group(world, capacity=1)
    rings, waits, full = [await world.calling(ani=number) for number in ("", STRANGER, OTHER)]
    await world.pass_(1)
    states = [(await world.contact(one)).state for one in (rings, waits, full)]
    assert states == [ContactState.RINGING, ContactState.QUEUED, ContactState.ENDED]


async def test_room_that_is_made_meanwhile_counts(world):
    """Before what is due is looked at, the other one hangs up."""
    await ruling.routing(world, unhandled=Unhandled.END, unhandled_seconds=60)
    await ruling.group(world, capacity=1)
    first, second = await world.calling(), await world.calling(ani=STRANGER)
    world.pbx.hang_up(first)
    await world.settle()
    await world.pass_(50)
    assert (await world.contact(second)).state is ContactState.QUEUED
    await world.pass_(11)
    assert (await world.contact(second)).why.code is WhyCode.WAITED_TOO_LONG


async def test_who_comes_back_from_an_agent_is_not_sent_away_for_want_of_room(world, anna):
    who = await world.ready(anna)
    await ruling.routing(world, unhandled=Unhandled.END)
    await ruling.group(world, capacity=1)
    waits = await world.calling(ani=STRANGER)
    await world.wish(who, AgentState.READY)
    await world.settle()
    over = await world.calling(ani=OTHER)
    assert (await world.contact(waits)).state is ContactState.RINGING
    await world.pass_(19)
    states = [(await world.contact(one)).state for one in (waits, over)]
    assert states == [ContactState.QUEUED, ContactState.QUEUED], "RONA: Anna is away, and both were there before"


async def test_F7_shown_to_the_designated_agent_with_the_reason(world, designated):
    who = await designated(unhandled_seconds=30)
    older, call = await world.calling(), await world.calling(ani=STRANGER)
    await ruling.group(world, 2, number="")
    await world.pass_(29)
    assert (await world.me(who)).state is AgentState.READY
    await world.pass_(2)
    shown = await world.in_hand(who)
    assert (shown.id, shown.why.code, shown.why.params) == (
        (await world.contact(older)).id,
        WhyCode.WAITED_TOO_LONG,
        {"seconds": "30"},
    )
    assert (await world.contact(call)).state is ContactState.QUEUED, "one at a time"


async def test_F7_while_the_designated_agent_is_busy_others_may_take_it(world, anna, designated):
    who = await designated(unhandled_seconds=30)
    await world.wish(who, AgentState.NOT_READY)
    call = await world.calling()
    await world.pass_(40)
    assert (await world.contact(call)).state is ContactState.QUEUED
    assert (await world.read(lambda tx: queue_standing.of(tx.conn, 1))).waiting == 1, "they wait on, as everybody sees"
    await world.ready(anna)
    assert (await world.contact(call)).agent == anna


async def test_F7_shown_at_once_when_the_group_is_full(world, designated):
    who = await designated()
    await ruling.group(world, capacity=1)
    await world.calling()
    second = await world.calling(ani=STRANGER)
    await world.pass_(1)
    shown = await world.in_hand(who)
    assert (shown.id, shown.why.code) == ((await world.contact(second)).id, WhyCode.GROUP_FULL)


async def test_F7_by_default_a_call_waits_however_long(world):
    await ruling.group(world, capacity=1)
    first, second = await world.calling(), await world.calling(ani=STRANGER)
    await world.pass_(60)
    assert [(await world.contact(one)).state for one in (first, second)] == [ContactState.QUEUED] * 2


async def test_a_new_limit_holds_for_who_waits_already(world):
    call = await world.calling()
    await world.pass_(40)
    await ruling.routing(world, unhandled=Unhandled.END, unhandled_seconds=45)
    await world.pass_(4)
    assert (await world.contact(call)).state is ContactState.QUEUED
    await world.pass_(2)
    assert (await world.contact(call)).state is ContactState.ENDED


async def test_a_limit_that_is_gone_holds_for_nobody(world):
    await ruling.routing(world, unhandled=Unhandled.END, unhandled_seconds=20)
    call = await world.calling()
    await ruling.routing(world, unhandled=Unhandled.WAIT)
    await world.pass_(60)
    assert (await world.contact(call)).state is ContactState.QUEUED


async def test_a_call_in_conversation_is_not_ended(world, anna):
    await ruling.routing(world, unhandled=Unhandled.END, unhandled_seconds=10)
    who = await world.ready(anna)
    call = await world.talking(who)
    await world.pass_(30)
    assert (await world.contact(call)).state is ContactState.CONNECTED
