"""D2 and A1: what may be typed, what is left of a paste, what is dialled, stored and shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.rules.dial_numbers import canonical, dialable, shown, stripped


def test_D2_a_paste_is_stripped() -> None:
    assert stripped("Tel.: +420 (724) 118-305 ext") == ":+420724118305"
    assert stripped("call me") == ""


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("204", "204"),
        ("+31 20 624 11 80", "+31206241180"),
        ("(020) 624-1180", "0206241180"),
        ("0031 20 6241180", "0031206241180"),
        ("*21#123", "*21#123"),
        ("123456789012345678", "123456789012345678"),
    ],
)
def test_D2_what_can_be_dialled(typed: str, dialled: str) -> None:
    assert dialable(typed) == dialled


@pytest.mark.parametrize("typed", ["", "12", "1234567890123456789", "20four", "anna@example.com", "2+04", "++", "#*:"])
def test_D2_what_cannot(typed: str) -> None:
    assert dialable(typed) is None


@pytest.mark.parametrize(
    ("text", "country", "stored"),
    [
        ("+31 20 624 11 80", "DE", "+31206241180"),
        ("020 624 11 80", "NL", "+31206241180"),
        ("0031206241180", "DE", "+31206241180"),
        ("724 118 305", "CZ", "+420724118305"),
        ("204", "NL", "204"),
        ("800 100 200", "CZ", "+420800100200"),
        ("anonymous", "NL", ""),
        ("", "NL", ""),
    ],
)
def test_one_number_is_stored_one_way(text: str, country: str, stored: str) -> None:
    assert canonical(text, country) == stored


@given(st.text(alphabet="+0123456789 -()#*:", max_size=24), st.sampled_from(["NL", "DE", "CZ", "SE", "NO", "GB", ""]))
def test_storing_twice_changes_nothing(text: str, country: str) -> None:
    once = canonical(text, country)
    assert canonical(once, country) == once


def test_numbers_are_shown_as_people_write_them() -> None:
    assert shown("+420724118305") == "+420 724 118 305"
    assert shown("+31206241180", "NL") == "020 624 1180"
    assert shown("204") == "204"
    assert shown("+not") == "+not"
