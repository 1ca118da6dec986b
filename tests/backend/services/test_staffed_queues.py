from __future__ import annotations

import pytest

from agent_client.backend.persistence import agents, staffing
from agent_client.backend.services import signing_in, staffed_queues
from agent_client.protocol.events import AgentQueuesChanged
from agent_client.protocol.names import ContactState, QueueId
from agent_client.protocol.refusals import QueueNotYours
from agent_client.protocol.sessions import SignIn

SALES, SUPPORT = QueueId(1), QueueId(2)


async def choose(world, who, *queues):
    return await world.write(lambda tx: staffed_queues.choose(tx, who, queues))


async def test_A3_who_does_not_staff_a_queue_gets_none_of_its_calls(world, anna):
    who = await world.ready(anna)
    me = await choose(world, who, SUPPORT)
    assert (me.queues, me.may_staff) == ((SUPPORT,), (SALES, SUPPORT))
    assert [event.me for _, event in world.told if isinstance(event, AgentQueuesChanged)] == [me]
    call = await world.calling()  # for sales
    assert (await world.contact(call)).state is ContactState.QUEUED
    await choose(world, who, SALES)
    await world.settle()
    assert (await world.contact(call)).agent == anna


async def test_A3_what_is_in_hand_stays(world, anna):
    who = await world.ready(anna)
    call = await world.talking(who)
    await choose(world, who)
    assert (await world.contact(call)).agent == anna


async def test_A3_only_what_they_may(world, anna):
    who = await world.sign_in(anna)
    with pytest.raises(QueueNotYours) as refused:
        await choose(world, who, SALES, QueueId(99))
    assert refused.value.params == {"queue": "99"}


async def test_A3_the_same_choice_tells_nobody(world, anna):
    who = await world.sign_in(anna)
    told = len(world.told)
    await choose(world, who, SUPPORT, SALES)
    assert len(world.told) == told


async def test_A3_at_the_first_sign_in_the_preselected_ones_apply_and_later_those_of_the_last_time(world, anna):
    await world.write(lambda tx: staffing.preselect(tx.conn, anna, [SUPPORT]))
    who = await world.sign_in(anna)
    assert (await world.me(who)).queues == (SUPPORT,)
    await choose(world, who, SALES)
    await world.write(lambda tx: signing_in.sign_out(tx, who))
    again = await world.sign_in(anna)
    assert (await world.me(again)).queues == (SALES,)


async def test_A3_chosen_at_sign_in(world, anna):
    wish = SignIn(user="anna", password="x", phone="201", seat="A", queues=(SUPPORT,))
    signed = await world.write(lambda tx: signing_in.sign_in(tx, wish, anna, "127.0.0.1"))
    assert signed.me.queues == (SUPPORT,)
    foreign = SignIn(user="anna", password="x", phone="201", seat="A", queues=(QueueId(99),))
    with pytest.raises(QueueNotYours):
        await world.write(lambda tx: signing_in.sign_in(tx, foreign, anna, "127.0.0.1"))
    assert await world.read(lambda tx: agents.me(tx.conn, anna).queues) == (SUPPORT,)
