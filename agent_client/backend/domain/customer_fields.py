"""What an agent may write of a customer, made certain: numbers that can be called, a name for whoever it is (F1)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.refusals import BadNumber, Invalid
from agent_client.rules import written_numbers

_LINES = ("company_id", "company", "name", "street", "town", "postcode")


def checked(fields: CustomerFields, country: str) -> CustomerFields:
    """With canonical numbers, each once, and no more blanks than are needed; ``country`` is the centre's, for customers
    without one and for operators.

    Raises `BadNumber`, or `Invalid` for a customer whom nothing names.
    """
    texts = {name: " ".join(_kept(getattr(fields, name)).split()) for name in _LINES}
    texts["note"] = "\n".join(_kept(fields.note).splitlines()).strip()
    numbers = _numbers(fields.numbers, fields.country or country)
    if not (texts["name"] or texts["company"] or numbers):
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


def _kept(text: str) -> str:
    return text.replace("\x00", "")  # which PostgreSQL does not keep


def _numbers(typed: Iterable[str], country: str) -> tuple[str, ...]:
    numbers: list[str] = []
    for text in typed:
        number = written_numbers.read(text, country)
        if not number:
            raise BadNumber("not a number that can be called", number=text)
        if number not in numbers:
            numbers.append(number)
    return tuple(numbers)
