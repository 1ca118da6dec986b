"""Every word on screen goes through here: `tr` gives it in the agent's language and fills its gaps.

Also how numbers of seconds and instants are written. Which sentence belongs to what is `ui.wording`'s.
"""

from __future__ import annotations

import gettext
import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from string import Formatter
from typing import TypeAlias

import msgspec
from msgspec import Struct

import resources

_log = logging.getLogger(__name__)

FOLDER = "translations"
ENGLISH = "en"

Entry: TypeAlias = str | list[str]


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's file. ``entries``: the English source to its translation; to all plural forms for `trn`, whose key
    is the form for one. ``plural`` is gettext's C expression of ``n`` that gives the form's place.
    """

    language: str
    """The language's name for itself."""
    plural: str = "n != 1"
    entries: dict[str, Entry] = {}


class _InUse:
    """The language that `tr` speaks. One for the program: no window is in two languages."""

    def __init__(self) -> None:
        self.language = ENGLISH
        self.entries: dict[str, Entry] = {}
        self.form: Callable[[int], int] = int


_in_use = _InUse()


def tr(source: str, /, **gaps: object) -> str:
    """The sentence in the language in use; ``{name}`` gaps are filled from the keywords."""
    words = _in_use.entries.get(source, source)
    if not isinstance(words, str):
        words = source
    return words.format(**gaps) if gaps else words


def trn(one: str, many: str, /, n: int, **gaps: object) -> str:
    """As `tr`, with the plural form for ``n``, which also fills ``{n}``."""
    forms = _in_use.entries.get(one)
    words = one if n == 1 else many
    if isinstance(forms, list):
        words = forms[_in_use.form(n)]
    return words.format(n=n, **gaps)


def trc(kind: str, source: str, /) -> str:
    """As `tr`, for an English word that elsewhere is another word: ``trc("verb", "Call")``, whose key is ``verb|Call``."""
    words = _in_use.entries.get(f"{kind}|{source}", source)
    return words if isinstance(words, str) else source


def marked(source: str) -> str:
    """Marks a sentence for translation that is shown by a later ``tr(sentence)``."""
    return source


def gaps_of(source: str) -> frozenset[str]:
    """The names of its gaps. Raises ValueError for anything but plain ``{name}``."""
    if "{" not in source and "}" not in source:
        return frozenset()
    names = set()
    for _, name, layout, conversion in Formatter().parse(source):
        if name is None:
            continue
        if not name.isidentifier() or layout or conversion:
            raise ValueError(f"not a plain gap: {name!r}")
        names.add(name)
    return frozenset(names)


def languages() -> dict[str, str]:
    """Every language that can be used: its code, and its own name for itself."""
    found = {ENGLISH: "English"}
    for code in _codes():
        catalogue = _read(code)
        if catalogue is not None:
            found[code] = catalogue.language
    return found


def best(wanted: Iterable[str]) -> str:
    """The first language we have of those that a system prefers, given as ``de-CH`` or ``nb_NO``; else English."""
    have = {ENGLISH, *_codes()}
    for tag in wanted:
        code = tag.replace("_", "-").split("-")[0].lower()
        code = {"no": "nb", "nn": "nb"}.get(code, code)
        if code in have:
            return code
    return ENGLISH


def use(language: str) -> None:
    """From now on everything is said in this language; what it lacks, and a language that is not there, in English."""
    _in_use.language, _in_use.entries, _in_use.form = ENGLISH, {}, int
    catalogue = _read(language) if language in _codes() else None
    if catalogue is None:
        return
    _in_use.form = gettext.c2py(catalogue.plural)
    _in_use.language = language
    _in_use.entries = {s: e for s, e in catalogue.entries.items() if fault(s, e, catalogue.plural) is None}


def language() -> str:
    return _in_use.language


def fault(source: str, entry: Entry, plural: str = "n != 1") -> str | None:
    """Why an entry cannot be used: other gaps than its source, or too few plural forms."""
    try:
        wanted = gaps_of(source)
        if isinstance(entry, str):
            return None if gaps_of(entry) == wanted else "its gaps are not those of its source"
        if len(entry) < _forms(plural):
            return "too few plural forms"
        if any(gaps_of(form) - {"n"} != wanted - {"n"} for form in entry):
            return "a form's gaps are not those of its source"
    except ValueError as error:
        return str(error)
    return None


@cache
def _forms(plural: str) -> int:
    """How many there are by this rule. Raises ValueError for one that is none."""
    rule = gettext.c2py(plural)
    return 1 + max(rule(n) for n in range(201))


def duration(seconds: float) -> str:
    """``04:12``, ``1:02:05``. Whole seconds that have passed; never negative."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes:02}:{left:02}"


def grouped(number: int) -> str:
    """``100,000``, with the language's own mark between the thousands."""
    return f"{number:,}".replace(",", tr(","))


def clock_time(instant: datetime) -> str:
    """``14:02`` on this computer's wall."""
    return f"{instant.astimezone():%H:%M}"


def day(instant: datetime, now: datetime | None = None) -> str:
    """``18 Nov 2026``; with ``now``, ``Today`` and ``Yesterday`` where they are meant. Days are this computer's."""
    local = instant.astimezone()
    if now is not None:
        today = now.astimezone().date()
        if local.date() == today:
            return tr("Today")
        if local.date() == today - timedelta(days=1):
            return tr("Yesterday")
    return date_text(local.date())


def date_text(day: date) -> str:
    """``18 Nov 2026``."""
    return tr("{day} {month} {year}", day=day.day, month=tr(MONTHS[day.month - 1]), year=day.year)


def day_and_time(instant: datetime, now: datetime | None = None) -> str:
    """``18 Nov 2026, 09:14``; with ``now``, ``Today 09:14`` on the same day."""
    written = day(instant, now)
    apart = tr("{day}, {time}") if any(character.isdigit() for character in written) else tr("{day} {time}")
    return apart.format(day=written, time=clock_time(instant))


MONTHS = (
    marked("Jan"),
    marked("Feb"),
    marked("Mar"),
    marked("Apr"),
    marked("May"),
    marked("Jun"),
    marked("Jul"),
    marked("Aug"),
    marked("Sep"),
    marked("Oct"),
    marked("Nov"),
    marked("Dec"),
)


def months() -> tuple[str, ...]:
    """Their short names, as `day` writes them."""
    return tuple(tr(month) for month in MONTHS)


def _codes() -> list[str]:
    try:
        return [name.removesuffix(".json") for name in resources.names(FOLDER) if name.endswith(".json")]
    except FileNotFoundError:
        return []


def _read(code: str) -> Catalogue | None:
    try:
        catalogue = msgspec.json.decode(resources.read(f"{FOLDER}/{code}.json"), type=Catalogue)
        gettext.c2py(catalogue.plural)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        _log.error("translation %s cannot be used: %s", code, error)
        return None
    return catalogue
