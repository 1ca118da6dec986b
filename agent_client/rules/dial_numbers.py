"""Numbers that are typed, pasted, dialled, stored and shown (A1, D2).

A dial number is 3 to 18 digits, with ``+ # * :`` allowed beside them. Stored numbers are canonical: E.164 where a number
can be read as a public one, else its bare dial string (an extension).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from agent_client.protocol.centre import Project

FEWEST_DIGITS = 3
MOST_DIGITS = 18
_KEPT = frozenset("0123456789+#*:")
_WRITTEN = frozenset(" \t\u00a0-–./()[]")


def stripped(text: str) -> str:
    """What remains of a pasted text: digits and ``+ # * :`` (D2)."""
    return "".join(character for character in text if character in _KEPT)


def pasted(text: str) -> str:
    """As `stripped`, without the colons that were words' ("Tel.: +420…", ``tel:+420…``) and not the number's."""
    return stripped(text).strip(":")


class DialFault(StrEnum):
    """Why a text is no dial number."""

    CHARACTERS = "characters"
    PLUS = "plus"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


def fault(text: str) -> DialFault | None:
    """None: it can be dialled. Spaces, dashes, dots, slashes and brackets are how people write, and no fault."""
    if any(character not in _KEPT and character not in _WRITTEN for character in text):
        return DialFault.CHARACTERS
    dial = stripped(text)
    if "+" in dial[1:]:
        return DialFault.PLUS
    digits = sum(character.isdigit() for character in dial)
    if digits < FEWEST_DIGITS:
        return DialFault.TOO_SHORT
    return DialFault.TOO_LONG if digits > MOST_DIGITS else None


def dialable(text: str) -> str | None:
    """The dial string meant by a typed text, or None: letters, too few or too many digits."""
    return stripped(text) if fault(text) is None else None


def entry_point(text: str, country: str, projects: Iterable[Project]) -> Project | None:
    """The entry point whose own number this is, in whatever form it was typed (D4)."""
    number = canonical(text, country)
    return next((project for project in projects if number and project.dnis == number), None)


@lru_cache(maxsize=4096)
def canonical(text: str, country: str) -> str:
    """E.164 (``+420724118305``) where the text is a possible public number read in ``country``, else the dial string.

    National numbers are read, and those behind the country's own prefix for calls abroad (``00``, ``011``).

    Empty for what is no number at all, a withheld one for instance.
    """
    import phonenumbers  # 20 ms and 2 MB that only numbers cost

    dial = dialable(text)
    if dial is None:
        return ""
    if sum(character.isdigit() for character in dial) < 7 and not dial.startswith("+"):
        return dial
    try:
        parsed = phonenumbers.parse(dial, country.upper() or None)
    except phonenumbers.NumberParseException:
        return dial
    if not phonenumbers.is_possible_number(parsed):
        return dial
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def shown(number: str, country: str = "") -> str:
    """As people read it: international form with spaces for E.164, national when it is of ``country``, else unchanged."""
    import phonenumbers

    if not number.startswith("+"):
        return number
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    home = country and phonenumbers.region_code_for_number(parsed) == country.upper()
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
