from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import Alive, EndCall, PbxBack, PbxLost
from agent_client.backend.services import (
    call_control,
    callbacks,
    calls,
    outdial,
    pbx_link,
    resuming,
    routing,
    sound_rules,
)
from agent_client.backend.telephony.simulator.audio import Party
from agent_client.protocol.contacts import Outdial
from agent_client.protocol.events import CentreChanged
from agent_client.protocol.names import AgentId, AgentState, ContactState, NotReadyReason, WhyCode
from agent_client.protocol.refusals import PbxUnreachable
from tests.backend.services.conftest import START

STRANGER = "+420224811111"


@pytest.fixture
def link(world):
    """``await link(False)``: it is lost."""

    async def make(there):
        assert world.pbx.restore_link() if there else world.pbx.lose_link()
        await world.settle()

    return make


def told(world):
    found = [event.centre.pbx_lost_since for _, event in world.told if isinstance(event, CentreChanged)]
    world.told.clear()
    return found


async def test_F8_everybody_is_told_since_when(world, link):
    await link(False)
    assert told(world) == [START]
    await world.pass_(30)
    await link(True)
    assert told(world) == [None]


async def test_a_loss_that_is_told_twice_is_one(world):
    assert await world.write(lambda tx: pbx_link.told(tx, PbxBack(Alive()))) is None
    assert await world.write(lambda tx: pbx_link.told(tx, PbxLost())) == START
    await world.pass_(9)
    assert await world.write(lambda tx: pbx_link.told(tx, PbxLost())) is None
    assert await world.write(lambda tx: pbx_link.told(tx, PbxBack(Alive()))) == START
    assert len(told(world)) == 2


async def test_F8_nobody_can_be_called_meanwhile(world, anna, link):
    who = await world.ready(anna)
    world.pbx.hang_up(await world.calling(ani=STRANGER))
    await world.settle()
    (entry,) = await world.entries()
    await link(False)
    for unit in (
        lambda tx: outdial.call(tx, who, Outdial(number="020 765 4321")),
        lambda tx: callbacks.call(tx, who, entry.id),
    ):
        with pytest.raises(PbxUnreachable) as refused:
            await world.write(unit)
        assert refused.value.params == {"since": "2026-03-02T09:00:00Z"}
    other = await world.sign_in(AgentId(2))
    with pytest.raises(PbxUnreachable):
        await world.wish(other, AgentState.READY)  # whose phone would be tried
    await link(True)
    await world.write(lambda tx: outdial.call(tx, who, Outdial(number="020 765 4321")))


async def test_F8_nobody_is_offered_a_call_meanwhile(world, anna, link):
    call = await world.calling()
    await link(False)
    who = await world.sign_in(anna)
    await world.write(
        lambda tx: tx.conn.exec_driver_sql("UPDATE agents SET state = 'ready', ready_since = 1 WHERE id = 1")
    )
    await world.write(lambda tx: routing.assign(tx, world.pbx))
    assert (await world.contact(call)).state is ContactState.QUEUED
    await link(True)
    assert (await world.me(who)).state is AgentState.OFFERED


async def test_F8_conversations_go_on_as_their_agents_have_decided_meanwhile(world, anna, link):
    who = await world.ready(anna)
    call = await world.talking(who)
    await link(False)
    contact = await world.in_hand(who)
    await world.write(lambda tx: call_control.hold(tx, who, contact.id, contact.version))
    assert (Party.CUSTOMER, Party.OWNER) in world.pbx.hears(call), "the PBX has not heard of it"
    await link(True)
    assert (await world.in_hand(who)).state is ContactState.HELD
    assert world.pbx.hears(call) == {(Party.CUSTOMER, Party.MUSIC)}


async def test_F8_a_call_that_was_ended_meanwhile_is_ended_then(world, anna, link):
    who = await world.ready(anna)
    call = await world.talking(who)
    await link(False)
    contact = await world.in_hand(who)
    await world.write(lambda tx: calls.end(tx, who, contact.id, contact.version))
    assert call in world.pbx.calls()
    world.acted.clear()
    await link(True)
    assert EndCall(call) in world.acted
    assert call not in world.pbx.calls()


async def test_F8_what_rang_is_offered_anew_and_its_agent_keeps_their_place(world, anna, link):
    who = await world.ready(anna)
    call = await world.calling()
    await link(False)
    await world.pass_(60)
    assert (await world.contact(call)).state is ContactState.RINGING, "nobody has missed it"
    world.told.clear()
    await link(True)
    assert "contact.withdrawn" in world.names(f"agent/{anna}")
    contact = await world.contact(call)
    assert (contact.state, contact.agent) == (ContactState.RINGING, who.agent)


async def test_F8_the_agent_reads_why(world, anna, link):
    who = await world.ready(anna)
    await world.calling()
    await link(False)
    await world.pass_(1)
    await link(True)
    withdrawn = [event.contact.why.code for _, event in world.told if type(event).__name__ == "ContactWithdrawn"]
    assert withdrawn == [WhyCode.PBX_LOST]
    assert (await world.me(who)).state is AgentState.OFFERED


async def test_F8_who_hung_up_meanwhile_is_listed(world, link):
    call = await world.calling(ani=STRANGER)
    await link(False)
    world.pbx.hang_up(call)
    await world.settle()
    assert (await world.contact(call)).state is ContactState.QUEUED
    await link(True)
    assert (await world.contact(call)).state is ContactState.ENDED
    assert [entry.number for entry in await world.entries()] == [STRANGER]


async def test_F8_who_called_meanwhile_is_offered_then(world, anna, link):
    who = await world.ready(anna)
    await link(False)
    call = await world.calling(ani=STRANGER)
    assert (await world.me(who)).state is AgentState.READY
    await link(True)
    assert (await world.contact(call)).agent == who.agent


async def test_F8_a_sign_on_test_is_to_be_tried_again(world, anna, link):
    who = await world.sign_in(anna)
    await world.wish(who, AgentState.READY)
    await world.settle()
    await link(False)
    await link(True)
    me = await world.me(who)
    assert (me.not_ready, me.why.code) == (NotReadyReason.PAUSE, WhyCode.PBX_LOST)


async def test_a_server_that_starts_has_found_the_pbx(world, link):
    await link(False)
    told(world)
    assert await world.write(pbx_link.there) == START
    assert told(world) == [None]
    assert await world.write(pbx_link.there) is None


async def test_D12_the_pbx_is_told_of_noise_removal_at_the_start_and_when_it_is_back(world):
    await world.write(pbx_link.there)
    assert world.pbx.removes_noise
    world.pbx.removes_noise = False  # it was restarted
    assert world.pbx.lose_link()
    await world.settle()
    assert world.pbx.restore_link()
    await world.settle()
    assert world.pbx.removes_noise


async def test_D12_agents_see_noise_removal_where_the_pbx_can(world):
    def shown():
        found = [event.centre.noise_removal for _, event in world.told if isinstance(event, CentreChanged)]
        world.told.clear()
        return found

    for possible, told_of in ((False, [False]), (False, []), (True, [True]), (True, [])):
        await world.write(lambda tx, can=possible: resuming.resume(tx, Alive(removes_noise=can)))
        assert shown() == told_of
        sound = await world.read(sound_rules.everything)
        assert (sound.noise_possible, sound.rules.noise_removal) == (possible, True)
