"""The port's contract: a waiting customer's keys are told, tones reach who is in conversation, nobody hears a muted phone."""

from __future__ import annotations

from agent_client.backend.ports.telephony import (
    HandOver,
    Hear,
    KeyPressed,
    LegId,
    LegRinging,
    MuteLeg,
    RingForCall,
    SendDigits,
    StopRinging,
)
from agent_client.backend.telephony.simulator import PhoneBehaviour

OWNER, ASKED = "204", "205"
LEG, ASKED_LEG = LegId("leg-owner"), LegId("leg-asked")
MUTES = PhoneBehaviour(mutes=True)


async def test_tones_reach_the_customer(engine) -> None:
    call = await engine.talking()
    await engine.act(SendDigits(LEG, "12"), SendDigits(LEG, "#"))
    assert await engine.keyed(call) == {"customer": "12#"}
    await engine.told()


async def test_a_customer_on_hold_hears_none(engine) -> None:
    call = await engine.consulting()
    await engine.act(SendDigits(LEG, "1"), SendDigits(ASKED_LEG, "2"))
    assert await engine.keyed(call) == {"consulted": "1", "owner": "2"}
    await engine.act(Hear(call, customer=False, consulted=False), SendDigits(LEG, "9"))
    assert await engine.keyed(call) == {"consulted": "1", "owner": "2"}


async def test_in_a_conference_both_hear_them(engine) -> None:
    call = await engine.conference()
    await engine.act(SendDigits(ASKED_LEG, "*5"))
    assert await engine.keyed(call) == {"owner": "*5", "customer": "*5"}


async def test_tones_of_a_leg_that_is_not_there_reach_nobody(engine) -> None:
    call = await engine.asking()
    await engine.act(SendDigits(ASKED_LEG, "1"), SendDigits(LegId("nobody's"), "2"))
    assert await engine.keyed(call) == {}


async def test_what_a_waiting_customer_presses_is_told(engine) -> None:
    call = await engine.waiting()
    await engine.customer_presses(call, "1")
    await engine.customer_presses(call, "#")
    await engine.told(KeyPressed(call, "1"), KeyPressed(call, "#"))
    await engine.act(RingForCall(LEG, OWNER, call))
    await engine.told(LegRinging(LEG))
    await engine.customer_presses(call, "*")
    await engine.told(KeyPressed(call, "*"))


async def test_what_a_customer_presses_in_a_conversation_is_for_whom_they_talk_with(engine) -> None:
    call = await engine.talking()
    await engine.customer_presses(call, "4")
    assert await engine.keyed(call) == {"owner": "4"}
    await engine.act(Hear(call, customer=False))
    await engine.customer_presses(call, "5")
    assert await engine.keyed(call) == {"owner": "4"}
    await engine.told()


async def test_who_is_let_go_waits_again_and_is_heard_again(engine) -> None:
    call = await engine.talking()
    await engine.act(StopRinging(LEG))
    await engine.customer_presses(call, "1")
    await engine.told(KeyPressed(call, "1"))


async def test_a_muted_owner_hears_and_is_not_heard(engine) -> None:
    await engine.phone(OWNER, MUTES)
    assert engine.pbx.can_mute(OWNER)
    call = await engine.talking()
    await engine.act(MuteLeg(LEG, True))
    assert await engine.hears(call) == {("owner", "customer")}
    await engine.act(MuteLeg(LEG, False))
    assert await engine.hears(call) == {("owner", "customer"), ("customer", "owner")}


async def test_a_muted_phone_stays_so_when_the_call_is_handed_over(engine) -> None:
    await engine.phone(ASKED, MUTES)
    call = await engine.conference()
    await engine.act(MuteLeg(ASKED_LEG, True))
    pairs = {("consulted", "customer"), ("consulted", "owner"), ("customer", "owner"), ("owner", "customer")}
    assert await engine.hears(call) == pairs
    await engine.act(HandOver(call, ASKED_LEG))
    assert await engine.hears(call) == {("owner", "customer")}


async def test_a_phone_is_muted_only_where_the_pbx_says_that_it_can(engine) -> None:
    call = await engine.talking()
    await engine.act(MuteLeg(LEG, True))
    of_the_agent = set() if engine.pbx.can_mute(OWNER) else {("customer", "owner")}
    assert await engine.hears(call) == {("owner", "customer")} | of_the_agent
