"""What goes on at Asterisk beside the centre's calls: somebody dials by hand, a phone comes and goes, a server comes back."""

from __future__ import annotations

import asyncio
from unittest.mock import ANY

import pytest

from agent_client.backend.ports.telephony import (
    Alive,
    AnswerTransfer,
    CallDetail,
    CallEnded,
    HandOver,
    KnownCall,
    LegId,
    PhoneState,
)
from agent_client.backend.softphone import CallState
from agent_client.backend.telephony.simulator import CustomerBehaviour

OWNER, ASKED, OUTSIDE, LEG = "204", "205", "+420224811111", LegId("leg-owner")
CUSTOMER, DNIS = "+31201234567", "+31800100300"
SECONDS = 5.0


def _detail(number: str, *, internal: bool, talked: object) -> CallDetail:
    return CallDetail(
        call=ANY,
        number=number,
        dialled=number,
        outgoing=True,
        phone=OWNER,
        internal=internal,
        waited=ANY,
        talked=talked,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(("number", "internal"), [(ASKED, True), (OUTSIDE, False)])
async def test_a_call_that_is_dialled_by_hand_is_connected_and_told_once_it_is_over(
    on_asterisk, number, internal
) -> None:
    engine = on_asterisk
    await engine.outside(OUTSIDE, CustomerBehaviour(after=0.1))
    by_hand = engine.people.phones[OWNER].call(number)
    if internal:
        assert (await engine.people.ringing(number)).answer()
    async with asyncio.timeout(SECONDS):
        await by_hand.until(CallState.UP)
    assert await engine.people.hearing(lambda: {"caller": (OWNER, by_hand)}) == {("caller", number)}
    by_hand.hang_up()
    await engine.told(_detail(number, internal=internal, talked=pytest.approx(1, abs=1)))


async def test_a_call_that_is_dialled_by_hand_to_a_phone_that_is_not_there(on_asterisk) -> None:
    by_hand = on_asterisk.people.phones[OWNER].call("219")
    async with asyncio.timeout(SECONDS):
        await by_hand.until(CallState.ENDED)
    await on_asterisk.told(_detail("219", internal=True, talked=None))


async def test_a_phone_that_comes_and_goes_is_told(on_asterisk) -> None:
    engine = on_asterisk
    assert (engine.pbx.online(OWNER), engine.pbx.online("219"), engine.pbx.online(CUSTOMER)) == (True, False, None)
    assert PhoneState("219", online=False) in engine.heard
    engine.heard.clear()
    await engine.people.phones[OWNER].register(0)
    await engine.told(PhoneState(OWNER, online=False))
    assert engine.pbx.online(OWNER) is False
    await engine.people.phones[OWNER].register()
    await engine.told(PhoneState(OWNER, online=True))


async def test_who_was_reached_by_a_second_call_of_the_phone_is_found_after_a_restart(on_asterisk) -> None:
    engine = on_asterisk
    call = await engine.talking()
    asked = await engine.transfers(OWNER, ASKED, talked=True)
    await engine.act(AnswerTransfer(LEG, taken=True), HandOver(call, asked.talked_to))
    assert await engine.hears(call) == {("customer", "owner"), ("owner", "customer")}
    known = KnownCall(call, CUSTOMER, DNIS, asked.talked_to, ASKED, talking=True)
    assert await engine.restarted([known]) == Alive(frozenset({call}), frozenset({asked.talked_to}))
    await engine.puts_down(ASKED)
    await engine.told(CallEnded(call, by_agent=True))
