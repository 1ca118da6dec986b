"""What an entry of the callback list is: judged from all that happened to it, by its group's rules (E2 to E4).

The rules change, what happened does not. So an entry keeps its moments, and how it stands follows from them: it is judged
again whenever something happens and whenever the rules are changed.

- A call that nobody took opens an entry or raises its counter; one that comes after the entry was closed begins anew.
- A call that somebody took closes it; only the keeping of an appointment, or its end, closes one with an appointment.
- Tries are counted as the rules say; with the last one it is Not reached. Before an appointment's time none is the last:
  the customer waits for that hour. What was tried before it was made is not held against it.
- An agent's mark stands above all of this until it is undone. Then the entry is what it was before the mark. What was
  closed otherwise is reopened with its tries forgotten, or the next one would close it at once.
- A call that the rules do not let count (too short, internal, in voicemail, of a group that is not covered) is kept and
  does nothing. An entry with nothing that counts is not on the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce

from msgspec import Struct
from msgspec.structs import replace

from agent_client.protocol.callbacks import MOST_TIMES, CallbackPeriod, CallbackRules
from agent_client.protocol.names import (
    AgentId,
    CallbackMomentKind,
    ContactId,
    GroupKind,
    QueueId,
    Section,
    WhyCode,
)
from agent_client.protocol.time import seconds_between
from agent_client.protocol.why import Why
from agent_client.rules.callback_actions import LISTED

ATTEMPT_SECONDS = 5.0
"""The customer's phone must have rung for so long before a call that the agent ends counts as an attempt (E3)."""

_K = CallbackMomentKind


class Moment(Struct, frozen=True, kw_only=True):
    """Something that happened to an entry: a fact, whatever the rules make of it."""

    kind: CallbackMomentKind
    at: datetime
    agent: AgentId | None = None
    phone: str = ""
    """The agent's, or the one that took the call at the PBX."""
    queue: QueueId | None = None
    """Where a call came in; None: it was no group's."""
    seconds: int | None = None
    """How long the customer waited, or their phone rang. None: it is not known, or the network refused at once."""
    until: datetime | None = None
    """The time of an appointment."""
    internal: bool = False
    voicemail: bool = False
    member: bool = True
    """Whether who tried is of the entry's group."""
    contact: ContactId | None = None
    why: Why | None = None


class Terms(Struct, frozen=True):
    """By what an entry is judged. ``covered``: calls of its kind of group are listed (E4)."""

    queue: QueueId
    rules: CallbackRules = CallbackRules()
    covered: bool = True


class Standing(Struct, frozen=True):
    """How an entry stands. Before anything has happened it is open, and not on the list."""

    section: Section = Section.OPEN
    calls: int = 0
    times: tuple[datetime, ...] = ()
    """Of the newest calls, the latest first."""
    attempts: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    tried_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: AgentId | None = None
    why: Why | None = None
    appointment: datetime | None = None
    """For when, until it is kept or cancelled."""
    agreed: bool = False
    """An appointment was made: for this alone it is on the list."""
    spent: int = 0
    """How many of the attempts the rules hold against it."""
    unmarked: Standing | None = None
    """What an agent's mark covers."""

    @property
    def listed(self) -> bool:
        return self.calls > 0 or self.agreed

    @property
    def is_open(self) -> bool:
        """Somebody still has to deal with it."""
        return self.section in LISTED


def terms(queue: QueueId, kind: GroupKind, rules: CallbackRules, period: CallbackPeriod) -> Terms:
    return Terms(queue, rules, kind in period.kinds)


def judge(moments: Iterable[Moment], by: Terms) -> Standing:
    """``moments`` in the order in which they became known."""
    return reduce(lambda before, moment: step(before, moment, by), moments, Standing())


def step(before: Standing, moment: Moment, by: Terms) -> Standing:
    """How it stands after one more moment."""
    if not counts(moment, by):
        return before
    match moment.kind:
        case _K.MISSED | _K.REQUESTED:
            return _called(before, moment)
        case _K.ANSWERED:
            return _answered(before, moment)
        case _K.TRIED:
            return _tried(before, moment, by.rules.attempts)
        case _K.REACHED:
            return replace(_closed(before, moment, Section.DONE), tried_at=moment.at)
        case _K.DONE:
            return _marked(before, moment, Section.DONE)
        case _K.NOT_REACHED:
            return _marked(before, moment, Section.NOT_REACHED)
        case _K.REOPENED:
            return _reopened(before, moment)
        case _K.APPOINTED:
            return _appointed(before, moment)
        case _K.APPOINTMENT_CANCELLED:
            return _cancelled(before, moment)
        case _K.RELEASED if moment.why is not None:
            return replace(before, why=moment.why)
        case _:
            return before


def counts(moment: Moment, by: Terms) -> bool:
    """Whether the rules let it count."""
    rules = by.rules
    match moment.kind:
        case _K.MISSED:
            allowed = (rules.internal or not moment.internal) and (rules.voicemail or not moment.voicemail)
            return by.covered and allowed and _lasted(moment, rules.shortest_missed)
        case _K.ANSWERED if moment.queue is None:
            return rules.answered_without_group
        case _K.ANSWERED:
            return rules.answered_elsewhere or moment.queue == by.queue
        case _K.TRIED:
            return _may_try(moment, rules) and _lasted(moment, rules.shortest_attempt)
        case _K.REACHED:
            return _may_try(moment, rules)
        case _:
            return True


def counts_as_attempt(rung_since: datetime | None, now: datetime) -> bool:
    """``rung_since``: when the customer's phone began to ring; None when it never did."""
    return rung_since is not None and seconds_between(rung_since, now) >= ATTEMPT_SECONDS


def _lasted(moment: Moment, least: int) -> bool:
    return moment.seconds is None or moment.seconds >= least


def _may_try(moment: Moment, rules: CallbackRules) -> bool:
    return moment.member or rules.attempts_by_non_members


def _called(before: Standing, moment: Moment) -> Standing:
    entry = before if before.is_open else Standing()
    times = tuple(sorted((moment.at, *entry.times), reverse=True))
    return replace(_at(entry, moment.at), calls=entry.calls + 1, times=times[:MOST_TIMES], why=moment.why)


def _at(entry: Standing, at: datetime) -> Standing:
    """A call is told of when it is over: another one may have begun after it, and ended before."""
    return replace(entry, first_at=min(entry.first_at or at, at), last_at=max(entry.last_at or at, at))


def _answered(before: Standing, moment: Moment) -> Standing:
    """Who was given up as not reached, and calls and is served, is done too."""
    waits = before.section is not Section.DONE and before.listed and before.appointment is None
    return _closed(before, moment, Section.DONE) if waits else before


def _tried(before: Standing, moment: Moment, limit: int) -> Standing:
    tried = replace(before, attempts=before.attempts + 1, tried_at=moment.at)
    if not before.is_open:
        return tried
    early = before.appointment is not None and moment.at < before.appointment
    tried = replace(tried, section=Section.ATTEMPTED, spent=before.spent + (not early))
    if early or tried.spent < limit:
        return tried
    why = Why(code=WhyCode.ATTEMPTS_USED, at=moment.at, params={"attempts": str(tried.attempts)})
    return replace(_closed(tried, moment, Section.NOT_REACHED), why=why)


def _closed(before: Standing, moment: Moment, section: Section) -> Standing:
    return replace(
        before,
        section=section,
        closed_at=moment.at,
        closed_by=moment.agent,
        why=moment.why,
        appointment=None,
        unmarked=None,
    )


def _marked(before: Standing, moment: Moment, section: Section) -> Standing:
    """A second mark covers the same as the first."""
    covered = before if before.is_open else before.unmarked
    return replace(_closed(before, moment, section), unmarked=covered)


def _reopened(before: Standing, moment: Moment) -> Standing:
    if before.is_open:
        return replace(before, why=moment.why)
    return before.unmarked or replace(_anew(before), why=moment.why)


def _anew(before: Standing) -> Standing:
    return replace(
        before, section=Section.OPEN, attempts=0, spent=0, closed_at=None, closed_by=None, why=None, unmarked=None
    )


def _appointed(before: Standing, moment: Moment) -> Standing:
    entry = before if before.is_open else _anew(before)
    return replace(_at(entry, moment.at), appointment=moment.until, agreed=True, spent=0)


def _cancelled(before: Standing, moment: Moment) -> Standing:
    """What was there for the appointment alone is done."""
    if before.appointment is None:
        return before
    return replace(before, appointment=None) if before.calls else _marked(before, moment, Section.DONE)
