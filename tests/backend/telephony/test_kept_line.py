"""The port's contract: a nailed-up agent's line is answered once and kept beyond every call; and an agent on a public number
presses a key before anybody is connected with them."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import (
    Alive,
    CallArrived,
    CallEnded,
    CallId,
    CallOut,
    Cause,
    CustomerAnswered,
    EndCall,
    Hear,
    KeepLine,
    KnownCall,
    KnownLine,
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
from agent_client.backend.telephony.simulator import CustomerBehaviour, PhoneBehaviour, PhoneKind

CUSTOMER, DNIS = "+31201234567", "+31800100300"
OWNER, ASKED, MOBILE = "204", "205", "+31612000212"
LINE, LEG, SECOND, OUT = LegId("line-owner"), LegId("leg-owner"), LegId("leg-second"), CallId("out-1")
ENGINES_WAIT_IN = ("simulator.phones", "asterisk.ringing")
TAKING = 0.8
"""Seconds, instead of `TAKING_SECONDS`: some engines wait as long as people do."""
MUSIC = {("customer", "music")}
TALKS = {("customer", "owner"), ("owner", "customer")}


async def _keep(engine, phone: str = OWNER, leg: LegId = LINE) -> None:
    await engine.act(KeepLine(leg, phone))
    await engine.told(LegRinging(leg))
    await engine.picks_up(phone)
    await engine.told(LegAnswered(leg))


async def _on_the_line(engine, leg: LegId = LEG) -> CallId:
    """A call that a kept line has just been connected with."""
    call = await engine.waiting()
    await engine.act(RingForCall(leg, OWNER, call))
    await engine.told(LegRinging(leg), LegAnswered(leg), within=2)
    return call


# A kept line.


async def test_the_next_customer_is_there_without_any_ringing_call_after_call(engine) -> None:
    await _keep(engine)
    for leg in (LEG, SECOND):
        call = await _on_the_line(engine, leg)
        assert await engine.hears(call) == TALKS
        await engine.customer_hangs_up(call)
        await engine.told(CallEnded(call))


async def test_a_call_that_is_ended_leaves_the_line(engine) -> None:
    await _keep(engine)
    call = await _on_the_line(engine)
    await engine.act(EndCall(call))
    await engine.told(CallEnded(call, by_agent=True))
    await _on_the_line(engine, SECOND)


async def test_a_call_that_is_taken_back_leaves_the_line_and_the_customer_waits(engine) -> None:
    await _keep(engine)
    call = await _on_the_line(engine)
    await engine.act(StopRinging(LEG))
    assert await engine.hears(call) == MUSIC
    await engine.act(RingForCall(SECOND, OWNER, call))
    await engine.told(LegRinging(SECOND), LegAnswered(SECOND), within=2)
    assert await engine.hears(call) == TALKS


async def test_while_it_talks_the_phone_is_busy_for_another(engine) -> None:
    await _keep(engine)
    await _on_the_line(engine)
    other = await engine.waiting()
    await engine.act(RingForCall(SECOND, OWNER, other))
    await engine.told(LegFailed(SECOND, Cause.BUSY))
    assert await engine.hears(other) == MUSIC


async def test_a_kept_line_is_busy_for_a_test(engine) -> None:
    await _keep(engine)
    await engine.act(RingToTest(SECOND, OWNER))
    await engine.told(LegFailed(SECOND, Cause.BUSY))
    await _on_the_line(engine)


async def test_hanging_up_ends_the_line_and_what_was_talked_in(engine) -> None:
    await _keep(engine)
    call = await _on_the_line(engine)
    await engine.puts_down(OWNER)
    await engine.told(LegEnded(LINE), CallEnded(call, by_agent=True))
    again = await engine.waiting()
    await engine.act(RingForCall(SECOND, OWNER, again))
    await engine.told(LegRinging(SECOND))


async def test_hanging_up_between_calls_ends_the_line(engine) -> None:
    await _keep(engine)
    await engine.puts_down(OWNER)
    await engine.told(LegEnded(LINE))
    await _keep(engine, leg=SECOND)


async def test_a_phone_that_dies_takes_the_line_along(engine) -> None:
    await _keep(engine)
    call = await _on_the_line(engine)
    await engine.dies(OWNER)
    await engine.told(LegEnded(LINE), CallEnded(call, by_agent=True))


async def test_the_line_is_hung_up_by_order(engine) -> None:
    await _keep(engine)
    await engine.act(StopRinging(LINE))
    await engine.told()
    await engine.act(RingToTest(SECOND, OWNER))
    await engine.told(LegRinging(SECOND))


async def test_a_line_that_nobody_answers_can_be_taken_back(engine) -> None:
    await engine.act(KeepLine(LINE, OWNER))
    await engine.told(LegRinging(LINE))
    await engine.act(StopRinging(LINE))
    await engine.told()
    await engine.act(KeepLine(SECOND, OWNER))
    await engine.told(LegRinging(SECOND))
    await engine.puts_down(OWNER)
    await engine.told(LegFailed(SECOND, Cause.DECLINED))


@pytest.mark.parametrize(("kind", "cause"), [(PhoneKind.BUSY, Cause.BUSY), (PhoneKind.UNREACHABLE, Cause.UNREACHABLE)])
async def test_a_line_that_comes_to_nothing_says_why(engine, kind, cause) -> None:
    await engine.phone(OWNER, PhoneBehaviour(kind=kind))
    await engine.act(KeepLine(LINE, OWNER))
    await engine.told(LegFailed(LINE, cause))


async def test_hold_and_resume_on_a_kept_line(engine) -> None:
    await _keep(engine)
    call = await _on_the_line(engine)
    await engine.act(Hear(call, customer=False))
    assert await engine.hears(call) == MUSIC
    await engine.act(Hear(call, customer=True))
    assert await engine.hears(call) == TALKS


async def test_a_call_out_dials_at_once(engine) -> None:
    await _keep(engine)
    await engine.outside(CUSTOMER, CustomerBehaviour(after=0.2))
    await engine.act(CallOut(LEG, OWNER, OUT, CUSTOMER, DNIS))
    await engine.told(LegRinging(LEG), LegAnswered(LEG), CustomerAnswered(OUT), within=3)
    assert await engine.hears(OUT) == TALKS
    await engine.customer_hangs_up(OUT)
    await engine.told(CallEnded(OUT))
    await _on_the_line(engine, SECOND)


async def test_who_is_consulted_on_a_kept_line_is_there_at_once_and_keeps_it(engine) -> None:
    await _keep(engine, ASKED)
    call = await engine.talking()
    await engine.act(Hear(call, customer=False), RingToConsult(SECOND, ASKED, call))
    await engine.told(LegRinging(SECOND), LegAnswered(SECOND), within=2)
    await engine.act(Hear(call, customer=False, consulted=True))
    assert await engine.hears(call) == MUSIC | {("owner", "consulted"), ("consulted", "owner")}
    await engine.act(StopRinging(SECOND), RingToConsult(LegId("leg-third"), ASKED, call))
    await engine.told(LegRinging(LegId("leg-third")), LegAnswered(LegId("leg-third")), within=2)
    await engine.puts_down(ASKED)
    await engine.told(LegEnded(LINE), LegEnded(LegId("leg-third")))


async def test_kept_lines_and_their_calls_are_there_after_a_restart(engine) -> None:
    await _keep(engine)
    call = await _on_the_line(engine)
    known = KnownCall(call, CUSTOMER, DNIS, LEG, OWNER, talking=True)
    alive = await engine.restarted([known], [KnownLine(LINE, OWNER)])
    assert alive == Alive(frozenset({call}), frozenset({LINE, LEG}))
    assert await engine.hears(call) == TALKS
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    await _on_the_line(engine, SECOND)
    await engine.puts_down(OWNER)


# A public number.


async def test_on_a_public_number_nobody_is_connected_before_the_key(engine) -> None:
    await engine.phone(MOBILE, PhoneBehaviour(presses_after=1.5))
    call = await engine.waiting()
    await engine.act(RingForCall(LEG, MOBILE, call))
    await engine.told(LegRinging(LEG), within=0.5)
    await engine.picks_up(MOBILE)
    await engine.pass_(0.7)
    assert await engine.hears(call) - {("owner", "centre")} == MUSIC, "the centre itself may be saying what it is about"
    await engine.told(LegAnswered(LEG), within=3)
    assert await engine.hears(call) == TALKS


async def test_a_voicemail_is_never_connected(engine, monkeypatch) -> None:
    for waits in ENGINES_WAIT_IN:
        monkeypatch.setattr(f"agent_client.backend.telephony.{waits}.TAKING_SECONDS", TAKING)
    await engine.phone(MOBILE, PhoneBehaviour(kind=PhoneKind.VOICEMAIL))
    call = await engine.waiting()
    await engine.act(RingForCall(LEG, MOBILE, call))
    await engine.told(LegRinging(LEG), LegFailed(LEG, Cause.NO_ANSWER), within=TAKING + 2)
    assert await engine.hears(call) == MUSIC
    await engine.act(RingForCall(SECOND, OWNER, call))
    await engine.told(LegRinging(SECOND))


async def test_who_picks_up_and_puts_down_again_without_the_key_did_not_answer(engine) -> None:
    await engine.phone(MOBILE, PhoneBehaviour(presses_after=5))
    call = await engine.waiting()
    await engine.act(RingForCall(LEG, MOBILE, call))
    await engine.told(LegRinging(LEG), within=0.5)
    await engine.picks_up(MOBILE)
    await engine.pass_(0.3)
    await engine.puts_down(MOBILE)
    await engine.told(LegFailed(LEG, Cause.NO_ANSWER))
    assert await engine.hears(call) == MUSIC


async def test_a_call_that_is_gone_before_the_key_leaves_nothing(engine) -> None:
    await engine.phone(MOBILE, PhoneBehaviour(presses_after=1))
    call = await engine.waiting()
    await engine.act(RingForCall(LEG, MOBILE, call))
    await engine.told(LegRinging(LEG), within=0.5)
    await engine.picks_up(MOBILE)
    await engine.act(StopRinging(LEG))
    await engine.pass_(1.5)
    assert await engine.hears(call) == MUSIC


async def test_the_key_is_asked_for_of_every_ringing_of_an_agent_there(engine) -> None:
    """A sign-on test answered by a voicemail would make an agent available who is not there."""
    await engine.phone(MOBILE, PhoneBehaviour(presses_after=5))
    call = await engine.talking()
    for order in (RingToTest(SECOND, MOBILE), KeepLine(LINE, MOBILE), RingToConsult(SECOND, MOBILE, call)):
        await engine.act(order)
        await engine.told(LegRinging(order.leg), within=0.5)
        await engine.picks_up(MOBILE)
        await engine.pass_(0.3)
        await engine.puts_down(MOBILE)
        await engine.told(LegFailed(order.leg, Cause.NO_ANSWER))


async def test_on_a_kept_line_of_a_public_number_the_key_was_pressed_once_for_all(engine) -> None:
    await engine.phone(MOBILE, PhoneBehaviour(presses_after=0.5))
    await engine.act(KeepLine(LINE, MOBILE))
    await engine.told(LegRinging(LINE), within=0.5)
    await engine.picks_up(MOBILE)
    await engine.told(LegAnswered(LINE), within=2)
    call = await engine.calls_in()
    await engine.told(CallArrived(call, CUSTOMER, DNIS))
    await engine.act(RingForCall(LEG, MOBILE, call))
    await engine.told(LegRinging(LEG), LegAnswered(LEG), within=2)
    assert await engine.hears(call) == TALKS
