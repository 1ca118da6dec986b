"""What a typed date and time means in a time zone, and what the clock shows where the customer is (E9).

A *wall time* is a datetime without a zone: what a clock shows. Zones have their IANA names.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

WIDEST = timedelta(hours=6)
"""Times there that lie further apart say nothing: a number of a whole continent."""
_SECOND = timedelta(seconds=1)


class Reading(Struct, frozen=True):
    """One way to read a wall time: the instant, in UTC, and what the clock there is called then (``CEST``, ``UTC+3``)."""

    at: datetime
    name: str


class Exact(Struct, frozen=True):
    reading: Reading


class Skipped(Struct, frozen=True):
    """The clock never shows it: it goes from ``since`` straight to ``until`` (wall times). As far before that, as far after."""

    since: datetime
    until: datetime
    before: Reading
    after: Reading


class Twice(Struct, frozen=True):
    """The clock shows it, is put back, and shows it again."""

    first: Reading
    second: Reading


Meaning: TypeAlias = Exact | Skipped | Twice


class There(Struct, frozen=True):
    """Wall times where the customer is: the same twice, unless all that is known are several zones."""

    earliest: datetime
    latest: datetime


def known(name: str) -> bool:
    """Whether there is such a zone."""
    return _found(name) is not None


def zone(name: str) -> tzinfo:
    """UTC for a name that nobody knows."""
    return _found(name) or UTC


def wall(at: datetime, in_zone: tzinfo) -> datetime:
    """What the clock shows at that instant."""
    return at.astimezone(in_zone).replace(tzinfo=None, fold=0)


def meaning(typed: datetime, in_zone: tzinfo) -> Meaning:
    """Of a wall time within the years 2 to 9998."""
    first, second = typed.replace(tzinfo=in_zone, fold=0), typed.replace(tzinfo=in_zone, fold=1)
    change = _offset(second) - _offset(first)
    if not change:
        return Exact(_reading(first))
    if change < timedelta(0):
        return Twice(_reading(first), _reading(second))
    turn = _turn(second.astimezone(UTC), first.astimezone(UTC), in_zone)
    until = wall(turn, in_zone)
    return Skipped(until - change, until, _reading(second), _reading(first))


def clock_name(at: datetime, in_zone: tzinfo) -> str:
    """What the clock is called then: ``CEST``; ``UTC-3:30`` where the hours have no name."""
    there = at.astimezone(in_zone)
    name = there.tzname() or ""
    return name if name.isalpha() else _figures(_offset(there))


def place(name: str) -> str:
    """What people call a zone: ``Europe/Prague`` is Prague's."""
    return name.rpartition("/")[2].replace("_", " ")


@lru_cache(maxsize=1024)
def zones_of_number(number: str) -> tuple[str, ...]:
    """Of a number in E.164. None for an extension, and for numbers that belong to no place."""
    import phonenumbers  # 20 ms and 2 MB that only numbers cost
    from phonenumbers import timezone

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return ()
    return tuple(name for name in timezone.time_zones_for_number(parsed) if known(name))


def zones_of_country(country: str) -> tuple[str, ...]:
    """``country``: ISO 3166-1 alpha-2."""
    return _countries().get(country.upper(), ())


def zones_of_customer(number: str, country: str) -> tuple[str, ...]:
    """Where the phone is goes before where the customer lives; that decides between several, and where the phone says nothing."""
    by_number, by_country = zones_of_number(number), zones_of_country(country)
    both = tuple(name for name in by_number if name in by_country)
    return both or by_number or by_country


def there(at: datetime, zones: Iterable[str], ours: tzinfo) -> There | None:
    """None where nothing is known, too much is possible, or the clocks show what ours does."""
    times = sorted({wall(at, zone(name)) for name in zones})
    if not times or times[-1] - times[0] > WIDEST or times == [wall(at, ours)]:
        return None
    return There(times[0], times[-1])


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta(0)


def _reading(moment: datetime) -> Reading:
    at = moment.astimezone(UTC)
    zone_ = moment.tzinfo
    assert zone_ is not None
    return Reading(at, clock_name(at, zone_))


def _turn(before: datetime, after: datetime, in_zone: tzinfo) -> datetime:
    """The second in which the clock was changed; it lies between the two."""
    old = _offset(before.astimezone(in_zone))
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if _offset(middle.astimezone(in_zone)) == old:
            before = middle
        else:
            after = middle
    return after


def _figures(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    if not minutes:
        return "UTC"
    hours, rest = divmod(minutes, 60)
    sign = "-" if offset < timedelta(0) else "+"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


@lru_cache(maxsize=512)
def _found(name: str) -> tzinfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones
        return None


@lru_cache(maxsize=1)
def _countries() -> dict[str, tuple[str, ...]]:
    """Each country's zones, from the table that comes with every copy of the zones."""
    found: dict[str, list[str]] = {}
    for line in _table().splitlines():
        columns = line.split("\t")
        if not line.startswith("#") and len(columns) >= 3:
            found.setdefault(columns[0], []).append(columns[2])
    return {country: tuple(names) for country, names in found.items()}


def _table() -> str:
    for folder in zoneinfo.TZPATH:
        path = Path(folder, "zone.tab")
        if path.is_file():
            return path.read_text(encoding="utf-8")
    try:
        return (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return ""
