"""A customer's card as it stands typed in a form: read from a customer, checked, compared, turned into what is saved. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from agent_client.protocol.customers import Customer, CustomerFields
from agent_client.protocol.names import CustomerId, CustomerList, ProjectId
from agent_client.rules.dial_numbers import DialFault, canonical, fault, shown

MOST_NUMBERS = 3
MOST_OPERATORS = 20


class Part(StrEnum):
    """What a card is made of, in the order of the form. Numbers are one part: a conflict is about all of them."""

    NAME = "name"
    COMPANY = "company"
    COMPANY_ID = "company_id"
    NUMBERS = "numbers"
    STREET = "street"
    POSTCODE = "postcode"
    TOWN = "town"
    COUNTRY = "country"
    NOTE = "note"
    OPERATORS = "operators"
    PROJECT = "project"


LIMITS = {
    Part.NAME: 200,
    Part.COMPANY: 200,
    Part.COMPANY_ID: 200,
    Part.STREET: 200,
    Part.POSTCODE: 200,
    Part.TOWN: 200,
    Part.NOTE: 2000,
}
"""Characters that the protocol takes."""
PLAIN = (
    Part.NAME,
    Part.COMPANY,
    Part.COMPANY_ID,
    Part.STREET,
    Part.POSTCODE,
    Part.TOWN,
    Part.COUNTRY,
    Part.NOTE,
)
"""The parts that are one text each."""

Value: TypeAlias = str | tuple[str, ...] | ProjectId | None


class Typed(Struct, frozen=True, kw_only=True):
    """As it stands in the form; ``numbers`` as they are written there, empty ones left out."""

    name: str = ""
    company: str = ""
    company_id: str = ""
    numbers: tuple[str, ...] = ()
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    note: str = ""
    operators: tuple[str, ...] = ()
    project: ProjectId | None = None


class WrongKind(StrEnum):
    TOO_LONG = "too_long"
    NUMBER = "number"
    COUNTRY = "country"
    NAMELESS = "nameless"
    """Neither name nor company nor number: nobody would find them again."""


class Wrong(Struct, frozen=True):
    """``at``: which of the numbers. ``most``: characters, of what is too long."""

    part: Part
    kind: WrongKind
    at: int = 0
    dial: DialFault | None = None
    most: int = 0


def typed_of(customer: Customer, home: str) -> Typed:
    """``home``: the centre's country, whose numbers are written nationally."""
    return Typed(
        name=customer.name,
        company=customer.company,
        company_id=customer.company_id,
        numbers=tuple(shown(number, home) for number in customer.numbers),
        street=customer.street,
        postcode=customer.postcode,
        town=customer.town,
        country=customer.country,
        note=customer.note,
        operators=customer.operators,
        project=customer.project,
    )


def typed_text(typed: Typed, part: Part) -> str:
    """Of one of the plain parts."""
    return str(getattr(typed, part.value))


def with_text(typed: Typed, part: Part, text: str) -> Typed:
    return replace(typed, **{part.value: text})


def fields_of(typed: Typed, base: Customer | None, home: str, which: CustomerList) -> CustomerFields:
    """What is sent. ``base`` is what it was typed over; ``which`` list a new one goes into."""
    return CustomerFields(
        version=0 if base is None else base.version,
        company_id=typed.company_id.strip(),
        company=typed.company.strip(),
        name=typed.name.strip(),
        numbers=_numbers(typed, base, home),
        street=typed.street.strip(),
        town=typed.town.strip(),
        postcode=typed.postcode.strip(),
        country=typed.country.strip().upper(),
        note=typed.note.strip(),
        operators=typed.operators,
        project=typed.project,
        list=which,
    )


def changed(typed: Typed, base: Customer | None, home: str) -> frozenset[Part]:
    """What differs from the customer that it was typed over; for a new one, what is not empty."""
    before = Customer(id=_NOBODY, version=0) if base is None else base
    now = fields_of(typed, before, home, CustomerList.CENTRAL)
    return frozenset(part for part in Part if value_of(now, part) != value_of(before, part))


def value_of(thing: Customer | CustomerFields, part: Part) -> Value:
    value: Value = getattr(thing, part.value)
    return value.strip() if isinstance(value, str) else value


def faults(typed: Typed) -> list[Wrong]:
    """All that the server would not take, in the order of the form."""
    wrong = [Wrong(part, WrongKind.TOO_LONG, most=most) for part, most in LIMITS.items() if _length(typed, part) > most]
    if not (typed.name.strip() or typed.company.strip() or any(number.strip() for number in typed.numbers)):
        wrong.append(Wrong(Part.NAME, WrongKind.NAMELESS))
    for at, number in enumerate(typed.numbers):
        dial = fault(number) if number.strip() else None
        if dial is not None:
            wrong.append(Wrong(Part.NUMBERS, WrongKind.NUMBER, at, dial))
    country = typed.country.strip()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        wrong.append(Wrong(Part.COUNTRY, WrongKind.COUNTRY))
    order = list(Part)
    return sorted(wrong, key=lambda one: order.index(one.part))


def with_part_of(typed: Typed, part: Part, customer: Customer, home: str) -> Typed:
    """One part as the customer has it."""
    return replace(typed, **{part.value: getattr(typed_of(customer, home), part.value)})


def _numbers(typed: Typed, base: Customer | None, home: str) -> tuple[str, ...]:
    """A number that nobody touched stays what it was, whatever country the card is given."""
    known = {} if base is None else {shown(number, home): number for number in base.numbers}
    country = typed.country.strip() if len(typed.country.strip()) == 2 else home
    read = (known.get(text.strip()) or canonical(text, country) or text.strip() for text in typed.numbers)
    return tuple(dict.fromkeys(number for number in read if number))


def _length(typed: Typed, part: Part) -> int:
    return len(typed_text(typed, part).strip())


_NOBODY = CustomerId(0)
