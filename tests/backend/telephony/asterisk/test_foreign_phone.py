"""A phone that somebody else wrote, at an agent's desk: what was tried with our own is not only so with our own."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest

from agent_client.backend.ports.telephony import (
    AnswerTransfer,
    CallEnded,
    Cause,
    Hear,
    LegAnswered,
    LegFailed,
    LegId,
    LegRinging,
    PhoneHeld,
    RingForCall,
    RingToTest,
    StopRinging,
    TransferAsked,
)
from tests.fakes.baresip import PROGRAM, Baresip
from tests.fakes.own_asterisk import PASSWORD

DESK, ASKED, LEG, SECOND = "209", "205", LegId("leg-desk"), LegId("leg-second")
MUSIC, HEARD = {("customer", "music")}, {("customer", DESK)}
"""What the phone itself hears it does not tell."""


@pytest.fixture
async def desk(on_asterisk, asterisk) -> AsyncIterator[Baresip]:
    if PROGRAM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no baresip: apt-get install baresip-core")
    phone = Baresip(DESK, PASSWORD, asterisk.sip, on_asterisk.people.voice(DESK))
    await phone.start()
    yield phone
    await phone.stop()


async def _rings(engine):
    call = await engine.waiting()
    await engine.act(RingForCall(LEG, DESK, call))
    await engine.told(LegRinging(LEG))
    return call


async def _talks(engine, desk):
    call = await _rings(engine)
    await desk.order("accept")
    await engine.told(LegAnswered(LEG))
    return call


async def test_it_rings_talks_is_held_from_here_and_hangs_up(on_asterisk, desk) -> None:
    engine = on_asterisk
    call = await _talks(engine, desk)
    assert await engine.hears(call) == HEARD
    await engine.act(Hear(call, customer=False))
    assert await engine.hears(call) == MUSIC
    await engine.act(Hear(call, customer=True))
    assert await engine.hears(call) == HEARD
    await desk.order("hangup")
    await engine.told(CallEnded(call, by_agent=True))


async def test_its_own_hold_key(on_asterisk, desk) -> None:
    engine = on_asterisk
    call = await _talks(engine, desk)
    await desk.order("hold")
    await engine.told(PhoneHeld(LEG, held=True))
    assert await engine.hears(call) == MUSIC
    await desk.order("resume")
    await engine.told(PhoneHeld(LEG, held=False))
    assert await engine.hears(call) == HEARD


async def test_its_own_transfer_key(on_asterisk, desk) -> None:
    engine = on_asterisk
    call = await _talks(engine, desk)
    await desk.order("transfer", ASKED)
    [asked] = await engine.many(1, TransferAsked)
    assert (asked.leg, asked.number) == (LEG, ASKED)
    await engine.act(AnswerTransfer(LEG, taken=True), StopRinging(LEG), RingForCall(SECOND, ASKED, call))
    [rings] = await engine.many(1, LegRinging)
    assert rings.leg == SECOND


async def test_put_down_while_it_rings(on_asterisk, desk) -> None:
    """It says “busy”, as many do; but it rang."""
    engine = on_asterisk
    call = await _rings(engine)
    await desk.order("hangup")
    await engine.told(LegFailed(LEG, Cause.DECLINED))
    assert await engine.hears(call) == MUSIC


async def test_it_is_let_go_while_it_rings(on_asterisk, desk) -> None:
    engine = on_asterisk
    call = await _rings(engine)
    await engine.act(StopRinging(LEG))
    await engine.told()
    assert await engine.hears(call) == MUSIC
    await engine.act(RingToTest(SECOND, DESK))
    await engine.told(LegRinging(SECOND))
