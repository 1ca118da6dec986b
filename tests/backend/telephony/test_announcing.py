"""The port's contract: the centre speaks to customers who wait, while the music pauses (E10)."""

from __future__ import annotations

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import (
    Announce,
    CallEnded,
    KeyPressed,
    LegAnswered,
    LegId,
    LegRinging,
    RingForCall,
)

SAID = (Prompt.PLEASE_WAIT, Prompt.PLACE_IN_QUEUE, 3)
OWNER, LEG = "204", LegId("leg-owner")
TALK = {("customer", "owner"), ("owner", "customer")}


async def test_E10_it_is_said_in_place_of_the_music_which_goes_on_then(engine) -> None:
    call = await engine.waiting()
    assert await engine.hears(call) == {("customer", "music")}
    await engine.act(Announce(call, SAID))
    assert await engine.hears(call) == {("customer", "centre")}
    await engine.pass_(30)
    assert await engine.spoken(call) == SAID
    assert await engine.hears(call) == {("customer", "music")}


async def test_E10_a_phone_that_answers_meanwhile_is_connected_at_once(engine) -> None:
    call = await engine.waiting()
    await engine.act(Announce(call, SAID), RingForCall(LEG, OWNER, call))
    await engine.told(LegRinging(LEG))
    await engine.picks_up(OWNER)
    await engine.told(LegAnswered(LEG))
    assert await engine.hears(call) == TALK


async def test_E10_a_key_that_is_pressed_meanwhile_is_told(engine) -> None:
    call = await engine.waiting()
    await engine.act(Announce(call, SAID))
    await engine.customer_presses(call, "1")
    await engine.told(KeyPressed(call, "1"))


async def test_E10_who_hangs_up_meanwhile_is_told_as_ever(engine) -> None:
    call = await engine.waiting()
    await engine.act(Announce(call, SAID))
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    await engine.pass_(10)


async def test_E10_nothing_is_said_to_one_who_talks_or_has_gone(engine) -> None:
    call = await engine.talking()
    await engine.act(Announce(call, SAID))
    assert await engine.hears(call) == TALK
    assert await engine.spoken(call) == ()
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    await engine.act(Announce(call, SAID))
    await engine.pass_(10)
