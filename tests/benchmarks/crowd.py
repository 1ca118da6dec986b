"""Very many customers in a centre's database: names, companies, towns and numbers that people could have, the same every time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random

from agent_client.backend.persistence.folding import searchable, sorting

FIRST_ID = 10_000
"""Behind those of the demo."""
AT_ONCE = 20_000
_SYLLABLES = (
    *(
        "ka",
        "ro",
        "ben",
        "dor",
        "mi",
        "val",
        "ster",
        "hov",
        "lin",
        "gar",
        "tes",
        "nov",
        "ak",
        "ber",
        "dal",
        "jan",
        "sen",
    ),
    *("ler", "wit", "ze", "pe", "tr", "os", "vel", "hol"),
)
_FIRST = (
    *("Anna", "Jan", "Petra", "Lukas", "Eva", "Bram", "Søren", "Åsa", "Jürgen", "Zoë", "Pavel", "Marie", "Tomáš"),
    *("Ingrid", "Lars", "Femke", "Jana", "Karel", "Nils", "Ida"),
)
_TRADES = ["Bouw", "Data", "Handel", "Transport", "Service", "Bygg", "Elektro", "Papier"]
_FORMS = ["BV", "GmbH", "s.r.o.", "AB", "AS"]
_COUNTRIES = ("+31", "+49", "+420", "+46", "+47")
CUSTOMERS = (
    "INSERT INTO customers (id, version, company_id, company, name, street, town, postcode, country, note, operators,"
    " variables, search, sorting) VALUES (?, 1, ?, ?, ?, 'Gracht 1', ?, '1011 AB', 'NL', '', '[]', '{}', ?, ?)"
)
NUMBERS = "INSERT INTO customer_numbers (customer_id, position, number) VALUES (?, ?, ?)"


def fill(file: Path, count: int) -> None:
    conn = sqlite3.connect(file)
    conn.execute("PRAGMA synchronous = OFF")
    people: list[tuple[object, ...]] = []
    numbers: list[tuple[object, ...]] = []
    for one, theirs in _people(count):
        people.append(one)
        numbers += theirs
        if len(people) == AT_ONCE:
            conn.executemany(CUSTOMERS, people)
            conn.executemany(NUMBERS, numbers)
            people, numbers = [], []
    conn.executemany(CUSTOMERS, people)
    conn.executemany(NUMBERS, numbers)
    conn.commit()
    conn.close()


def _people(count: int) -> Iterator[tuple[tuple[object, ...], list[tuple[object, ...]]]]:
    random = Random(7)
    names = ["".join(random.choices(_SYLLABLES, k=random.randint(2, 4))).title() for _ in range(12_000)]
    towns = [
        "".join(random.choices(_SYLLABLES, k=2)).title() + random.choice(("", " West", "burg")) for _ in range(600)
    ]
    for number in range(FIRST_ID, FIRST_ID + count):
        business = random.random() < 0.35
        name = f"{random.choice(_FIRST)} {random.choice(names)}"
        company = f"{random.choice(names)} {random.choice(_TRADES)} {random.choice(_FORMS)}" if business else ""
        company_id = f"C{random.randrange(10**6):06}" if business else ""
        town = random.choice(towns)
        found = searchable(name, company, company_id, town)
        dialled = [
            (number, at, f"{random.choice(_COUNTRIES)}{random.randrange(2 * 10**8, 9 * 10**8)}")
            for at in range(random.choices((1, 2, 3), weights=(65, 28, 7))[0])
        ]
        yield (number, company_id, company, name, town, found, sorting(name, company)), dialled
