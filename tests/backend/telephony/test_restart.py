"""The port's contract: the centre's server comes back and finds its calls as they were, what rang excepted."""

from __future__ import annotations

from typing import Any

import pytest

from agent_client.backend.ports.telephony import (
    Alive,
    CallEnded,
    CallId,
    Hear,
    KnownCall,
    KnownConsult,
    LegEnded,
    LegId,
    LegRinging,
    MuteLeg,
    Record,
    RingForCall,
    RingToConsult,
    RingToTest,
)
from agent_client.backend.telephony.simulator import PhoneBehaviour

OWNER, ASKED = "204", "205"
LEG, ASKED_LEG, SECOND = LegId("leg-owner"), LegId("leg-asked"), LegId("leg-second")
CUSTOMER, DNIS = "+31201234567", "+31800100300"
CUSTOMER_TALKS = {("customer", "owner"), ("owner", "customer")}
CONSULTS = {("owner", "consulted"), ("consulted", "owner")}
LAST_TWO = {("customer", "consulted"), ("consulted", "customer")}
CUSTOMER_MUSIC, CONSULTED_MUSIC = {("customer", "music")}, {("consulted", "music")}


def _known(call: CallId, *, talking: bool = True, **more: Any) -> KnownCall:
    return KnownCall(call, CUSTOMER, DNIS, LEG, OWNER, talking=talking, **more)


def _consult(*, answered: bool = True, hears: bool = True) -> KnownConsult:
    return KnownConsult(ASKED_LEG, ASKED, answered=answered, hears=hears)


async def test_a_conversation_goes_on(engine) -> None:
    call = await engine.talking()
    assert await engine.restarted([_known(call)]) == Alive(frozenset({call}), frozenset({LEG}))
    assert await engine.hears(call) == CUSTOMER_TALKS
    await engine.puts_down(OWNER)
    await engine.told(CallEnded(call, by_agent=True))


async def test_who_waits_goes_on_waiting_and_what_rang_does_so_no_longer(engine) -> None:
    waits, rings = await engine.waiting(), await engine.ringing()
    known = [KnownCall(waits, CUSTOMER, DNIS), _known(rings, talking=False)]
    assert await engine.restarted(known) == Alive(frozenset({waits, rings}), frozenset())
    await engine.told()
    for call, leg, phone in ((waits, SECOND, OWNER), (rings, LegId("leg-third"), ASKED)):
        assert await engine.hears(call) == CUSTOMER_MUSIC
        await engine.act(RingForCall(leg, phone, call))
        await engine.told(LegRinging(leg))


async def test_the_customer_is_still_on_hold(engine) -> None:
    call = await engine.talking()
    await engine.act(Hear(call, customer=False))
    await engine.restarted([_known(call, hears=False)])
    assert await engine.hears(call) == CUSTOMER_MUSIC
    await engine.act(Hear(call, customer=True))
    assert await engine.hears(call) == CUSTOMER_TALKS


async def test_in_a_consult_that_was_answered(engine) -> None:
    call = await engine.consulting()
    alive = await engine.restarted([_known(call, hears=False, consult=_consult())])
    assert alive == Alive(frozenset({call}), frozenset({LEG, ASKED_LEG}))
    assert await engine.hears(call) == CONSULTS | CUSTOMER_MUSIC
    await engine.puts_down(ASKED)
    await engine.told(LegEnded(ASKED_LEG))


async def test_in_a_consult_on_hold(engine) -> None:
    call = await engine.consulting()
    await engine.act(Hear(call, customer=True))
    await engine.restarted([_known(call, consult=_consult(hears=False))])
    assert await engine.hears(call) == CUSTOMER_TALKS | CONSULTED_MUSIC


async def test_a_consult_that_rang_does_so_no_longer(engine) -> None:
    call = await engine.asking()
    alive = await engine.restarted([_known(call, hears=False, consult=_consult(answered=False, hears=False))])
    assert alive == Alive(frozenset({call}), frozenset({LEG}))
    await engine.told()
    await engine.act(RingToConsult(SECOND, ASKED, call))
    await engine.told(LegRinging(SECOND))


async def test_in_a_conference(engine) -> None:
    call = await engine.conference()
    await engine.restarted([_known(call, consult=_consult())])
    assert await engine.hears(call) == CUSTOMER_TALKS | CONSULTS | LAST_TWO
    await engine.puts_down(OWNER)
    await engine.told(LegEnded(LEG))
    assert await engine.hears(call) == LAST_TWO


async def test_who_is_muted_stays_so(engine) -> None:
    for phone in (OWNER, ASKED):
        await engine.phone(phone, PhoneBehaviour(mutes=True))
    call = await engine.conference()
    await engine.act(MuteLeg(LEG, True), MuteLeg(ASKED_LEG, True))
    consult = KnownConsult(ASKED_LEG, ASKED, answered=True, hears=True, muted=True)
    await engine.restarted([_known(call, muted=True, consult=consult)])
    assert await engine.hears(call) == {("owner", "customer"), ("consulted", "customer")}


async def test_a_recording_goes_on_and_a_paused_one_stays_paused(engine) -> None:
    call = await engine.talking()
    await engine.act(Record(call, "one"))
    await engine.restarted([_known(call, recording="one", paused=True)])
    await engine.pass_(3)
    await engine.restarted([_known(call, recording="one")])
    await engine.pass_(2)
    heard = [seconds for _, seconds in await engine.recording(call, "one")]
    assert heard[-1] == pytest.approx(2, abs=0.48)
    assert sum(heard) < 4, "nothing of the pause"


async def test_a_phone_that_was_tested_rings_no_longer(engine) -> None:
    await engine.act(RingToTest(LEG, OWNER))
    await engine.told(LegRinging(LEG))
    assert await engine.restarted([]) == Alive()
    await engine.act(RingToTest(SECOND, OWNER))
    await engine.told(LegRinging(SECOND))
