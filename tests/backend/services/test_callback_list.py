from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from agent_client.backend.persistence import callback_moments, callbacks, contact_view, tables
from agent_client.backend.services import appointments, callback_list, outdial
from agent_client.backend.services import callbacks as calling
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind
from agent_client.protocol.callbacks import CallbackRules, NewAppointment
from agent_client.protocol.contacts import Outdial
from agent_client.protocol.events import CallbackDone
from agent_client.protocol.names import Section, WhyCode

KNOWN, SUPPORT = "+31201234567", "+31800100200"


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


async def _call_back(world, who, entry, *, reached=True, rings=6):
    behaviour = CustomerBehaviour(after=4) if reached else CustomerBehaviour(kind=CustomerKind.NO_ANSWER, after=rings)
    world.pbx.set_customer(KNOWN, behaviour)
    await world.write(lambda tx: calling.call(tx, who, entry))
    await world.settle()
    world.pbx.pick_up(who.phone)
    await world.pass_(rings + 1)


async def _rules(world, queue, **rules):
    rows = tables.queues
    values = {"callback_rules": CallbackRules(**rules)}
    await world.write(lambda tx: tx.conn.execute(update(rows).where(rows.c.id == queue).values(**values)))


async def test_who_is_called_back_for_one_queue_is_called_for_the_others_too(world, anna):
    await _missed(world)
    await _missed(world, dnis=SUPPORT)
    who = await world.ready(anna)
    entry = next(one for one in await world.entries() if one.queue == 1)
    await _call_back(world, who, entry.id, reached=False)
    assert {(one.section, one.attempts) for one in await world.entries()} == {(Section.ATTEMPTED, 1)}
    await _call_back(world, who, entry.id)
    assert {one.section for one in await world.entries()} == {Section.DONE}


async def test_where_attempts_of_non_members_do_not_count_they_do_not(world, anna):
    await _missed(world)
    await _missed(world, dnis=SUPPORT)
    await _rules(world, 2, attempts_by_non_members=False)
    theirs = tables.agent_queues.c
    await world.write(
        lambda tx: tx.conn.execute(tables.agent_queues.delete().where(theirs.agent_id == anna, theirs.queue_id == 2))
    )
    who = await world.ready(anna)
    entry = next(one for one in await world.entries() if one.queue == 1)
    await _call_back(world, who, entry.id)
    assert {one.queue: one.section for one in await world.entries()} == {1: Section.DONE, 2: Section.OPEN}


async def test_a_number_that_is_dialled_by_hand_is_called_back_all_the_same(world, anna):
    await _missed(world)
    who = await world.ready(anna)
    world.pbx.set_customer(KNOWN, CustomerBehaviour(kind=CustomerKind.NO_ANSWER, after=6))
    for section, attempts in ((Section.ATTEMPTED, 1), (Section.DONE, 1)):
        await world.write(lambda tx: outdial.call(tx, who, Outdial(number=KNOWN)))
        await world.settle()
        world.pbx.pick_up(who.phone)
        await world.pass_(7)
        (entry,) = await world.entries()
        assert (entry.section, entry.attempts) == (section, attempts)
        world.pbx.set_customer(KNOWN, CustomerBehaviour(after=4))


async def test_calls_that_the_rules_ignore_are_kept_and_told_to_nobody(world):
    await _rules(world, 1, shortest_missed=10)
    world.told.clear()
    await _missed(world)
    assert await world.entries() == ()
    assert [name for name in world.names("queue/1") if name.startswith("callback")] == []
    call = await world.calling()
    await world.pass_(12)
    world.pbx.hang_up(call)
    await world.settle()
    (entry,) = await world.entries()
    assert (entry.calls, len(entry.times)) == (1, 1)
    assert "callback.opened" in world.names("queue/1")
    await _missed(world)
    (entry,) = await world.entries()
    assert (entry.calls, entry.version) == (1, 2), "another short one changes nothing"
    told = await world.read(lambda tx: callback_moments.of(tx.conn, entry.id))
    assert [moment.seconds for moment in told] == [0, 12, 0]


async def test_undone_a_mark_gives_back_the_attempts(world, anna):
    await _missed(world)
    who = await world.ready(anna)
    (entry,) = await world.entries()
    await _call_back(world, who, entry.id, reached=False)
    before = (await world.entries())[0]
    for mark in (calling.mark_done, calling.mark_not_reached):
        await world.write(lambda tx, mark=mark: mark(tx, who, entry.id))
        after = await world.write(lambda tx: calling.reopen(tx, who, entry.id))
        assert (after.section, after.attempts, after.tried_at) == (Section.ATTEMPTED, 1, before.tried_at)
        assert (after.closed_at, after.closed_by, after.why) == (None, None, before.why)


async def test_an_undone_mark_gives_back_the_appointment_and_it_is_delivered(world, anna):
    who = await world.sign_in(anna)
    wish = NewAppointment(at=world.now + timedelta(minutes=30), number=KNOWN)
    made = await world.write(lambda tx: appointments.make(tx, who, wish))
    done = await world.write(lambda tx: calling.mark_done(tx, who, made.id))
    assert (done.appointment, await world.read(lambda tx: callbacks.next_due(tx.conn))) == (None, None)
    undone = await world.write(lambda tx: calling.reopen(tx, who, made.id))
    assert undone.appointment.at == wish.at
    assert await world.read(lambda tx: callbacks.next_due(tx.conn)) == wish.at


async def test_an_appointment_is_over_once_it_was_kept(world, anna):
    """Reopened later for another reason, the entry does not have it any more."""
    who = await world.ready(anna)
    wish = NewAppointment(at=world.now + timedelta(minutes=30), number=KNOWN)
    made = await world.write(lambda tx: appointments.make(tx, who, wish))
    await _call_back(world, who, made.id)
    assert (await world.entries())[0].section is Section.DONE
    world.pbx.put_down(who.phone)
    await world.settle()
    opened = await world.write(lambda tx: calling.reopen(tx, who, made.id))
    assert (opened.section, opened.appointment) == (Section.OPEN, None)
    assert await world.read(lambda tx: callbacks.next_due(tx.conn)) is None


async def test_who_has_an_appointment_and_calls_is_called_at_its_hour_all_the_same(world, anna):
    await _missed(world)
    who = await world.ready(anna)
    (entry,) = await world.entries()
    wish = NewAppointment(at=world.now + timedelta(minutes=30), callback=entry.id)
    await world.write(lambda tx: appointments.make(tx, who, wish))
    await world.talking(who)
    (entry,) = await world.entries()
    assert (entry.section, entry.appointment.at) == (Section.OPEN, wish.at)


async def test_withheld_numbers_have_an_entry_each_and_none_is_closed_by_another(world, anna):
    await _missed(world, ani="")
    await _missed(world, ani="")
    await world.talking(await world.ready(anna), ani="")
    assert [(one.calls, one.section) for one in await world.entries()] == [(1, Section.OPEN)] * 2


async def test_who_was_given_up_and_calls_and_is_served_is_done(world, anna):
    await _missed(world)
    who = await world.ready(anna)
    (entry,) = await world.entries()
    await world.write(lambda tx: calling.mark_not_reached(tx, who, entry.id))
    await world.talking(who)
    (entry,) = await world.entries()
    assert (entry.section, entry.why.code) == (Section.DONE, WhyCode.ANSWERED_LATER)
