from __future__ import annotations

import pytest

from agent_client.backend.services import links, wrapping_up
from agent_client.protocol.contacts import WrapUp
from agent_client.protocol.names import AgentState, ContactState, NotReadyReason, WhyCode, WrapUpReasonId


async def unplugged(world, who):
    world.pbx.unplug_phone(who.phone)
    await world.settle()
    return await world.me(who)


async def plugged_in(world, who):
    world.pbx.plug_in_phone(who.phone)
    await world.settle()
    return await world.me(who)


async def test_whose_phone_is_gone_is_offered_nothing_and_goes_on_when_it_is_back(world, anna):
    who = await world.ready(anna)
    me = await unplugged(world, who)
    assert (me.state, me.not_ready) == (AgentState.NOT_READY, NotReadyReason.UNREACHABLE)
    assert (me.why.code, me.why.params) == (WhyCode.PHONE_LOST, {"phone": who.phone})
    assert me.phone_lost_since == world.now
    call = await world.calling()
    assert (await world.contact(call)).state is ContactState.QUEUED
    me = await plugged_in(world, who)
    assert me.phone_lost_since is None
    assert (await world.contact(call)).agent == anna, "who waited is offered at once"


async def test_who_is_in_pause_stays_there(world, anna):
    who = await world.sign_in(anna)
    before = await world.me(who)
    me = await unplugged(world, who)
    assert (me.state, me.not_ready, me.since) == (before.state, before.not_ready, before.since)
    assert me.phone_lost_since == world.now
    me = await plugged_in(world, who)
    assert (me.state, me.not_ready) == (before.state, before.not_ready)


async def test_who_becomes_ready_without_a_phone_is_unreachable_instead(world, anna):
    """It went while they had a customer on the line, who was lost with it."""
    who = await world.ready(anna)
    call = await world.talking(who)
    await unplugged(world, who)
    over = await world.contact(call)
    assert over.state is ContactState.WRAP_UP
    wish = WrapUp(over.version, WrapUpReasonId(1))
    await world.write(lambda tx: wrapping_up.wrap_up(tx, who, over.id, wish))
    me = await world.me(who)
    assert (me.not_ready, me.why.code) == (NotReadyReason.UNREACHABLE, WhyCode.PHONE_LOST)
    assert (await plugged_in(world, who)).state is AgentState.READY


async def test_rona_is_not_forgiven_by_a_phone_that_comes_back(world, anna):
    who = await world.ready(anna)
    await world.calling()
    world.pbx.put_down(who.phone)
    await world.settle()
    declined = await world.me(who)
    assert declined.state is AgentState.NOT_READY
    await unplugged(world, who)
    me = await plugged_in(world, who)
    assert (me.not_ready, me.why) == (declined.not_ready, declined.why)


@pytest.mark.parametrize("phone", ["299", "+31612345678"])
async def test_a_phone_that_is_nobodys_changes_nothing(world, anna, phone):
    who = await world.ready(anna)
    told = len(world.told)
    world.pbx.unplug_phone(phone)
    await world.settle()
    assert len(world.told) == told
    assert (await world.me(who)).state is AgentState.READY


async def test_signing_in_on_a_phone_that_is_not_there_is_seen_at_once(world, anna):
    world.pbx.unplug_phone("201")
    who = await world.sign_in(anna)
    assert (await world.me(who)).phone_lost_since == world.now
    await world.write(lambda tx: links.opened(tx, who))
    assert (await plugged_in(world, who)).phone_lost_since is None
