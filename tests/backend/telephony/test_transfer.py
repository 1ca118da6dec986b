"""The port's contract: the consulted party takes the call over, or it leaves the centre for a number outside."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import (
    CallEnded,
    Cause,
    DialToConsult,
    HandOver,
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
    TransferOut,
)
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind

OWNER, ASKED, THIRD, OUTSIDE, DNIS = "204", "205", "206", "+420224811111", "+31800100300"
LEG, ASKED_LEG, SECOND = LegId("leg-owner"), LegId("leg-asked"), LegId("leg-second")
TALKS = {("customer", "owner"), ("owner", "customer")}
MUSIC = {("customer", "music")}
OUT = {("customer", "outside"), ("outside", "customer")}


async def _customer_back(engine):
    call = await engine.consulting()
    await engine.act(Hear(call, customer=True, consulted=False))
    return call


async def _owner_has_left(engine):
    call = await engine.conference()
    await engine.puts_down(OWNER)
    await engine.told(LegEnded(LEG))
    return call


@pytest.mark.parametrize("way", ["consulting", "back", "conference", "left"])
async def test_handed_over(engine, way) -> None:
    ways = {"back": _customer_back, "left": _owner_has_left}
    call = await (ways[way](engine) if way in ways else getattr(engine, way)())
    await engine.act(HandOver(call, ASKED_LEG))
    await engine.told()
    assert await engine.hears(call) == TALKS, "the one who was consulted is the owner now"
    await engine.act(RingToTest(SECOND, OWNER))
    await engine.told(LegRinging(SECOND))
    await engine.puts_down(ASKED)
    await engine.told(CallEnded(call, by_agent=True))


async def test_who_took_over_holds_consults_and_hands_over_in_turn(engine) -> None:
    call = await engine.consulting()
    await engine.act(HandOver(call, ASKED_LEG), Hear(call, customer=False), RingToConsult(SECOND, THIRD, call))
    await engine.told(LegRinging(SECOND))
    assert await engine.hears(call) == MUSIC
    await engine.picks_up(THIRD)
    await engine.told(LegAnswered(SECOND))
    await engine.act(HandOver(call, SECOND))
    assert await engine.hears(call) == TALKS
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))


async def test_to_a_number_outside_that_was_consulted(engine) -> None:
    await engine.outside(OUTSIDE, CustomerBehaviour(after=0.1))
    call = await engine.talking()
    await engine.act(Hear(call, customer=False), DialToConsult(ASKED_LEG, OUTSIDE, DNIS, call))
    await engine.told(LegRinging(ASKED_LEG), LegAnswered(ASKED_LEG), within=1)
    await engine.act(HandOver(call, ASKED_LEG))
    assert await engine.hears(call) == OUT
    await engine.act(RingToTest(SECOND, OWNER), Hear(call, customer=False))
    await engine.told(LegRinging(SECOND))
    assert await engine.hears(call) == OUT
    await engine.customer_hangs_up(call)
    await engine.told()


async def test_nobody_takes_over_whose_phone_still_rings(engine) -> None:
    call = await engine.asking()
    await engine.act(HandOver(call, ASKED_LEG))
    assert await engine.hears(call) == MUSIC
    await engine.told()


@pytest.mark.parametrize("way", ["consulting", "conference"])
async def test_handed_over_to_who_has_hung_up_in_the_same_moment(engine, way) -> None:
    call = await getattr(engine, way)()
    await engine.puts_down(ASKED)
    await engine.act(HandOver(call, ASKED_LEG))
    await engine.told(LegEnded(ASKED_LEG), CallEnded(call, by_agent=True))
    await engine.act(RingToTest(SECOND, OWNER))
    await engine.told(LegRinging(SECOND))


async def test_a_blind_transfer_is_another_phone(engine) -> None:
    call = await engine.talking()
    await engine.act(StopRinging(LEG), RingForCall(SECOND, ASKED, call))
    await engine.told(LegRinging(SECOND))
    assert await engine.hears(call) == MUSIC
    await engine.picks_up(ASKED)
    await engine.told(LegAnswered(SECOND))
    assert await engine.hears(call) == TALKS


# Out of the centre.


async def _out(engine, behaviour, *, first_let_go):
    await engine.outside(OUTSIDE, behaviour)
    call = await engine.talking()
    if first_let_go:
        await engine.act(StopRinging(LEG))
    await engine.act(TransferOut(SECOND, OUTSIDE, DNIS, call))
    return call


@pytest.mark.parametrize("first_let_go", [False, True])
async def test_out_of_the_centre(engine, first_let_go) -> None:
    call = await _out(engine, CustomerBehaviour(after=0.6), first_let_go=first_let_go)
    await engine.told(LegRinging(SECOND))
    assert await engine.hears(call) == MUSIC
    await engine.told(LegAnswered(SECOND), within=1)
    assert await engine.hears(call) == OUT
    await engine.act(RingToTest(ASKED_LEG, OWNER))
    await engine.told(LegRinging(ASKED_LEG))
    await engine.customer_hangs_up(call)
    await engine.told()
    assert await engine.hears(call) == set()


async def test_what_left_the_centre_takes_no_orders(engine) -> None:
    call = await _out(engine, CustomerBehaviour(after=0.1), first_let_go=True)
    await engine.told(LegRinging(SECOND), LegAnswered(SECOND), within=1)
    await engine.act(Hear(call, customer=False), RingForCall(ASKED_LEG, ASKED, call), HandOver(call, SECOND))
    await engine.told()
    assert await engine.hears(call) == OUT
    await engine.puts_down(OUTSIDE)
    await engine.told()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (CustomerKind.BUSY, [LegFailed(SECOND, Cause.BUSY)]),
        (CustomerKind.NO_ANSWER, [LegRinging(SECOND), LegFailed(SECOND, Cause.NO_ANSWER)]),
        (CustomerKind.UNREACHABLE, [LegFailed(SECOND, Cause.UNREACHABLE)]),
    ],
)
async def test_a_number_outside_that_does_not_take_it_leaves_the_customer_waiting(engine, kind, told) -> None:
    call = await _out(engine, CustomerBehaviour(kind=kind, after=0.2), first_let_go=False)
    await engine.told(*told, within=1)
    assert await engine.hears(call) == MUSIC
    third = LegId("leg-third")
    await engine.act(RingForCall(third, ASKED, call))
    await engine.told(LegRinging(third))


async def test_the_customer_leaves_while_the_number_rings(engine) -> None:
    call = await _out(engine, CustomerBehaviour(after=1), first_let_go=False)
    await engine.told(LegRinging(SECOND))
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    await engine.pass_(4)
