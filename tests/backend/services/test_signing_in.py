"""What a sign-in takes along, and what the end of a session leaves behind. Over HTTP: routes/test_sessions.py."""

from __future__ import annotations

from datetime import timedelta

from agent_client.backend.persistence import sessions
from agent_client.backend.services import signing_in
from agent_client.protocol.events import AgentStateChanged, SessionEnded
from agent_client.protocol.names import AgentState, ContactState, NotReadyReason, WhyCode
from agent_client.protocol.sessions import SignIn


async def test_a_conversation_goes_over_to_the_new_session(world, anna) -> None:
    who = await world.ready(anna)
    call = await world.talking(who)
    world.told.clear()
    again = await world.sign_in(anna, who.phone, seat="elsewhere")
    assert again.session != who.session
    assert (await world.contact(call)).state is ContactState.CONNECTED
    assert (await world.me(again)).state is AgentState.ON_CONTACT
    mine = [event for stream, event in world.told if stream == f"agent/{anna}"]
    assert isinstance(mine[0], SessionEnded), "first: what follows is the new session's"
    assert mine[0].why.code is WhyCode.SIGNED_IN_ELSEWHERE
    assert mine[0].why.params["seat"] == "elsewhere"
    assert isinstance(mine[-1], AgentStateChanged)
    assert mine[-1].me.seat == "elsewhere"


async def test_a_ringing_call_does_not(world, anna) -> None:
    who = await world.ready(anna)
    call = await world.calling()
    assert (await world.contact(call)).state is ContactState.RINGING
    again = await world.sign_in(anna, seat="elsewhere")
    assert (await world.contact(call)).state is ContactState.QUEUED
    me = await world.me(again)
    assert (me.state, me.not_ready) == (AgentState.NOT_READY, NotReadyReason.PAUSE)
    assert who.session != again.session


async def test_who_was_not_signed_in_starts_in_pause(world, anna) -> None:
    me = await world.me(await world.sign_in(anna))
    assert (me.state, me.not_ready, me.contact) == (AgentState.NOT_READY, NotReadyReason.PAUSE, None)
    assert me.why is not None
    assert me.why.code is WhyCode.SIGNED_IN


async def test_a_session_whose_stream_never_opens_ends_with_the_grace(world, anna) -> None:
    request = SignIn(user="x", password="x", phone="201", seat="s")
    await world.write(lambda tx: signing_in.sign_in(tx, request, anna, "a"))
    await world.pass_(59)
    assert await world.read(lambda tx: sessions.live(tx.conn, anna)) is not None
    await world.pass_(2)
    assert await world.read(lambda tx: sessions.live(tx.conn, anna)) is None
    ended = [event for _, event in world.told if isinstance(event, SessionEnded)]
    assert [(one.why.code, one.why.params) for one in ended] == [(WhyCode.LINK_LOST, {"seconds": "60"})]


async def test_tokens_are_not_alike(world, anna, bram) -> None:
    tokens = set()
    for turn in range(20):
        request = SignIn(user="x", password="x", phone=f"20{turn}", seat=f"s{turn}")
        signed = await world.write(lambda tx, request=request: signing_in.sign_in(tx, request, anna, "a"))
        tokens.add(signed.token)
        world.now += timedelta(seconds=1)
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43
