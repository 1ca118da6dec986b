"""One moment more: what is written of it, and what is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agent_client.backend.domain.callbacks import Moment
from agent_client.backend.persistence import callback_moments, callbacks
from agent_client.backend.services import callback_judging
from agent_client.protocol.events import (
    CallbackAttempted,
    CallbackChanged,
    CallbackDone,
    CallbackNotReached,
    CallbackOpened,
    CallbackReleased,
    CallbackReopened,
)
from agent_client.protocol.names import CallbackMomentKind, CustomerId, QueueId, Section, WhyCode
from agent_client.protocol.why import Why

K = CallbackMomentKind
SALES = QueueId(1)
WHERE = {"queue": SALES, "number": "+31201234567", "dnis": "1", "customer": None}


def _moment(world, kind, seconds=20, **how):
    queue = how.pop("queue", SALES)
    return Moment(kind=kind, at=world.now, queue=queue, seconds=seconds, **how)


async def _enter(world, *kinds):
    def enter(tx):
        entry = callback_judging.entered(tx, _moment(world, K.MISSED), **WHERE)
        for kind in kinds:
            entry = callback_judging.noted(tx, entry.id, _moment(world, kind))
        return entry

    entry = await world.write(enter)
    world.told.clear()
    return entry


@pytest.mark.parametrize(
    ("before", "kind", "how", "told"),
    [
        ([], K.MISSED, {}, CallbackOpened),
        ([], K.TRIED, {}, CallbackAttempted),
        ([K.TRIED], K.TRIED, {}, CallbackAttempted),
        ([K.TRIED, K.TRIED], K.TRIED, {}, CallbackNotReached),
        ([], K.TRIED, {"seconds": 2}, None),
        ([], K.ANSWERED, {}, CallbackDone),
        ([K.DONE], K.ANSWERED, {}, None),
        ([K.NOT_REACHED], K.ANSWERED, {}, CallbackDone),
        ([], K.REACHED, {}, CallbackDone),
        ([K.DONE], K.REOPENED, {}, CallbackReopened),
        ([K.TRIED, K.NOT_REACHED], K.REOPENED, {}, CallbackReopened),
        ([], K.APPOINTED, {}, CallbackChanged),
        ([K.DONE], K.APPOINTED, {}, CallbackReopened),
        ([], K.DELIVERED, {}, None),
        ([], K.RELEASED, {}, None),
        ([], K.RELEASED, {"why": True}, CallbackReleased),
    ],
)
async def test_what_is_told(world, before, kind, how, told):
    entry = await _enter(world, *before)
    why = Why(code=WhyCode.CLAIM_EXPIRED, at=world.now) if how.pop("why", False) else None
    moment = _moment(world, kind, **{**how, "why": why})
    after = await world.write(lambda tx: callback_judging.noted(tx, entry.id, moment))
    assert [type(event) for _, event in world.told] == ([] if told is None else [told])
    assert after.version == entry.version + (told is not None)
    kept = await world.read(lambda tx: callback_moments.of(tx.conn, entry.id))
    assert kept[-1] == moment, "whatever follows from it"


async def test_a_claim_that_ends_with_a_try_too_short_is_told_as_ended(world, anna):
    entry = await _enter(world)
    until = world.now + timedelta(seconds=60)
    await world.write(lambda tx: callbacks.claim(tx.conn, entry.id, anna, None, tx.now, until))
    short = _moment(world, K.TRIED, 2)
    await world.write(lambda tx: callback_judging.noted(tx, entry.id, short, claimed_by_id=None, claimed_at=None))
    assert [type(event) for _, event in world.told] == [CallbackReleased]


async def test_a_call_goes_onto_the_entry_that_is_there_with_the_customer_it_was_about(world):
    first = await _enter(world)
    about = {**WHERE, "customer": CustomerId(1)}
    second = await world.write(lambda tx: callback_judging.entered(tx, _moment(world, K.MISSED), **about))
    assert (second.id, second.calls, second.customer.name) == (first.id, 2, "Jan Jansen")
    third = await world.write(lambda tx: callback_judging.entered(tx, _moment(world, K.MISSED), **WHERE))
    assert third.customer == second.customer, "who could not be found this time is the same all the same"


async def test_how_it_was_closed_stays_until_it_is_closed_in_another_way(world, anna, bram):
    entry = await _enter(world)
    marked = _moment(world, K.DONE, None, agent=anna)
    done = await world.write(lambda tx: callback_judging.noted(tx, entry.id, marked))
    world.now += timedelta(minutes=5)
    again = await world.write(lambda tx: callback_judging.noted(tx, entry.id, _moment(world, K.TRIED, agent=bram)))
    assert (again.closed_at, again.closed_by, again.attempts) == (done.closed_at, done.closed_by, 1)
    reached = _moment(world, K.REACHED, agent=bram)
    last = await world.write(lambda tx: callback_judging.noted(tx, entry.id, reached))
    assert (last.section, last.closed_at, last.closed_by.name) == (Section.DONE, world.now, "Bram")


async def test_what_is_brought_in_stands_as_judged_and_is_told_to_nobody(world, anna):
    moments = [_moment(world, K.MISSED), *[_moment(world, K.TRIED, agent=anna)] * 3]
    world.told.clear()
    made = await world.write(lambda tx: callback_judging.kept(tx, moments, **WHERE))
    entry = await world.read(lambda tx: callbacks.entry(tx.conn, made))
    assert (entry.section, entry.attempts, entry.why.code) == (Section.NOT_REACHED, 3, WhyCode.ATTEMPTS_USED)
    assert world.told == []
