"""From when to when the callback list shows calls (E5), by the calendar of the centre's own time zone.

Saturdays and Sundays that are left out show nothing and do not count as days, in the first four periods: on a Monday
without the weekend "yesterday" is Friday, and the last two days are Friday and Monday, so that what was missed before the
weekend is not forgotten over it. On a day that is left out, "today" shows nothing. The last N days have today as their
last. A day begins at its first instant and has as many hours as the zone gives it: 23 or 25 when the clocks change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from agent_client.protocol.names import Period

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


class Span(Struct, frozen=True):
    """``since`` belongs to it, ``until`` does not."""

    since: datetime
    until: datetime


class Spans(Struct, frozen=True):
    """A period as it is now: worked out once, asked for every entry. The earliest span first, with gaps between them."""

    spans: tuple[Span, ...]
    renew_at: datetime
    """The centre's next midnight: from then on the period is another one."""

    def contains(self, at: datetime) -> bool:
        return any(span.since <= at < span.until for span in self.spans)


_ALWAYS = Span(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def spans(
    period: Period, now: datetime, zone: tzinfo, *, without_saturdays: bool = False, without_sundays: bool = False
) -> Spans:
    """What ``period`` covers at ``now``. One that a newer server has invented covers everything."""
    today = now.astimezone(zone).date()
    left_out = frozenset({_SATURDAY} if without_saturdays else ()) | frozenset({_SUNDAY} if without_sundays else ())
    days: list[date]
    match period:
        case Period.TODAY:
            days = [] if today.weekday() in left_out else [today]
        case Period.YESTERDAY:
            days = [next(_back(today - _DAY, left_out))]
        case Period.LAST_2_DAYS | Period.LAST_3_DAYS:
            counted = _back(today, left_out)
            days = [next(counted) for _ in range(2 if period is Period.LAST_2_DAYS else 3)]
        case Period.WEEK:
            monday = today - today.weekday() * _DAY
            days = [monday + number * _DAY for number in range(7)]
        case Period.LAST_7_DAYS:
            days = [today - number * _DAY for number in range(7)]
        case _:
            return Spans((_ALWAYS,), _begins(today + _DAY, zone))
    return Spans(_joined(sorted(days), zone), _begins(today + _DAY, zone))


def shows(
    period: Period,
    at: datetime,
    now: datetime,
    zone: tzinfo,
    *,
    without_saturdays: bool = False,
    without_sundays: bool = False,
) -> bool:
    """For one call; for many of them ask `spans` once."""
    return spans(period, now, zone, without_saturdays=without_saturdays, without_sundays=without_sundays).contains(at)


def _back(day: date, left_out: frozenset[int]) -> Iterator[date]:
    """``day`` and those before it, without those left out."""
    while True:
        if day.weekday() not in left_out:
            yield day
        day -= _DAY


def _begins(day: date, zone: tzinfo) -> datetime:
    """Where the clocks go forward at midnight, the day begins at one: that is the same instant."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _joined(days: list[date], zone: tzinfo) -> tuple[Span, ...]:
    """Neighbouring days are one span."""
    joined: list[Span] = []
    for day in days:
        since, until = _begins(day, zone), _begins(day + _DAY, zone)
        if joined and joined[-1].until == since:
            since = joined.pop().since
        joined.append(Span(since, until))
    return tuple(joined)
