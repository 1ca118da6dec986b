"""The port's contract: the hold and transfer keys of the phones themselves."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import (
    Alive,
    AnswerTransfer,
    CallEnded,
    EndCall,
    HandOver,
    Hear,
    KeepLine,
    KnownCall,
    LegAnswered,
    LegId,
    LegRinging,
    PbxBack,
    PbxLost,
    PhoneHeld,
    Record,
    RingForCall,
    RingToConsult,
    RingToTest,
    StopRinging,
    TransferAsked,
    TransferOut,
)
from agent_client.backend.telephony.simulator import CustomerBehaviour

CUSTOMER, DNIS, OUTSIDE = "+31201234567", "+31800100300", "+420224811111"
OWNER, ASKED = "204", "205"
LEG, ASKED_LEG, SECOND = LegId("leg-owner"), LegId("leg-asked"), LegId("leg-second")
TALKS = {("customer", "owner"), ("owner", "customer")}
CONSULTS = {("owner", "consulted"), ("consulted", "owner")}
REST = {("customer", "consulted"), ("consulted", "customer")}
MUSIC = {("customer", "music")}


async def _held(engine):
    call = await engine.talking()
    await engine.holds(OWNER)
    await engine.told(PhoneHeld(LEG, held=True))
    return call


async def test_the_customer_hears_music_while_the_phone_holds(engine) -> None:
    call = await _held(engine)
    assert await engine.hears(call) == MUSIC
    await engine.holds(OWNER, held=False)
    await engine.told(PhoneHeld(LEG, held=False))
    assert await engine.hears(call) == TALKS


async def test_hear_does_not_undo_it_and_says_what_comes_after_it(engine) -> None:
    call = await _held(engine)
    await engine.act(Hear(call, customer=False), Hear(call, customer=True))
    assert await engine.hears(call) == MUSIC
    await engine.act(Hear(call, customer=False))
    await engine.holds(OWNER, held=False)
    await engine.told(PhoneHeld(LEG, held=False))
    assert await engine.hears(call) == MUSIC
    await engine.act(Hear(call, customer=True))
    assert await engine.hears(call) == TALKS


async def test_the_consulted_partys_phone_holds(engine) -> None:
    call = await engine.consulting()
    await engine.holds(ASKED)
    await engine.told(PhoneHeld(ASKED_LEG, held=True))
    assert await engine.hears(call) == MUSIC | {("owner", "music")}
    await engine.holds(ASKED, held=False)
    await engine.told(PhoneHeld(ASKED_LEG, held=False))
    assert await engine.hears(call) == MUSIC | CONSULTS


@pytest.mark.parametrize(("phone", "leg", "rest"), [(OWNER, LEG, REST), (ASKED, ASKED_LEG, TALKS)])
async def test_a_conference_goes_on_without_who_holds(engine, phone, leg, rest) -> None:
    call = await engine.conference()
    assert await engine.hears(call) == TALKS | CONSULTS | REST, "nobody presses a key in the moment in which they join"
    await engine.holds(phone)
    await engine.told(PhoneHeld(leg, held=True))
    assert await engine.hears(call) == rest


async def test_who_hangs_up_while_their_phone_holds_ends_the_call(engine) -> None:
    call = await _held(engine)
    await engine.puts_down(OWNER)
    await engine.told(CallEnded(call, by_agent=True))
    assert await engine.hears(call) == set()


async def test_a_held_customer_who_is_given_away_hears_who_takes_them(engine) -> None:
    call = await _held(engine)
    await engine.act(StopRinging(LEG), RingForCall(SECOND, ASKED, call))
    await engine.told(LegRinging(SECOND))
    await engine.picks_up(ASKED)
    await engine.told(LegAnswered(SECOND))
    assert await engine.hears(call) == TALKS


async def test_nobody_is_recorded_while_the_phone_holds(engine) -> None:
    call = await engine.talking()
    await engine.act(Record(call, "interaction-1"))
    await engine.pass_(2)
    await engine.holds(OWNER)
    await engine.told(PhoneHeld(LEG, held=True))
    await engine.pass_(2)
    await engine.holds(OWNER, held=False)
    await engine.told(PhoneHeld(LEG, held=False))
    await engine.pass_(1)
    both = frozenset({"customer", "owner"})
    heard = [(whom, pytest.approx(seconds, abs=0.45)) for whom, seconds in ((both, 2), (both, 1))]
    assert await engine.recording(call, "interaction-1") == heard


async def test_it_is_told_again_after_a_restart(engine) -> None:
    call = await _held(engine)
    await engine.restarted([KnownCall(call, CUSTOMER, DNIS, LEG, OWNER, talking=True)])
    await engine.told(PhoneHeld(LEG, held=True))
    assert await engine.hears(call) == MUSIC


async def test_it_is_told_again_once_the_link_is_back(engine) -> None:
    call = await engine.talking()
    await engine.loses_link()
    await engine.told(PbxLost())
    await engine.holds(OWNER)
    await engine.link_back()
    alive = Alive(frozenset({call}), frozenset({LEG}))
    await engine.told(PbxBack(alive), PhoneHeld(LEG, held=True))


async def test_a_kept_line_that_is_held_is_held_for_the_next_customer_too(engine) -> None:
    line = LegId("line-owner")
    await engine.act(KeepLine(line, OWNER))
    await engine.told(LegRinging(line))
    await engine.picks_up(OWNER)
    await engine.told(LegAnswered(line))
    call = await engine.waiting()
    await engine.act(RingForCall(LEG, OWNER, call))
    await engine.told(LegRinging(LEG), LegAnswered(LEG), within=2)
    await engine.holds(OWNER)
    await engine.told(PhoneHeld(LEG, held=True))
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    call = await engine.waiting()
    await engine.act(RingForCall(SECOND, OWNER, call))
    await engine.told(LegRinging(SECOND), LegAnswered(SECOND), PhoneHeld(SECOND, held=True), within=2)
    assert await engine.hears(call) == MUSIC
    await engine.holds(OWNER, held=False)
    await engine.told(PhoneHeld(SECOND, held=False))
    assert await engine.hears(call) == TALKS


# The transfer key.


async def test_asked_for_and_taken(engine) -> None:
    call = await engine.talking()
    assert await engine.transfers(OWNER, ASKED) == TransferAsked(LEG, ASKED)
    assert await engine.hears(call) == TALKS, "until it is decided"
    assert await engine.transfer_shown(OWNER) is None
    await engine.act(AnswerTransfer(LEG, taken=True), StopRinging(LEG), RingForCall(SECOND, ASKED, call))
    await engine.told(LegRinging(SECOND))
    assert await engine.transfer_shown(OWNER) is True
    assert await engine.hears(call) == MUSIC
    await engine.picks_up(ASKED)
    await engine.told(LegAnswered(SECOND))
    assert await engine.hears(call) == TALKS
    third = LegId("leg-third")
    await engine.act(RingToTest(third, OWNER))
    await engine.told(LegRinging(third))


async def test_refused_the_conversation_goes_on(engine) -> None:
    call = await engine.talking()
    await engine.transfers(OWNER, "2")
    await engine.act(AnswerTransfer(LEG, taken=False))
    await engine.told()
    assert await engine.transfer_shown(OWNER) is False
    assert await engine.hears(call) == TALKS
    await engine.puts_down(OWNER)
    await engine.told(CallEnded(call, by_agent=True))


async def test_refused_while_the_phone_holds_the_customer_stays_on_hold(engine) -> None:
    call = await _held(engine)
    await engine.transfers(OWNER, ASKED)
    await engine.act(AnswerTransfer(LEG, taken=False))
    assert await engine.hears(call) == MUSIC
    await engine.holds(OWNER, held=False)
    await engine.told(PhoneHeld(LEG, held=False))
    assert await engine.hears(call) == TALKS


async def test_taken_out_of_the_centre(engine) -> None:
    await engine.outside(OUTSIDE, CustomerBehaviour(after=0.1))
    call = await engine.talking()
    assert await engine.transfers(OWNER, OUTSIDE) == TransferAsked(LEG, OUTSIDE)
    await engine.act(AnswerTransfer(LEG, taken=True), StopRinging(LEG), TransferOut(SECOND, OUTSIDE, DNIS, call))
    await engine.told(LegRinging(SECOND), LegAnswered(SECOND), within=1)
    assert await engine.hears(call) == {("customer", "outside"), ("outside", "customer")}


async def test_the_consulted_partys_phone_is_told_too(engine) -> None:
    call = await engine.consulting()
    assert await engine.transfers(ASKED, OUTSIDE) == TransferAsked(ASKED_LEG, OUTSIDE)
    await engine.act(AnswerTransfer(ASKED_LEG, taken=False))
    await engine.told()
    assert await engine.hears(call) == MUSIC | CONSULTS


async def test_to_whom_they_have_talked_by_a_second_call(engine) -> None:
    call = await _held(engine)
    asked = await engine.transfers(OWNER, ASKED, talked=True)
    assert (asked.leg, asked.number) == (LEG, ASKED)
    assert asked.talked_to is not None
    await engine.act(AnswerTransfer(LEG, taken=True), HandOver(call, asked.talked_to))
    await engine.told()
    assert await engine.transfer_shown(OWNER) is True
    assert await engine.hears(call) == TALKS
    await engine.act(RingToTest(SECOND, OWNER))
    await engine.told(LegRinging(SECOND))
    await engine.puts_down(ASKED)
    await engine.told(CallEnded(call, by_agent=True))


async def test_refused_after_a_second_call_it_is_no_part_of_the_call(engine) -> None:
    call = await _held(engine)
    await engine.transfers(OWNER, ASKED, talked=True)
    await engine.act(AnswerTransfer(LEG, taken=False))
    await engine.told()
    assert await engine.transfer_shown(OWNER) is False
    of_customer = {pair for pair in await engine.hears(call) if "customer" in pair}
    assert of_customer == MUSIC, "and the phone's second call goes on by itself"
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))


async def test_an_answer_that_comes_late_or_unasked_does_nothing(engine) -> None:
    call = await engine.talking()
    await engine.act(AnswerTransfer(LEG, taken=True))
    await engine.told()
    assert await engine.hears(call) == TALKS
    await engine.transfers(OWNER, ASKED)
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    await engine.act(AnswerTransfer(LEG, taken=True), EndCall(call), RingToConsult(SECOND, ASKED, call))
    await engine.told()
