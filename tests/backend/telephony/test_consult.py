"""The port's contract: consulting an agent or a number outside, and the conference."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import (
    CallEnded,
    Cause,
    DialToConsult,
    EndCall,
    Hear,
    LegAnswered,
    LegEnded,
    LegFailed,
    LegId,
    LegRinging,
    RingForCall,
    RingToConsult,
    RingToTest,
    StopRinging,
)
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind, PhoneBehaviour, PhoneKind

OWNER, ASKED, OUTSIDE, DNIS = "204", "205", "+420224811111", "+31800100300"
LEG, ASKED_LEG, SECOND = LegId("leg-owner"), LegId("leg-asked"), LegId("leg-second")
CUSTOMER_TALKS = {("customer", "owner"), ("owner", "customer")}
CONSULTS = {("owner", "consulted"), ("consulted", "owner")}
LAST_TWO = {("customer", "consulted"), ("consulted", "customer")}
EVERYBODY = CUSTOMER_TALKS | CONSULTS | LAST_TWO
CUSTOMER_MUSIC, CONSULTED_MUSIC = {("customer", "music")}, {("consulted", "music")}


async def test_the_consulted_agent_hears_the_owner_alone(engine) -> None:
    call = await engine.consulting()
    assert await engine.hears(call) == CONSULTS | CUSTOMER_MUSIC


async def test_while_the_phone_rings_the_owner_may_talk_with_the_customer(engine) -> None:
    call = await engine.asking()
    assert await engine.hears(call) == CUSTOMER_MUSIC
    await engine.act(Hear(call, customer=True))
    assert await engine.hears(call) == CUSTOMER_TALKS
    await engine.picks_up(ASKED)
    await engine.told(LegAnswered(ASKED_LEG))
    assert await engine.hears(call) == CUSTOMER_TALKS | CONSULTED_MUSIC


async def test_exactly_one_of_both_is_on_hold_and_back(engine) -> None:
    call = await engine.consulting()
    for _ in range(2):
        await engine.act(Hear(call, customer=True, consulted=False))
        assert await engine.hears(call) == CUSTOMER_TALKS | CONSULTED_MUSIC
        await engine.act(Hear(call, customer=False, consulted=True))
        assert await engine.hears(call) == CONSULTS | CUSTOMER_MUSIC


async def test_a_conference_is_everybody_with_everybody(engine) -> None:
    call = await engine.conference()
    assert await engine.hears(call) == EVERYBODY


async def test_ending_the_consult_leaves_the_rest_as_it_was(engine) -> None:
    call = await engine.consulting()
    await engine.act(StopRinging(ASKED_LEG))
    await engine.told()
    assert await engine.hears(call) == CUSTOMER_MUSIC
    await engine.act(Hear(call, customer=True))
    assert await engine.hears(call) == CUSTOMER_TALKS
    await engine.act(RingToTest(SECOND, ASKED))
    await engine.told(LegRinging(SECOND))


async def test_withdrawn_while_it_rings(engine) -> None:
    call = await engine.asking()
    await engine.act(StopRinging(ASKED_LEG))
    await engine.told()
    assert await engine.hears(call) == CUSTOMER_MUSIC
    await engine.act(RingToConsult(SECOND, ASKED, call))
    await engine.told(LegRinging(SECOND))


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (PhoneKind.BUSY, Cause.BUSY),
        (PhoneKind.DECLINES, Cause.DECLINED),
        (PhoneKind.UNREACHABLE, Cause.UNREACHABLE),
    ],
)
async def test_a_colleagues_phone_that_does_not_ring(engine, kind, cause) -> None:
    await engine.phone(ASKED, PhoneBehaviour(kind=kind))
    call = await engine.talking()
    await engine.act(Hear(call, customer=False), RingToConsult(ASKED_LEG, ASKED, call))
    await engine.told(LegFailed(ASKED_LEG, cause))
    assert await engine.hears(call) == CUSTOMER_MUSIC


async def test_not_answered_declined_dead(engine) -> None:
    call = await engine.asking()
    await engine.puts_down(ASKED)
    await engine.told(LegFailed(ASKED_LEG, Cause.DECLINED))
    await engine.phone(ASKED, PhoneBehaviour(gives_up_after=0.3))
    await engine.act(RingToConsult(SECOND, ASKED, call))
    await engine.told(LegRinging(SECOND), LegFailed(SECOND, Cause.NO_ANSWER), within=2)
    third = LegId("leg-third")
    await engine.phone(ASKED, PhoneBehaviour())
    await engine.act(RingToConsult(third, ASKED, call))
    await engine.told(LegRinging(third))
    await engine.dies(ASKED)
    await engine.told(LegFailed(third, Cause.UNREACHABLE))
    assert await engine.hears(call) == CUSTOMER_MUSIC


@pytest.mark.parametrize("end", ["puts_down", "dies"])
@pytest.mark.parametrize("way", ["consulting", "conference"])
async def test_the_consulted_agent_leaves(engine, way, end) -> None:
    call = await getattr(engine, way)()
    await getattr(engine, end)(ASKED)
    await engine.told(LegEnded(ASKED_LEG))
    assert await engine.hears(call) == (CUSTOMER_MUSIC if way == "consulting" else CUSTOMER_TALKS)


@pytest.mark.parametrize("way", ["asking", "consulting", "conference"])
async def test_the_customer_leaves_and_everybody_is_free(engine, way) -> None:
    call = await getattr(engine, way)()
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    assert await engine.hears(call) == set()
    for phone, leg in ((OWNER, SECOND), (ASKED, LegId("leg-third"))):
        await engine.act(RingToTest(leg, phone))
        await engine.told(LegRinging(leg))


@pytest.mark.parametrize("end", ["puts_down", "dies"])
@pytest.mark.parametrize("way", ["asking", "consulting"])
async def test_the_owner_hangs_up_and_everybody_is_free(engine, way, end) -> None:
    call = await getattr(engine, way)()
    await getattr(engine, end)(OWNER)
    await engine.told(CallEnded(call, by_agent=True))
    await engine.act(RingToTest(SECOND, ASKED))
    await engine.told(LegRinging(SECOND))


@pytest.mark.parametrize("way", ["asking", "consulting", "conference"])
async def test_the_centre_ends_it_for_everybody(engine, way) -> None:
    call = await getattr(engine, way)()
    await engine.act(EndCall(call))
    await engine.told(CallEnded(call, by_agent=True))
    await engine.act(RingToTest(SECOND, ASKED))
    await engine.told(LegRinging(SECOND))


@pytest.mark.parametrize("end", ["puts_down", "dies"])
async def test_the_owner_leaves_a_conference_and_the_others_go_on(engine, end) -> None:
    call = await engine.conference()
    await getattr(engine, end)(OWNER)
    await engine.told(LegEnded(LEG))
    assert await engine.hears(call) == LAST_TWO
    await engine.puts_down(ASKED)
    await engine.told(CallEnded(call, by_agent=True))


async def test_the_last_agent_taken_away_leaves_the_customer_waiting(engine) -> None:
    call = await engine.conference()
    await engine.puts_down(OWNER)
    await engine.told(LegEnded(LEG))
    await engine.act(StopRinging(ASKED_LEG))
    assert await engine.hears(call) == CUSTOMER_MUSIC
    await engine.act(RingForCall(SECOND, OWNER, call))
    await engine.told(LegRinging(SECOND))


async def test_a_phone_in_use_cannot_be_consulted(engine) -> None:
    call = await engine.talking()
    await engine.act(RingToConsult(SECOND, OWNER, call))
    await engine.told(LegFailed(SECOND, Cause.BUSY))
    assert await engine.hears(call) == CUSTOMER_TALKS


# A number outside.


async def _dialling(engine, behaviour):
    await engine.outside(OUTSIDE, behaviour)
    call = await engine.talking()
    await engine.act(Hear(call, customer=False), DialToConsult(ASKED_LEG, OUTSIDE, DNIS, call))
    return call


async def test_a_number_outside_answers_and_hangs_up(engine) -> None:
    call = await _dialling(engine, CustomerBehaviour(after=0.2, talk=1))
    await engine.told(LegRinging(ASKED_LEG), LegAnswered(ASKED_LEG), within=0.5)
    assert await engine.hears(call) == CONSULTS | CUSTOMER_MUSIC
    await engine.told(LegEnded(ASKED_LEG), within=2)
    assert await engine.hears(call) == CUSTOMER_MUSIC


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (CustomerKind.BUSY, [LegFailed(ASKED_LEG, Cause.BUSY)]),
        (CustomerKind.NO_ANSWER, [LegRinging(ASKED_LEG), LegFailed(ASKED_LEG, Cause.NO_ANSWER)]),
        (CustomerKind.UNREACHABLE, [LegFailed(ASKED_LEG, Cause.UNREACHABLE)]),
    ],
)
async def test_a_number_outside_that_is_not_reached(engine, kind, told) -> None:
    call = await _dialling(engine, CustomerBehaviour(kind=kind, after=0.3))
    await engine.told(*told, within=2)
    assert await engine.hears(call) == CUSTOMER_MUSIC


async def test_a_number_outside_is_given_up(engine) -> None:
    call = await _dialling(engine, CustomerBehaviour(after=0.6))
    await engine.told(LegRinging(ASKED_LEG))
    await engine.act(StopRinging(ASKED_LEG))
    await engine.pass_(3)
    assert await engine.hears(call) == CUSTOMER_MUSIC


async def test_nobody_is_consulted_about_a_call_that_is_gone(engine) -> None:
    call = await engine.talking()
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    await engine.act(RingToConsult(ASKED_LEG, ASKED, call), DialToConsult(SECOND, OUTSIDE, DNIS, call))
    await engine.pass_(3)
