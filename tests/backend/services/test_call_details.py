"""Calls that the PBX handled by itself: groups that it rings, voicemail, users without a group (E4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from agent_client.backend.persistence import centre, queue_standing, staffing, tables
from agent_client.backend.ports.telephony import CallDetail
from agent_client.backend.services import callback_history, callback_requests, callback_rules, directory
from agent_client.backend.services.directory import PlannedEntry
from agent_client.backend.telephony.simulator import OwnCall
from agent_client.protocol.callbacks import CallbackPeriod, CallbackRules
from agent_client.protocol.names import CallbackMomentKind, CallbackOrigin, GroupKind, QueueId, Section, WhyCode

KNOWN = "+31201234567"
RING_ALL, HUNTING = "600", "601"
K = CallbackMomentKind


@pytest.fixture
async def groups(world, anna, bram):
    """What the PBX rings by itself; Anna and Bram see both, Cleo neither."""

    def add(tx):
        made = []
        for name, number, kind in (("Desk", RING_ALL, GroupKind.RING_ALL), ("Office", HUNTING, GroupKind.HUNTING)):
            made.append(centre.create_queue(tx.conn, name, variables=(), number=number, kind=kind))
            staffing.allow(tx.conn, (anna, bram), made[-1:])
        return made

    return await world.write(add)


async def _own(world, **happening):
    world.pbx.by_itself(OwnCall(**happening))
    await world.pass_(happening.get("waited", 0) + (happening.get("talked") or 0) + 0.01)


async def _rules(world, queue, **rules):
    def save(tx):
        columns = {"callback_rules": CallbackRules(**rules), "rules_version": tables.queues.c.rules_version + 1}
        tx.conn.execute(update(tables.queues).where(tables.queues.c.id == queue).values(**columns))
        callback_rules.saved(tx, queue)

    await world.write(save)


@pytest.mark.parametrize(("group", "place"), [(RING_ALL, 0), (HUNTING, 1)])
async def test_what_a_group_of_the_pbx_misses_is_listed_with_its_customer(world, groups, group, place):
    begun = world.now
    await _own(world, number="020 1234567", dialled="+31800100999", group=group, waited=17)
    (entry,) = await world.entries()
    assert (entry.queue, entry.number, entry.dnis, entry.section) == (
        groups[place],
        KNOWN,
        "+31800100999",
        Section.OPEN,
    )
    assert entry.customer is not None and entry.customer.name == "Jan Jansen"
    assert abs(entry.last_at - begun) < timedelta(seconds=1), "when it came, not when it was told"
    assert (entry.why.code, entry.why.params) == (WhyCode.CALLER_GAVE_UP, {"seconds": "17"})


async def test_answered_there_later_it_is_done(world, groups, bram):
    await world.sign_in(bram)
    await _own(world, number=KNOWN, group=RING_ALL, waited=9)
    await _own(world, number=KNOWN, group=RING_ALL, phone="202", waited=5, talked=60)
    (entry,) = await world.entries()
    assert (entry.section, entry.closed_by.name) == (Section.DONE, "Bram")
    assert (entry.why.code, entry.why.params) == (WhyCode.ANSWERED_LATER, {"agent": "Bram"})
    assert entry.closed_at == world.now - timedelta(seconds=60.01)


@pytest.mark.parametrize(("counts", "section"), [(True, Section.DONE), (False, Section.OPEN)])
async def test_another_group_took_it(world, groups, counts, section):
    await _rules(world, QueueId(1), answered_elsewhere=counts)
    world.pbx.hang_up(await world.calling())
    await world.settle()
    await _own(world, number=KNOWN, group=HUNTING, phone="299", waited=5, talked=60)
    (entry,) = await world.entries()
    assert entry.section is section
    assert entry.closed_by is None
    if counts:
        assert entry.why.params == {"agent": "299"}, "nobody of ours, but a phone"


@pytest.mark.parametrize(("counts", "section"), [(True, Section.DONE), (False, Section.OPEN)])
async def test_a_user_without_a_group_took_it(world, groups, counts, section):
    await _rules(world, groups[0], answered_without_group=counts)
    await _own(world, number=KNOWN, group=RING_ALL, waited=9)
    await _own(world, number=KNOWN, dialled="299", phone="299", waited=5, talked=60)
    (entry,) = await world.entries()
    assert entry.section is section


async def test_what_a_user_misses_is_no_groups(world, groups):
    await _own(world, number=KNOWN, dialled="299", waited=30)
    await _own(world, number=KNOWN, group="699", waited=30)
    assert await world.entries() == ()


async def test_of_our_own_queues_we_know_ourselves(world):
    await world.write(lambda tx: tx.conn.execute(update(tables.queues).values(number="610")))
    await _own(world, number=KNOWN, group="610", waited=30)
    assert await world.entries() == ()
    call = await world.calling()
    await world.tell(CallDetail(call=call, number=KNOWN, group="610", phone="299", waited=5, talked=60))
    world.pbx.hang_up(call)
    await world.settle()
    (entry,) = await world.entries()
    assert (entry.section, entry.calls) == (Section.OPEN, 1)


@pytest.mark.parametrize(("counts", "calls"), [(True, 1), (False, 0)])
async def test_a_call_that_ended_in_voicemail(world, groups, counts, calls):
    await _rules(world, groups[0], voicemail=counts)
    await _own(world, number=KNOWN, group=RING_ALL, phone="299", voicemail=True, waited=20, talked=35)
    assert len(await world.entries()) == calls


async def test_calls_between_our_own_phones_are_internal(world, groups, bram):
    await world.sign_in(bram, "+31612345678")
    entries = [PlannedEntry(name="Reception", number="+31301112233")]
    await world.write(lambda tx: directory.replace_all(tx, entries))
    for number in ("299", "+31612345678", "+31301112233"):
        await _own(world, number=number, group=RING_ALL, waited=9)
    await _own(world, number="+31687654321", group=RING_ALL, waited=9, internal=True)
    assert await world.entries() == ()
    await _rules(world, groups[0], internal=True)
    await world.pass_(1)
    assert len(await world.entries()) == 4, "kept, and listed once the rules say so"


async def test_groups_that_are_not_covered_list_nothing(world, groups):
    period = CallbackPeriod(kinds=(GroupKind.QUEUE, GroupKind.HUNTING))
    await world.write(lambda tx: tx.conn.execute(update(tables.centre).values(callback_period=period)))
    await _own(world, number=KNOWN, group=RING_ALL, waited=9)
    await _own(world, number=KNOWN, group=HUNTING, waited=9)
    (entry,) = await world.entries()
    assert entry.queue == groups[1]


@pytest.mark.parametrize(("phone", "allowed", "attempts"), [("299", True, 1), ("299", False, 0), ("202", False, 1)])
async def test_a_try_by_phone_counts_for_members_and_for_others_as_the_rules_say(
    world, groups, bram, phone, allowed, attempts
):
    await world.sign_in(bram)
    await _rules(world, groups[0], attempts_by_non_members=allowed)
    await _own(world, number=KNOWN, group=RING_ALL, waited=9)
    await _own(world, number=KNOWN, outgoing=True, phone=phone, waited=3)
    await _own(world, number=KNOWN, outgoing=True, phone=phone, waited=20)
    (entry,) = await world.entries()
    assert entry.attempts == attempts, "three seconds are no attempt"


async def test_reached_by_phone_it_is_done(world, groups, bram):
    await world.sign_in(bram)
    await _own(world, number=KNOWN, group=RING_ALL, waited=9)
    await _own(world, number=KNOWN, outgoing=True, phone="202", waited=20, talked=60)
    (entry,) = await world.entries()
    assert (entry.section, entry.closed_by.name) == (Section.DONE, "Bram")


async def test_who_was_to_be_called_and_is_served_there_is_not_called(world, anna):
    def ask(tx):
        return callback_requests.request(tx, number=KNOWN, name="Jan", queue=QueueId(1), origin=CallbackOrigin.WEB)

    await world.write(ask)
    await _rules(world, QueueId(1), answered_without_group=True)
    await _own(world, number=KNOWN, phone="299", waited=5, talked=60)
    await world.ready(anna)
    (entry,) = await world.entries()
    assert entry.section is Section.DONE
    assert await world.read(lambda tx: tx.conn.scalars(tables.contacts.select()).all()) != []
    waiting = await world.read(lambda tx: queue_standing.of(tx.conn, QueueId(1)).waiting)
    assert waiting == 0


async def test_withheld_numbers_are_listed_each_for_itself(world, groups):
    for _ in range(2):
        await _own(world, group=RING_ALL, waited=9)
    await _own(world, group=RING_ALL, phone="299", waited=5, talked=60)
    assert [entry.section for entry in await world.entries()] == [Section.OPEN, Section.OPEN]


async def test_the_history_names_the_phone_and_says_what_counts(world, groups, anna):
    who = await world.sign_in(anna)
    await _own(world, number=KNOWN, group=RING_ALL, waited=9)
    await _own(world, number=KNOWN, outgoing=True, phone="299", waited=2)
    (entry,) = await world.entries()
    told = await world.read(lambda tx: callback_history.history(tx, who, entry.id))
    assert [(one.kind, one.phone, one.seconds, one.counts, one.agent) for one in told.moments] == [
        (K.MISSED, "", 9, True, None),
        (K.TRIED, "299", 2, False, None),
    ]
