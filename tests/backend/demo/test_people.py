from __future__ import annotations

from collections import Counter
from random import Random

import phonenumbers
import pytest

from agent_client.backend.demo.people import MOST_RECORDS, Person, people, stranger
from agent_client.backend.demo.places import COUNTRIES
from agent_client.rules.dial_numbers import canonical


@pytest.fixture(scope="module")
def made() -> list[Person]:
    return people(Random(1), 2_200)


def test_the_same_seed_makes_the_same_people(made: list[Person]) -> None:
    assert people(Random(1), 2_200) == made
    assert people(Random(2), 2_200) != made


def test_every_number_is_possible_of_its_country_and_nobody_elses(made: list[Person]) -> None:
    numbers = [(person.country, number) for person in made for number in person.numbers]
    assert len({number for _, number in numbers}) == len(numbers)
    for country, number in numbers:
        parsed = phonenumbers.parse(number, None)
        assert phonenumbers.is_possible_number(parsed), number
        assert country in phonenumbers.region_codes_for_country_code(parsed.country_code), number
        assert canonical(number, "NL") == number


def test_they_are_spread_over_the_countries(made: list[Person]) -> None:
    counted = Counter(person.country for person in made)
    for country in COUNTRIES:
        assert abs(counted[country.code] / len(made) - country.share / 100) < 0.04


def test_towns_and_postcodes_belong_together(made: list[Person]) -> None:
    postcodes = {(country.code, town.name): town.postcodes for country in COUNTRIES for town in country.towns}
    for person in made:
        patterns = postcodes[person.country, person.town]
        shapes = ["".join("#" if c.isdigit() else "@" if c.isalpha() else c for c in text) for text in patterns]
        shape = "".join("#" if c.isdigit() else "@" if c.isalpha() else c for c in person.postcode)
        assert shape in shapes
        assert any(person.postcode.startswith(text[:2]) for text in patterns)


def test_everybody_can_be_named_and_histories_differ(made: list[Person]) -> None:
    assert all(person.name or person.company for person in made)
    lengths = Counter(len(person.talks) for person in made)
    assert set(lengths) == set(range(MOST_RECORDS + 1))
    texts = [text for person in made for text in person.talks]
    assert len(set(texts)) > 0.7 * len(texts)
    assert not any("{" in text or "}" in text for text in texts)


def test_czech_women_have_womens_surnames(made: list[Person]) -> None:
    names = [person.name.split() for person in made if person.country == "CZ" and person.name]
    women = [surname for first, surname in names if first in ("Jana", "Eva", "Hana")]
    assert women
    assert all(surname.endswith("á") for surname in women), women


def test_strangers_have_possible_numbers() -> None:
    random = Random(3)
    for _ in range(200):
        assert phonenumbers.is_possible_number(phonenumbers.parse(stranger(random), None))
