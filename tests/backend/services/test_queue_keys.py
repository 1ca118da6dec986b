"""E10: a waiting customer presses the queue's key, hangs up, and keeps their place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import callback_moments, callbacks, contacts, tables
from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import CallArrived, KeyPressed, Speak
from agent_client.protocol.names import (
    CallbackMomentKind,
    CallbackOrigin,
    ContactState,
    EndedBy,
    QueueId,
    Section,
    WhyCode,
)

SALES = QueueId(1)
MOBILE, OTHER = "+31612884410", "+31612884411"


@pytest.fixture
async def key(world):
    """The queue's key is 1."""
    await world.write(lambda tx: tx.conn.execute(update(tables.queues).values(callback_key="1")))
    return "1"


async def asked(world, number=MOBILE):
    return await world.read(lambda tx: contacts.asked_for(tx.conn, number, SALES))


async def press(world, call, key):
    assert world.pbx.press_key(call, key)
    await world.settle()


async def test_E10_they_hang_up_and_keep_their_place(world, key):
    first = await world.calling(OTHER)
    call = await world.calling(MOBILE)
    await world.pass_(95)
    later = await world.calling("+31612884412")
    began = world.now - timedelta(seconds=95)
    await press(world, call, key)
    assert world.acted == [Speak(call, (Prompt.CALLBACK_NOTED,))], "they are told, and then hung up on"
    await world.pass_(2)
    assert world.pbx.calls() == (first, later)
    over = await world.read(lambda tx: contacts.by_call(tx.conn, call))
    assert (over.state, over.ended_by, over.why.code) == (
        ContactState.ENDED,
        EndedBy.CUSTOMER.value,
        WhyCode.CALLBACK_ASKED,
    )
    contact = await asked(world)
    assert (contact.state, contact.origin, contact.queued_at) == (
        ContactState.QUEUED,
        CallbackOrigin.QUEUE.value,
        began,
    )


async def test_E10_a_server_that_was_restarted_while_they_were_told_asks_nobody_twice(world, key):
    call = await world.calling(MOBILE)
    await press(world, call, key)
    before = await asked(world)
    await world.tell(CallArrived(call, MOBILE, "+31800100300"))
    assert world.acted[-1] == Speak(call, (Prompt.CALLBACK_NOTED,))
    assert (await asked(world)).id == before.id
    assert (await world.contact(call)).state is ContactState.ENDED


async def test_E10_it_is_no_missed_call(world, key):
    call = await world.calling(MOBILE)
    await world.pass_(30)
    await press(world, call, key)
    await world.pass_(5)
    contact = await asked(world)
    entry = await world.read(lambda tx: callbacks.entry(tx.conn, contact.callback))
    assert (entry.section, entry.origin, entry.calls) == (Section.OPEN, CallbackOrigin.QUEUE, 1)
    moments = await world.read(lambda tx: callback_moments.of(tx.conn, entry.id))
    kinds = [moment.kind for moment in moments]
    assert kinds == [CallbackMomentKind.REQUESTED, CallbackMomentKind.DELIVERED]


async def test_E10_an_agent_who_becomes_free_gets_it_before_who_came_later(world, key, anna):
    call = await world.calling(MOBILE)
    await world.pass_(30)
    await world.calling(OTHER)
    await press(world, call, key)
    who = await world.ready(anna)
    offered = await world.in_hand(who)
    assert (offered.ani, offered.origin) == (MOBILE, CallbackOrigin.QUEUE)


@pytest.mark.parametrize(
    ("ani", "pressed"),
    [
        (MOBILE, "2"),
        ("", "1"),
        ("+31900123456", "1"),  # forged, to have an expensive number called
    ],
)
async def test_E10_what_asks_for_nothing(ani, pressed, world, key):
    call = await world.calling(ani)
    await press(world, call, pressed)
    assert world.pbx.calls() == (call,)
    row = await world.read(lambda tx: contacts.by_call(tx.conn, call))
    assert row.state is ContactState.QUEUED


async def test_E10_without_a_key_nothing_can_be_asked_for(world):
    call = await world.calling(MOBILE)
    await press(world, call, "1")
    await world.tell(KeyPressed(call, ""))
    assert world.pbx.calls() == (call,)
    assert await asked(world) is None


async def test_E10_once_an_agents_phone_rings_it_is_too_late(world, key, anna):
    who = await world.ready(anna)
    call = await world.calling(MOBILE)
    await press(world, call, key)
    assert (await world.in_hand(who)).state is ContactState.RINGING
    assert await asked(world) is None


async def test_E10_pressed_twice_or_told_late_it_is_one_request(world, key):
    call = await world.calling(MOBILE)
    await world.tell(KeyPressed(call, key))
    before = await asked(world)
    await world.tell(KeyPressed(call, key))
    after = await asked(world)
    assert before.id == after.id


async def test_E10_from_one_of_our_own_phones(world, key):
    call = await world.calling("204")
    await press(world, call, key)
    assert (await asked(world, "204")).ani == "204"
