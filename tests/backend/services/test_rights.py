from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_client.backend.persistence import agents
from agent_client.backend.services import rights, targets
from agent_client.protocol.agents import Rights
from agent_client.protocol.contacts import Target
from agent_client.protocol.names import AgentState, ContactState, NotReadyReason, Role, TargetKind, WhyCode
from agent_client.protocol.refusals import AgentNotAvailable, Forbidden, NotFound

NO_CONTACTS = Rights(takes_contacts=False)


@pytest.fixture
async def admin(world, cleo):
    return replace(await world.sign_in(cleo), role=Role.ADMINISTRATOR)


async def save(world, admin, agent, new):
    return await world.write(lambda tx: rights.save(tx, admin, agent, new))


async def test_saved_and_told_to_the_agent(world, admin, anna) -> None:
    who = await world.sign_in(anna)
    world.told.clear()
    new = Rights(edit_central=False)
    assert await save(world, admin, anna, new) == new
    assert (await world.me(who)).rights == new
    assert world.names(f"agent/{anna}") == ["agent.state_changed"]
    await save(world, admin, anna, new)
    assert world.names() == [], "nothing changed"


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
async def test_only_an_administrator_saves_them(world, admin, anna, role) -> None:
    with pytest.raises(Forbidden):
        await save(world, replace(admin, role=role), anna, NO_CONTACTS)


async def test_of_nobody(world, admin) -> None:
    with pytest.raises(NotFound):
        await save(world, admin, 99, NO_CONTACTS)


async def test_who_takes_no_contacts_is_in_pause_and_offered_none(world, admin, anna) -> None:
    who = await world.ready(anna)
    await save(world, admin, anna, NO_CONTACTS)
    me = await world.me(who)
    assert (me.state, me.not_ready, me.why.code) == (
        AgentState.NOT_READY,
        NotReadyReason.PAUSE,
        WhyCode.RIGHTS_CHANGED,
    )
    assert (await world.contact(await world.calling())).state is ContactState.QUEUED
    with pytest.raises(Forbidden):
        await world.wish(who, AgentState.READY)


async def test_nobody_is_offered_a_contact_against_their_rights_whatever_their_state(world, anna) -> None:
    who = await world.ready(anna)
    await world.write(lambda tx: agents.set_rights(tx, anna, NO_CONTACTS))
    assert (await world.me(who)).state is AgentState.READY
    assert (await world.contact(await world.calling())).state is ContactState.QUEUED


async def test_during_the_phones_test_it_stops_ringing(world, admin, anna) -> None:
    who = await world.sign_in(anna)
    await world.wish(who, AgentState.READY)
    await world.settle()
    await save(world, admin, anna, NO_CONTACTS)
    await world.settle()
    assert (await world.me(who)).not_ready is NotReadyReason.PAUSE
    assert not world.pbx.pick_up(who.phone)


async def test_the_contact_in_hand_is_finished_first(world, admin, anna) -> None:
    who = await world.ready(anna)
    call = await world.talking(who)
    await save(world, admin, anna, NO_CONTACTS)
    me = await world.me(who)
    assert (me.state, me.next.state) == (AgentState.ON_CONTACT, AgentState.NOT_READY)
    await world.wish(who, AgentState.ON_CONTACT)
    assert (await world.me(who)).next is None, "they wish for nothing after it"
    world.pbx.hang_up(call)
    await world.settle()
    await world.pass_(61)
    me = await world.me(who)
    assert (me.state, me.not_ready, me.why.code) == (
        AgentState.NOT_READY,
        NotReadyReason.PAUSE,
        WhyCode.RIGHTS_CHANGED,
    )


async def test_nobody_consults_who_takes_no_contacts(world, admin, anna, bram) -> None:
    her, him = await world.ready(anna), await world.sign_in(bram)
    await world.talking(her)
    target = Target(kind=TargetKind.AGENT, id=bram)
    assert (await world.read(lambda tx: targets.for_consult(tx, her, target))).agent == him.agent
    await save(world, admin, bram, NO_CONTACTS)
    with pytest.raises(AgentNotAvailable) as refused:
        await world.read(lambda tx: targets.for_consult(tx, her, target))
    assert refused.value.params["agent"] == "Bram"
