"""Phones that call each other, without a PBX between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from agent_client.backend.softphone import Behaviour, Call, CallState, Customers, Kind, NotRegistered, Phone
from agent_client.backend.softphone import endpoint as endpoints
from agent_client.backend.softphone.messages import Request, response

ANNA, CALLER = 600, 800
TONES = [ANNA, CALLER]
UP, ENDED, RINGING = CallState.UP, CallState.ENDED, CallState.RINGING


@asynccontextmanager
async def _two(**behaviour: object) -> AsyncIterator[tuple[Phone, Customers]]:
    anna = Phone("204", "secret", ("127.0.0.1", 9), says=ANNA)
    anna.way = Behaviour(**behaviour)
    await anna.open("127.0.0.1")
    callers = Customers(anna.endpoint.address, lambda _: CALLER)
    await callers.open("127.0.0.1")
    try:
        async with asyncio.timeout(60):
            yield anna, callers
    finally:
        await callers.close()
        await anna.close()


async def _until_hears(call: Call, tone: int) -> None:
    while call.sound.hears(TONES, 0.06) != {tone}:  # noqa: ASYNC110 - sound has no event
        await asyncio.sleep(0.01)


async def test_it_rings_is_answered_and_both_hear_each_other_until_one_hangs_up() -> None:
    async with _two() as (anna, callers):
        call = callers.call("204", "+31201234567", 'Jana "J" Dvořáková 📞')
        await call.until(RINGING)
        theirs = anna.ringing()
        assert theirs is not None
        assert (theirs.caller, theirs.caller_name, theirs.number) == ("+31201234567", 'Jana "J" Dvořáková 📞', "204")
        assert anna.pick_up()
        await call.until(UP)
        await _until_hears(call, ANNA)
        await _until_hears(theirs, CALLER)
        call.sound.key("12")
        theirs.sound.key("#")
        while (theirs.sound.keyed, call.sound.keyed) != ("12", "#"):  # noqa: ASYNC110 - nor has a key
            await asyncio.sleep(0.01)
        call.hang_up()
        await theirs.until(ENDED)
        assert not anna.calls and not callers.calls


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [
        ({"kind": Kind.BUSY}, 486),
        ({"kind": Kind.DECLINES, "after": 0.01}, 603),
        ({"kind": Kind.REFUSES}, 404),
        ({"gives_up_after": 0.01}, 480),
    ],
)
async def test_who_does_not_answer_says_why(behaviour, status) -> None:
    async with _two(**behaviour) as (_, callers):
        call = callers.call("204", "+31201234567")
        await call.until(ENDED)
        assert call.status == status


async def test_a_phone_that_answers_by_itself_presses_a_key_and_hangs_up() -> None:
    async with _two(answers_after=0.01, presses_after=0.01, talks=0.3) as (_, callers):
        call = callers.call("204", "+31201234567")
        await call.until(UP)
        await call.until(ENDED)
        assert (call.sound.keyed, call.status) == ("1", 0)


async def test_a_phone_in_a_call_is_busy() -> None:
    async with _two(answers_after=0.0) as (_, callers):
        await callers.call("204", "+31201234567").until(UP)
        second = callers.call("204", "+31201234568")
        await second.until(ENDED)
        assert second.status == 486


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_caller_gives_up(at_once) -> None:
    async with _two() as (anna, callers):
        call = callers.call("204", "+31201234567")
        if not at_once:
            await call.until(RINGING)
        call.hang_up()
        await call.until(ENDED)
        assert call.status == 487
        assert not anna.calls


async def test_hold_is_one_way_and_ends() -> None:
    async with _two(answers_after=0.0) as (anna, callers):
        call = callers.call("204", "+31201234567")
        await call.until(UP)
        [theirs] = anna.calls
        assert await theirs.hold(True) == 200
        await asyncio.sleep(0.1)
        assert theirs.sound.hears(TONES, 0.06) == frozenset()
        assert await theirs.hold(False) == 200
        await _until_hears(theirs, CALLER)


async def test_an_unplugged_phone_says_nothing_and_hears_nothing(monkeypatch) -> None:
    monkeypatch.setattr(endpoints, "FIRST_REPEAT", 0.02)
    monkeypatch.setattr(endpoints, "GIVEN_UP_AFTER", 0.1)
    async with _two() as (anna, callers):
        anna.unplug()
        call = callers.call("204", "+31201234567")
        await call.until(ENDED)
        assert call.status == 408
        anna.plug_in()
        await callers.call("204", "+31201234567").until(RINGING)


async def test_what_is_lost_on_the_way_is_said_again(monkeypatch) -> None:
    monkeypatch.setattr(endpoints, "FIRST_REPEAT", 0.02)
    async with _two() as (anna, callers):
        anna.endpoint.unplugged = True
        call = callers.call("204", "+31201234567")
        await asyncio.sleep(0.05)
        anna.endpoint.unplugged = False
        await call.until(RINGING)
        assert len(anna.calls) == 1


async def test_a_number_outside_behaves_as_it_was_told_to() -> None:
    async with _two() as (anna, callers):
        callers.ways["+31"] = Behaviour(answers_after=0.0)
        call = anna.dial(
            f"sip:+31@127.0.0.1:{callers.endpoint.address[1]}", callers.endpoint.address, "<sip:1@a>", ANNA
        )
        await call.until(UP)
        assert callers.engaged("+31") and not callers.engaged("+32")


async def test_a_phone_registers_with_its_password_and_is_told_when_it_cannot() -> None:
    asked: list[Request] = []
    registrar = Customers(("127.0.0.1", 9))
    challenge = ("WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth"')

    def answered(request: Request, sender: tuple[str, int]) -> None:
        asked.append(request)
        known = 'username="204"' in request.get("Authorization")
        answer = response(request, 200, "OK") if known else response(request, 401, "Unauthorized", more=[challenge])
        registrar.endpoint.reply(request, answer, sender)

    registrar.endpoint._handle = answered
    await registrar.open("127.0.0.1")
    anna, other = (Phone(name, "secret", registrar.endpoint.address) for name in ("204", "205"))
    for phone in (anna, other):
        await phone.open("127.0.0.1")
    await anna.register()
    assert [one.method for one in asked] == ["REGISTER", "REGISTER"]
    assert asked[1].get("Contact") == f"<sip:204@127.0.0.1:{anna.endpoint.address[1]}>"
    with pytest.raises(NotRegistered, match="205: 401"):
        await other.register()
    for station in (registrar, anna, other):
        await station.close()


async def test_what_is_no_message_is_passed_over() -> None:
    async with _two() as (anna, callers):
        anna.endpoint.datagram_received(b"\xff\xfe", ("127.0.0.1", 1))
        anna.endpoint.datagram_received(b"SIP/2.0 abc def\r\nVia: a\r\n\r\n", ("127.0.0.1", 1))
        await callers.call("204", "+31201234567").until(RINGING)
