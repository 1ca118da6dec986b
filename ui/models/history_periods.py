"""From when and until when the history is looked through: whole days on this computer's wall."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ui.text import marked

from .typed_times import read_day


class HistoryPeriod(StrEnum):
    ANY = "any"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    OTHER = "other"
    """Two days that the agent types."""


WORDS = {
    HistoryPeriod.ANY: marked("Any time"),
    HistoryPeriod.TODAY: marked("Today"),
    HistoryPeriod.WEEK: marked("Last 7 days"),
    HistoryPeriod.MONTH: marked("Last 30 days"),
    HistoryPeriod.YEAR: marked("Last 12 months"),
    HistoryPeriod.OTHER: marked("Other days…"),
}
_DAYS = {HistoryPeriod.TODAY: 0, HistoryPeriod.WEEK: 6, HistoryPeriod.MONTH: 29, HistoryPeriod.YEAR: 365}


def bounds(
    period: HistoryPeriod, now: datetime, first: date | None = None, last: date | None = None
) -> tuple[datetime | None, datetime | None]:
    """The first instant, and the first one behind it; None: no bound. ``first`` and ``last`` day count for other days."""
    if period in _DAYS:
        return _midnight(now.astimezone().date() - timedelta(days=_DAYS[period])), None
    if period is HistoryPeriod.OTHER:
        behind = None if last is None or last == date.max else _midnight(last + timedelta(days=1))
        return None if first is None else _midnight(first), behind
    return None, None


def past_day(text: str, now: datetime) -> date | None:
    """As it is typed; without its year the last such day. None for what is none."""
    today = now.astimezone().date()
    try:
        a_year_ago = today.replace(year=today.year - 1)
    except ValueError:  # 29 February
        a_year_ago = date(today.year - 1, 2, 28)
    return read_day(text, a_year_ago + timedelta(days=1))


def _midnight(day: date) -> datetime | None:
    try:
        return datetime.combine(day, time.min).astimezone()
    except (ValueError, OverflowError, OSError):  # beyond what the system's clock knows
        return None
