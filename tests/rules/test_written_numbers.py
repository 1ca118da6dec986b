from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.rules.dial_numbers import canonical
from agent_client.rules.written_numbers import read


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("020 123 45 67", "NL", "+31201234567"),
        ("(020) 123.45.67", "NL", "+31201234567"),
        ("Tel. +31 (0)20 123 45 67 ext. 12", "NL", "+31201234567"),
        ("mobil 070-123 45 67", "SE", "+46701234567"),
        ("tel:+31-20-123-4567", "CZ", "+31201234567"),
        ("+31201234567;ext=12", "NL", "+31201234567"),
        ("020 1234567 x12", "NL", "+31201234567"),
        ("020 1234567 toestel 9", "NL", "+31201234567"),
        ("224 811 111 linka 12", "CZ", "+420224811111"),
        ("+420 (0) 224 811 111", "CZ", "+420224811111"),
        ("030 901820 Durchwahl 12", "DE", "+4930901820"),
        ("030 901820-12", "DE", "+493090182012"),  # dialled through: part of the number
        ("+39 (0)6 698 12345", "IT", "+390669812345"),  # Italy keeps its zero
        ("+44 (0)20 7946 0000", "NL", "+442079460000"),
        ("0046 (0)40 123456", "NO", "+4640123456"),
        ("011 31 20 123 4567", "US", "+31201234567"),
        ("＋３１ ２０ １２３４５６７", "NL", "+31201234567"),
        ("\u202a+31‑20‑123\u00a04567\u202c", "NL", "+31201234567"),
        ("204", "NL", "204"),
        ("", "NL", ""),
        ("020-CALL", "NL", ""),
        ("call me", "NL", ""),
        ("x200", "NL", ""),
        ("n/a", "NL", ""),
        ("+31 20 1234567 / 06 1234567", "NL", ""),
    ],
)
def test_read(text: str, country: str, number: str) -> None:
    assert read(text, country) == number


REGIONS = ["NL", "DE", "CZ", "SE", "NO", "GB", "US", "PL", "FR", "IT"]
IDD = {"US": "011"}
FORMS = st.sampled_from(["e164", "national", "international", "idd", "rfc3966", "bare"])


@st.composite
def numbers(draw: st.DrawFn) -> tuple[phonenumbers.PhoneNumber, str]:
    """A valid number, and its country."""
    region = draw(st.sampled_from(REGIONS))
    like = phonenumbers.example_number_for_type(
        region, draw(st.sampled_from([phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE]))
    )
    assert like is not None
    digits = str(like.national_number)
    tail = draw(st.text("0123456789", min_size=3, max_size=3))
    number = phonenumbers.parse(f"+{like.country_code}{'0' if like.italian_leading_zero else ''}{digits[:-3]}{tail}")
    return (number if phonenumbers.is_valid_number(number) else like), region


def written(number: phonenumbers.PhoneNumber, region: str, form: str) -> str:
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    match form:
        case "e164":
            return e164
        case "national":
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        case "international":
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        case "idd":
            return IDD.get(region, "00") + " " + e164[1:]
        case "rfc3966":
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)
        case _:
            national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
            return "".join(one for one in national if one.isdigit())


@given(numbers(), FORMS, st.sampled_from(["", " ext. 12", ";ext=12", " x12", "#12", " EXT 7"]), st.sampled_from(" -./"))
def test_however_it_is_written_it_is_the_number_that_the_telephone_says(
    made: tuple[phonenumbers.PhoneNumber, str], form: str, extension: str, gap: str
) -> None:
    number, region = made
    text = written(number, region, form).replace(" ", gap) + extension
    told = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert read(text, region) == canonical(told, "NL") == told


@given(st.text(max_size=30), st.sampled_from([*REGIONS, "", "1"]))
def test_whatever_is_typed_it_is_a_number_or_none(text: str, country: str) -> None:
    number = read(text, country)
    assert number == "" or canonical(number, country) == number
