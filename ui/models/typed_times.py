"""A date and a time as people type them, in the agent's language and in their country's order."""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtCore import QLocale, Qt

from ui.text import MONTHS, day_and_time, language, months

_TIME = r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?\s*([ap]\.?m\.?)?"
_BETWEEN = r"(?:T|[\s,]+(?:\D{1,6}\s+)?)"
"""Between day and time; some languages write a word there."""
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_BETWEEN}{_TIME}", re.IGNORECASE)
_FIGURES = re.compile(rf"(\d{{1,2}})[./\-]\s*(\d{{1,2}})[./\-]?\s*(\d{{4}}|\d{{2}}){_BETWEEN}{_TIME}", re.IGNORECASE)
_WORDS = re.compile(rf"(\d{{1,2}})\.?\s*([^\W\d]+)\.?,?\s*(\d{{4}}|\d{{2}}){_BETWEEN}{_TIME}", re.IGNORECASE)


def written(moment: datetime) -> str:
    """As it stands in the field: ``24 Nov 2026, 10:30`` on this computer's wall."""
    return day_and_time(moment)


def read(text: str) -> datetime | None:
    """Also figures alone (``24.11.2026 10:30``) and ISO 8601. None for what is no date with a time."""
    text = " ".join(text.split())
    if found := _ISO.fullmatch(text):
        return _moment(found[1], found[2], found[3], *found.groups()[3:])
    if found := _FIGURES.fullmatch(text):
        day, month = (found[2], found[1]) if _month_first() else (found[1], found[2])
        return _moment(found[3], month, day, *found.groups()[3:])
    if found := _WORDS.fullmatch(text):
        month = _month(found[2])
        return None if month is None else _moment(found[3], str(month), found[1], *found.groups()[3:])
    return None


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


def _moment(year: str, month: str, day: str, hour: str, minute: str, half: str | None) -> datetime | None:
    hours = int(hour)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    years = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return datetime(years, int(month), int(day), hours, int(minute)).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
