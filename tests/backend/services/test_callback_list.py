from __future__ import annotations

from agent_client.backend.persistence import callbacks, contact_view
from agent_client.backend.services import callback_list
from agent_client.protocol.events import CallbackDone
from agent_client.protocol.names import Section, WhyCode


async def _missed(world, **how):
    call = await world.calling(**how)
    world.pbx.hang_up(call)
    await world.settle()
    return await world.contact(call)


async def test_the_entry_remembers_when_the_customer_called_first_and_last(world):
    first = await _missed(world)
    await world.pass_(30)
    second = await _missed(world)
    (entry,) = await world.entries()
    assert (entry.first_at, entry.last_at, entry.calls) == (first.queued_at, second.queued_at, 2)


async def test_queues_keep_their_own_entries_and_one_answer_settles_them_all(world, anna):
    await _missed(world)
    await _missed(world, dnis="+31800100200")
    assert sorted(entry.queue for entry in await world.entries()) == [1, 2]
    await world.talking(await world.ready(anna))
    assert {entry.section for entry in await world.entries()} == {Section.DONE}
    done = [name for name, event in world.told if isinstance(event, CallbackDone)]
    assert sorted(done) == ["queue/1", "queue/2"]


async def test_who_calls_again_after_being_done_is_a_new_entry(world, anna):
    await _missed(world)
    (entry,) = await world.entries()
    await world.write(lambda tx: callback_list.marked(tx, callbacks.entry(tx.conn, entry.id), Section.DONE, anna))
    await _missed(world)
    assert sorted(one.section for one in await world.entries()) == [Section.DONE, Section.OPEN]


async def test_releasing_what_nobody_holds_tells_nothing(world):
    await _missed(world)
    (entry,) = await world.entries()
    world.told.clear()
    await world.write(lambda tx: callback_list.released(tx, entry.id))
    assert world.told == []


async def test_the_last_attempt_says_how_many_there_were(world, anna):
    await _missed(world)
    (entry,) = await world.entries()
    for _ in range(3):
        await world.write(lambda tx: callback_list.attempted(tx, entry.id, anna))
    (closed,) = await world.entries()
    assert (closed.section, closed.why.code, closed.why.params) == (
        Section.NOT_REACHED,
        WhyCode.ATTEMPTS_USED,
        {"attempts": "3"},
    )
    assert closed.closed_by is not None and closed.closed_by.id == anna


async def test_an_entry_is_of_the_customer_the_call_was_about(world):
    contact = await _missed(world)
    (entry,) = await world.entries()
    shown = await world.read(lambda tx: contact_view.shown(tx.conn, contact))
    assert entry.customer == shown.customer
