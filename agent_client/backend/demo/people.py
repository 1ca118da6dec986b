"""Plausible customers, the same for the same seed number: names, companies, addresses and numbers that belong together."""

from __future__ import annotations

from random import Random

from msgspec import Struct

from . import notes
from .places import COUNTRIES, LETTERS, Country, Town

MOST_RECORDS = 8


class Person(Struct, frozen=True, kw_only=True):
    """``talks`` are the texts of the history, the oldest first."""

    country: str
    company_id: str
    company: str
    name: str
    numbers: tuple[str, ...]
    street: str
    town: str
    postcode: str
    note: str
    variables: dict[str, str]
    talks: tuple[str, ...]


def filled(random: Random, pattern: str) -> str:
    """``#`` becomes a digit, ``@`` a letter; the first ``#`` of a telephone number is no zero, nor a one."""
    made: list[str] = []
    for character in pattern:
        if character == "#":
            first = pattern.startswith("+") and "#" not in pattern[: len(made)]
            made.append(random.choice("23456789" if first else "0123456789"))
        elif character == "@":
            made.append(random.choice(LETTERS))
        else:
            made.append(character)
    return "".join(made)


def people(random: Random, count: int) -> list[Person]:
    """No number twice."""
    taken: set[str] = set()
    countries = random.choices(COUNTRIES, weights=[country.share for country in COUNTRIES], k=count)
    return [_person(random, country, taken) for country in countries]


def stranger(random: Random) -> str:
    """The number of somebody, most likely of no customer."""
    country = random.choice(COUNTRIES)
    return filled(random, random.choice((random.choice(country.towns).number, *country.mobiles)))


def _person(random: Random, country: Country, taken: set[str]) -> Person:
    first = random.choice(country.first_names)
    base = random.choice(country.surnames)
    town = random.choice(country.towns)
    business = random.random() < 0.35
    street = random.choice(country.streets)
    return Person(
        country=country.code,
        company_id=f"{country.code}{random.randint(100_000, 999_999)}" if business else "",
        company=_company(random, country, base, town) if business else "",
        name="" if business and random.random() < 0.1 else f"{first} {_surname(country, first, base)}",
        numbers=_numbers(random, country, town, taken, business=business),
        street=country.house.format(street=street, number=random.randint(1, 180)),
        town=town.name,
        postcode=filled(random, random.choice(town.postcodes)),
        note=random.choice(notes.CUSTOMER_NOTES) if random.random() < 0.12 else "",
        variables=_variables(random, country),
        talks=tuple(notes.record(random) for _ in range(_talks(random))),
    )


def _surname(country: Country, first: str, base: str) -> str:
    if country.female_surname and first.endswith(("a", "e")):
        for ending, womans in country.female_surname:
            if base.endswith(ending):
                return base[: len(base) - len(ending)] + womans
    return base


def _company(random: Random, country: Country, base: str, town: Town) -> str:
    bare = base.rpartition(" ")[2]
    return random.choice(country.forms).format(name=bare, trade=random.choice(country.trades), town=town.name)


def _numbers(random: Random, country: Country, town: Town, taken: set[str], *, business: bool) -> tuple[str, ...]:
    count = random.choices((1, 2, 3), weights=(65, 28, 7))[0]
    numbers: list[str] = []
    while len(numbers) < count:
        landline = not numbers if business else random.random() < 0.3
        number = filled(random, town.number if landline else random.choice(country.mobiles))
        tries = 0
        while number in taken:  # the small ranges of fiction fill up: then any other town's will do
            tries += 1
            pattern = random.choice(country.towns).number if tries > 3 else random.choice(country.mobiles)
            number = filled(random, pattern)
        taken.add(number)
        numbers.append(number)
    return tuple(numbers)


def _talks(random: Random) -> int:
    return random.choices(range(MOST_RECORDS + 1), weights=(16, 20, 18, 14, 11, 8, 6, 4, 3))[0]


def _variables(random: Random, country: Country) -> dict[str, str]:
    values = {"Language": country.language}
    if random.random() < 0.75:
        values["Last order"] = notes.order(random)
        values["Product"] = random.choice(notes.PRODUCTS)
    if random.random() < 0.35:
        values["Case"] = notes.case(random)
    if random.random() < 0.6:
        values["Date of birth"] = f"{random.randint(1945, 2004)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return values
