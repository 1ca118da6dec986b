"""What an agent may write of a customer, made certain: numbers that can be called, a name for whoever it is (F1)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.refusals import BadNumber, Invalid
from agent_client.rules import written_numbers

_LINES = ("company_id", "company", "name", "street", "town", "postcode")
_TEXTS = (*_LINES, "note")


def tidied(fields: CustomerFields) -> CustomerFields:
    """With no more blanks than are needed: as an agent types, and a spreadsheet gives."""
    lines = {name: " ".join(getattr(fields, name).split()) for name in _LINES}
    return replace(fields, note="\n".join(fields.note.splitlines()).strip(), **lines)


def checked(fields: CustomerFields, country: str) -> CustomerFields:
    """With canonical numbers, each once; ``country`` is the centre's, for customers without one and for operators.

    Raises `BadNumber`, or `Invalid` for a customer whom nothing names.
    """
    texts = {name: getattr(fields, name).replace("\x00", "") for name in _TEXTS}  # which PostgreSQL does not keep
    numbers = _numbers(fields.numbers, fields.country or country)
    if not (texts["name"].strip() or texts["company"].strip() or numbers):
        raise Invalid("a customer needs a name, a company or a number", field="name")
    if fields.country and not (len(fields.country) == 2 and fields.country.isascii() and fields.country.isalpha()):
        raise Invalid("a country is two letters, such as NL", field="country")
    return replace(
        fields,
        numbers=numbers,
        operators=_numbers(fields.operators, country),
        country=fields.country.upper(),
        **texts,
    )


def _numbers(typed: Iterable[str], country: str) -> tuple[str, ...]:
    numbers: list[str] = []
    for text in typed:
        number = written_numbers.read(text, country)
        if not number:
            raise BadNumber("not a number that can be called", number=text)
        if number not in numbers:
            numbers.append(number)
    return tuple(numbers)
