"""What whoever picks up a public number is told there."""

from __future__ import annotations

import asyncio

import pytest

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import KeepLine, LegAnswered, LegId, LegRinging, RingForCall, RingToTest
from agent_client.backend.softphone import CallState

MOBILE, LEG = "+31612000212", LegId("leg-mobile")
WITHIN = 10.0


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (lambda _: RingToTest(LEG, MOBILE), Prompt.SIGN_ON),
        (lambda _: KeepLine(LEG, MOBILE), Prompt.SIGN_ON),
        (lambda call: RingForCall(LEG, MOBILE, call), Prompt.CALL_FOR_YOU),
    ],
)
async def test_it_is_said_what_the_key_is_for(on_asterisk, order, said) -> None:
    engine = on_asterisk
    waits = await engine.waiting()
    await engine.act(order(waits))
    await engine.told(LegRinging(LEG))
    call = await engine.people.ringing(MOBILE)
    assert call.answer()
    async with asyncio.timeout(WITHIN):
        await call.until(CallState.UP)
        while not engine.people.said_to(call):  # noqa: ASYNC110 - sound, of which nobody tells
            await asyncio.sleep(0.02)
    call.sound.key("1")
    await engine.told(LegAnswered(LEG))
    assert set(engine.people.said_to(call)) == {said}
