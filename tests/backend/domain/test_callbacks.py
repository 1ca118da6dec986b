"""How an entry of the callback list stands, against another reading of the same rules (`plain_reading`)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.backend.domain import callbacks
from agent_client.backend.domain.callbacks import ATTEMPT_SECONDS, Moment, Standing, Terms, judge, step, terms
from agent_client.protocol.callbacks import MOST_TIMES, CallbackPeriod, CallbackRules
from agent_client.protocol.names import AgentId, CallbackMomentKind, GroupKind, QueueId, Section, WhyCode
from agent_client.protocol.why import Why
from tests.backend.domain.plain_reading import Reading

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
K = CallbackMomentKind
HERE, ELSEWHERE = QueueId(1), QueueId(2)
ANNA, BRAM = AgentId(1), AgentId(2)
LATER = NOW + timedelta(days=1)
HERE_BY_DEFAULT = Terms(HERE)
TWICE = Terms(HERE, CallbackRules(attempts=2))


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def missed(minutes: int, **how: object) -> Moment:
    return Moment(kind=K.MISSED, at=at(minutes), queue=HERE, **{"seconds": 30, **how})


def answered(minutes: int, queue: QueueId | None = HERE, agent: AgentId | None = ANNA) -> Moment:
    return Moment(kind=K.ANSWERED, at=at(minutes), queue=queue, agent=agent)


def tried(minutes: int, seconds: int | None = 20, *, member: bool = True) -> Moment:
    return Moment(kind=K.TRIED, at=at(minutes), agent=ANNA, seconds=seconds, member=member)


def told(kind: CallbackMomentKind, minutes: int, **how: object) -> Moment:
    return Moment(kind=kind, at=at(minutes), agent=ANNA, **how)


def stands(*moments: Moment, covered: bool = True, **rules: object) -> Standing:
    return judge(moments, Terms(HERE, CallbackRules(**rules), covered))


# The table of the options, each in its own words (E2 to E4).


def test_E2_another_missed_call_raises_the_counter_and_an_answered_one_closes() -> None:
    twice = stands(missed(0), missed(9))
    assert (twice.section, twice.calls, twice.times) == (Section.OPEN, 2, (at(9), at(0)))
    assert (twice.first_at, twice.last_at) == (at(0), at(9))
    served = stands(missed(0), missed(9), answered(20))
    assert (served.section, served.closed_at, served.closed_by) == (Section.DONE, at(20), ANNA)


def test_E2_who_calls_after_the_entry_was_closed_begins_anew() -> None:
    again = stands(missed(0), tried(5), answered(20), missed(30))
    assert again == stands(missed(30))


def test_E3_attempts_count_from_the_set_duration_and_the_last_one_closes() -> None:
    short = stands(missed(0), tried(1, 4), shortest_attempt=5)
    assert (short.section, short.attempts) == (Section.OPEN, 0)
    once = stands(missed(0), tried(1, 5), shortest_attempt=5)
    assert (once.section, once.attempts, once.tried_at) == (Section.ATTEMPTED, 1, at(1))
    refused = stands(missed(0), tried(1, None), shortest_attempt=3600)
    assert refused.attempts == 1, "the network refused at once: nobody could let it ring longer"
    last = stands(missed(0), tried(1), tried(2), attempts=2)
    assert (last.section, last.closed_at, last.closed_by) == (Section.NOT_REACHED, at(2), ANNA)
    assert last.why == Why(code=WhyCode.ATTEMPTS_USED, at=at(2), params={"attempts": "2"})


@pytest.mark.parametrize(("seconds", "listed"), [(9, False), (10, True), (None, True)])
def test_E3_missed_calls_shorter_than_the_minimum_are_ignored(seconds: int | None, listed: bool) -> None:
    entry = stands(missed(0, seconds=seconds), shortest_missed=10)
    assert (entry.listed, entry.calls) == (listed, int(listed))


@pytest.mark.parametrize(
    ("queue", "rules", "section"),
    [
        (HERE, {"answered_elsewhere": False}, Section.DONE),
        (ELSEWHERE, {"answered_elsewhere": True}, Section.DONE),
        (ELSEWHERE, {"answered_elsewhere": False}, Section.OPEN),
        (None, {"answered_without_group": True, "answered_elsewhere": False}, Section.DONE),
        (None, {"answered_without_group": False, "answered_elsewhere": True}, Section.OPEN),
    ],
)
def test_E4_where_an_answered_call_counts(queue: QueueId | None, rules: dict[str, bool], section: Section) -> None:
    assert stands(missed(0), answered(5, queue), **rules).section is section


@pytest.mark.parametrize(("allowed", "attempts"), [(True, 1), (False, 0)])
def test_E4_attempts_by_non_members(allowed: bool, attempts: int) -> None:
    assert stands(missed(0), tried(1, member=False), attempts_by_non_members=allowed).attempts == attempts
    assert stands(missed(0), tried(1), attempts_by_non_members=allowed).attempts == 1
    reached = told(K.REACHED, 2, member=False)
    assert (stands(missed(0), reached, attempts_by_non_members=allowed).section is Section.DONE) is allowed


@pytest.mark.parametrize(("fact", "rule"), [("internal", "internal"), ("voicemail", "voicemail")])
def test_E4_internal_calls_and_voicemail_are_listed_where_the_rules_say_so(fact: str, rule: str) -> None:
    assert stands(missed(0, **{fact: True}), **{rule: True}).calls == 1
    assert not stands(missed(0, **{fact: True}), **{rule: False}).listed
    left = stands(missed(0), missed(5, voicemail=True), voicemail=False)
    assert (left.section, left.calls) == (Section.OPEN, 1), (
        "a message on a machine is no conversation: it closes nothing"
    )


@pytest.mark.parametrize("kind", [GroupKind.QUEUE, GroupKind.RING_ALL, GroupKind.HUNTING])
def test_E4_groups_of_a_kind_that_is_not_covered_list_no_calls_but_what_was_promised(kind: GroupKind) -> None:
    others = tuple(one for one in (GroupKind.QUEUE, GroupKind.RING_ALL, GroupKind.HUNTING) if one is not kind)
    by = terms(HERE, kind, CallbackRules(), CallbackPeriod(kinds=others))
    assert not judge([missed(0)], by).listed
    assert judge([missed(0)], terms(HERE, kind, CallbackRules(), CallbackPeriod())).listed
    assert judge([missed(0), told(K.REQUESTED, 1)], by).calls == 1
    assert judge([told(K.APPOINTED, 1, until=LATER)], by).listed


# Marks, undone and not.


@pytest.mark.parametrize("kind", [K.DONE, K.NOT_REACHED])
def test_a_mark_undone_gives_back_what_was_before_its_attempts_included(kind: CallbackMomentKind) -> None:
    before = stands(missed(0), missed(2), tried(5))
    marked = judge([missed(0), missed(2), tried(5), told(kind, 9)], HERE_BY_DEFAULT)
    assert (marked.section, marked.closed_at, marked.closed_by, marked.why) == (Section(kind.value), at(9), ANNA, None)
    assert stands(missed(0), missed(2), tried(5), told(kind, 9), told(K.REOPENED, 10)) == before
    assert stands(missed(0), missed(2), tried(5), told(kind, 9), tried(10), told(K.REOPENED, 11)) == before


def test_what_the_rules_closed_is_reopened_with_its_tries_forgotten() -> None:
    moments = [missed(0), tried(1), tried(2), told(K.REOPENED, 3)]
    opened = stands(*moments, attempts=2)
    assert (opened.section, opened.calls, opened.attempts, opened.closed_at) == (Section.OPEN, 1, 0, None)
    assert stands(*moments, tried(4), attempts=2).section is Section.ATTEMPTED, "the next one does not close it at once"


def test_a_mark_on_what_the_rules_closed_covers_nothing_to_go_back_to() -> None:
    """With a lower limit it was Not reached before the agent marked it: undoing must not leave it closed."""
    moments = [missed(0), tried(1), told(K.DONE, 2), told(K.REOPENED, 3)]
    assert stands(*moments, attempts=3).section is Section.ATTEMPTED
    assert stands(*moments, attempts=1).section is Section.OPEN


def test_a_conversation_that_breaks_off_opens_the_entry_again_and_says_why() -> None:
    why = Why(code=WhyCode.LINK_LOST, at=at(3), params={"seconds": "60"})
    entry = stands(missed(0), told(K.REACHED, 2), told(K.REOPENED, 3, why=why))
    assert (entry.section, entry.why, entry.closed_by) == (Section.OPEN, why, None)


def test_who_was_not_reached_and_calls_and_is_served_is_done() -> None:
    assert stands(missed(0), tried(1), answered(2), attempts=1).section is Section.DONE


# Appointments (E9).


def test_a_promise_stands_until_it_is_kept_or_cancelled() -> None:
    promised = [missed(0), told(K.APPOINTED, 1, until=LATER)]
    assert stands(*promised, answered(5)).section is Section.OPEN
    assert stands(*promised, answered(5)).appointment == LATER
    assert stands(*promised, told(K.APPOINTMENT_CANCELLED, 4), answered(5)).section is Section.DONE
    kept = stands(*promised, told(K.REACHED, 7))
    assert (kept.section, kept.appointment) == (Section.DONE, None)
    undone = stands(*promised, told(K.DONE, 7), told(K.REOPENED, 8))
    assert undone.appointment == LATER, "an undone mark gives the appointment back"


def test_no_try_before_the_hour_is_the_last_and_those_before_the_agreement_are_not_held_against_it() -> None:
    soon = at(60)
    promised = [missed(0), tried(1), told(K.APPOINTED, 2, until=soon)]
    early = stands(*promised, tried(3), tried(4), attempts=2)
    assert (early.section, early.attempts) == (Section.ATTEMPTED, 3)
    assert stands(*promised, tried(3), tried(61), attempts=2).section is Section.ATTEMPTED
    over = stands(*promised, tried(3), tried(61), tried(62), attempts=2)
    assert (over.section, over.attempts, over.why.params) == (Section.NOT_REACHED, 4, {"attempts": "4"})


def test_what_is_there_for_an_appointment_alone_is_done_with_it() -> None:
    moments = [told(K.APPOINTED, 0, until=LATER)]
    assert (stands(*moments).calls, stands(*moments).listed, stands(*moments).last_at) == (0, True, at(0))
    cancelled = stands(*moments, told(K.APPOINTMENT_CANCELLED, 1))
    assert (cancelled.section, cancelled.listed, cancelled.closed_by) == (Section.DONE, True, ANNA)
    assert stands(missed(0), *moments, told(K.APPOINTMENT_CANCELLED, 1)).section is Section.OPEN


def test_an_appointment_opens_what_was_closed() -> None:
    entry = stands(missed(0), tried(1), told(K.APPOINTED, 5, until=LATER), attempts=1)
    assert (entry.section, entry.attempts, entry.closed_at, entry.calls) == (Section.OPEN, 0, None, 1)


def test_of_very_many_calls_the_newest_come_with_the_entry() -> None:
    entry = stands(*[missed(number) for number in range(MOST_TIMES + 5)])
    assert entry.calls == MOST_TIMES + 5
    assert entry.times == tuple(at(number) for number in range(MOST_TIMES + 4, 4, -1))


# The whole, against the other reading.

_rules = st.builds(
    CallbackRules,
    answered_elsewhere=st.booleans(),
    answered_without_group=st.booleans(),
    attempts_by_non_members=st.booleans(),
    internal=st.booleans(),
    voicemail=st.booleans(),
    shortest_missed=st.sampled_from([0, 10]),
    shortest_attempt=st.sampled_from([0, 5]),
    attempts=st.integers(1, 3),
)
_terms = st.builds(Terms, queue=st.just(HERE), rules=_rules, covered=st.sampled_from([True, True, True, False]))
_seldom = st.integers(0, 9).map(lambda number: number == 9)
_seconds = st.sampled_from([None, 3, 7, 20, 20, 20, 20, 20])
_why = st.sampled_from([None, Why(code=WhyCode.CALLER_GAVE_UP, at=NOW), Why(code=WhyCode.LINK_LOST, at=NOW)])
_kinds = st.sampled_from([kind for kind in K if kind is not K.UNKNOWN])
_promises = st.sampled_from([K.APPOINTED, K.APPOINTED, K.TRIED, K.TRIED, K.TRIED, K.APPOINTMENT_CANCELLED, K.REOPENED])
_tries = st.sampled_from([K.MISSED, K.TRIED, K.TRIED, K.ANSWERED, K.DONE, K.REOPENED, K.RELEASED])


@st.composite
def _stories(draw: st.DrawFn) -> tuple[Moment, ...]:
    story: list[Moment] = []
    now = 0
    for kind in draw(st.one_of(st.lists(one, max_size=14) for one in (_kinds, _promises, _tries))):
        now += draw(st.integers(0, 3))
        call = kind in (K.MISSED, K.TRIED)
        story.append(
            Moment(
                kind=kind,
                at=at(now - draw(st.integers(0, 4)) if kind is K.MISSED else now),
                agent=draw(st.sampled_from([ANNA, BRAM, None])),
                queue=draw(st.sampled_from([HERE, ELSEWHERE, None])) if kind is K.ANSWERED else HERE,
                seconds=draw(_seconds) if call else None,
                until=at(now + draw(st.integers(-2, 8))) if kind is K.APPOINTED else None,
                internal=draw(_seldom) if kind is K.MISSED else False,
                voicemail=draw(_seldom) if kind is K.MISSED else False,
                member=not draw(_seldom) if kind in (K.TRIED, K.REACHED) else True,
                why=draw(_why),
            )
        )
    return tuple(story)


@settings(max_examples=600)
@given(_stories(), _terms)
@example((told(K.APPOINTED, 0, until=at(60)), tried(1), tried(2), tried(61)), TWICE)
@example((missed(0), tried(1), tried(2), told(K.REOPENED, 3), tried(4)), TWICE)
@example((missed(0), tried(1), tried(2), answered(3)), TWICE)
@example((missed(0), told(K.APPOINTED, 1, until=LATER), told(K.APPOINTMENT_CANCELLED, 2)), TWICE)
@example((missed(0), told(K.NOT_REACHED, 1), answered(2), told(K.REOPENED, 3)), HERE_BY_DEFAULT)
@example((missed(0), told(K.DONE, 1), told(K.NOT_REACHED, 2), told(K.REOPENED, 3)), HERE_BY_DEFAULT)
@example((missed(0), told(K.DONE, 1), told(K.REACHED, 2), told(K.REOPENED, 3), tried(4)), HERE_BY_DEFAULT)
def test_two_readings_of_the_rules_agree(story: tuple[Moment, ...], by: Terms) -> None:
    entry = judge(story, by)
    plain = Reading(story, by)
    assert entry.section is plain.section()
    assert (entry.calls, entry.times) == (len(plain.asked()), plain.times())
    assert (entry.attempts, entry.tried_at) == (plain.attempts(), plain.tried_at())
    assert (entry.first_at, entry.last_at) == (plain.first_at(), plain.last_at())
    assert (entry.closed_at, entry.closed_by) == plain.closed()
    assert entry.appointment == plain.appointment()
    assert entry.listed is plain.listed()
    assert entry.why == plain.why()


@given(_stories(), _terms)
def test_all_at_once_is_one_after_the_other(story: tuple[Moment, ...], by: Terms) -> None:
    entry = Standing()
    for count, moment in enumerate(story, 1):
        entry = step(entry, moment, by)
        assert entry == judge(story[:count], by)


@given(_stories(), _terms)
def test_nobody_is_lost_who_is_not_served(story: tuple[Moment, ...], by: Terms) -> None:
    """Whoever calls last of all, and counts, is on the list and open, whatever happened before."""
    last = replace(missed(1000), internal=False, voicemail=False)
    entry = judge((*story, last), replace(by, covered=True))
    assert entry.listed and entry.is_open and entry.last_at == at(1000)


@given(_stories(), _terms)
def test_moments_that_do_not_count_change_nothing(story: tuple[Moment, ...], by: Terms) -> None:
    assert judge(story, by) == judge([moment for moment in story if callbacks.counts(moment, by)], by)


@given(_stories(), _terms)
def test_what_is_reopened_is_open_and_can_be_tried_again(story: tuple[Moment, ...], by: Terms) -> None:
    entry = judge((*story, told(K.REOPENED, 100)), by)
    assert entry.is_open and entry.closed_at is None and entry.closed_by is None
    before = judge(story, by)
    if not before.is_open and before.unmarked is None:
        assert (entry.attempts, entry.spent) == (0, 0)


@pytest.mark.parametrize(
    ("rung_for", "counts"),
    [(None, False), (0.0, False), (ATTEMPT_SECONDS - 0.001, False), (ATTEMPT_SECONDS, True), (30.0, True)],
)
def test_an_attempt_needs_the_customers_phone_to_have_rung(rung_for: float | None, counts: bool) -> None:
    since = None if rung_for is None else NOW - timedelta(seconds=rung_for)
    assert callbacks.counts_as_attempt(since, NOW) is counts
