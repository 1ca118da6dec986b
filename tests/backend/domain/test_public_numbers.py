"""Which numbers strangers may have the centre call: people's phones, never what costs a fortune, is short, or is our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.domain.public_numbers import to_call

OWN = {"+31800100200", "+31206241180"}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 1288 4410", "+31612884410"),
        ("0031 6 12884410", "+31612884410"),
        ("+420 724 118 305", "+420724118305"),
        ("(020) 624 11 81", "+31206241181"),
        ("088 123 4567", "+31881234567"),  # a company's at home
        ("+44 20 7946 0000", "+442079460000"),
    ],
)
def test_peoples_own_phones(typed: str, number: str) -> None:
    assert to_call(typed, "NL", OWN) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "call me",
        "204",
        "112",
        "911",
        "144",
        "0900 1234",  # premium rate
        "+44 906 123 4567",
        "+420 900 123 456",
        "+44 70 1234 5678",  # follow-me numbers that cost as much
        "+881 6 1234 5678",  # a satellite's
        "+883 5100 1234 5678",
        "+800 1234 5678",
        "0800 100 200",  # our own
        "020 624 1180",
        "+1 242 555 1234",  # not in use
        "0612",
        "+31 6 12884410 ext 5",
    ],
)
def test_what_is_not_called(typed: str) -> None:
    assert to_call(typed, "NL", OWN) == ""


def test_a_company_number_abroad_may_cost_anything() -> None:
    assert to_call("+31 88 123 4567", "CZ", OWN) == ""


@given(st.text(alphabet="0123456789+*# -()", max_size=40), st.sampled_from(["NL", "CZ", "US", "", "XX"]))
def test_nothing_typed_fails(typed: str, country: str) -> None:
    number = to_call(typed, country, OWN)
    assert number == "" or (number.startswith("+") and len(number) >= 8 and number not in OWN)
