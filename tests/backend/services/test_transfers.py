"""Passing a customer on: blind and after a consult, to everybody and everything (D7)."""

from __future__ import annotations

import pytest

from agent_client.backend.persistence import contacts
from agent_client.backend.services import call_control, calls, consulting, transfers, wrapping_up
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind
from agent_client.protocol.contacts import WrapUp
from agent_client.protocol.names import (
    AgentState,
    ContactState,
    EndedBy,
    MomentKind,
    NotReadyReason,
    Part,
    WhyCode,
)
from agent_client.protocol.refusals import AgentNotAvailable, BadNumber, CallLimit, NotPossibleNow, NotToYourself
from tests.backend.services.talking import CUS, OUTSIDE, OWN, pair, to

S = ContactState


async def test_D7_after_a_consult_the_contact_becomes_the_colleagues_under_the_same_id(bench):
    await bench.accepted()
    asked = await bench.brams()
    await bench.press(bench.anna, transfers.transfer, None)
    left, has = await bench.annas(), await bench.brams()
    assert (left.state, left.ended_by) == (S.WRAP_UP, EndedBy.TRANSFERRED)
    assert (has.id, has.state, has.part, has.consult) == (asked.id, S.CONNECTED, Part.OWNER, None)
    assert (has.why.code, has.why.params["agent"]) == (WhyCode.TRANSFERRED_BY, "Anna")
    assert (has.customer, has.ani, has.interaction) == (left.customer, left.ani, left.interaction)
    assert bench.talks() == pair(OWN, CUS)
    assert [one.kind for one in has.course][-2:] == [MomentKind.TRANSFERRED, MomentKind.TOOK_OVER]
    await bench.press(bench.anna, _wrap_up)
    assert (await bench.world.me(bench.anna)).state is AgentState.READY
    await bench.press(bench.bram, calls.end)
    assert (await bench.brams()).state is S.WRAP_UP
    assert not bench.world.pbx.calls()


def _wrap_up(tx, who, contact, version):
    return wrapping_up.wrap_up(tx, who, contact, WrapUp(version, 1))


async def test_D7_blind_to_an_available_agent(bench):
    await bench.press(bench.anna, transfers.transfer, to(bench.bram))
    left, offered = await bench.annas(), await bench.brams()
    assert (left.state, left.ended_by) == (S.WRAP_UP, EndedBy.TRANSFERRED)
    assert (offered.state, offered.part, offered.interaction) == (S.RINGING, Part.OWNER, left.interaction)
    assert bench.on_music() == {CUS}
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    assert (await bench.brams()).state is S.CONNECTED
    assert bench.talks() == pair(OWN, CUS)


async def test_D7_whoever_does_not_answer_leaves_the_customer_in_the_queue(bench):
    await bench.press(bench.anna, transfers.transfer, to(bench.bram))
    await bench.press(bench.anna, _wrap_up)
    await bench.world.pass_(25)
    assert (await bench.world.me(bench.bram)).not_ready is NotReadyReason.RONA
    again = await bench.annas()
    assert (again.state, again.queue) == (S.RINGING, 1), "the one who is free now gets them"


async def test_D7_an_agent_in_wrap_up_is_refused_and_the_call_goes_on(bench, cleo):
    third = await bench.world.ready(cleo)
    call = await bench.world.calling(ani="+420224811111", dnis="+31800100200")
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    bench.world.pbx.hang_up(call)
    await bench.world.settle()
    assert (await bench.world.me(bench.bram)).state is AgentState.WRAP_UP
    with pytest.raises(AgentNotAvailable) as refused:
        await bench.press(bench.anna, transfers.transfer, to(bench.bram))
    assert refused.value.params == {"agent": "Bram", "state": "wrap_up"}
    await bench.world.wish(third, AgentState.NOT_READY, idle=1)
    with pytest.raises(AgentNotAvailable):
        await bench.press(bench.anna, transfers.transfer, to(third))
    assert (await bench.annas()).state is S.CONNECTED


async def test_D7_never_back_to_the_one_who_sent_it_to_the_entry_point(bench):
    await bench.world.wish(bench.bram, AgentState.NOT_READY)
    await bench.press(bench.anna, transfers.transfer, to(project=2))
    await bench.press(bench.anna, _wrap_up)
    await bench.world.pass_(30)
    assert (await bench.world.me(bench.anna)).state is AgentState.READY
    [waiting] = await bench.world.read(lambda tx: contacts.waiting_callers(tx.conn))
    assert (waiting.queue, waiting.not_to) == (2, (bench.anna.agent,))
    await bench.world.wish(bench.bram, AgentState.READY)
    await bench.world.settle()
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    assert (await bench.brams()).state is S.CONNECTED


async def test_D7_to_a_queue(bench):
    await bench.press(bench.anna, transfers.transfer, to(queue=2))
    assert ((await bench.brams()).state, (await bench.brams()).queue) == (S.RINGING, 2)


async def test_D7_to_a_number_the_call_leaves_the_centre(bench):
    bench.world.pbx.set_customer(OUTSIDE, CustomerBehaviour(after=3, talk=50))
    await bench.press(bench.anna, transfers.transfer, to(number="030 765 4321"))
    assert (await bench.annas()).state is S.WRAP_UP
    await bench.world.pass_(5)
    assert not await bench.world.read(lambda tx: contacts.with_call(tx.conn))
    assert bench.talks(), "customer and number go on talking"


@pytest.mark.parametrize("kind", [CustomerKind.BUSY, CustomerKind.NO_ANSWER, CustomerKind.UNREACHABLE])
async def test_D7_a_number_that_does_not_answer_returns_the_customer_to_the_queue(bench, kind):
    bench.world.pbx.set_customer(OUTSIDE, CustomerBehaviour(kind=kind, after=3))
    await bench.press(bench.anna, transfers.transfer, to(number=OUTSIDE))
    await bench.world.pass_(5)
    back = await bench.brams()
    assert (back.state, back.ani) == (S.RINGING, (await bench.annas()).ani)
    failed = next(one for one in reversed(back.course) if one.why is not None)
    assert (failed.why.code, failed.why.params["target"]) == (WhyCode.TRANSFER_FAILED, OUTSIDE)


async def test_the_customer_hangs_up_while_being_transferred_and_is_not_forgotten(bench):
    await bench.world.wish(bench.bram, AgentState.NOT_READY)
    await bench.press(bench.anna, transfers.transfer, to(queue=2))
    bench.world.pbx.hang_up(bench.call)
    await bench.world.settle()
    entry = (await bench.world.entries())[0]
    assert entry.number == "+31201234567"


@pytest.mark.parametrize("number", ["12", "1234567890123456789"])
async def test_D2_a_number_of_2_or_19_digits_is_refused(bench, number):
    with pytest.raises(BadNumber):
        await bench.press(bench.anna, transfers.transfer, to(number=number))
    assert (await bench.annas()).state is S.CONNECTED


async def test_not_to_oneself(bench):
    with pytest.raises(NotToYourself):
        await bench.press(bench.anna, transfers.transfer, to(bench.anna))


async def test_while_consulting_only_to_the_consulted_party(bench):
    await bench.accepted()
    with pytest.raises(NotPossibleNow):
        await bench.press(bench.anna, transfers.transfer, to(queue=2))


async def test_not_before_the_consult_is_accepted(bench):
    await bench.consult()
    with pytest.raises(NotPossibleNow):
        await bench.press(bench.anna, transfers.transfer, None)
    with pytest.raises(NotPossibleNow):
        await bench.press(bench.anna, consulting.conference)


async def test_a_held_customer_is_transferred_and_hears_the_next_agent(bench):
    await bench.press(bench.anna, call_control.hold)
    await bench.press(bench.anna, transfers.transfer, to(bench.bram))
    bench.world.pbx.pick_up(bench.bram.phone)
    await bench.world.settle()
    has = await bench.brams()
    assert (has.state, has.on_hold) == (S.CONNECTED, None)
    assert bench.talks() == pair(OWN, CUS)


async def test_D11_the_limit_of_simultaneous_calls_is_said(bench):
    await bench.world.write(lambda tx: bench.world.limit_calls(tx, 1))
    with pytest.raises(CallLimit) as refused:
        await bench.press(bench.anna, transfers.transfer, to(number=OUTSIDE))
    assert refused.value.params == {"limit": "1"}
    with pytest.raises(CallLimit):
        await bench.press(bench.anna, consulting.consult, to(number=OUTSIDE))


async def test_a_second_transfer_of_the_same_call(bench, cleo):
    third = await bench.world.ready(cleo)
    await bench.accepted()
    await bench.press(bench.anna, transfers.transfer, None)
    await bench.press(bench.bram, consulting.consult, to(third))
    bench.world.pbx.pick_up(third.phone)
    await bench.world.settle()
    await bench.press(bench.bram, transfers.transfer, None)
    has = await bench.world.in_hand(third)
    assert (has.state, has.part) == (S.CONNECTED, Part.OWNER)
    assert bench.talks() == pair(OWN, CUS)
    assert (await bench.brams()).state is S.WRAP_UP
