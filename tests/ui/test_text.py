"""Translations, plurals, and how times are written."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

import resources
from ui import text
from ui.text import (
    best,
    clock_time,
    day,
    day_and_time,
    duration,
    fault,
    gaps_of,
    grouped,
    language,
    languages,
    marked,
    tr,
    trc,
    trn,
    use,
)

CZECH = "(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    use("en")


@pytest.fixture
def catalogues(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def give(**files: object) -> None:
        written = {f"translations/{code}.json": json.dumps(content).encode() for code, content in files.items()}
        monkeypatch.setattr(resources, "names", lambda folder: [f"{code}.json" for code in files])
        monkeypatch.setattr(resources, "read", lambda name: written[name])

    return give


def test_english_needs_no_catalogue() -> None:
    use("en")
    assert tr("Seat {seat}", seat="TC-114") == "Seat TC-114"
    assert tr("100 % {not a gap") == "100 % {not a gap"
    assert trn("{n} call", "{n} calls", 1) == "1 call"
    assert trn("{n} call in {queue}", "{n} calls in {queue}", 0, queue="Sales") == "0 calls in Sales"


def test_a_gap_may_have_any_name() -> None:
    assert tr("{source} {one}", source=1, one=2) == "1 2"


def test_another_language_speaks_and_falls_back_to_english(catalogues: Callable[..., None]) -> None:
    catalogues(nl={"language": "Nederlands", "entries": {"Seat {seat}": "Plaats {seat}"}})
    use("nl")
    assert language() == "nl"
    assert tr("Seat {seat}", seat=3) == "Plaats 3"
    assert tr("Never translated {n}", n=1) == "Never translated 1"
    use("xx")
    assert (language(), tr("Seat {seat}", seat=3)) == ("en", "Seat 3")


def test_czech_has_three_plurals(catalogues: Callable[..., None]) -> None:
    forms = ["{n} hovor", "{n} hovory", "{n} hovorů"]
    catalogues(cs={"language": "Čeština", "plural": CZECH, "entries": {"{n} call": forms}})
    use("cs")
    assert [trn("{n} call", "{n} calls", n) for n in (1, 3, 5, 0)] == ["1 hovor", "3 hovory", "5 hovorů", "0 hovorů"]


@pytest.mark.parametrize(
    ("source", "entry"),
    [
        ("Seat {seat}", "Plaats"),
        ("Seat {seat}", "Plaats {plaats}"),
        ("Seat {seat}", "Plaats {seat} {seat.__class__}"),
        ("Seat {seat}", "Plaats {seat!r}"),
        ("Seat {seat}", "Plaats {seat"),
        ("Seat {seat}", "Plaats {0}"),
        ("{n} call", ["{n} oproep"]),
        ("{n} call to {queue}", ["{n} oproep", "{n} oproepen naar {queue}"]),
        ("{n} call", ["{n} oproep", "{m} oproepen"]),
    ],
)
def test_a_malformed_translation_is_english(catalogues: Callable[..., None], source: str, entry: object) -> None:
    catalogues(nl={"language": "Nederlands", "entries": {source: entry, "Good": "Goed"}})
    use("nl")
    assert fault(source, entry) is not None
    assert tr("Good") == "Goed"
    if isinstance(entry, str):
        assert tr(source, seat=4) == "Seat 4"
    else:
        assert trn(source, "many {n}", 2, queue="Sales") == "many 2"


def test_plural_forms_are_not_said_by_tr_nor_the_other_way_round(catalogues: Callable[..., None]) -> None:
    catalogues(nl={"language": "Nederlands", "entries": {"one": ["een", "meer"], "two": "twee"}})
    use("nl")
    assert tr("one") == "one"
    assert trn("two", "twos", 2) == "twos"


def test_a_word_that_is_two_things_has_two_translations(catalogues: Callable[..., None]) -> None:
    catalogues(nl={"language": "Nederlands", "entries": {"Call": "Gesprek", "verb|Call": "Bellen"}})
    assert trc("verb", "Call") == "Call"
    use("nl")
    assert (tr("Call"), trc("verb", "Call"), trc("verb", "End")) == ("Gesprek", "Bellen", "End")


def test_thousands_have_the_languages_own_mark(catalogues: Callable[..., None]) -> None:
    catalogues(nl={"language": "Nederlands", "entries": {",": "."}})
    assert (grouped(999), grouped(1234567)) == ("999", "1,234,567")
    use("nl")
    assert (grouped(999), grouped(1234567)) == ("999", "1.234.567")


def test_a_form_for_one_may_leave_the_number_out() -> None:
    assert fault("one call", ["een oproep", "{n} oproepen"]) is None
    assert fault("{n} call", ["één oproep", "{n} oproepen"]) is None


@pytest.mark.parametrize(
    "broken", [{}, {"language": 3}, {"language": "X", "plural": "n +"}, {"language": "X", "a": 1}, []]
)
def test_a_broken_catalogue_costs_only_itself(
    catalogues: Callable[..., None], broken: object, caplog: pytest.LogCaptureFixture
) -> None:
    catalogues(nl=broken, sv={"language": "Svenska"})
    assert languages() == {"en": "English", "sv": "Svenska"}
    use("nl")
    assert (language(), tr("Seat")) == ("en", "Seat")
    assert "nl" in caplog.text


def test_the_systems_wish_is_heard(catalogues: Callable[..., None]) -> None:
    catalogues(nl={"language": "Nederlands"}, nb={"language": "Norsk bokmål"})
    assert best(["fr_FR", "nl-BE", "nb"]) == "nl"
    assert best(["no_NO"]) == best(["nn-NO"]) == "nb"
    assert best(["NL"]) == "nl"
    assert best(["fr", ""]) == best([]) == best(["en-GB", "nl"]) == "en"


def _catalogues() -> list[str]:
    return text._codes()


def test_every_catalogue_in_the_package_is_sound() -> None:
    assert set(languages()) == {"en", *_catalogues()}
    for code in _catalogues():
        catalogue = text._read(code)
        assert catalogue is not None
        faults = {s: f for s, e in catalogue.entries.items() if (f := fault(s, e, catalogue.plural))}
        assert faults == {}, code


def test_gaps() -> None:
    assert gaps_of("{a} and {b}, {a}") == {"a", "b"}
    assert gaps_of("none, {{no}}") == set()
    assert marked("as it is") == "as it is"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "00:00"),
        (0.99, "00:00"),
        (252, "04:12"),
        (3599.9, "59:59"),
        (3725, "1:02:05"),
        (360000, "100:00:00"),
        (-3, "00:00"),
    ],
)
def test_durations(seconds: float, written: str) -> None:
    assert duration(seconds) == written


@pytest.fixture
def amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


INSTANT = datetime(2026, 11, 18, 8, 14, 59, tzinfo=UTC)


@pytest.mark.usefixtures("amsterdam")
def test_instants_are_written_in_this_computers_zone() -> None:
    assert clock_time(INSTANT) == "09:14"
    assert clock_time(INSTANT.replace(month=7)) == "10:14"
    assert day_and_time(INSTANT) == "18 Nov 2026, 09:14"
    assert day_and_time(INSTANT, INSTANT) == "Today 09:14"
    assert day(INSTANT, INSTANT.replace(day=19)) == "Yesterday"
    assert day_and_time(INSTANT, INSTANT.replace(day=20)) == "18 Nov 2026, 09:14"
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)  # the 19th in Amsterdam
    assert day_and_time(late, INSTANT) == "19 Nov 2026, 00:30"
    assert day_and_time(late, datetime(2026, 11, 19, 9, tzinfo=UTC)) == "Today 00:30"


@pytest.mark.usefixtures("amsterdam")
def test_a_language_has_its_own_months_and_order(catalogues: Callable[..., None]) -> None:
    entries = {"Nov": "nov.", "{day} {month} {year}": "{day}. {month} {year}", "{day}, {time}": "{day} kl. {time}"}
    catalogues(nb={"language": "Norsk bokmål", "entries": entries})
    use("nb")
    assert day_and_time(INSTANT) == "18. nov. 2026 kl. 09:14"
