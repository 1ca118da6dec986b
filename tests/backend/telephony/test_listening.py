"""The port's contract: supervisors listen to a conversation, whisper to its owner, and join it."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import (
    Alive,
    CallEnded,
    Cause,
    EndCall,
    HandOver,
    Hear,
    KeepLine,
    KnownCall,
    KnownListener,
    LegAnswered,
    LegEnded,
    LegFailed,
    LegId,
    LegRinging,
    Listen,
    MuteLeg,
    Record,
    StopRinging,
    TransferOut,
)
from agent_client.backend.telephony.simulator import PhoneBehaviour, PhoneKind
from agent_client.protocol.names import Listening

OWNER, ASKED, LISTENER = "204", "205", "206"
LEG, ASKED_LEG, LISTENER_LEG, OUT_LEG = LegId("leg-owner"), LegId("leg-asked"), LegId("leg-listener"), LegId("leg-out")
LINE = LegId("line-listener")
CUSTOMER, DNIS, OUTSIDE = "+31201234567", "+31800100300", "+31205550100"
CUSTOMER_TALKS = {("customer", "owner"), ("owner", "customer")}
CONSULTS = {("owner", "consulted"), ("consulted", "owner")}
LAST_TWO = {("customer", "consulted"), ("consulted", "customer")}
CUSTOMER_MUSIC = {("customer", "music")}
HEARS_OWNER, HEARS_CUSTOMER, HEARS_ASKED = (
    {("listener", "owner")},
    {("listener", "customer")},
    {("listener", "consulted")},
)
TO_OWNER, TO_CUSTOMER, TO_ASKED = {("owner", "listener")}, {("customer", "listener")}, {("consulted", "listener")}


@pytest.mark.parametrize(
    ("how", "heard_by"),
    [
        (Listening.LISTEN, set()),
        (Listening.WHISPER, TO_OWNER),
        (Listening.BARGE, TO_OWNER | TO_CUSTOMER),
    ],
)
async def test_who_hears_a_listener(engine, how, heard_by) -> None:
    call = await engine.talking()
    await engine.listened_to(call, how)
    assert await engine.hears(call) == CUSTOMER_TALKS | HEARS_OWNER | HEARS_CUSTOMER | heard_by


async def test_nothing_is_heard_before_the_phone_is_answered(engine) -> None:
    call = await engine.talking()
    await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.BARGE))
    await engine.told(LegRinging(LISTENER_LEG))
    assert await engine.hears(call) == CUSTOMER_TALKS


async def test_from_listening_to_whispering_to_joining_and_back(engine) -> None:
    call = await engine.talking()
    await engine.listened_to(call)
    quiet = CUSTOMER_TALKS | HEARS_OWNER | HEARS_CUSTOMER
    for how, heard_by in (
        (Listening.WHISPER, TO_OWNER),
        (Listening.BARGE, TO_OWNER | TO_CUSTOMER),
        (Listening.WHISPER, TO_OWNER),
        (Listening.LISTEN, set()),
    ):
        await engine.act(Listen(LISTENER_LEG, LISTENER, call, how))
        await engine.told()
        assert await engine.hears(call) == quiet | heard_by


async def test_changed_while_it_rings_it_begins_so(engine) -> None:
    call = await engine.talking()
    await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.BARGE))
    await engine.told(LegRinging(LISTENER_LEG))
    await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.WHISPER))
    await engine.picks_up(LISTENER)
    await engine.told(LegAnswered(LISTENER_LEG))
    assert await engine.hears(call) == CUSTOMER_TALKS | HEARS_OWNER | HEARS_CUSTOMER | TO_OWNER


async def test_through_hold_and_back(engine) -> None:
    """While the customer is on hold even one who joined is with the owner alone."""
    call = await engine.talking()
    await engine.listened_to(call, Listening.BARGE)
    await engine.act(Hear(call, customer=False))
    assert await engine.hears(call) == CUSTOMER_MUSIC | HEARS_OWNER | TO_OWNER
    await engine.act(Hear(call, customer=True))
    assert await engine.hears(call) == CUSTOMER_TALKS | HEARS_OWNER | HEARS_CUSTOMER | TO_OWNER | TO_CUSTOMER


async def test_through_a_consult(engine) -> None:
    call = await engine.consulting()
    await engine.listened_to(call)
    consult = CONSULTS | CUSTOMER_MUSIC | HEARS_OWNER | HEARS_ASKED
    assert await engine.hears(call) == consult
    await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.WHISPER))
    assert await engine.hears(call) == consult | TO_OWNER
    await engine.act(Hear(call, customer=True))
    assert await engine.hears(call) == (
        CUSTOMER_TALKS | {("consulted", "music")} | HEARS_OWNER | HEARS_CUSTOMER | TO_OWNER
    )


@pytest.mark.parametrize(
    ("how", "heard_by"),
    [
        (Listening.LISTEN, set()),
        (Listening.WHISPER, TO_OWNER),
        (Listening.BARGE, TO_OWNER | TO_CUSTOMER | TO_ASKED),
    ],
)
async def test_in_a_conference(engine, how, heard_by) -> None:
    call = await engine.conference()
    await engine.listened_to(call, how)
    everybody = CUSTOMER_TALKS | CONSULTS | LAST_TWO
    assert await engine.hears(call) == everybody | HEARS_OWNER | HEARS_CUSTOMER | HEARS_ASKED | heard_by


async def test_a_muted_owner_is_not_heard_by_the_listener(engine) -> None:
    await engine.phone(OWNER, PhoneBehaviour(mutes=True))
    call = await engine.talking()
    await engine.listened_to(call, Listening.WHISPER)
    await engine.act(MuteLeg(LEG, True))
    assert await engine.hears(call) == {("owner", "customer")} | HEARS_CUSTOMER | TO_OWNER


async def test_by_a_line_that_is_kept_nothing_rings(engine) -> None:
    await engine.act(KeepLine(LINE, LISTENER))
    await engine.told(LegRinging(LINE))
    await engine.picks_up(LISTENER)
    await engine.told(LegAnswered(LINE))
    call = await engine.talking()
    await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.WHISPER))
    await engine.told(LegRinging(LISTENER_LEG), LegAnswered(LISTENER_LEG), within=2)
    assert await engine.hears(call) == CUSTOMER_TALKS | HEARS_OWNER | HEARS_CUSTOMER | TO_OWNER
    await engine.act(StopRinging(LISTENER_LEG))
    await engine.told()
    assert await engine.hears(call) == CUSTOMER_TALKS
    await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.LISTEN))
    await engine.told(LegRinging(LISTENER_LEG), LegAnswered(LISTENER_LEG), within=2)
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call), LegEnded(LISTENER_LEG))
    await engine.told()  # the line stays


async def test_the_listener_hangs_up_and_the_call_goes_on(engine) -> None:
    call = await engine.talking()
    await engine.listened_to(call, Listening.BARGE)
    await engine.puts_down(LISTENER)
    await engine.told(LegEnded(LISTENER_LEG))
    assert await engine.hears(call) == CUSTOMER_TALKS


@pytest.mark.parametrize("answered", [False, True])
async def test_the_centre_takes_the_listener_out(engine, answered) -> None:
    call = await engine.talking()
    if answered:
        await engine.listened_to(call, Listening.BARGE)
    else:
        await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.BARGE))
        await engine.told(LegRinging(LISTENER_LEG))
    await engine.act(StopRinging(LISTENER_LEG))
    await engine.told()
    assert await engine.hears(call) == CUSTOMER_TALKS
    await engine.listened_to(call)


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (PhoneKind.BUSY, Cause.BUSY),
        (PhoneKind.DECLINES, Cause.DECLINED),
        (PhoneKind.UNREACHABLE, Cause.UNREACHABLE),
    ],
)
async def test_a_phone_that_cannot_be_rung_says_why(engine, kind, cause) -> None:
    await engine.phone(LISTENER, PhoneBehaviour(kind=kind))
    call = await engine.talking()
    await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.LISTEN))
    await engine.told(LegFailed(LISTENER_LEG, cause))
    assert await engine.hears(call) == CUSTOMER_TALKS


async def test_the_customer_hangs_up(engine) -> None:
    call = await engine.talking()
    await engine.listened_to(call)
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call), LegEnded(LISTENER_LEG))


async def test_the_owner_hangs_up(engine) -> None:
    call = await engine.talking()
    await engine.listened_to(call, Listening.BARGE)
    await engine.puts_down(OWNER)
    await engine.told(CallEnded(call, by_agent=True), LegEnded(LISTENER_LEG))


async def test_the_centre_ends_the_call(engine) -> None:
    call = await engine.talking()
    await engine.listened_to(call)
    await engine.act(EndCall(call))
    await engine.told(CallEnded(call, by_agent=True), LegEnded(LISTENER_LEG))


async def test_a_phone_that_still_rings_does_so_no_longer_once_the_call_has_ended(engine) -> None:
    call = await engine.talking()
    await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.LISTEN))
    await engine.told(LegRinging(LISTENER_LEG))
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))
    again = await engine.talking(LegId("leg-owner-again"))
    await engine.listened_to(again, leg=LegId("leg-listener-again"))


async def test_another_owner_is_not_listened_to(engine) -> None:
    call = await engine.consulting()
    await engine.listened_to(call, Listening.BARGE)
    await engine.act(HandOver(call, ASKED_LEG))
    await engine.told(LegEnded(LISTENER_LEG))
    assert await engine.hears(call) == CUSTOMER_TALKS


async def test_the_owner_leaves_a_conference(engine) -> None:
    call = await engine.conference()
    await engine.listened_to(call, Listening.BARGE)
    await engine.puts_down(OWNER)
    await engine.told(LegEnded(LEG), LegEnded(LISTENER_LEG))
    assert await engine.hears(call) == LAST_TWO


async def test_the_customer_goes_to_a_number_outside(engine) -> None:
    call = await engine.talking()
    await engine.listened_to(call)
    await engine.act(TransferOut(OUT_LEG, OUTSIDE, DNIS, call))
    await engine.told(LegEnded(LISTENER_LEG), LegRinging(OUT_LEG))


async def test_a_recording_has_who_joined_and_nobody_who_whispers(engine) -> None:
    call = await engine.talking()
    await engine.act(Record(call, "one"))
    await engine.listened_to(call, Listening.WHISPER)
    await engine.pass_(2)
    await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.BARGE))
    await engine.pass_(2)
    heard = [parties for parties, _ in await engine.recording(call, "one")]
    assert heard == [frozenset({"customer", "owner"}), frozenset({"customer", "owner", "listener"})]


@pytest.mark.parametrize("how", [Listening.LISTEN, Listening.WHISPER, Listening.BARGE])
async def test_it_goes_on_through_a_restart(engine, how) -> None:
    call = await engine.talking()
    await engine.listened_to(call, how)
    before = await engine.hears(call)
    listener = KnownListener(LISTENER_LEG, LISTENER, how)
    known = KnownCall(call, CUSTOMER, DNIS, LEG, OWNER, talking=True, listener=listener)
    assert await engine.restarted([known]) == Alive(frozenset({call}), frozenset({LEG, LISTENER_LEG}))
    assert await engine.hears(call) == before
    await engine.act(Listen(LISTENER_LEG, LISTENER, call, Listening.WHISPER))
    assert await engine.hears(call) == CUSTOMER_TALKS | HEARS_OWNER | HEARS_CUSTOMER | TO_OWNER
    await engine.puts_down(LISTENER)
    await engine.told(LegEnded(LISTENER_LEG))
