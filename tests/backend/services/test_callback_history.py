"""Who tried, when, how long, with which result."""

from __future__ import annotations

import pytest

from agent_client.backend.services import callback_history, callbacks, calls
from agent_client.backend.telephony.simulator import CustomerBehaviour
from agent_client.protocol.names import AgentState, CallbackMomentKind, QueueId, WhyCode
from agent_client.protocol.refusals import NotFound

K = CallbackMomentKind
KNOWN = "+31201234567"


async def _history(world, who, entry):
    return (await world.read(lambda tx: callback_history.history(tx, who, entry))).moments


async def _call(world, who, entry, *, rings, talks=0.0):
    world.pbx.set_customer(KNOWN, CustomerBehaviour(after=4 if talks else 600))
    await world.write(lambda tx: callbacks.call(tx, who, entry))
    await world.settle()
    world.pbx.pick_up(who.phone)
    await world.pass_(rings + talks)
    seen = await world.in_hand(who)
    await world.write(lambda tx: calls.end(tx, who, seen.id, seen.version))
    await world.settle()


async def test_all_that_happened_in_its_order(world, anna, bram):
    first, second = await world.ready(anna), await world.sign_in(bram)
    await world.wish(first, AgentState.NOT_READY, 1)  # nobody takes it
    call = await world.calling()
    await world.pass_(23)
    world.pbx.hang_up(call)
    await world.settle()
    (entry,) = await world.entries()
    await _call(world, first, entry.id, rings=2)
    await _call(world, first, entry.id, rings=9)
    await world.write(lambda tx: callbacks.mark_done(tx, second, entry.id))
    await world.write(lambda tx: callbacks.reopen(tx, second, entry.id))
    await _call(world, first, entry.id, rings=4, talks=31)
    told = await _history(world, first, entry.id)
    assert [(one.kind, None if one.agent is None else one.agent.name, one.seconds, one.counts) for one in told] == [
        (K.MISSED, None, 23, True),
        (K.TRIED, "Anna", 2, False),
        (K.TRIED, "Anna", 9, True),
        (K.DONE, "Bram", None, True),
        (K.REOPENED, "Bram", None, True),
        (K.REACHED, "Anna", 31, True),
    ]
    assert told[0].why.code is WhyCode.CALLER_GAVE_UP and told[0].queue == QueueId(1)
    assert (told[1].phone, told[1].agent.phone) == (first.phone, first.phone)
    assert [one.at for one in told] == sorted(one.at for one in told)


async def test_a_conversation_that_goes_on_has_no_length_yet(world, anna):
    call = await world.calling()
    world.pbx.hang_up(call)
    await world.settle()
    (entry,) = await world.entries()
    who = await world.ready(anna)
    talking = await world.talking(who)
    answered = (await _history(world, who, entry.id))[-1]
    assert (answered.kind, answered.seconds, answered.queue) == (K.ANSWERED, None, QueueId(1))
    await world.pass_(12)
    world.pbx.hang_up(talking)
    await world.settle()
    assert (await _history(world, who, entry.id))[-1].seconds == 12


async def test_of_other_queues_nobody_reads_it(world, cleo):
    world.pbx.hang_up(await world.calling())
    await world.settle()
    (entry,) = await world.entries()
    who = await world.sign_in(cleo)
    with pytest.raises(NotFound):
        await _history(world, who, entry.id)
    with pytest.raises(NotFound):
        await _history(world, who, 99)
