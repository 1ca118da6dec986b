from __future__ import annotations

from msgspec import to_builtins
from sqlalchemy import update

from agent_client.backend.persistence import tables
from agent_client.backend.persistence.centre import ShownVariable
from agent_client.backend.services import routing
from agent_client.protocol.names import AgentState, ContactState

STRANGER = "+420224811111"


async def test_routing_again_changes_nothing(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    before, told = await world.contact(call), len(world.told)
    for _ in range(3):
        await world.write(lambda tx: routing.assign(tx, world.pbx))
    assert await world.contact(call) == before
    assert len(world.told) == told
    assert (await world.me(who)).state is AgentState.OFFERED


async def test_whoever_becomes_ready_gets_the_oldest_who_waits(world, anna):
    first, second = await world.calling(), await world.calling(ani=STRANGER)
    who = await world.ready(anna)
    assert (await world.contact(first)).agent == who.agent
    assert (await world.contact(second)).state is ContactState.QUEUED


async def test_the_popover_says_how_long_it_has_waited_and_leaves_out_what_is_unknown(world, anna):
    await world.calling(ani=STRANGER)
    await world.pass_(75)
    who = await world.ready(anna)
    shown = [(one.label, one.value) for one in (await world.in_hand(who)).variables]
    assert shown == [("Waited", "1:15"), ("Project", "Shop")]


async def test_numbers_in_the_popover_are_written_as_people_write_them(world, anna):
    def wanted(tx):
        shown = (ShownVariable("dnis", "Dialled"), ShownVariable("ani", "From"))
        tx.conn.execute(update(tables.queues).values(variables=to_builtins(shown)))

    await world.write(wanted)
    await world.calling(ani="+420724118305")
    shown = [(one.label, one.value) for one in (await world.in_hand(await world.ready(anna))).variables]
    assert shown == [("Dialled", "0800 100300"), ("From", "+420 724 118 305")]


async def test_each_ringing_has_a_name_of_its_own(world, anna):
    who = await world.ready(anna)
    call = await world.calling()
    legs = set()
    for _ in range(3):
        legs.add((await world.contact(call)).leg)
        await world.pass_(19)
        await world.wish(who, AgentState.READY)
        await world.settle()
    assert len(legs) == 3
