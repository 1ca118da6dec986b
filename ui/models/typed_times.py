"""A date and a time as people type them, in the agent's language and in their country's order."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtCore import QLocale, Qt

from ui.text import MONTHS, day_and_time, language, months

_TIME = r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?\s*([ap]\.?m\.?)?"
_BETWEEN = r"(?:T|[\s,]+(?:\D{1,6}\s+)?)"
"""Between day and time; some languages write a word there."""
_ISO_DAY = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_FIGURES_DAY = r"(\d{1,2})[./\-]\s*(\d{1,2})[./\-]?\s*(\d{4}|\d{2})"
_WORDS_DAY = r"(\d{1,2})\.?\s*([^\W\d]+)\.?,?\s*(\d{4}|\d{2})"
_ISO = re.compile(rf"{_ISO_DAY}{_BETWEEN}{_TIME}", re.IGNORECASE)
_FIGURES = re.compile(rf"{_FIGURES_DAY}{_BETWEEN}{_TIME}", re.IGNORECASE)
_WORDS = re.compile(rf"{_WORDS_DAY}{_BETWEEN}{_TIME}", re.IGNORECASE)
_ISO_ALONE = re.compile(_ISO_DAY)
_FIGURES_ALONE = re.compile(r"(\d{1,2})[./\-]\s*(\d{1,2})(?:[./\-]?\s*(\d{4}|\d{2}))?[./\-]?")
_WORDS_ALONE = re.compile(r"(\d{1,2})\.?\s*([^\W\d]+)\.?,?(?:\s*(\d{4}|\d{2}))?")
_TIME_ALONE = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]\.?m\.?)?", re.IGNORECASE)


def written(moment: datetime) -> str:
    """As it stands in the field: ``24 Nov 2026, 10:30`` on this computer's wall."""
    return day_and_time(moment)


def read(text: str) -> datetime | None:
    """Also figures alone (``24.11.2026 10:30``) and ISO 8601. None for what is no date with a time."""
    wall = read_wall(text)
    try:
        return None if wall is None else wall.astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def read_wall(text: str) -> datetime | None:
    """As `read`, without saying on whose wall."""
    text = " ".join(text.split())
    if found := _ISO.fullmatch(text):
        return _wall(_day(found[1], found[2], found[3]), *found.groups()[3:])
    if found := _FIGURES.fullmatch(text):
        return _wall(_in_order(found[1], found[2], found[3]), *found.groups()[3:])
    if found := _WORDS.fullmatch(text):
        return _wall(_named(found[1], found[2], found[3]), *found.groups()[3:])
    return None


def read_day(text: str, today: date) -> date | None:
    """A date alone. One without its year is the next such day, from ``today`` on."""
    text = " ".join(text.split())
    if found := _ISO_ALONE.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _FIGURES_ALONE.fullmatch(text):
        return _with_year(_in_order, today, found[1], found[2], found[3])
    if found := _WORDS_ALONE.fullmatch(text):
        return _with_year(_named, today, found[1], found[2], found[3])
    return None


def read_time(text: str) -> time | None:
    """``14:30``, ``9``, ``2 pm``."""
    found = _TIME_ALONE.fullmatch(text.strip())
    return None if found is None else _time(found[1], found[2] or "0", found[3])


def locale() -> QLocale:
    """This computer's, when it speaks the agent's language."""
    system, wanted = QLocale.system(), QLocale(language())
    return system if system.language() == wanted.language() else wanted


def first_day_of_week() -> Qt.DayOfWeek:
    return QLocale.system().firstDayOfWeek() if _knows_country() else Qt.DayOfWeek.Monday


def _month_first() -> bool:
    order = QLocale.system().dateFormat(QLocale.FormatType.ShortFormat)
    return _knows_country() and 0 <= order.find("M") < order.find("d")


def _knows_country() -> bool:
    """Whether this computer says in which country the agent's language is spoken: English alone says nothing."""
    return QLocale.system().language() == QLocale(language()).language()


def _month(word: str) -> int | None:
    word = word.casefold().rstrip(".")
    here = locale()
    for at in range(1, 13):
        names = [MONTHS[at - 1], months()[at - 1], here.monthName(at), here.standaloneMonthName(at)]
        if word in {name.casefold().rstrip(".") for name in names}:
            return at
    return None


def _in_order(first: str, second: str, year: str) -> date | None:
    return _day(year, first, second) if _month_first() else _day(year, second, first)


def _named(day: str, word: str, year: str) -> date | None:
    month = _month(word)
    return None if month is None else _day(year, str(month), day)


def _with_year(
    read: Callable[[str, str, str], date | None], today: date, first: str, second: str, year: str | None
) -> date | None:
    """Without one the first that has not gone by: 29 February may be years away."""
    if year:
        return read(first, second, year)
    days = (read(first, second, str(today.year + n)) for n in range(9))
    return next((day for day in days if day is not None and day >= today), None)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _time(hour: str, minute: str, half: str | None) -> time | None:
    hours = int(hour)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    try:
        return time(hours, int(minute))
    except ValueError:
        return None


def _wall(day: date | None, hour: str, minute: str, half: str | None) -> datetime | None:
    clock = _time(hour, minute, half)
    return None if day is None or clock is None else datetime.combine(day, clock)
