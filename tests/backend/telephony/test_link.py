"""The port's contract: the link between centre and PBX is lost and comes back, and what goes on there goes on (F8)."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import (
    Alive,
    CallArrived,
    CallEnded,
    CallId,
    EndCall,
    LegId,
    LegRinging,
    PbxBack,
    PbxLost,
    RingForCall,
)

OWNER, LEG, SECOND, ASKED_LEG = "204", LegId("leg-owner"), LegId("leg-second"), LegId("leg-asked")
CUSTOMER, DNIS = "+31201234567", "+31800100300"
CUSTOMER_TALKS = {("customer", "owner"), ("owner", "customer")}


def back(*calls: CallId, legs: tuple[LegId, ...] = ()) -> PbxBack:
    return PbxBack(Alive(frozenset(calls), frozenset(legs)))


async def test_F8_a_conversation_goes_on(engine) -> None:
    call = await engine.talking()
    await engine.loses_link()
    await engine.told(PbxLost())
    assert await engine.hears(call) == CUSTOMER_TALKS
    await engine.link_back()
    await engine.told(back(call, legs=(LEG,)))
    await engine.puts_down(OWNER)
    await engine.told(CallEnded(call, by_agent=True))


async def test_F8_meanwhile_nothing_is_told_and_nothing_is_done(engine) -> None:
    call = await engine.waiting()
    await engine.loses_link()
    await engine.told(PbxLost())
    await engine.act(RingForCall(LEG, OWNER, call), EndCall(call))
    await engine.pass_(5)
    await engine.link_back()
    await engine.told(back(call))
    await engine.act(RingForCall(SECOND, OWNER, call))
    await engine.told(LegRinging(SECOND))


async def test_F8_who_hung_up_meanwhile_is_no_more(engine) -> None:
    gone, waits = await engine.waiting(), await engine.waiting()
    await engine.loses_link()
    await engine.told(PbxLost())
    await engine.customer_hangs_up(gone)
    await engine.link_back()
    await engine.told(back(waits))


async def test_F8_who_came_meanwhile_is_told_of_then_if_they_still_wait(engine) -> None:
    before = await engine.waiting()
    await engine.loses_link()
    await engine.told(PbxLost())
    gone, came = await engine.calls_in(), await engine.calls_in()
    await engine.customer_hangs_up(gone)
    await engine.told()
    await engine.link_back()
    await engine.told(back(before), CallArrived(came, CUSTOMER, DNIS))


async def test_F8_what_rang_may_have_been_answered(engine) -> None:
    call = await engine.ringing()
    await engine.loses_link()
    await engine.told(PbxLost())
    await engine.picks_up(OWNER)
    await engine.link_back()
    await engine.told(back(call, legs=(LEG,)))


async def test_F8_as_often_as_it_happens(engine) -> None:
    for _ in range(3):
        await engine.loses_link()
        await engine.told(PbxLost())
        await engine.link_back()
        await engine.told(back())


@pytest.mark.parametrize(
    ("way", "legs"),
    [
        ("waiting", ()),
        ("talking", (LEG,)),
        ("asking", (LEG,)),
        ("consulting", (LEG, ASKED_LEG)),
        ("conference", (LEG, ASKED_LEG)),
        ("called_out", (LEG,)),
    ],
)
async def test_F8_whatever_a_call_is_in_it_is_so_afterwards(engine, way, legs) -> None:
    call = await getattr(engine, way)()
    before = await engine.hears(call)
    await engine.loses_link()
    await engine.told(PbxLost())
    assert await engine.hears(call) == before
    await engine.link_back()
    await engine.told(back(call, legs=legs))
    assert await engine.hears(call) == before
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
