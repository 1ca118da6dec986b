"""What only a real Asterisk can suffer: it dies, its disk is full, and whoever calls or transfers sends nonsense."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from agent_client.backend.ports.telephony import (
    Alive,
    AnswerTransfer,
    CallArrived,
    CallEnded,
    EndCall,
    KnownCall,
    LegAnswered,
    LegId,
    LegRinging,
    PbxBack,
    PbxLost,
    PhoneHeld,
    Record,
    RecordingMade,
    RingForCall,
    TransferAsked,
)
from agent_client.backend.softphone import CallState
from agent_client.backend.telephony.asterisk.ari import AriHttp, AriLost

OWNER, LEG, SECOND = "204", LegId("leg-owner"), LegId("leg-second")
CUSTOMER, DNIS = "+31201234567", "+31800100300"
TALKS = {("customer", "owner"), ("owner", "customer")}
MUSIC = {("customer", "music")}


@pytest.mark.parametrize("way", ["waiting", "ringing", "talking", "conference"])
async def test_F8_asterisk_dies_in_a_call_and_comes_back(on_asterisk, asterisk, way) -> None:
    """Nobody hears of it from Asterisk: phones that were in a call find out by themselves."""
    engine = on_asterisk
    await getattr(engine, way)()
    asterisk.pbx.kill()
    await engine.told(PbxLost())
    await asyncio.to_thread(asterisk.pbx.start)
    await engine.told(PbxBack(Alive()), within=10)
    engine.people.vanish()
    await engine.people.register()  # what was registered within the last second died with it
    call = await engine.talking()
    assert await engine.hears(call) == TALKS


@pytest.mark.parametrize("fails", ["/channels", "/bridges", "/endpoints"])
async def test_F8_what_could_not_be_asked_while_the_link_is_up_is_asked_again(on_asterisk, monkeypatch, fails) -> None:
    """Questions go by HTTP, and one may break off where the link does not."""
    engine, get, broken = on_asterisk, AriHttp.get, []

    async def breaks_off(self: AriHttp, path: str, **query: Any) -> Any:
        if f"/{path}".startswith(fails) and not broken:
            broken.append(path)
            raise AriLost("broken off")
        return await get(self, path, **query)

    call = await engine.talking()
    await engine.loses_link()
    await engine.told(PbxLost())
    monkeypatch.setattr(AriHttp, "get", breaks_off)
    await engine.link_back()
    await engine.told(PbxBack(Alive(frozenset({call}), frozenset({LEG}))), within=10)
    assert broken


NONSENSE = {
    "sql": "'; DROP TABLE agents; --",
    "html": "<script>alert(1)</script>",
    "emoji": "📞🙂",
    "long": "9" * 4_096,
    "zero": "\x01\x02",
    "percent": "%s%n%00",
    "quotes": '"\\"\\\\',
}


@pytest.mark.parametrize("kind", NONSENSE)
async def test_a_caller_who_shows_nonsense_waits_and_talks_like_others(on_asterisk, kind) -> None:
    engine, shown = on_asterisk, NONSENSE[kind]
    call = await engine.calls_in(ani=shown, name=shown[:3_000])
    [arrived] = engine.news()
    assert isinstance(arrived, CallArrived) and arrived.dnis == DNIS
    assert len(arrived.ani) <= len(shown) and arrived.ani.isprintable()
    engine.heard.clear()
    await engine.act(RingForCall(LEG, OWNER, call))
    await engine.told(LegRinging(LEG))
    await engine.picks_up(OWNER)
    await engine.told(LegAnswered(LEG))
    assert await engine.hears(call) == TALKS
    await engine.customer_hangs_up(call)
    await engine.told(CallEnded(call))


@pytest.mark.parametrize(
    "number", ["'; DROP TABLE agents; --", "%00%0d%0aBYE", "📞", "9" * 1_000, "..", "agent_client"]
)
async def test_a_transfer_to_nonsense_is_asked_for_or_refused_and_the_call_goes_on(on_asterisk, number) -> None:
    engine = on_asterisk
    call = await engine.talking()
    [phone] = engine.people.calls_of(OWNER)
    status = await phone.transfer(number.replace(" ", "%20"))
    assert status >= 200
    await asyncio.sleep(0.2)
    asked = [event for event in engine.heard if isinstance(event, TransferAsked)]
    assert len(asked) <= 1
    engine.heard.clear()
    if asked:
        assert asked[0].leg == LEG and asked[0].talked_to is None
        await engine.act(AnswerTransfer(LEG, taken=False))
    assert await engine.hears(call) == TALKS
    await engine.puts_down(OWNER)
    await engine.told(CallEnded(call, by_agent=True))


@contextmanager
def _full_disk(pid: int) -> Iterator[None]:
    """From now on the system takes nothing from this process for any file. Asked for by whoever runs it."""
    who: dict[str, Any] = {"user": "nobody", "group": Path(f"/proc/{pid}").stat().st_gid} if os.geteuid() == 0 else {}

    def limit(size: str) -> None:
        subprocess.run(["prlimit", "--pid", str(pid), f"--fsize={size}:"], check=True, **who)

    limit("0")
    try:
        yield
    finally:
        limit("unlimited")


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="there is no prlimit here")
async def test_D8_a_full_disk_ends_no_call_and_is_told(on_asterisk, asterisk) -> None:
    engine = on_asterisk
    call = await engine.talking()
    with _full_disk(asterisk.pbx.pid):
        await engine.act(Record(call, "one"))
        await engine.pass_(2)
        assert await engine.hears(call) == TALKS
        await engine.customer_hangs_up(call)
        await engine.told(CallEnded(call))
        [made] = await engine.many(1, RecordingMade)
    assert made.problem or made.seconds == 0
    await engine.people.register()  # what was registered within the last second is lost with it
    assert await engine.talking(SECOND)


async def test_fifty_callers_at_once_are_all_told_of_and_all_answered_to(on_asterisk) -> None:
    engine, many = on_asterisk, 50
    calls = [engine.people.customers.call(DNIS, f"+3120{number:07}") for number in range(many)]
    arrived = await engine.many(many, CallArrived)
    assert {event.ani for event in arrived} == {f"+3120{number:07}" for number in range(many)}
    await asyncio.gather(*(call.until(CallState.UP) for call in calls))
    for call in calls[:25]:
        call.hang_up()
    await engine.act(*(EndCall(event.call) for event in arrived if event.ani >= "+31200000025"))
    await asyncio.gather(*(call.until(CallState.ENDED) for call in calls))
    ended = {event.call: event.by_agent for event in await engine.many(many, CallEnded)}
    assert ended == {event.call: event.ani >= "+31200000025" for event in arrived}


async def test_F8_twenty_calls_are_there_again_each_with_its_own_agent(on_asterisk) -> None:
    engine = on_asterisk
    phones = [str(number) for number in range(201, 221)]
    for phone in phones:
        await engine.people.sit_down_too(phone)
    calls = []
    for phone in phones:
        call = await engine.calls_in()
        leg = LegId(f"leg-{phone}")
        await engine.told(CallArrived(call, CUSTOMER, DNIS))
        await engine.act(RingForCall(leg, phone, call))
        await engine.told(LegRinging(leg))
        await engine.picks_up(phone)
        await engine.told(LegAnswered(leg))
        calls.append(KnownCall(call, CUSTOMER, DNIS, leg, phone, talking=True))
    alive = await engine.restarted(calls)
    assert alive == Alive(frozenset(one.call for one in calls), frozenset(one.leg for one in calls if one.leg))
    for one in calls[::7]:
        assert await engine.hears(one.call) == TALKS
    for one in calls:
        await engine.puts_down(one.phone)
        await engine.told(CallEnded(one.call, by_agent=True))


@pytest.mark.parametrize("held", [True, False])
async def test_F8_a_hold_that_asterisk_told_of_to_nobody_is_found_out(on_asterisk, asterisk, held) -> None:
    """A switch was off: Asterisk believed in the link, and what it said was lost on the way."""
    engine = on_asterisk
    call = await engine.talking()
    if not held:
        await engine.holds(OWNER)
        await engine.told(PhoneHeld(LEG, held=True))
    await engine.loses_link(unseen=True)
    await engine.told(PbxLost())
    await engine.holds(OWNER, held=held)
    await engine.link_back()
    back = PbxBack(Alive(frozenset({call}), frozenset({LEG})))
    await engine.told(back, *([PhoneHeld(LEG, held=True)] if held else []))
    assert await engine.hears(call) == (MUSIC if held else TALKS)
