"""The port's contract: a call in, a call out, and how each may end."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import (
    AnswerLeg,
    CallArrived,
    CallEnded,
    CallId,
    CallOut,
    Cause,
    CustomerAnswered,
    CustomerFailed,
    DeclineLeg,
    EndCall,
    Hear,
    LegAnswered,
    LegFailed,
    LegId,
    LegRinging,
    RingForCall,
    RingToTest,
    StopRinging,
)
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind, PhoneBehaviour, PhoneKind

CUSTOMER, DNIS = "+31201234567", "+31800100300"
OWNER, OTHER, DESKTOP = "204", "206", "207"
LEG, SECOND, OUT = LegId("leg-owner"), LegId("leg-second"), CallId("out-1")
MUSIC = {("customer", "music")}
TALKS = {("customer", "owner"), ("owner", "customer")}


async def test_a_caller_hears_music_until_the_agent_answers(engine) -> None:
    call = await engine.ringing()
    assert await engine.hears(call) == MUSIC
    await engine.picks_up(OWNER)
    await engine.told(LegAnswered(LEG))
    assert await engine.hears(call) == TALKS


async def test_a_withheld_number_is_empty(engine) -> None:
    call = await engine.calls_in(ani="")
    await engine.told(CallArrived(call, "", DNIS))


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (PhoneKind.BUSY, Cause.BUSY),
        (PhoneKind.DECLINES, Cause.DECLINED),
        (PhoneKind.UNREACHABLE, Cause.UNREACHABLE),
    ],
)
async def test_a_phone_that_does_not_ring_says_why_and_the_caller_waits(engine, kind, cause) -> None:
    await engine.phone(OWNER, PhoneBehaviour(kind=kind))
    call = await engine.waiting()
    await engine.act(RingForCall(LEG, OWNER, call))
    await engine.told(LegFailed(LEG, cause))
    assert await engine.hears(call) == MUSIC
    await engine.act(RingForCall(SECOND, OTHER, call))
    await engine.told(LegRinging(SECOND))


async def test_a_phone_that_nobody_picks_up_is_given_up(engine) -> None:
    await engine.phone(OWNER, PhoneBehaviour(gives_up_after=0.3))
    call = await engine.waiting()
    await engine.act(RingForCall(LEG, OWNER, call))
    await engine.told(LegRinging(LEG), LegFailed(LEG, Cause.NO_ANSWER), within=1)
    assert await engine.hears(call) == MUSIC


async def test_a_ringing_phone_that_dies_is_unreachable(engine) -> None:
    call = await engine.ringing()
    await engine.dies(OWNER)
    await engine.told(LegFailed(LEG, Cause.UNREACHABLE))
    assert await engine.hears(call) == MUSIC
    await engine.act(RingForCall(SECOND, OWNER, call))
    await engine.told(LegFailed(SECOND, Cause.UNREACHABLE))


async def test_declined_at_the_phone_and_by_order(engine) -> None:
    call = await engine.ringing()
    await engine.puts_down(OWNER)
    await engine.told(LegFailed(LEG, Cause.DECLINED))
    await engine.act(RingForCall(SECOND, OWNER, call))
    await engine.told(LegRinging(SECOND))
    await engine.act(DeclineLeg(SECOND))
    await engine.told(LegFailed(SECOND, Cause.DECLINED))


async def test_declined_in_the_moment_in_which_it_is_picked_up(engine) -> None:
    call = await engine.ringing()
    await engine.picks_up(OWNER)
    await engine.act(DeclineLeg(LEG), RingForCall(SECOND, OTHER, call))
    await engine.told(LegAnswered(LEG), LegRinging(SECOND))
    assert await engine.hears(call) == MUSIC


async def test_answered_from_the_desktop_where_the_phone_can(engine) -> None:
    await engine.phone(DESKTOP, PhoneBehaviour(desktop=True))
    assert engine.pbx.can_answer(DESKTOP)
    assert not engine.pbx.can_answer(OTHER)
    call = await engine.waiting()
    await engine.act(RingForCall(LEG, DESKTOP, call))
    await engine.told(LegRinging(LEG))
    await engine.act(AnswerLeg(LEG))
    await engine.told(LegAnswered(LEG))
    assert await engine.hears(call) == TALKS


async def test_a_phone_that_cannot_be_answered_from_the_desktop_goes_on_ringing(engine) -> None:
    call = await engine.ringing()
    await engine.act(AnswerLeg(LEG))
    await engine.told()
    assert await engine.hears(call) == MUSIC


async def test_a_phone_in_use_is_busy(engine) -> None:
    await engine.talking()
    second = await engine.waiting()
    await engine.act(RingForCall(SECOND, OWNER, second))
    await engine.told(LegFailed(SECOND, Cause.BUSY))


async def test_taking_the_owners_phone_away_has_the_customer_wait_again(engine) -> None:
    call = await engine.talking()
    await engine.act(StopRinging(LEG))
    await engine.told()
    assert await engine.hears(call) == MUSIC
    await engine.act(RingForCall(SECOND, OTHER, call))
    await engine.told(LegRinging(SECOND))
    await engine.picks_up(OTHER)
    await engine.told(LegAnswered(SECOND))
    assert await engine.hears(call) == TALKS


async def test_hold_and_resume(engine) -> None:
    call = await engine.talking()
    for _ in range(2):
        await engine.act(Hear(call, customer=False))
        assert await engine.hears(call) == MUSIC
    for _ in range(2):
        await engine.act(Hear(call, customer=True))
        assert await engine.hears(call) == TALKS
    await engine.told()


@pytest.mark.parametrize("held", [False, True])
async def test_the_agent_hangs_up(engine, held) -> None:
    call = await engine.talking()
    await engine.act(Hear(call, customer=not held))
    await engine.puts_down(OWNER)
    await engine.told(CallEnded(call, by_agent=True))
    assert await engine.hears(call) == set()


async def test_the_agents_phone_dies(engine) -> None:
    call = await engine.talking()
    await engine.dies(OWNER)
    await engine.told(CallEnded(call, by_agent=True))


@pytest.mark.parametrize("way", ["waiting", "ringing", "talking", "called_out"])
async def test_the_customer_hangs_up(engine, way) -> None:
    call = await getattr(engine, way)()
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    assert await engine.hears(call) == set()
    await engine.act(RingForCall(SECOND, OWNER, call), Hear(call, customer=True), EndCall(call), StopRinging(LEG))
    await engine.told()


async def test_the_centre_ends_a_call(engine) -> None:
    call = await engine.talking()
    await engine.act(EndCall(call))
    await engine.told(CallEnded(call, by_agent=True))
    await engine.act(RingForCall(SECOND, OWNER, await engine.waiting()))
    await engine.told(LegRinging(SECOND))


async def test_the_test_ring_is_hung_up_once_answered(engine) -> None:
    await engine.act(RingToTest(LEG, OWNER))
    await engine.told(LegRinging(LEG))
    await engine.picks_up(OWNER)
    await engine.told(LegAnswered(LEG))
    await engine.act(RingToTest(SECOND, OWNER))
    await engine.told(LegRinging(SECOND))


async def test_calling_out(engine) -> None:
    call = await engine.called_out()
    assert await engine.hears(call) == TALKS
    await engine.puts_down(OWNER)
    await engine.told(CallEnded(call, by_agent=True))


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (CustomerKind.BUSY, Cause.BUSY),
        (CustomerKind.NO_ANSWER, Cause.NO_ANSWER),
        (CustomerKind.UNREACHABLE, Cause.UNREACHABLE),
    ],
)
async def test_a_customer_who_is_not_reached(engine, kind, cause) -> None:
    await engine.outside(CUSTOMER, CustomerBehaviour(kind=kind, after=0.2))
    await engine.calling_out()
    await engine.told(CustomerFailed(OUT, cause), within=2)
    await engine.act(RingToTest(SECOND, OWNER))
    await engine.told(LegRinging(SECOND))


async def test_a_customer_who_is_dialled_hears_nobody_yet(engine) -> None:
    await engine.outside(CUSTOMER, CustomerBehaviour(after=60))
    call = await engine.calling_out()
    assert await engine.hears(call) == set()
    await engine.act(EndCall(call))
    await engine.told(CallEnded(call, by_agent=True))


async def test_an_outgoing_call_that_its_agent_does_not_take_dials_nobody(engine) -> None:
    await engine.act(CallOut(LEG, OWNER, OUT, CUSTOMER, DNIS))
    await engine.told(LegRinging(LEG))
    await engine.puts_down(OWNER)
    await engine.told(LegFailed(LEG, Cause.DECLINED))
    await engine.pass_(2)


async def test_the_customer_of_an_outgoing_call_talks_as_long_as_they_like(engine) -> None:
    await engine.outside(CUSTOMER, CustomerBehaviour(after=0.1, talk=0.3))
    call = await engine.calling_out()
    await engine.told(CustomerAnswered(call), CallEnded(call), within=2)
