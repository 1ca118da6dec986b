"""Nailed-up agents: answered once, connected without ringing, and offered nothing without their line."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, kept_lines, remote_agents, tables
from agent_client.backend.ports.telephony import KeepLine, RingToTest, StopRinging
from agent_client.backend.services import agent_states, links, rights, signing_in, supervising, wrapping_up
from agent_client.protocol.agents import Rights
from agent_client.protocol.contacts import WrapUp
from agent_client.protocol.names import (
    AgentState,
    ContactState,
    EndedBy,
    NotReadyReason,
    Role,
    WhyCode,
    WrapUpReasonId,
)
from agent_client.protocol.refusals import NotPossibleNow
from agent_client.protocol.why import Why

READY, NOT_READY, ON_CONTACT = AgentState.READY, AgentState.NOT_READY, AgentState.ON_CONTACT
NAILED_UP = Rights(keeps_line=True)
LUNCH = 1
SERVICE, MOBILE = "+31857770100", "+31612000212"


@pytest.fixture
async def nailed(world, anna):
    """Signed on, the line up."""
    await world.write(lambda tx: agents.set_rights(tx, anna, NAILED_UP))
    return await world.ready(anna)


async def chief(world, cleo):
    who = await world.sign_in(cleo)
    return Caller(agent=who.agent, session=who.session, role=Role.ADMINISTRATOR, name=who.name, phone=who.phone)


async def lines(world):
    return await world.read(lambda tx: kept_lines.everybodys(tx.conn))


async def stands(world, who):
    me = await world.me(who)
    return me.state, me.not_ready, me.why and me.why.code


async def hangs_up(world, who):
    assert world.pbx.put_down(who.phone)
    await world.settle()


async def wraps_up(world, who):
    contact = await world.in_hand(who)
    wish = WrapUp(contact.version, WrapUpReasonId(1))
    await world.write(lambda tx: wrapping_up.wrap_up(tx, who, contact.id, wish))
    await world.settle()


UNREACHABLE = (NOT_READY, NotReadyReason.UNREACHABLE, WhyCode.LINE_DOWN)


async def test_the_phone_is_answered_once_and_every_customer_is_there_without_ringing(world, nailed):
    me = await world.me(nailed)
    assert (me.state, me.line_up_since) == (READY, world.now)
    assert [type(one) for one in world.acted if isinstance(one, KeepLine | RingToTest)] == [KeepLine]
    for _ in range(2):
        call = await world.calling()
        assert (await world.contact(call)).state is ContactState.CONNECTED
        assert (await world.me(nailed)).state is ON_CONTACT
        world.pbx.hang_up(call)
        await world.settle()
        await wraps_up(world, nailed)
        assert (await world.me(nailed)).state is READY


async def test_supervisors_see_since_when_it_is_up(world, nailed, cleo):
    supervisor = await chief(world, cleo)
    agents_seen = (await world.read(lambda tx: supervising.everything(tx, supervisor))).agents
    seated = {one.presence.id: one.session for one in agents_seen}
    assert seated[nailed.agent].line_up_since == world.now
    assert seated[cleo].line_up_since is None


async def test_the_line_is_not_rung_again_after_a_pause(world, nailed):
    await world.wish(nailed, NOT_READY)
    up_since = (await world.me(nailed)).line_up_since
    world.acted.clear()
    me = await world.wish(nailed, READY)
    assert (me.state, me.line_up_since) == (READY, up_since)
    assert not world.acted


@pytest.mark.parametrize("idle", [None, LUNCH])
async def test_without_the_line_nobody_is_available_from_whichever_rest(world, anna, idle):
    await world.write(lambda tx: agents.set_rights(tx, anna, NAILED_UP))
    who = await world.sign_in(anna)
    await world.wish(who, NOT_READY, idle)
    me = await world.wish(who, READY)
    assert (me.not_ready, me.line_up_since) == (NotReadyReason.SIGNING_ON, None)
    await world.pass_(21)
    assert await stands(world, who) == (NOT_READY, NotReadyReason.PAUSE, WhyCode.SIGN_ON_NOT_ANSWERED)
    assert isinstance(world.acted[-1], StopRinging)
    assert not await lines(world)


async def test_a_line_that_ends_while_they_wait_says_so_and_comes_back_by_signing_on(world, nailed):
    await hangs_up(world, nailed)
    assert await stands(world, nailed) == UNREACHABLE
    assert (await world.me(nailed)).why.params == {"phone": nailed.phone}
    call = await world.calling()
    assert (await world.contact(call)).state is ContactState.QUEUED
    assert (await world.wish(nailed, READY)).not_ready is NotReadyReason.SIGNING_ON
    await world.settle()
    assert world.pbx.pick_up(nailed.phone)
    await world.settle()
    assert (await world.contact(call)).state is ContactState.CONNECTED


async def test_hanging_up_in_a_call_ends_it_and_no_further_one_comes(world, nailed):
    call = await world.calling()
    await hangs_up(world, nailed)
    contact = await world.contact(call)
    assert (contact.state, contact.ended_by) == (ContactState.WRAP_UP, EndedBy.AGENT)
    me = await world.me(nailed)
    assert (me.state, me.line_up_since) == (AgentState.WRAP_UP, None)
    await wraps_up(world, nailed)
    assert await stands(world, nailed) == UNREACHABLE


async def test_a_phone_that_was_unplugged_needs_its_line_again(world, nailed):
    world.pbx.unplug_phone(nailed.phone)
    await world.settle()
    assert (await stands(world, nailed))[1:] == (NotReadyReason.UNREACHABLE, WhyCode.PHONE_LOST)
    world.pbx.plug_in_phone(nailed.phone)
    await world.settle()
    assert await stands(world, nailed) == UNREACHABLE
    assert (await world.me(nailed)).phone_lost_since is None


async def test_a_line_that_is_up_is_not_tried(world, nailed):
    await world.wish(nailed, NOT_READY)
    with pytest.raises(NotPossibleNow):
        await world.write(lambda tx: agent_states.try_phone(tx, nailed))


async def test_a_phone_that_is_merely_tried_keeps_no_line(world, anna):
    await world.write(lambda tx: agents.set_rights(tx, anna, NAILED_UP))
    who = await world.sign_in(anna)
    await world.write(lambda tx: agent_states.try_phone(tx, who))
    await world.settle()
    assert world.pbx.pick_up(who.phone)
    await world.settle()
    assert not await lines(world)
    assert (await world.me(who)).line_up_since is None


# Its end.


@pytest.mark.parametrize(
    "code", [WhyCode.SIGNED_OUT, WhyCode.SEAT_CLEANED_UP, WhyCode.SESSION_EXPIRED, WhyCode.LINK_LOST]
)
async def test_with_the_session_the_line_is_hung_up(world, nailed, code):
    why = Why(code=code, at=world.now, params={"seconds": "60"})
    await world.write(lambda tx: signing_in.end(tx, nailed.agent, nailed.session, why))
    assert not await lines(world)
    assert not world.pbx.put_down(nailed.phone), "the phone is free"
    await world.settle()
    assert (await world.me(nailed)).state is AgentState.SIGNED_OUT


async def test_after_the_grace_customer_and_line_are_parted(world, nailed):
    call = await world.calling()
    await world.write(lambda tx: links.lost(tx, nailed))
    await world.pass_(61)
    assert (await world.contact(call)).state is ContactState.QUEUED
    assert not world.pbx.put_down(nailed.phone)


async def test_signing_in_again_at_the_same_phone_takes_the_line_along(world, nailed):
    call = await world.calling()
    up_since = (await world.me(nailed)).line_up_since
    await world.pass_(5)
    again = await world.sign_in(nailed.agent)
    assert (await world.me(again)).line_up_since == up_since
    assert (await world.contact(call)).state is ContactState.CONNECTED
    world.pbx.hang_up(call)
    await world.settle()
    await wraps_up(world, again)
    await world.calling()
    assert (await world.me(again)).state is ON_CONTACT


async def test_signing_in_at_another_phone_keeps_the_line_as_long_as_its_conversation(world, nailed):
    call = await world.calling()
    again = await world.sign_in(nailed.agent, phone="300")
    assert (await world.me(again)).line_up_since is None
    assert (await world.contact(call)).state is ContactState.CONNECTED
    world.pbx.hang_up(call)
    await world.settle()
    assert not await lines(world)
    assert not world.pbx.put_down(nailed.phone), "the old phone is free"


async def test_signing_in_at_another_phone_without_a_conversation_hangs_up(world, nailed):
    await world.sign_in(nailed.agent, phone="300")
    assert not world.pbx.put_down(nailed.phone)


async def test_who_signs_in_by_phone_keeps_no_line(world, nailed):
    def register(tx):
        tx.conn.execute(update(tables.centre).values(service_number=SERVICE))
        remote_agents.set_numbers(tx.conn, nailed.agent, MOBILE, "")

    await world.write(register)
    await world.calling(MOBILE, SERVICE)
    assert not await lines(world)
    assert not world.pbx.put_down(nailed.phone)
    await world.pass_(60)
    assert (await world.me(nailed)).state is READY, "their phone rings for each call"
    call = await world.calling()
    assert (await world.contact(call)).state is ContactState.RINGING


# The server, or its link to the PBX, was away.


async def test_the_line_is_there_after_a_restart_and_takes_the_next_call(world, nailed):
    up_since = (await world.me(nailed)).line_up_since
    await world.restart()
    await world.write(lambda tx: links.opened(tx, nailed))
    me = await world.me(nailed)
    assert (me.state, me.line_up_since) == (READY, up_since)
    call = await world.calling()
    assert (await world.contact(call)).state is ContactState.CONNECTED


async def test_a_line_that_did_not_outlive_the_server_is_down(world, nailed):
    await world.restart(same_pbx=False)
    assert await stands(world, nailed) == UNREACHABLE


async def test_a_line_that_ended_while_the_link_was_lost(world, nailed):
    world.pbx.lose_link()
    await world.settle()
    world.pbx.put_down(nailed.phone)
    await world.settle()
    assert (await world.me(nailed)).line_up_since is not None, "nobody knows yet"
    world.pbx.restore_link()
    await world.settle()
    assert await stands(world, nailed) == UNREACHABLE


async def test_who_signed_out_while_the_link_was_lost_is_hung_up_afterwards(world, nailed):
    world.pbx.lose_link()
    await world.settle()
    why = Why(code=WhyCode.SIGNED_OUT, at=world.now)
    await world.write(lambda tx: signing_in.end(tx, nailed.agent, nailed.session, why))
    world.pbx.restore_link()
    await world.settle()
    assert not world.pbx.put_down(nailed.phone)


# An administrator's wish.


async def test_who_waits_without_a_line_is_told_when_one_is_wanted(world, anna, cleo):
    who = await world.ready(anna)
    administrator = await chief(world, cleo)
    await world.write(lambda tx: rights.save(tx, administrator, anna, NAILED_UP))
    assert await stands(world, who) == UNREACHABLE


async def test_a_line_that_is_wanted_no_more_is_hung_up_but_not_in_a_call(world, nailed, cleo):
    administrator = await chief(world, cleo)
    call = await world.calling()
    await world.write(lambda tx: rights.save(tx, administrator, nailed.agent, Rights()))
    assert (await world.contact(call)).state is ContactState.CONNECTED
    world.pbx.hang_up(call)
    await world.settle()
    await wraps_up(world, nailed)
    await hangs_up(world, nailed)
    assert (await world.me(nailed)).state is READY, "their phone rings from now on"
    await world.write(lambda tx: rights.save(tx, administrator, nailed.agent, NAILED_UP))
    await world.wish(nailed, READY)
    await world.settle()
    assert world.pbx.pick_up(nailed.phone)
    await world.settle()
    await world.write(lambda tx: rights.save(tx, administrator, nailed.agent, Rights()))
    assert not world.pbx.put_down(nailed.phone)
    assert (await world.me(nailed)).state is READY
