from __future__ import annotations

from datetime import timedelta

from agent_client.backend.services import due, links
from agent_client.backend.services.due import Due, Kind
from agent_client.protocol.names import AgentState, ContactState, NotReadyReason


async def test_nothing_is_due_and_nothing_foreseen_in_an_empty_centre(world):
    assert await world.read(due.find) == due.Found((), None)


async def test_the_earliest_limit_is_what_to_wake_for(world, anna, bram):
    who = await world.ready(anna)
    await world.calling()
    ring_limit = world.now + timedelta(seconds=18)
    other = await world.ready(bram)
    await world.write(lambda tx: links.lost(tx, other))
    assert (await world.read(due.find)).next == ring_limit
    world.pbx.pick_up(who.phone)
    await world.settle()
    assert (await world.read(due.find)).next == world.now + timedelta(seconds=60), "the lost link's grace"


async def test_every_kind_is_found_once_its_time_has_come(world, anna, bram, cleo):
    talks, lost, signs_on = await world.ready(anna), await world.sign_in(bram), await world.sign_in(cleo)
    call = await world.talking(talks)
    world.pbx.hang_up(call)
    await world.settle()
    await world.wish(signs_on, AgentState.READY)
    await world.write(lambda tx: links.lost(tx, lost))
    contact = await world.contact(call)
    world.now += timedelta(seconds=59)
    assert (await world.read(due.find)).now == (Due(Kind.SIGN_ON, signs_on.agent),)
    world.now += timedelta(seconds=1)
    assert set((await world.read(due.find)).now) == {
        Due(Kind.CONTACT, contact.id),
        Due(Kind.SIGN_ON, signs_on.agent),
        Due(Kind.GRACE, lost.agent),
    }
    assert await world.write(due.run) is None
    assert (await world.contact(call)).state is ContactState.ENDED
    assert (await world.me(signs_on)).not_ready is NotReadyReason.PAUSE
    assert (await world.me(lost)).state is AgentState.SIGNED_OUT


async def test_what_is_no_longer_due_is_left_alone(world, anna):
    """Found due, then overtaken: the agent was back, had answered, had chosen, before it was settled."""
    who = await world.ready(anna)
    call = await world.calling()
    contact = await world.contact(call)
    world.pbx.pick_up(who.phone)
    await world.settle()
    before, me, told = await world.contact(call), await world.me(who), len(world.told)
    for kind, number in ((Kind.CONTACT, contact.id), (Kind.SIGN_ON, who.agent), (Kind.GRACE, who.agent)):
        await world.write(lambda tx, kind=kind, number=number: due.settle(tx, Due(kind, number)))
    assert (await world.contact(call), await world.me(who), len(world.told)) == (before, me, told)
