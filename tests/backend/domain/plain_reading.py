"""The rules of the callback list read once more, from the end of a story back to its beginning: each question about an
entry is answered for itself, from the places of the moments, and nothing is carried from one moment to the next."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from functools import cached_property

from agent_client.backend.domain.callbacks import Moment, Terms
from agent_client.protocol.callbacks import MOST_TIMES
from agent_client.protocol.names import AgentId, CallbackMomentKind, Section, WhyCode
from agent_client.protocol.why import Why

K = CallbackMomentKind
ASKS = {K.MISSED, K.REQUESTED}
MARKS = {K.DONE, K.NOT_REACHED}


def objections(moment: Moment, by: Terms) -> set[str]:
    """Why a moment does not count."""
    rules = by.rules
    found = {
        "a group that is not covered": moment.kind is K.MISSED and not by.covered,
        "internal": moment.kind is K.MISSED and moment.internal and not rules.internal,
        "in voicemail": moment.kind is K.MISSED and moment.voicemail and not rules.voicemail,
        "waited too short": moment.kind is K.MISSED and moment.seconds in range(rules.shortest_missed),
        "rang too short": moment.kind is K.TRIED and moment.seconds in range(rules.shortest_attempt),
        "no member": moment.kind in {K.TRIED, K.REACHED} and not (moment.member or rules.attempts_by_non_members),
        "no group took it": moment.kind is K.ANSWERED and moment.queue is None and not rules.answered_without_group,
        "another group took it": moment.kind is K.ANSWERED
        and moment.queue not in (None, by.queue)
        and not rules.answered_elsewhere,
    }
    return {reason for reason, holds in found.items() if holds}


class Reading:
    """What undone marks covered is crossed out first: they and their undoing never were."""

    def __init__(self, story: tuple[Moment, ...], by: Terms) -> None:
        self.by = by
        counted = tuple(moment for moment in story if not objections(moment, by))
        self.story = counted
        self._befores: dict[int, Reading] = {}
        for place, moment in enumerate(counted):
            undone = None if moment.kind is not K.REOPENED else Reading(counted[:place], by).mark_in_force()
            if undone is not None:
                rest = Reading(undone + counted[place + 1 :], by)
                self.story = rest.story
                break

    # Where things happened.

    def places(self, kinds: set[CallbackMomentKind], since: int = 0) -> list[int]:
        return [place for place, moment in enumerate(self.story) if moment.kind in kinds and place >= since]

    def until(self, place: int) -> Reading:
        """The story as it was before the moment at that place."""
        if place not in self._befores:
            before = copy(self)
            before.__dict__ = {"by": self.by, "story": self.story[:place], "_befores": self._befores}
            self._befores[place] = before
        return self._befores[place]

    @cached_property
    def last_opening(self) -> int:
        """From where on it could be closed."""
        return max(self.places(ASKS | {K.APPOINTED, K.REOPENED}), default=0)

    @cached_property
    def beginnings(self) -> dict[CallbackMomentKind, int]:
        """Of what opened a closed entry, the last of each kind."""
        return {
            self.story[place].kind: place
            for place in self.places(ASKS | {K.APPOINTED, K.REOPENED})
            if not self.until(place).is_open
        }

    @cached_property
    def began(self) -> int:
        """With a call after the entry was closed all begins anew."""
        return max((place for kind, place in self.beginnings.items() if kind in ASKS), default=0)

    @cached_property
    def fresh(self) -> int:
        """From where on tries are counted."""
        return max(self.beginnings.values(), default=0)

    # What closed it.

    @cached_property
    def closings(self) -> list[tuple[int, Section]]:
        """In their order; the last one holds."""
        since = self.last_opening
        marks = [(place, Section(self.story[place].kind.value)) for place in self.places(MARKS, since)]
        reached = [(place, Section.DONE) for place in self.places({K.REACHED}, since)]
        alone = [
            (place, Section.DONE)
            for place in self.places({K.APPOINTMENT_CANCELLED}, since)
            if self.until(place).appointment() is not None and not self.until(place).asked()
        ]
        used = [(place, Section.NOT_REACHED) for place in self.places({K.TRIED}, since) if self.is_last_try(place)]
        served = [(place, Section.DONE) for place in self.places({K.ANSWERED}, since) if self.serves(place)]
        return sorted(marks + reached + alone + used + served)

    def is_last_try(self, place: int) -> bool:
        before = self.until(place)
        held = before.held_against() + (not before.is_early(self.story[place].at))
        return before.is_open and not before.is_early(self.story[place].at) and held >= self.by.rules.attempts

    def serves(self, place: int) -> bool:
        before = self.until(place)
        return before.section() is not Section.DONE and before.appointment() is None and before.listed()

    def is_early(self, at: datetime) -> bool:
        appointment = self.appointment()
        return appointment is not None and at < appointment

    def held_against(self) -> int:
        since = max([self.fresh, *self.places({K.APPOINTED})])
        tries = [place for place in self.places({K.TRIED}, since) if self.until(place).is_open]
        return sum(not self.until(place).is_early(self.story[place].at) for place in tries)

    @cached_property
    def is_open(self) -> bool:
        return not self.closings

    def mark_in_force(self) -> tuple[Moment, ...] | None:
        """The story before the mark that holds; None: no mark does, or it covers nothing open."""
        if not self.closings or not self._is_mark(self.closings[-1][0]):
            return None
        chain = [place for place, _ in self.closings]
        while len(chain) > 1 and self._is_mark(chain[-1]) and self._is_mark(chain[-2]):
            chain.pop()
        return self.story[: chain[-1]] if self.until(chain[-1]).is_open else None

    def _is_mark(self, place: int) -> bool:
        return self.story[place].kind in MARKS | {K.APPOINTMENT_CANCELLED}

    # The questions.

    def section(self) -> Section:
        if self.closings:
            return self.closings[-1][1]
        return Section.ATTEMPTED if self.places({K.TRIED}, self.fresh) else Section.OPEN

    def closed(self) -> tuple[datetime | None, AgentId | None]:
        if not self.closings:
            return None, None
        moment = self.story[self.closings[-1][0]]
        return moment.at, moment.agent

    def asked(self) -> list[Moment]:
        return [self.story[place] for place in self.places(ASKS, self.began)]

    def times(self) -> tuple[datetime, ...]:
        return tuple(sorted((moment.at for moment in self.asked()), reverse=True)[:MOST_TIMES])

    def attempts(self) -> int:
        return len(self.places({K.TRIED}, self.fresh))

    def tried_at(self) -> datetime | None:
        tries = self.places({K.TRIED, K.REACHED}, self.began)
        return self.story[tries[-1]].at if tries else None

    def known(self) -> set[datetime]:
        return {self.story[place].at for place in self.places(ASKS | {K.APPOINTED}, self.began)}

    def first_at(self) -> datetime | None:
        return min(self.known(), default=None)

    def last_at(self) -> datetime | None:
        return max(self.known(), default=None)

    def appointment(self) -> datetime | None:
        made = self.places({K.APPOINTED})
        if not made or self.places({K.APPOINTMENT_CANCELLED}, made[-1]) or not self.is_open or self.began > made[-1]:
            return None
        reopened = [place for place in self.places({K.REOPENED}, made[-1]) if not self.until(place).is_open]
        return None if reopened else self.story[made[-1]].until

    def listed(self) -> bool:
        return bool(self.asked() or self.places({K.APPOINTED}, self.began))

    def why(self) -> Why | None:
        """Of the last moment that has something to say about it."""
        closing = [place for place, _ in self.closings]
        earlier = [place for place in range(len(self.story)) if self.until(place + 1)._closed_by_it(place)]
        opened = self.places({K.REOPENED} | ASKS)
        anew = [place for place in self.places({K.APPOINTED}) if not self.until(place).is_open]
        released = [place for place in self.places({K.RELEASED}) if self.story[place].why is not None]
        speaking = max([*closing, *earlier, *opened, *anew, *released], default=None)
        if speaking is None or self.story[speaking].kind is K.APPOINTED:
            return None
        moment = self.story[speaking]
        if moment.kind is K.TRIED:
            attempts = str(self.until(speaking + 1).attempts())
            return Why(code=WhyCode.ATTEMPTS_USED, at=moment.at, params={"attempts": attempts})
        return moment.why

    def _closed_by_it(self, place: int) -> bool:
        return bool(self.closings) and self.closings[-1][0] == place
