"""Every finding has its sentence, whatever the language; amounts are said as people say them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent_client.rules.findings import Check, Finding, Found, Grade
from ui import text
from ui.diagnostics import words

PARAMS = {
    **dict.fromkeys(("ms", "port", "status", "needs", "schema", "seconds", "times", "last", "off", "limit"), "1"),
    **dict.fromkeys(("free", "log", "kept", "memory", "days", "width", "height"), "5300"),
    **dict.fromkeys(("since", "until"), "2026-11-22T09:00:00+00:00"),
    **dict.fromkeys(("host", "client", "server", "by", "phone", "said", "subject", "issuer", "proxy", "name"), "x"),
    **dict.fromkeys(("seat", "rule", "folder", "screens", "version", "python", "qt", "system"), "x"),
    "time": "2026-11-22T09:00:00+00:00",
    "source": "environment",
    "code": "console_session",
}


@pytest.fixture(params=["en", *text.languages()])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    text.use(request.param)
    yield request.param
    text.use("en")


def test_every_finding_is_a_sentence_without_a_gap(language: str) -> None:
    for found in Found:
        said = words.sentence(Finding(Grade.BAD, found, PARAMS))
        assert said and "{" not in said, found
    assert all(words.title(check) for check in Check) and all(words.grade(grade) for grade in Grade)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (31, "31 s"),
        (-119, "119 s"),
        (240, "4 min"),
        (11_820, "3 h 17 min"),
        (7_200, "2 h"),
        (86_400, "1 day"),
        (-2e5, "2 days"),
    ],
)
def test_how_far_a_clock_is_off(seconds: float, said: str) -> None:
    assert words.amount(seconds) == said


@pytest.mark.parametrize(
    ("count", "said"), [(7, "7 B"), (5_300, "5.3 kB"), (48_200_000_000, "48 GB"), (1_234_000_000_000, "1,234 GB")]
)
def test_how_large_something_is(count: int, said: str) -> None:
    assert words.bytes_text(count) == said


def test_each_step_with_its_time() -> None:
    finding = Finding(Grade.GOOD, Found.SERVER_ANSWERS, {"host": "x", "ms": "9"}, (("name", 0.0001), ("tls", 0.0241)))
    assert words.steps(finding) == "Name 1 ms · Encryption 24 ms"


def test_a_clock_that_is_right_says_how_right() -> None:
    assert "0.3 s" in words.sentence(Finding(Grade.GOOD, Found.CLOCK_RIGHT, {"off": "-0.3"}))


def test_a_time_is_the_time_of_day() -> None:
    said = words.sentence(Finding(Grade.GOOD, Found.PHONE_ANSWERED, {"phone": "204", "time": PARAMS["time"]}))
    assert said.startswith("Phone 204 rang and was answered at ") and "T" not in said
