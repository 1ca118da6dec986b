"""Rules that are changed hold at once for what is listed (E2 to E4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from agent_client.backend.domain import callbacks as decide
from agent_client.backend.domain.callbacks import Moment
from agent_client.backend.persistence import bulk, callback_moments, callbacks, tables
from agent_client.backend.services import callback_judging, callback_list, callback_rules, due
from agent_client.protocol.callbacks import CallbackPeriod, CallbackRules
from agent_client.protocol.events import (
    CallbackChanged,
    CallbackDone,
    CallbackNotReached,
    CallbackOpened,
    CallbackReopened,
)
from agent_client.protocol.names import (
    CallbackMomentKind,
    CallbackOrigin,
    GroupKind,
    QueueId,
    Section,
    WhyCode,
)

SALES, SUPPORT = QueueId(1), QueueId(2)
K = CallbackMomentKind
NUMBER = "+31201234567"


def _ago(world, minutes):
    return world.now - timedelta(minutes=minutes)


def _missed(world, minutes=30, **how):
    return Moment(kind=K.MISSED, at=_ago(world, minutes), queue=SALES, **{"seconds": 20, **how})


def _did(world, kind, agent, minutes=20, **how):
    return Moment(kind=kind, at=_ago(world, minutes), queue=SALES, agent=agent, **{"seconds": 20, **how})


async def _keep(world, *moments, number=NUMBER, queue=SALES):
    def keep(tx):
        return callback_judging.kept(tx, moments, queue=queue, number=number, dnis="1", customer=None)

    return await world.write(keep)


def _save(tx, rules, queue=SALES):
    """As an administrator does."""
    columns = {"callback_rules": rules, "rules_version": tables.queues.c.rules_version + 1}
    tx.conn.execute(update(tables.queues).where(tables.queues.c.id == queue).values(**columns))
    callback_rules.saved(tx, queue)


async def _settle(world):
    """How many batches it took."""
    batches = 0
    while queues := await world.read(callback_rules.stale):
        for queue in queues:
            await world.write(lambda tx, queue=queue: callback_rules.judge_some(tx, queue))
        batches += 1
        assert batches < 100
    return batches


async def _change(world, **rules):
    world.told.clear()
    await world.write(lambda tx: _save(tx, CallbackRules(**rules)))
    await _settle(world)
    return [type(event) for _, event in world.told]


async def _entry(world, entry):
    return await world.read(lambda tx: callbacks.entry(tx.conn, entry))


async def test_a_lower_limit_closes_what_was_tried_often_enough_and_a_higher_one_opens_it_again(world, anna):
    entry = await _keep(world, _missed(world), *[_did(world, K.TRIED, anna) for _ in range(2)])
    assert await _change(world, attempts=2) == [CallbackNotReached]
    closed = await _entry(world, entry)
    assert (closed.section, closed.why.code, closed.closed_at) == (
        Section.NOT_REACHED,
        WhyCode.RULES_CHANGED,
        world.now,
    )
    assert await _change(world, attempts=3) == [CallbackReopened]
    opened = await _entry(world, entry)
    assert (opened.section, opened.attempts, opened.closed_at) == (Section.ATTEMPTED, 2, None)
    assert opened.why.code is WhyCode.RULES_CHANGED


async def test_what_is_too_short_now_is_hidden_and_shown_again_when_the_rules_allow(world):
    entry = await _keep(world, _missed(world, seconds=5))
    assert await _change(world, shortest_missed=10) == [CallbackChanged]
    hidden = await _entry(world, entry)
    assert (hidden.listed, hidden.calls, hidden.why.code) == (False, 0, WhyCode.RULES_CHANGED)
    assert await world.entries() == ()
    assert await _change(world, shortest_missed=5) == [CallbackOpened]
    (shown,) = await world.entries()
    assert (shown.id, shown.calls, shown.section) == (entry, 1, Section.OPEN)


async def test_of_several_calls_those_that_count_remain(world):
    entry = await _keep(world, _missed(world, 30, seconds=5), _missed(world, 20), _missed(world, 10, seconds=3))
    assert await _change(world, shortest_missed=10) == [CallbackChanged]
    found = await _entry(world, entry)
    assert (found.calls, found.times, found.last_at) == (1, (_ago(world, 20),), _ago(world, 20))


async def test_where_an_answer_counts_no_more_the_entry_is_open_again(world, bram):
    taken = Moment(kind=K.ANSWERED, at=_ago(world, 5), queue=SUPPORT, agent=bram)
    await _keep(world, _missed(world), taken)
    assert await _change(world, answered_elsewhere=False) == [CallbackReopened]
    assert await _change(world, answered_elsewhere=True) == [CallbackDone]


async def test_nobody_is_told_of_what_stays_as_it_is(world, anna):
    entry = await _keep(world, _missed(world), _did(world, K.TRIED, anna))
    before = await _entry(world, entry)
    assert await _change(world, combine=False, attempts=9) == []
    assert await _entry(world, entry) == before


async def test_what_an_agent_marked_stays_marked(world, anna):
    entry = await _keep(world, _missed(world, seconds=20), _did(world, K.DONE, anna, seconds=None))
    assert await _change(world, answered_elsewhere=False, attempts=1, internal=True) == []
    assert (await _entry(world, entry)).section is Section.DONE


async def test_a_newer_entry_stands_for_an_older_one_of_the_same_customer(world, bram):
    """Both would be open by the new rules: the customer is to be called once."""
    older = await _keep(
        world, _missed(world, 60), Moment(kind=K.ANSWERED, at=_ago(world, 50), queue=SUPPORT, agent=bram)
    )
    newer = await _keep(world, _missed(world, 30))
    assert await _change(world, answered_elsewhere=False) == []
    assert (await _entry(world, older)).section is Section.DONE
    assert (await _entry(world, newer)).section is Section.OPEN


async def test_also_when_both_would_come_back_at_once(world, bram):
    """And the later one alone when the earlier one is the only one that lives."""
    moments = [_missed(world, 60), Moment(kind=K.ANSWERED, at=_ago(world, 50), queue=SUPPORT, agent=bram)]
    older, newer = await _keep(world, *moments), await _keep(world, *moments)
    withheld = [await _keep(world, *moments, number="") for _ in range(2)]
    await _change(world, answered_elsewhere=False)
    assert (await _entry(world, older)).section is Section.DONE
    assert (await _entry(world, newer)).section is Section.OPEN
    for entry in withheld:
        assert (await _entry(world, entry)).section is Section.OPEN, "withheld numbers are everybody's own"


async def test_history_is_left_alone(world, anna, bram):
    days = 8 * 24 * 60
    served = Moment(kind=K.ANSWERED, at=_ago(world, days), queue=SUPPORT, agent=bram)
    old = await _keep(world, _missed(world, days + 10), served)
    short = await _keep(world, _missed(world, days, seconds=0), number="+31209999999")
    await _change(world, shortest_missed=5)
    assert not (await _entry(world, short)).listed
    never = await _keep(world, _missed(world, days, seconds=0), number="+31208888888")
    await _change(world, answered_elsewhere=False, shortest_missed=0)
    assert (await _entry(world, old)).section is Section.DONE, "closed longer ago than any period reaches"
    assert (await _entry(world, short)).listed, "it was on the list, and a rule that was a mistake took it away"
    assert not (await _entry(world, never)).listed, "nobody ever saw it"


async def test_what_is_being_called_is_judged_when_the_call_is_over(world, anna):
    who = await world.sign_in(anna)
    entry = await _keep(world, _missed(world, seconds=5))
    claim = (entry, anna, who.session, world.now, world.now + timedelta(seconds=60))
    await world.write(lambda tx: callbacks.claim(tx.conn, *claim))
    assert await _change(world, shortest_missed=10) == []
    assert (await _entry(world, entry)).listed
    await world.write(lambda tx: callback_list.released(tx, entry))
    await _settle(world)
    assert not (await _entry(world, entry)).listed


@pytest.mark.parametrize("known", [True, False])
async def test_groups_of_a_kind_are_covered_or_not_at_once(world, known):
    entry = await _keep(world, _missed(world))

    def cover(tx, *kinds):
        before = CallbackPeriod() if known else None
        tx.conn.execute(update(tables.centre).values(callback_period=CallbackPeriod(kinds=kinds)))
        callback_rules.period_saved(tx, before)

    await world.write(lambda tx: cover(tx, GroupKind.RING_ALL))
    await _settle(world)
    assert not (await _entry(world, entry)).listed
    known = False
    await world.write(lambda tx: cover(tx, GroupKind.QUEUE))
    await _settle(world)
    assert (await _entry(world, entry)).listed


async def test_another_period_alone_judges_nothing_again(world):
    await _keep(world, _missed(world))
    await world.write(lambda tx: callback_rules.period_saved(tx, CallbackPeriod(without_sundays=True)))
    assert await world.read(callback_rules.stale) == []


async def test_an_appointment_is_not_delivered_of_what_the_rules_close_and_is_when_they_open_it(world, anna, bram):
    def appoint(tx):
        entry = callback_list.appointed_anew(tx, queue=SALES, number=NUMBER, dnis="1", customer=None, by=anna)
        at = tx.now + timedelta(hours=1)
        callback_list.appointed(tx, entry, at=at, agent=None, by=anna, remark="")
        for _ in range(2):  # when its time has come
            late = Moment(kind=K.TRIED, at=at, agent=anna, seconds=20)
            callback_judging.noted(tx, entry.id, late)
        return entry.id, at

    entry, at = await world.write(appoint)
    await _change(world, attempts=2)
    assert (await _entry(world, entry)).section is Section.NOT_REACHED
    assert await world.read(lambda tx: callbacks.next_due(tx.conn)) is None
    await _change(world, attempts=3)
    assert (await _entry(world, entry)).appointment.at == at
    assert await world.read(lambda tx: callbacks.next_due(tx.conn)) == at


async def test_it_is_due_until_none_is_left(world):
    for number in range(3):
        await _keep(world, _missed(world, seconds=5), number=f"+3120000000{number}")
    await world.write(lambda tx: _save(tx, CallbackRules(shortest_missed=10)))
    assert due.Due(due.Kind.CALLBACK_RULES, SALES) in (await world.read(due.find)).now
    await world.write(due.run)
    assert await world.entries() == ()
    assert (await world.read(due.find)).now == ()


def _many(tx, world, anna, count):
    """Of each customer one call, of up to 39 seconds, and up to two tries."""
    by, version = callback_judging.terms_of(tx, SALES)
    stories = {
        number: [_missed(world, 30, seconds=number % 40), *[_did(world, K.TRIED, anna)] * (number % 3)]
        for number in range(1, count + 1)
    }
    fixed = {"version": 1, "queue_id": SALES, "dnis": "1", "judged": version, "name": "", "remark": ""}
    bulk.add(
        tx.conn,
        tables.callbacks,
        [
            {"id": number, "number": f"+3120{number:07}", **fixed, **callback_judging.written(decide.judge(story, by))}
            for number, story in stories.items()
        ],
    )
    bulk.add(
        tx.conn,
        tables.callback_moments,
        [
            {
                "callback_id": number,
                "kind": moment.kind.value,
                "at": moment.at,
                "agent_id": moment.agent,
                "phone": "",
                "seconds": moment.seconds,
                "internal": False,
                "voicemail": False,
                "member": True,
            }
            for number, story in stories.items()
            for moment in story
        ],
    )


async def _all(world):
    found = await world.read(lambda tx: callbacks.page(tx.conn, [SALES], None, None, 10_000))
    return {entry.id: entry for entry in found}


async def test_5000_entries_are_judged_again_in_batches(world, anna):
    await world.write(lambda tx: _many(tx, world, anna, 5_000))
    before = await _all(world)
    assert len(before) == 5_000
    await world.write(lambda tx: _save(tx, CallbackRules(shortest_missed=10, attempts=2)))
    assert await _settle(world) == 5_000 / callback_rules.BATCH
    after = await _all(world)
    assert len(after) == 3_750
    closed = [entry for entry in after.values() if entry.section is Section.NOT_REACHED]
    assert closed and all(entry.attempts == 2 for entry in closed)
    told = {event.entry.id: event.entry for _, event in world.told}
    assert len(told) == len(world.told)
    hidden = before.keys() - after.keys()
    assert {number for number, entry in told.items() if not entry.listed} == hidden
    assert told.keys() == hidden | {entry.id for entry in closed}


async def test_a_million_old_entries_would_only_be_passed_over(world, bram, monkeypatch):
    """They are counted in thousands, beside those that are judged."""
    monkeypatch.setattr(callback_rules, "PASSED_OVER", 2)
    days = 10 * 24 * 60
    served = Moment(kind=K.ANSWERED, at=_ago(world, days), queue=SALES, agent=bram)
    for number in range(5):
        await _keep(world, _missed(world, days), served, number=f"+3120000000{number}")
    live = await _keep(world, _missed(world, seconds=5))
    await world.write(lambda tx: _save(tx, CallbackRules(shortest_missed=10)))
    assert await _settle(world) == 3
    assert not (await _entry(world, live)).listed


# Whatever happens, and whichever rules held meanwhile: an entry stands as its moments and the rules say.

_acts = st.lists(
    st.sampled_from(
        [
            "missed",
            "short",
            "tried",
            "brief",
            "answered",
            "elsewhere",
            "done",
            "given_up",
            "reopened",
            "asked",
            "reached",
            "rules",
            "rules",
        ]
    ),
    max_size=12,
)
_rules = st.builds(
    CallbackRules,
    answered_elsewhere=st.booleans(),
    shortest_missed=st.sampled_from([0, 10]),
    shortest_attempt=st.sampled_from([0, 5]),
    attempts=st.integers(1, 3),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=_acts, rules=st.lists(_rules, min_size=12, max_size=12))
async def test_every_entry_stands_as_its_moments_say(new_world, anna, acts, rules):
    world = new_world()
    try:
        await _play(world, anna, acts, rules)
        await _settle(world)
        await _stand_as_judged(world)
    finally:
        world.close()


async def _play(world, anna, acts, rules):
    for number, act in enumerate(acts):
        world.now += timedelta(minutes=1)
        await world.write(lambda tx, act=act, number=number: _act(tx, world, anna, act, rules[number]))
        if act == "rules":
            await _settle(world)


def _act(tx, world, anna, act, rules):
    newest = max(tx.conn.scalars(select(tables.callbacks.c.id)), default=None)
    entry = None if newest is None else callbacks.entry(tx.conn, newest)
    where = {"queue": SALES, "number": NUMBER, "dnis": "1", "customer": None}
    match act:
        case "missed" | "short":
            moment = _missed(world, 0, seconds=20 if act == "missed" else 3)
            callback_judging.entered(tx, moment, **where)
        case "asked":
            callback_list.requested(tx, **where, name="Jan", origin=CallbackOrigin.WEB)
        case "answered" | "elsewhere":
            queue = SALES if act == "answered" else SUPPORT
            taken = Moment(kind=K.ANSWERED, at=tx.now, agent=anna, queue=queue)
            callback_list.note_of_number(tx, NUMBER, taken)
        case "rules":
            _save(tx, rules)
        case _ if entry is None or not entry.listed:
            return
        case "tried" | "brief":
            callback_list.attempted(tx, entry.id, anna, 20 if act == "tried" else 2)
        case "reached":
            callback_list.reached(tx, entry.id, anna)
        case "done" | "given_up":
            callback_list.marked(tx, entry, Section.DONE if act == "done" else Section.NOT_REACHED, anna)
        case "reopened":
            callback_list.reopened(tx, entry.id, None, anna)


async def _stand_as_judged(world):
    found = await world.read(lambda tx: list(tx.conn.execute(select(tables.callbacks))))
    by, version = await world.read(lambda tx: callback_judging.terms_of(tx, SALES))
    open_ones = [row for row in found if row.listed and row.section in ("open", "attempted")]
    assert len(open_ones) <= 1, "nobody is on a queue's list twice"
    for row in found:
        moments = await world.read(lambda tx, row=row: callback_moments.of(tx.conn, row.id))
        judged = decide.judge(moments, by)
        stored = (row.section, row.listed, row.calls, row.attempts)
        assert row.judged == version
        if stored != (judged.section.value, judged.listed, judged.calls, judged.attempts):
            assert judged.is_open and judged.listed, "only what would be on the list again may be kept off it"
            assert any(other.id != row.id and other.listed for other in found), "another stands for the customer"
        else:
            assert (row.closed_at is None) == judged.is_open
