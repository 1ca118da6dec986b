"""Appointments: made, changed, cancelled, and delivered when due by the server's clock (E9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agent_client.backend.persistence import contacts, customers, tables
from agent_client.backend.services import appointments, callbacks
from agent_client.backend.telephony.simulator import CustomerBehaviour
from agent_client.protocol.callbacks import NewAppointment
from agent_client.protocol.names import (
    AgentState,
    CallbackId,
    CallbackOrigin,
    ContactState,
    Direction,
    QueueId,
    Section,
    WhyCode,
)
from agent_client.protocol.refusals import AlreadyClaimed, BadNumber, InThePast, Invalid, NotFound, NotPossibleNow

KNOWN = "+31201234567"
STRANGER = "+420224811111"
SALES = QueueId(1)
HOUR = 3_600


@pytest.fixture
def appoint(world):
    async def make(who, seconds=HOUR, **more):
        wish = NewAppointment(at=world.now + timedelta(seconds=seconds), **{"number": STRANGER, "queue": SALES, **more})
        return await world.write(lambda tx: appointments.make(tx, who, wish))

    return make


async def only(world):
    (entry,) = await world.entries()
    return entry


async def test_a_new_entry_with_its_time(world, anna, appoint):
    who = await world.ready(anna)
    world.told.clear()
    entry = await appoint(who, agent=who.agent, remark=" about the invoice ")
    assert entry == await only(world)
    assert (entry.section, entry.origin, entry.number) == (Section.OPEN, CallbackOrigin.AGENT, STRANGER)
    appointment = entry.appointment
    assert (appointment.at, appointment.remark) == (world.now + timedelta(hours=1), "about the invoice")
    assert (appointment.agent.name, appointment.by.name, appointment.delivered_at) == ("Anna", "Anna", None)
    assert world.names("queue/1") == ["callback.opened"]


async def test_of_a_customer_the_first_number_is_called(world, anna, appoint):
    who = await world.ready(anna)
    customer = (await world.read(lambda tx: customers.find_by_number(tx.conn, KNOWN, None))).id
    entry = await appoint(who, number="", customer=customer)
    assert (entry.number, entry.customer.id) == (KNOWN, customer)


async def test_when_due_it_rings_at_its_own_agent_though_another_waits_longer(world, anna, bram, appoint):
    other = await world.ready(bram)
    await world.pass_(1)
    who = await world.ready(anna)
    made = await appoint(who, agent=who.agent)
    await world.pass_(HOUR - 2)
    assert (await only(world)).appointment.delivered_at is None
    await world.pass_(3)
    offered = await world.in_hand(who)
    assert (offered.direction, offered.origin) == (Direction.CALLBACK, CallbackOrigin.AGENT)
    assert (offered.callback, offered.ani) == (made.id, STRANGER)
    assert (await world.me(other)).state is AgentState.READY
    entry = await only(world)
    assert entry.claim.agent.name == "Anna", "it is theirs while it rings"
    assert entry.appointment.delivered_at is not None
    world.pbx.pick_up(who.phone)
    await world.pass_(5)
    assert (await world.in_hand(who)).state is ContactState.CONNECTED
    assert (await only(world)).section is Section.DONE


async def test_for_any_of_the_queue_it_goes_to_who_waits_longest(world, anna, bram, appoint):
    first = await world.ready(bram)
    await world.pass_(1)
    who = await world.ready(anna)
    await appoint(who)
    await world.pass_(HOUR + 1)
    assert (await world.in_hand(first)).direction is Direction.CALLBACK
    assert (await world.me(who)).state is AgentState.READY


async def test_its_agent_in_pause_finds_it_when_they_come_back(world, anna, bram, appoint):
    other, who = await world.ready(bram), await world.ready(anna)
    await appoint(who, agent=who.agent)
    await world.wish(who, AgentState.NOT_READY, idle=1)
    await world.pass_(2 * HOUR)
    entry = await only(world)
    assert (entry.claim, entry.section) == (None, Section.OPEN)
    assert (await world.me(other)).state is AgentState.READY, "it is not theirs"
    await world.wish(who, AgentState.READY)
    await world.settle()
    assert (await world.in_hand(who)).callback == entry.id


async def test_overdue_anybody_of_the_queue_may_call_from_the_list(world, anna, bram, appoint):
    other, who = await world.ready(bram), await world.ready(anna)
    made = await appoint(who, agent=who.agent)
    await world.wish(who, AgentState.NOT_READY, idle=1)
    await world.pass_(2 * HOUR)
    waiting = await world.read(lambda tx: contacts.to_call_back(tx.conn, made.id))
    await world.write(lambda tx: callbacks.call(tx, other, made.id))
    await world.settle()
    withdrawn = await world.read(lambda tx: contacts.row(tx.conn, waiting.id))
    assert (withdrawn.state, withdrawn.why.code) == (ContactState.ENDED, WhyCode.TAKEN_FROM_LIST)
    assert (await only(world)).claim.agent.name == "Bram"


async def test_a_server_that_was_away_delivers_it_when_it_is_back(world, anna, appoint):
    who = await world.ready(anna)
    await appoint(who)
    world.now += timedelta(hours=3)
    await world.restart()
    await world.pass_(1)
    assert (await world.in_hand(who)).direction is Direction.CALLBACK


async def test_who_does_not_answer_is_tried_again(world, anna, appoint):
    who = await world.ready(anna)
    world.pbx.set_customer(STRANGER, CustomerBehaviour(kind="no_answer", after=10))
    await appoint(who, agent=who.agent)
    await world.pass_(HOUR + 1)
    world.pbx.pick_up(who.phone)
    await world.pass_(12)
    entry = await only(world)
    assert (entry.section, entry.attempts, entry.claim) == (Section.ATTEMPTED, 1, None)
    await world.pass_(300)
    assert (await world.in_hand(who)).callback == entry.id


async def test_an_appointment_on_what_is_listed_already_makes_no_second_entry(world, anna, appoint):
    world.pbx.hang_up(await world.calling(ani=STRANGER))
    await world.settle()
    who = await world.ready(anna)
    there = await only(world)
    assert (await appoint(who)).id == there.id
    by_id = await appoint(who, seconds=2 * HOUR, callback=there.id, number="")
    assert (by_id.id, by_id.calls, by_id.origin) == (there.id, 1, None)
    assert (await only(world)).appointment.at == world.now + timedelta(hours=2)


async def test_on_a_closed_entry_it_is_open_again(world, anna, appoint):
    world.pbx.hang_up(await world.calling(ani=STRANGER))
    await world.settle()
    who = await world.ready(anna)
    there = await only(world)
    await world.write(lambda tx: callbacks.mark_done(tx, who, there.id))
    again = await appoint(who, callback=there.id)
    assert (again.id, again.section, again.closed_at) == (there.id, Section.OPEN, None)


async def test_changed_it_is_delivered_at_the_new_time_alone(world, anna, bram, appoint):
    who, other = await world.ready(anna), await world.ready(bram)
    made = await appoint(who, agent=who.agent)
    wish = NewAppointment(at=world.now + timedelta(hours=2), agent=other.agent)
    changed = await world.write(lambda tx: appointments.change(tx, other, made.id, wish))
    assert changed.appointment.agent.name == "Bram"
    await world.pass_(HOUR + 1)
    assert (await world.me(who)).state is AgentState.READY
    await world.pass_(HOUR)
    assert (await world.in_hand(other)).callback == made.id


async def test_one_that_waits_already_is_withdrawn_when_its_time_changes(world, anna, appoint):
    who = await world.ready(anna)
    made = await appoint(who, agent=who.agent)
    await world.wish(who, AgentState.NOT_READY, idle=1)
    await world.pass_(HOUR + 1)
    wish = NewAppointment(at=world.now + timedelta(hours=1), agent=who.agent)
    await world.write(lambda tx: appointments.change(tx, who, made.id, wish))
    await world.wish(who, AgentState.READY)
    await world.settle()
    assert (await world.me(who)).state is AgentState.READY
    await world.pass_(HOUR + 1)
    assert (await world.in_hand(who)).callback == made.id


async def test_cancelled_it_is_done_and_nobody_is_called(world, anna, appoint):
    who = await world.ready(anna)
    made = await appoint(who)
    cancelled = await world.write(lambda tx: appointments.cancel(tx, who, made.id))
    assert (cancelled.section, cancelled.appointment, cancelled.closed_by.name) == (Section.DONE, None, "Anna")
    await world.pass_(2 * HOUR)
    assert (await world.me(who)).state is AgentState.READY


async def test_cancelled_on_a_missed_call_the_call_is_still_to_be_answered(world, anna, appoint):
    world.pbx.hang_up(await world.calling(ani=STRANGER))
    await world.settle()
    who = await world.ready(anna)
    made = await appoint(who)
    cancelled = await world.write(lambda tx: appointments.cancel(tx, who, made.id))
    assert (cancelled.section, cancelled.appointment) == (Section.OPEN, None)
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: appointments.cancel(tx, who, made.id))


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"seconds": -120}, InThePast),
        ({"seconds": 3 * 366 * 24 * HOUR}, Invalid),
        ({"number": ""}, BadNumber),
        ({"number": "abc"}, BadNumber),
        ({"queue": QueueId(77)}, NotFound),
        ({"agent": 77}, NotFound),
        ({"customer": 77}, NotFound),
        ({"callback": CallbackId(77)}, NotFound),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(world, anna, appoint, wish, refusal):
    who = await world.ready(anna)
    with pytest.raises(refusal):
        await appoint(who, **wish)
    assert await world.entries() == ()


async def test_not_for_who_takes_no_contacts(world, anna, bram, appoint):
    who, other = await world.ready(anna), await world.ready(bram)
    barred = tables.agents.update().where(tables.agents.c.id == other.agent).values(takes_contacts=False)
    await world.write(lambda tx: tx.conn.execute(barred))
    with pytest.raises(Invalid):
        await appoint(who, agent=other.agent)


async def test_not_while_a_colleague_is_calling_them(world, anna, bram, appoint):
    world.pbx.hang_up(await world.calling(ani=STRANGER))
    await world.settle()
    who, other = await world.ready(anna), await world.ready(bram)
    there = await only(world)
    await world.write(lambda tx: callbacks.call(tx, who, there.id))
    with pytest.raises(AlreadyClaimed):
        await appoint(other, callback=there.id)
    assert (await appoint(who, callback=there.id)).appointment is not None, "who is calling agrees on it"
