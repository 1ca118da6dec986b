"""D2 and A1: what may be typed, what is left of a paste, what is dialled, stored and shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.protocol.centre import Project
from agent_client.protocol.names import ProjectId, QueueId
from agent_client.rules.dial_numbers import (
    DialFault,
    canonical,
    dialable,
    entry_point,
    fault,
    pasted,
    shown,
    stripped,
)

ABROAD = {"NL": "00", "DE": "00", "CZ": "00", "SE": "00", "NO": "00", "GB": "00", "US": "011", "CA": "011"}


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


@pytest.mark.parametrize(
    ("copied", "left"),
    [
        ("Tel.: +420 (724) 118-305", "+420724118305"),
        ("tel:+31206241180", "+31206241180"),
        ("*21:204#", "*21:204#"),
        ("call me", ""),
    ],
)
def test_D2_a_paste_leaves_the_number_alone(copied: str, left: str) -> None:
    assert pasted(copied) == left


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("12", DialFault.TOO_SHORT),
        ("+", DialFault.TOO_SHORT),
        ("1234567890123456789", DialFault.TOO_LONG),
        ("030 four", DialFault.CHARACTERS),
        ("030+40", DialFault.PLUS),
        ("123", None),
        ("123456789012345678", None),
        ("011 49 30 123456", None),
    ],
)
def test_D2_what_is_wrong_with_a_number_is_said(typed: str, wrong: DialFault | None) -> None:
    assert fault(typed) is wrong


@pytest.mark.parametrize("typed", ["(212) 555-0123", "1 212 555 0123", "+1 212-555-0123", "212.555.0123"])
def test_D2_forms_of_the_united_states(typed: str) -> None:
    assert canonical(typed, "US") == "+12125550123"


@given(
    st.sampled_from(["4930123456789", "420724118305", "31206241180", "12125550123", "46850212345", "4721212121"]),
    st.sampled_from(sorted(ABROAD)),
    st.sampled_from(["", " ", "-", "."]),
)
def test_D2_a_number_behind_the_countrys_prefix_for_calls_abroad_is_the_number(
    number: str, country: str, between: str
) -> None:
    assert canonical(f"{ABROAD[country]}{between}{number}", country) == f"+{number}"


@given(st.text(alphabet="+0123456789 -()#*:ab", max_size=24))
def test_D2_what_can_be_dialled_has_no_fault_and_the_other_way_round(text: str) -> None:
    assert (dialable(text) is None) is (fault(text) is not None)


@pytest.mark.parametrize("typed", ["0800 100 200", "+31 800 100200", "0031800100200"])
def test_D4_an_entry_point_is_known_by_its_number_in_any_form(typed: str) -> None:
    sales = Project(ProjectId(4), "Sales", "+31800100200", QueueId(1))
    assert entry_point(typed, "NL", [sales]) is sales
    assert entry_point("0800 100 201", "NL", [sales]) is None
    assert entry_point("", "NL", [Project(ProjectId(5), "None", "", QueueId(1))]) is None
