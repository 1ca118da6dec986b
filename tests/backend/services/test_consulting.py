"""Consult and conference at the server: who is asked, who is on hold, what becomes of everybody (D2 to D6, B3)."""

from __future__ import annotations

import pytest

from agent_client.backend.persistence import contact_view, waiting
from agent_client.backend.services import agent_states, call_control, calls, consulting, links
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind, PhoneBehaviour, PhoneKind
from agent_client.protocol.names import (
    AgentState,
    ContactState,
    EndedBy,
    MomentKind,
    NotReadyReason,
    OnHold,
    Part,
    TargetKind,
    WhyCode,
)
from agent_client.protocol.refusals import (
    AgentNotAvailable,
    BadNumber,
    ContactChanged,
    NotPossibleNow,
    NotToYourself,
)
from agent_client.protocol.why import Why
from tests.backend.services.talking import ASK, CUS, OUTSIDE, OWN, pair, to

S = ContactState


async def test_D3_consult_requested_then_consulting_then_back(bench):
    await bench.consult()
    asker, asked = await bench.annas(), await bench.brams()
    assert (asker.state, asker.on_hold) == (S.CONSULT_REQUESTED, OnHold.CUSTOMER)
    assert (asker.consult.name, asker.consult.state) == ("Bram", S.RINGING)
    assert (asked.state, asked.part, asked.consult.name) == (S.RINGING, Part.CONSULTED, "Anna")
    assert asked.interaction == asker.interaction
    assert asked.customer == asker.customer
    assert bench.on_music() == {CUS}
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    asker, asked = await bench.annas(), await bench.brams()
    assert (asker.state, asker.on_hold, asker.consult.state) == (S.CONSULTING, OnHold.CUSTOMER, S.CONSULTING)
    assert (asked.state, asked.on_hold) == (S.CONSULTING, OnHold.CUSTOMER)
    assert (bench.talks(), bench.on_music()) == (pair(OWN, ASK), {CUS})
    assert (await bench.world.me(bench.bram)).state is AgentState.ON_CONTACT
    await bench.press(bench.anna, call_control.resume)
    assert ((await bench.annas()).state, (await bench.annas()).on_hold) == (S.CONSULTING, OnHold.CONSULTED)
    assert (await bench.brams()).on_hold is OnHold.CONSULTED
    assert (bench.talks(), bench.on_music()) == (pair(OWN, CUS), {ASK})
    await bench.press(bench.anna, call_control.hold)
    assert (bench.talks(), bench.on_music()) == (pair(OWN, ASK), {CUS})
    await bench.press(bench.anna, consulting.end_consult)
    back = await bench.annas()
    assert (back.state, back.on_hold, back.consult, back.why) == (S.CONNECTED, None, None, None)
    assert bench.talks() == pair(OWN, CUS)
    me = await bench.world.me(bench.bram)
    assert (me.state, me.contact, me.why.code) == (AgentState.READY, None, WhyCode.CONSULT_WITHDRAWN)
    assert [one.kind for one in back.course][-4:] == [
        MomentKind.CONSULT_ACCEPTED,
        MomentKind.RESUMED,
        MomentKind.HELD,
        MomentKind.CONSULT_ENDED,
    ]


async def test_D3_the_customer_can_be_resumed_before_the_consult_is_accepted(bench):
    await bench.consult()
    await bench.press(bench.anna, call_control.resume)
    asker = await bench.annas()
    assert (asker.state, asker.on_hold) == (S.CONSULT_REQUESTED, None)
    assert bench.talks() == pair(OWN, CUS)
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    asker = await bench.annas()
    assert (asker.state, asker.on_hold) == (S.CONSULTING, OnHold.CONSULTED), "one of both is on hold"
    assert (bench.talks(), bench.on_music()) == (pair(OWN, CUS), {ASK})


@pytest.mark.parametrize(
    ("behaviour", "code", "reason"),
    [
        (PhoneBehaviour(kind=PhoneKind.BUSY), WhyCode.CONSULT_BUSY, NotReadyReason.UNREACHABLE),
        (PhoneBehaviour(kind=PhoneKind.UNREACHABLE), WhyCode.CONSULT_UNREACHABLE, NotReadyReason.UNREACHABLE),
        (PhoneBehaviour(kind=PhoneKind.DEAD), WhyCode.CONSULT_UNREACHABLE, NotReadyReason.UNREACHABLE),
        (PhoneBehaviour(), WhyCode.CONSULT_NOT_ANSWERED, NotReadyReason.RONA),
    ],
)
async def test_D4_B3_the_asker_reads_why_and_the_customer_stays_on_hold(bench, behaviour, code, reason):
    bench.world.pbx.set_phone(bench.bram.phone, behaviour)
    await bench.consult()
    await bench.world.pass_(25)
    asker = await bench.annas()
    assert (asker.state, asker.on_hold, asker.consult) == (S.HELD, OnHold.CUSTOMER, None)
    assert (asker.why.code, asker.why.params["target"]) == (code, "Bram")
    me = await bench.world.me(bench.bram)
    assert (me.state, me.not_ready) == (AgentState.NOT_READY, reason)
    assert bench.on_music() == {CUS}


async def test_D4_a_consult_that_is_declined_costs_its_agent_nothing(bench):
    await bench.consult()
    await bench.press(bench.bram, calls.decline)
    assert (await bench.annas()).why.code is WhyCode.CONSULT_DECLINED
    assert (await bench.world.me(bench.bram)).state is AgentState.READY


async def test_D5_the_customer_leaves_and_only_the_owner_wraps_up(bench):
    await bench.accepted()
    bench.world.pbx.hang_up(bench.call)
    await bench.world.settle()
    assert (await bench.annas()).state is S.WRAP_UP
    assert (await bench.world.me(bench.bram)).state is AgentState.READY
    assert not await bench.world.read(lambda tx: contact_view.of_agent(tx.conn, bench.bram.agent))


async def test_D5_the_consulted_agent_leaves_and_the_customer_is_not_put_through_unasked(bench):
    await bench.accepted()
    await bench.press(bench.bram, consulting.end_consult)
    asker = await bench.annas()
    assert (asker.state, asker.on_hold, asker.why.code) == (S.HELD, OnHold.CUSTOMER, WhyCode.CONSULT_LEFT)
    assert asker.why.params["target"] == "Bram"
    assert (await bench.world.me(bench.bram)).state is AgentState.READY


async def test_the_consulted_phone_dies(bench):
    await bench.accepted()
    await bench.press(bench.anna, call_control.resume)
    bench.world.pbx.kill_phone(bench.bram.phone)
    await bench.world.settle()
    asker = await bench.annas()
    assert (asker.state, asker.on_hold, asker.why.code) == (S.CONNECTED, None, WhyCode.CONSULT_LEFT)
    assert bench.talks() == pair(OWN, CUS)
    assert (await bench.world.me(bench.bram)).contact is None


@pytest.mark.parametrize("unit", [calls.end, call_control.resume, call_control.hold, consulting.conference])
async def test_D5_the_consulted_agent_may_not(bench, unit):
    await bench.accepted()
    with pytest.raises(NotPossibleNow):
        await bench.press(bench.bram, unit)


async def test_D6_conference_and_each_way_out_of_it(bench):
    await bench.accepted()
    await bench.press(bench.anna, consulting.conference)
    assert ((await bench.annas()).state, (await bench.brams()).state) == (S.CONFERENCE, S.CONFERENCE)
    assert bench.talks() == pair(OWN, ASK) | pair(OWN, CUS) | pair(ASK, CUS)
    await bench.press(bench.anna, consulting.end_consult)
    assert (await bench.annas()).state is S.CONNECTED
    assert bench.talks() == pair(OWN, CUS)


async def test_D6_the_owner_ends_the_conference_for_all(bench):
    await bench.accepted()
    await bench.press(bench.anna, consulting.conference)
    await bench.press(bench.anna, calls.end)
    assert (await bench.annas()).state is S.WRAP_UP
    assert (await bench.world.me(bench.bram)).state is AgentState.READY
    assert not bench.world.pbx.calls()


async def test_D6_the_owners_phone_hangs_up_and_the_others_go_on(bench):
    await bench.accepted()
    await bench.press(bench.anna, consulting.conference)
    bench.world.pbx.put_down(bench.anna.phone)
    await bench.world.settle()
    left, has = await bench.annas(), await bench.brams()
    assert (left.state, left.ended_by) == (S.WRAP_UP, EndedBy.TRANSFERRED)
    assert (has.state, has.part) == (S.CONNECTED, Part.OWNER)
    await bench.press(bench.bram, calls.end)
    assert (await bench.brams()).state is S.WRAP_UP
    assert not bench.world.pbx.calls()


async def test_D2_a_consult_to_a_queue_asks_the_next_one_when_the_first_does_not_answer(bench, cleo):
    third = await bench.world.ready(cleo)
    await bench.consult(to(queue=2))
    assert (await bench.brams()).state is S.RINGING
    assert (await bench.annas()).consult.name == "Bram"
    await bench.world.pass_(25)
    assert (await bench.world.me(bench.bram)).not_ready is NotReadyReason.RONA
    assert (await bench.annas()).state is S.CONSULT_REQUESTED
    assert bench.world.pbx.pick_up(third.phone)
    await bench.world.settle()
    assert ((await bench.annas()).state, (await bench.annas()).consult.name) == (S.CONSULTING, "Cleo")


async def test_D2_a_consult_waits_in_a_queue_where_nobody_is_free_and_can_be_ended(bench):
    await bench.world.wish(bench.bram, AgentState.NOT_READY)
    await bench.consult(to(queue=2))
    assert ((await bench.annas()).consult.name, (await bench.annas()).consult.state) == ("Support", S.QUEUED)
    await bench.press(bench.anna, consulting.end_consult)
    assert (await bench.annas()).state is S.CONNECTED
    assert not await bench.world.read(lambda tx: waiting.spoken(tx.conn, tx.now))


async def test_D4_a_dialled_entry_point_number_is_that_entry_point(bench):
    await bench.consult(to(number="0800 100 200"))
    assert (await bench.annas()).consult.kind is TargetKind.ENTRY_POINT
    assert (await bench.brams()).state is S.RINGING


async def test_D2_a_number_outside_is_consulted_and_joins(bench):
    bench.world.pbx.set_customer(OUTSIDE, CustomerBehaviour(after=3))
    await bench.consult(to(number="030 765 4321"))
    asker = await bench.annas()
    assert (asker.consult.number, asker.consult.agent) == (OUTSIDE, None)
    await bench.world.pass_(4)
    assert (await bench.annas()).state is S.CONSULTING
    assert bench.talks() == pair(OWN, ASK)
    await bench.press(bench.anna, consulting.conference)
    assert bench.talks() == pair(OWN, ASK) | pair(OWN, CUS) | pair(ASK, CUS)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (CustomerKind.BUSY, WhyCode.CONSULT_BUSY),
        (CustomerKind.NO_ANSWER, WhyCode.CONSULT_NOT_ANSWERED),
        (CustomerKind.UNREACHABLE, WhyCode.CONSULT_UNREACHABLE),
    ],
)
async def test_D4_a_number_that_does_not_answer_says_which_cause(bench, kind, code):
    bench.world.pbx.set_customer(OUTSIDE, CustomerBehaviour(kind=kind, after=3))
    await bench.consult(to(number=OUTSIDE))
    await bench.world.pass_(5)
    asker = await bench.annas()
    assert (asker.state, asker.why.code, asker.why.params["target"]) == (S.HELD, code, OUTSIDE)


@pytest.mark.parametrize("number", ["12", "1234567890123456789", "12x4", ""])
async def test_D2_what_is_no_number_is_refused(bench, number):
    with pytest.raises(BadNumber):
        await bench.consult(to(number=number))
    assert (await bench.annas()).state is S.CONNECTED


async def test_not_to_oneself(bench):
    for target in (to(bench.anna), to(number=bench.anna.phone)):
        with pytest.raises(NotToYourself):
            await bench.consult(target)


async def test_D7_an_agent_in_wrap_up_or_without_a_link_is_refused(bench, cleo):
    third = await bench.world.ready(cleo)
    await bench.world.write(lambda tx: links.lost(tx, third))
    with pytest.raises(AgentNotAvailable):
        await bench.consult(to(third))
    await bench.world.wish(bench.bram, AgentState.NOT_READY, idle=1)
    await bench.consult(to(bench.bram))
    assert (await bench.brams()).state is S.RINGING, "an idle one may be asked"
    await bench.press(bench.bram, calls.decline)
    me = await bench.world.me(bench.bram)
    assert (me.state, me.idle_reason) == (AgentState.NOT_READY, 1)


async def test_two_presses_at_once_act_once(bench):
    contact = await bench.annas()
    unit = lambda tx: consulting.consult(tx, bench.anna, contact.id, contact.version, to(bench.bram))  # noqa: E731
    await bench.world.write(unit)
    with pytest.raises(ContactChanged):
        await bench.world.write(unit)


@pytest.mark.parametrize("conference", [False, True])
async def test_the_server_restarts_in_a_consult(bench, conference):
    await bench.accepted()
    if conference:
        await bench.press(bench.anna, consulting.conference)
    before = (await bench.annas()).state
    await bench.world.restart()
    await bench.world.settle()
    assert ((await bench.annas()).state, (await bench.brams()).state) == (before, before)
    await bench.press(bench.anna, consulting.end_consult)
    assert (await bench.annas()).state is S.CONNECTED
    assert bench.talks() == pair(OWN, CUS)


async def test_the_server_restarts_while_the_consult_rings(bench):
    await bench.consult()
    await bench.world.restart()
    asker = await bench.annas()
    assert (asker.state, asker.on_hold, asker.why.code) == (S.HELD, OnHold.CUSTOMER, WhyCode.SERVER_RESTARTED)
    assert (await bench.world.me(bench.bram)).state is AgentState.READY


async def test_the_server_and_the_pbx_restart_in_a_conference(bench):
    await bench.accepted()
    await bench.press(bench.anna, consulting.conference)
    await bench.world.restart(same_pbx=False)
    assert (await bench.annas()).state is S.WRAP_UP
    assert (await bench.world.me(bench.bram)).contact is None


@pytest.mark.parametrize("conference", [False, True])
async def test_the_owner_is_lost_and_nobody_loses_the_customer(bench, conference):
    await bench.accepted()
    if conference:
        await bench.press(bench.anna, consulting.conference)
    why = Why(code=WhyCode.LINK_LOST, at=bench.world.now, params={"seconds": "60"})
    await bench.world.write(lambda tx: agent_states.leave(tx, bench.anna.agent, why))
    await bench.world.settle()
    has = await bench.brams()
    if conference:
        assert (has.state, has.part) == (S.CONNECTED, Part.OWNER)
    else:
        assert has.state is S.RINGING, "back in the queue, the customer is offered to whoever is free"
        assert has.part is Part.OWNER
