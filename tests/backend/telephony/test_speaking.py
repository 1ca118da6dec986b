"""The port's contract: the centre speaks to whoever calls its service number, and hangs up (A15)."""

from __future__ import annotations

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import CallEnded, Cause, LegFailed, LegId, RingForCall, RingToTest, Speak

SAID = (Prompt.SIGNED_IN, Prompt.QUEUES, 2)
CUSTOMER, OWNER, LEG = "+31201234567", "204", LegId("leg-owner")


async def test_A15_the_caller_hears_it_and_the_call_ends(engine) -> None:
    call = await engine.waiting()
    await engine.act(Speak(call, SAID))
    assert await engine.hears(call) == {("customer", "centre")}
    await engine.told(CallEnded(call, by_agent=True), within=30)
    assert await engine.spoken(call) == SAID


async def test_A15_who_hangs_up_before_is_told_as_ever(engine) -> None:
    call = await engine.waiting()
    await engine.act(Speak(call, SAID))
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    await engine.pass_(30)


async def test_A15_who_hangs_up_while_it_is_said_is_told_as_ever(engine) -> None:
    call = await engine.waiting()
    await engine.act(Speak(call, SAID * 5))
    assert await engine.hears(call) == {("customer", "centre")}
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    await engine.pass_(30)


async def test_A15_said_again_it_goes_on_as_it_was(engine) -> None:
    call = await engine.waiting()
    await engine.act(Speak(call, SAID), Speak(call, (Prompt.SIGNED_OUT,)))
    assert await engine.spoken(call) == SAID
    await engine.told(CallEnded(call, by_agent=True), within=30)


async def test_A15_a_key_pressed_meanwhile_is_told_nobody_and_no_phone_rings_for_it(engine) -> None:
    call = await engine.waiting()
    await engine.act(Speak(call, SAID))
    await engine.customer_presses(call, "1")
    await engine.act(RingForCall(LEG, OWNER, call))
    await engine.told()


async def test_A15_the_phone_that_listens_is_busy(engine) -> None:
    call = await engine.waiting()
    await engine.act(Speak(call, SAID), RingToTest(LEG, CUSTOMER))
    await engine.told(LegFailed(LEG, Cause.BUSY))


async def test_A15_a_call_that_is_gone_or_talks_is_not_spoken_to(engine) -> None:
    gone, talks = await engine.waiting(), await engine.talking()
    await engine.customer_hangs_up(gone)
    await engine.told(CallEnded(gone))
    await engine.act(Speak(gone, SAID), Speak(talks, SAID))
    await engine.pass_(30)
    assert await engine.hears(talks) == {("customer", "owner"), ("owner", "customer")}
