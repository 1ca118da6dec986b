"""When an appointment is to be: read from what was typed, judged by the server's clock in the centre's zone, and offered at
a press (E9). No widgets here."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QLocale

from agent_client.rules.folding import folded_words
from agent_client.rules.local_times import Exact, Reading, Skipped, Twice, meaning, wall
from ui.models.typed_times import locale, read_day, read_time, read_wall
from ui.text import date_text, tr

FURTHEST = timedelta(days=731)
"""Beyond it a year was mistyped."""
MORNING = time(9)
_MINUTE = timedelta(minutes=1)
_SATURDAY = 5
_ENGLISH = QLocale(QLocale.Language.English)
_UNITS: dict[timedelta, str] = {
    timedelta(minutes=1): "m min mins minute minutes minut minuta minuty minuten minuut minuter minutt minutter",
    timedelta(hours=1): "h hr hrs hour hours hod hodina hodinu hodiny hodin std stunde stunden u uur uren "
    "t tim timme timmar time timer",
    timedelta(days=1): "d day days den dny dni tag tage tagen dag dagen dagar dager",
}
_UNIT = {word: step for step, words in _UNITS.items() for word in words.split()}
_DAYS = {
    0: ("today", "heute", "dnes", "vandaag", "idag", "i dag"),
    1: ("tomorrow", "morgen", "zitra", "imorgon", "i morgon", "imorgen", "i morgen"),
    2: ("day after tomorrow", "ubermorgen", "pozitri", "overmorgen", "i overmorgon", "overmorgon", "i overmorgen"),
}
"""Folded. Whoever works in one language may type in another."""
_IN = frozenset({"in", "za", "om", "over"})
_BEFORE_TIME = frozenset({"at", "um", "om", "v", "ve", "kl", "klokka", "klockan", "uhr"})
_RELATIVE = re.compile(r"(?:(\d+)\s*([^\W\d]+)\.?)\s*(?:(\d+)\s*([^\W\d]*)\.?)?")
_CLOCK = re.compile(r"(.*\d)\s+([A-Z]{2,5}|UTC(?:[+-]\d{1,2}(?::\d{2})?)?)")
_LAST_TIME = re.compile(
    r"(.*?)(?:^|[\s,]+)(\d{1,2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?)(?:\s+(?:h|hod|uhr|uur)\.?)?", re.IGNORECASE
)


class Fault(StrEnum):
    UNREADABLE = "unreadable"
    PAST = "past"
    FAR = "far"
    SKIPPED = "skipped"
    TWICE = "twice"


class Offer(Struct, frozen=True):
    """What may have been meant: how it is written in the field, and a few words for its button."""

    text: str
    words: str


class Judged(Struct, frozen=True):
    """``at`` None: there is no appointment in it yet, because of ``fault``; None of both: nothing was typed.

    ``gap``: between which wall times the clock is put forward.
    """

    at: datetime | None = None
    fault: Fault | None = None
    offers: tuple[Offer, ...] = ()
    gap: tuple[datetime, datetime] | None = None
    typed: datetime | None = None
    """The wall time that was read."""


class _Typed(Struct, frozen=True):
    """``clock``: what the clock is called, where that was typed. ``today``: no day was."""

    wall: datetime
    clock: str = ""
    today: bool = False


def judged(text: str, now: datetime, zone: tzinfo) -> Judged:
    """``now``: the server's."""
    text = " ".join(text.split())
    if not text:
        return Judged()
    asked = _read(text, now, zone)
    if asked is None:
        return Judged(fault=Fault.UNREADABLE)
    if isinstance(asked, datetime):
        return _placed(asked, asked, now, zone)
    match meaning(asked.wall, zone):
        case Exact(reading):
            return _placed(reading.at, asked, now, zone)
        case Skipped(since, until, before, after):
            return _to_choose(Fault.SKIPPED, asked.wall, (before, after), now, zone, gap=(since, until))
        case Twice(first, second):
            named = [reading for reading in (first, second) if reading.name == asked.clock]
            if named:
                return _placed(named[0].at, asked, now, zone)
            return _to_choose(Fault.TWICE, asked.wall, (first, second), now, zone)


def written(at: datetime, zone: tzinfo) -> str:
    """As it stands in the field: ``24 Nov 2026, 10:30``; with the clock's name where the time alone would come twice."""
    shown = wall(at, zone)
    text = tr("{day}, {time}", day=date_text(shown.date()), time=f"{shown:%H:%M}")
    found = meaning(shown, zone)
    if isinstance(found, Twice):
        return f"{text} {found.first.name if found.first.at == at else found.second.name}"
    return text


def weekday(day: date, *, whole: bool = False) -> str:
    kind = QLocale.FormatType.LongFormat if whole else QLocale.FormatType.ShortFormat
    return locale().standaloneDayName(day.isoweekday(), kind).rstrip(".")


def quick(now: datetime, zone: tzinfo) -> tuple[Offer, ...]:
    """What is wished for most: soon, or at the beginning of a working day (Monday to Friday)."""
    today = wall(now, zone).date()
    next_day = today + timedelta(days=1)
    working = next_day
    while working.weekday() >= _SATURDAY:
        working += timedelta(days=1)
    soon = _up(now)
    offers = [
        Offer(written(soon + timedelta(minutes=30), zone), tr("In 30 min")),
        Offer(written(soon + timedelta(hours=1), zone), tr("In 1 h")),
    ]
    for day in dict.fromkeys((next_day, working)):
        clock = f"{MORNING:%H:%M}"
        words = tr("Tomorrow {time}", time=clock) if day == next_day else f"{weekday(day)} {clock}"
        offers.append(_offer(datetime.combine(day, MORNING), words))
    return tuple(offers)


def is_night(shown: datetime) -> bool:
    """When a call is no service."""
    return not 8 <= shown.hour < 21


def _placed(at: datetime, asked: datetime | _Typed, now: datetime, zone: tzinfo) -> Judged:
    typed = asked.wall if isinstance(asked, _Typed) else wall(at, zone)
    if at <= now:
        tomorrow = datetime.combine(typed.date() + timedelta(days=1), typed.time())
        again = isinstance(asked, _Typed) and asked.today
        offers = (_offer(tomorrow, tr("Tomorrow {time}", time=f"{tomorrow:%H:%M}")),) if again else ()
        return Judged(fault=Fault.PAST, offers=offers, typed=typed)
    if at - now > FURTHEST:
        return Judged(fault=Fault.FAR, typed=typed)
    return Judged(at=at, typed=typed)


def _to_choose(
    fault: Fault,
    typed: datetime,
    readings: tuple[Reading, Reading],
    now: datetime,
    zone: tzinfo,
    gap: tuple[datetime, datetime] | None = None,
) -> Judged:
    ahead = [reading for reading in readings if reading.at > now]
    if not ahead:
        return Judged(fault=Fault.PAST, typed=typed)
    offers = tuple(Offer(written(one.at, zone), f"{wall(one.at, zone):%H:%M} {one.name}") for one in ahead)
    return Judged(fault=fault, offers=offers, gap=gap, typed=typed)


def _offer(shown: datetime, words: str) -> Offer:
    return Offer(tr("{day}, {time}", day=date_text(shown.date()), time=f"{shown:%H:%M}"), words)


def _read(text: str, now: datetime, zone: tzinfo) -> datetime | _Typed | None:
    try:
        here = wall(now, zone)
        span = _span(text)
        if span is not None:
            return _later(span, now, zone)
        read = _wall_of(text, here)
        if read is None and (found := _CLOCK.fullmatch(text)) and (read := _wall_of(found[1], here)) is not None:
            return replace(read, clock=found[2])
        return read
    except (OverflowError, ValueError):
        return None


def _wall_of(text: str, here: datetime) -> _Typed | None:
    shown = read_wall(text)
    return _day_and_time(text, here) if shown is None else _Typed(shown)


def _span(text: str) -> list[tuple[int, timedelta]] | None:
    """``30 min``, ``in 2 h``, ``+1h30``, ``za 2 dny``."""
    words = text.removeprefix("+").strip()
    first, _, rest = words.partition(" ")
    found = _RELATIVE.fullmatch(rest if first.casefold() in _IN else words)
    if found is None:
        return None
    step = _UNIT.get("".join(folded_words(found[2])))
    if step is None:
        return None
    spans = [(int(found[1]), step)]
    if found[3]:
        below = {timedelta(hours=1): _MINUTE, timedelta(days=1): timedelta(hours=1)}.get(step)
        other = _UNIT.get("".join(folded_words(found[4]))) if found[4] else below
        if other is None:
            return None
        spans.append((int(found[3]), other))
    return spans


def _later(spans: list[tuple[int, timedelta]], now: datetime, zone: tzinfo) -> datetime | _Typed:
    """Hours are as long as they are; in so many days is at the same time of the day."""
    days = sum(count for count, step in spans if step == timedelta(days=1))
    rest = sum((count * step for count, step in spans if step != timedelta(days=1)), timedelta(0))
    if not days:
        return _up(now) + rest
    return _Typed(wall(_up(now), zone) + timedelta(days=days) + rest)


def _day_and_time(text: str, here: datetime) -> _Typed | None:
    day_text, at = text, None
    found = _LAST_TIME.fullmatch(text)
    if found is not None and (at := read_time(found[2])) is not None:
        day_text = found[1].strip(" ,")
        words = day_text.split()
        if words and words[-1].casefold().strip(".") in _BEFORE_TIME:
            day_text = " ".join(words[:-1])
    if at is not None and not day_text:
        return _Typed(datetime.combine(here.date(), at), today=True)
    day = _day(day_text, here, at)
    return None if day is None else _Typed(datetime.combine(day, at or MORNING))


def _day(text: str, here: datetime, at: time | None) -> date | None:
    today = here.date()
    words = " ".join(folded_words(text))
    for ahead, names in _DAYS.items():
        if words in names:
            return today + timedelta(days=ahead)
    for n in range(1, 8):
        day = today + timedelta(days=n)
        if words in _day_names(day):
            soon = n == 7 and (at or MORNING) > here.time()
            return today if soon else day
    return read_day(text, today)


def _day_names(day: date) -> set[str]:
    kinds = (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat)
    names = [spoken.standaloneDayName(day.isoweekday(), kind) for spoken in (locale(), _ENGLISH) for kind in kinds]
    return {" ".join(folded_words(name)) for name in names}


def _up(now: datetime) -> datetime:
    """To the whole minute."""
    down = now.replace(second=0, microsecond=0)
    return down if down == now else down + _MINUTE
