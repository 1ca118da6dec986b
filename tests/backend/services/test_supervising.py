"""What supervisors see: everybody as they are, and the day's figures as the day is at the centre."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from agent_client.backend.persistence import passwords, tables
from agent_client.backend.persistence.day_figures import Wanted
from agent_client.backend.services import calls, intervening, links, locks, signing_in, snapshots, supervising
from agent_client.protocol.cursor import SUPERVISING
from agent_client.protocol.names import (
    AgentState,
    ContactState,
    CustomerId,
    Direction,
    EndedBy,
    Intervention,
    NotReadyReason,
    Role,
    WhyCode,
)
from agent_client.protocol.refusals import Forbidden
from agent_client.protocol.supervising import AgentFigures, EndSession, QueueFigures
from agent_client.protocol.why import Why

JAN = CustomerId(1)
SUPPORT = "+31800100200"
STRANGER = "+420224811111"
NOTHING = Wanted()


@pytest.fixture
async def chief(world, cleo):
    return replace(await world.sign_in(cleo), role=Role.SUPERVISOR)


async def look(world, chief):
    return await world.read(lambda tx: supervising.everything(tx, chief))


async def agent(world, chief, wanted):
    return next(one for one in (await look(world, chief)).agents if one.presence.id == wanted)


async def queue(world, chief, name):
    return next(one for one in (await look(world, chief)).queues if one.queue.name == name)


async def page(world, chief, wanted=NOTHING, before=None):
    return await world.read(lambda tx: supervising.calls(tx, chief, wanted, before))


async def hang_up(world, who):
    contact = await world.in_hand(who)
    await world.write(lambda tx: calls.end(tx, who, contact.id, contact.version))
    await world.settle()


async def test_A13_last_address_start_and_stop(world, anna, chief) -> None:
    before = await agent(world, chief, anna)
    assert (before.session, before.last_start, before.last_stop, before.last_address) == (None, None, None, "")
    who = await world.sign_in(anna)
    start = world.now
    there = await agent(world, chief, anna)
    assert (there.last_address, there.last_start, there.last_stop) == ("127.0.0.1", start, None)
    session = there.session
    assert (session.id, session.seat, session.phone, session.started_at, session.link_lost_since) == (
        who.session,
        f"SEAT{anna}",
        who.phone,
        start,
        None,
    )
    await world.pass_(90)
    await world.write(lambda tx: signing_in.sign_out(tx, who))
    gone = await agent(world, chief, anna)
    assert (gone.session, gone.last_start, gone.last_stop) == (None, start, world.now)


async def test_a_lost_link_says_until_when_there_is_grace(world, anna, chief) -> None:
    who = await world.ready(anna)
    await world.write(lambda tx: links.lost(tx, who))
    there = await agent(world, chief, anna)
    assert (there.session.link_lost_since, there.session.until) == (world.now, world.now + timedelta(seconds=60))
    assert (there.presence.linked, there.presence.state) == (False, AgentState.READY)


async def test_what_they_have_in_hand_and_what_is_locked(world, anna, bram, chief) -> None:
    who = await world.ready(anna)
    since = world.now
    await world.talking(who)
    await world.write(lambda tx: passwords.lock(tx.conn, bram, since))
    await world.write(lambda tx: locks.take(tx, who, JAN))
    seen = await agent(world, chief, anna)
    assert (seen.contact.state, seen.contact.direction, seen.contact.number) == (
        ContactState.CONNECTED,
        Direction.INBOUND,
        "+31201234567",
    )
    assert not seen.contact.held_at_phone
    assert world.pbx.keys.hold(who.phone)
    await world.settle()
    assert (await agent(world, chief, anna)).contact.held_at_phone
    assert [one.presence.id for one in (await look(world, chief)).agents if one.locked_since == since] == [bram]
    (card,) = (await look(world, chief)).cards
    assert (card.customer.name, card.agent.name, card.seat) == ("Jan Jansen", "Anna", f"SEAT{anna}")


async def test_the_agents_day(world, anna, chief) -> None:
    who = await world.ready(anna)
    await world.talking(who)
    await world.pass_(30)
    assert (await agent(world, chief, anna)).today == AgentFigures(handled=1, talk_seconds=30)
    await hang_up(world, who)
    await world.pass_(61)  # the wrap-up's end
    await world.calling(STRANGER, patience=1000)
    await world.pass_(20)
    assert (await world.me(who)).not_ready is NotReadyReason.RONA
    await world.wish(who, AgentState.READY)
    await world.settle()
    offered = await world.in_hand(who)
    await world.write(lambda tx: calls.decline(tx, who, offered.id, offered.version))
    await world.settle()
    figures = (await agent(world, chief, anna)).today
    assert figures == AgentFigures(handled=1, talk_seconds=30, missed=1, declined=1)


async def test_a_conversation_that_the_end_of_the_session_broke_off_was_one(world, anna, bram, chief) -> None:
    who = await world.ready(anna)
    call = await world.talking(who)
    await world.pass_(30)
    await world.write(lambda tx: signing_in.end(tx, anna, who.session, Why(code=WhyCode.LINK_LOST, at=tx.now)))
    await world.settle()
    assert (await world.contact(call)).state is ContactState.QUEUED
    assert (await agent(world, chief, anna)).today == AgentFigures(handled=1, talk_seconds=30)
    other = await world.ready(bram)
    await world.settle()
    assert (await world.in_hand(other)).state is ContactState.RINGING
    await world.write(lambda tx: signing_in.end(tx, bram, other.session, Why(code=WhyCode.LINK_LOST, at=tx.now)))
    assert (await agent(world, chief, bram)).today == AgentFigures(), "it rang, and nobody spoke"
    assert (await agent(world, chief, anna)).today == AgentFigures(handled=1, talk_seconds=30)


async def test_the_queues_day(world, anna, chief) -> None:
    gone = await world.calling(STRANGER)
    await world.pass_(10)
    world.pbx.hang_up(gone)
    await world.settle()
    await world.calling()
    await world.pass_(20)
    waiting = await queue(world, chief, "Sales")
    assert (waiting.queue.waiting, waiting.today) == (
        1,
        QueueFigures(offered=2, given_up=1, average_seconds=10, longest_seconds=10),
    )
    who = await world.ready(anna)
    assert world.pbx.pick_up(who.phone)
    await world.settle()
    assert (await queue(world, chief, "Sales")).today == QueueFigures(
        offered=2, answered=1, given_up=1, average_seconds=15, longest_seconds=20
    )
    assert (await queue(world, chief, "Support")).today == QueueFigures()


async def test_the_day_is_the_centres_own(world, anna, chief) -> None:
    """At 9:00 UTC it has been the next day in Auckland since ten hours, and in Honolulu it is 23:00."""
    who = await world.ready(anna)
    await world.talking(who)
    await hang_up(world, who)

    async def seen(zone):
        await world.write(lambda tx: tx.conn.execute(update(tables.centre).values(time_zone=zone)))
        found = await look(world, chief)
        return found.day_since, len((await page(world, chief)).calls)

    assert await seen("UTC") == (datetime(2026, 3, 2, tzinfo=UTC), 1)
    assert await seen("Pacific/Auckland") == (datetime(2026, 3, 1, 11, tzinfo=UTC), 1)
    assert await seen("Pacific/Honolulu") == (datetime(2026, 3, 1, 10, tzinfo=UTC), 1)
    await world.write(lambda tx: tx.conn.execute(update(tables.centre).values(time_zone="UTC")))
    world.now += timedelta(days=1)
    assert (await page(world, chief)).calls == ()
    assert (await agent(world, chief, anna)).today == AgentFigures()
    assert (await queue(world, chief, "Sales")).today == QueueFigures()


async def test_the_days_calls_and_what_is_asked_for(world, anna, bram, chief) -> None:
    who, other = await world.ready(anna), await world.ready(bram)
    await world.talking(who)
    await world.pass_(12)
    await hang_up(world, who)
    await world.talking(other, ani=STRANGER, dnis=SUPPORT)
    found = (await page(world, chief)).calls
    assert [(one.call.number, one.call.queue, [a.name for a in one.call.agents]) for one in found] == [
        (STRANGER, "Support", ["Bram"]),
        ("+31201234567", "Sales", ["Anna"]),
    ]
    assert (found[1].customer.name, found[0].customer) == ("Jan Jansen", None)
    assert (found[1].call.ended_at - found[1].call.connected_at, found[1].call.ended_by) == (
        timedelta(seconds=12),
        EndedBy.AGENT,
    )
    for wanted, numbers in (
        (Wanted(agent=anna), ["+31201234567"]),
        (Wanted(queue=found[0].queue), [STRANGER]),
        (Wanted(digits="4811"), [STRANGER]),
        (Wanted(agent=anna, digits="4811"), []),
    ):
        assert [one.call.number for one in (await page(world, chief, wanted)).calls] == numbers


async def test_page_by_page(world, chief, monkeypatch) -> None:
    monkeypatch.setattr(supervising, "PAGE", 2)
    for number in range(5):
        await world.calling(f"+3120111000{number}")
    seen, before = [], None
    for _ in range(3):
        found = await page(world, chief, NOTHING, before)
        seen += [one.call.number[-1] for one in found.calls]
        before = found.older
    assert (seen, before) == (["4", "3", "2", "1", "0"], None)


async def test_the_log_is_read_page_by_page(world, anna, chief, monkeypatch) -> None:
    monkeypatch.setattr(supervising, "PAGE", 2)
    for reason in ("one", "two", "three"):
        who = await world.sign_in(anna)
        wish = EndSession(kind=Intervention.SIGN_OUT, reason=reason)
        await world.write(lambda tx, who=who, wish=wish: intervening.end_session(tx, chief, who.session, wish))
    first = await world.read(lambda tx: supervising.log(tx, chief, None))
    rest = await world.read(lambda tx: supervising.log(tx, chief, first.older))
    assert [line.reason for line in (*first.lines, *rest.lines)] == ["three", "two", "one"]
    assert rest.older is None


async def test_only_for_supervisors(world, anna) -> None:
    who = await world.sign_in(anna)
    for read in (
        lambda tx: supervising.everything(tx, who),
        lambda tx: supervising.calls(tx, who, NOTHING, None),
        lambda tx: supervising.log(tx, who, None),
    ):
        with pytest.raises(Forbidden):
            await world.read(read)


async def test_supervisors_hear_how_every_queue_stands(world, anna, chief) -> None:
    await world.write(
        lambda tx: tx.conn.execute(
            update(tables.agents).where(tables.agents.c.id == chief.agent).values(role="supervisor")
        )
    )
    seen = await world.read(lambda tx: snapshots.snapshot(tx, chief))
    assert [one.name for one in seen.queues] == ["Sales", "Support"]
    assert len(seen.me.queues) == 1
    assert SUPERVISING in snapshots.followed(chief.agent, seen.me.queues, Role.SUPERVISOR)
    assert SUPERVISING not in snapshots.followed(anna, seen.me.queues, Role.AGENT)
    world.told.clear()
    await world.calling()
    told = [event.queue.waiting for stream, event in world.told if stream == SUPERVISING]
    assert told
    assert told[-1] == 1
