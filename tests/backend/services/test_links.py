from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from agent_client.backend.persistence import agents, sessions
from agent_client.backend.services import links, signing_in, storing
from agent_client.backend.services.links import FIRST_WORDS_SECONDS, Links
from agent_client.protocol.events import AgentPresenceChanged
from agent_client.protocol.names import AgentState, ContactState
from agent_client.protocol.refusals import NotSignedIn, StorageUnavailable
from agent_client.protocol.sessions import SignIn


async def link_lost_at(world, agent):
    return (await world.read(lambda tx: sessions.live(tx.conn, agent))).link_lost_at


async def test_only_who_can_be_reached_is_offered_a_contact(world, anna) -> None:
    who = await world.ready(anna)
    here = Links(world, 12)
    await here.opened(who)
    await here.closed(who)
    call = await world.calling()
    assert (await world.contact(call)).state is ContactState.QUEUED
    await here.opened(who)
    await world.settle()
    assert (await world.contact(call)).agent == anna, "coming back asks for what waits"


async def test_the_link_is_lost_with_the_last_stream(world, anna) -> None:
    who = await world.sign_in(anna)
    here = Links(world, 12)
    await here.opened(who)
    await here.opened(who)
    await here.closed(who)
    assert await link_lost_at(world, anna) is None
    await here.closed(who)
    assert await link_lost_at(world, anna) == world.now


async def test_back_within_the_grace_nothing_happened(world, anna) -> None:
    who = await world.ready(anna)
    await world.write(lambda tx: links.lost(tx, who))
    await world.pass_(59)
    await world.write(lambda tx: links.opened(tx, who))
    await world.pass_(60)
    assert (await world.me(who)).state is AgentState.READY


async def test_what_was_opened_at_another_server_is_not_lost_here(world, anna) -> None:
    who = await world.sign_in(anna)
    here, there = Links(world, 12), Links(world, 12)
    await here.opened(who)
    await world.pass_(1)
    await there.opened(who)
    await here.closed(who)
    assert await link_lost_at(world, anna) is None
    await there.closed(who)
    assert await link_lost_at(world, anna) == world.now


async def test_after_the_grace_the_session_is_over(world, anna) -> None:
    who = await world.ready(anna)
    await world.write(lambda tx: links.lost(tx, who))
    await world.pass_(61)
    assert (await world.me(who)).state is AgentState.SIGNED_OUT
    with pytest.raises(NotSignedIn):
        await world.write(lambda tx: links.opened(tx, who))


async def test_an_older_sessions_stream_does_not_lose_the_newer_ones_link(world, anna) -> None:
    here = Links(world, 12)
    older = await world.sign_in(anna)
    await here.opened(older)
    newer = await world.sign_in(anna, seat="elsewhere")
    await here.opened(newer)
    await here.closed(older)
    assert await link_lost_at(world, anna) is None
    assert newer.session != older.session


async def test_a_restart_gives_everybody_the_grace(world, anna, bram) -> None:
    await world.sign_in(anna)
    request = SignIn(user="x", password="x", phone="299", seat="s")
    await world.write(lambda tx: signing_in.sign_in(tx, request, bram, "a"))
    before = await link_lost_at(world, bram)
    world.now += timedelta(seconds=30)
    await world.write(links.after_start)
    assert await link_lost_at(world, anna) == world.now
    assert await link_lost_at(world, bram) == before, "who had not come keeps their limit"


async def test_who_has_pulsed_must_go_on(world, anna) -> None:
    who = await world.sign_in(anna)
    here = Links(world, 12)
    await here.pulsed(who, world.now, hears=True)
    assert not here.silent(who, world.now + timedelta(hours=1)), "no stream is open"
    await here.opened(who)
    assert here.silent(who, world.now + timedelta(seconds=12.1)), "one that hangs before its first pulse"
    await here.pulsed(who, world.now, hears=True)
    assert not here.silent(who, world.now + timedelta(seconds=12))
    assert here.silent(who, world.now + timedelta(seconds=12.1))
    await here.pulsed(who, world.now + timedelta(seconds=13), hears=True)
    assert not here.silent(who, world.now + timedelta(seconds=14))


async def test_who_says_that_they_hear_nothing_is_offered_nothing(world, anna) -> None:
    """A proxy on the way keeps the stream to itself; or the computer is about to sleep."""
    who = await world.sign_in(anna)
    here = Links(world, 12)
    await here.opened(who)
    await here.pulsed(who, world.now, hears=False)
    assert await link_lost_at(world, anna) is None, "its first words are on the way"
    world.now += timedelta(seconds=FIRST_WORDS_SECONDS)
    await here.pulsed(who, world.now, hears=False)
    assert await link_lost_at(world, anna) == world.now
    assert here.silent(who, world.now), "the stream ends: whoever hears again opens a new one"
    await here.closed(who)
    await here.opened(who)
    assert not here.silent(who, world.now)
    assert await link_lost_at(world, anna) is None


class Full:
    """Storage that is full for a while. Implements ports.units.Units as far as it is used here."""

    def __init__(self, world, times: int) -> None:
        self.world = world
        self.times = times

    async def write(self, unit):
        if self.times:
            self.times -= 1
            raise StorageUnavailable("the disk is full")
        return await self.world.write(unit)


async def test_a_lost_link_is_noted_once_there_is_room(world, anna, monkeypatch) -> None:
    monkeypatch.setattr(storing, "RETRY_SECONDS", 0)
    who = await world.sign_in(anna)
    await Links(Full(world, 3), 12).closed(who)
    assert await link_lost_at(world, anna) == world.now


async def test_but_not_of_an_agent_who_is_back_by_then(world, anna, monkeypatch) -> None:
    monkeypatch.setattr(storing, "RETRY_SECONDS", 0.01)
    who = await world.sign_in(anna)
    full = Full(world, 1)
    here = Links(full, 12)
    closing = asyncio.ensure_future(here.closed(who))  # noqa: TID251
    await asyncio.sleep(0)
    await here.opened(who)
    await closing
    assert await link_lost_at(world, anna) is None
    assert await world.read(lambda tx: agents.caller_of(tx.conn, anna)) == who


async def test_everybody_sees_at_once_that_a_seat_is_dead(world, anna):
    who = await world.ready(anna)
    world.told.clear()
    await world.write(lambda tx: links.lost(tx, who))
    [(_, lost)] = [one for one in world.told if isinstance(one[1], AgentPresenceChanged)]
    assert (lost.agent.state, lost.agent.linked) == (AgentState.READY, False)
    world.told.clear()
    await world.write(lambda tx: links.opened(tx, who))
    [(_, back)] = [one for one in world.told if isinstance(one[1], AgentPresenceChanged)]
    assert back.agent.linked
    world.told.clear()
    await world.write(lambda tx: links.opened(tx, who))
    assert not world.told, "a second stream of the same client is no news"
