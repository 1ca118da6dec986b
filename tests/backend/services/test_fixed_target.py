from __future__ import annotations

import pytest

from agent_client.backend.persistence import contacts
from agent_client.backend.ports.telephony import TransferOut
from agent_client.backend.telephony.simulator import CustomerBehaviour
from agent_client.protocol.names import ContactState, EndedBy, RouteCode, WhyCode
from tests.backend.services import ruling

TARGET, STRANGER = "+31201112222", "+420224811111"


@pytest.fixture
async def target(world):
    async def make(kind="answers", after=5, **more):
        world.pbx.set_customer(TARGET, CustomerBehaviour(kind=kind, after=after))
        await ruling.routing(world, fixed_target="020 111 2222", fixed_target_active=True, **more)

    return make


def dialled(world):
    return [action.number for action in world.acted if isinstance(action, TransferOut)]


async def test_F5_while_all_are_busy_a_call_goes_to_the_fixed_target(world, anna, target):
    await target()
    who = await world.ready(anna)
    await world.talking(who)
    assert dialled(world) == []
    call = await world.calling(ani=STRANGER)
    contact = await world.contact(call)
    assert (contact.state, contact.route_code, contact.agent) == (ContactState.RINGING, RouteCode.ALL_BUSY, None)
    assert dialled(world) == [TARGET]
    await world.pass_(6)
    contact = await world.contact(call)
    assert (contact.state, contact.ended_by) == (ContactState.ENDED, EndedBy.TRANSFERRED)
    assert await world.entries() == (), "somebody has answered them"


async def test_F5_not_while_it_is_switched_off(world, target):
    await target()
    await ruling.routing(world, fixed_target_active=False)
    call = await world.calling()
    assert (dialled(world), (await world.contact(call)).state) == ([], ContactState.QUEUED)


@pytest.mark.parametrize("kind", ["busy", "no_answer"])
async def test_whom_nobody_answers_there_waits_and_is_not_sent_there_again(world, anna, target, kind):
    await target(kind=kind)
    call = await world.calling()
    await world.pass_(200)
    contact = await world.contact(call)
    assert (contact.state, contact.why.code) == (ContactState.QUEUED, WhyCode.TRANSFER_FAILED)
    assert dialled(world) == [TARGET]
    await world.ready(anna)
    assert (await world.contact(call)).agent == anna


async def test_D11_only_while_the_centre_may_have_one_more_call(world, target):
    await target()
    await world.write(lambda tx: world.limit_calls(tx, 1))
    call = await world.calling()
    assert (dialled(world), (await world.contact(call)).state) == ([], ContactState.QUEUED)


async def test_who_hangs_up_while_it_rings_is_listed(world, target):
    await target(kind="no_answer", after=60)
    call = await world.calling()
    world.pbx.hang_up(call)
    await world.settle()
    assert (await world.contact(call)).state is ContactState.ENDED
    assert [entry.number for entry in await world.entries()] == ["+31201234567"]


async def test_switched_on_it_holds_for_who_waits(world, target):
    call = await world.calling()
    await target()
    await world.settle()
    assert (await world.contact(call)).state is ContactState.RINGING


async def test_a_restart_while_it_rings_leaves_the_customer_waiting(world, target):
    await target(kind="no_answer", after=60)
    call = await world.calling()
    await world.restart()
    await world.settle()
    assert (await world.contact(call)).state is ContactState.QUEUED
    assert len(await world.read(lambda tx: contacts.waiting_callers(tx.conn))) == 1
