from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from agent_client.backend.persistence import agents, customer_search, customers, search_index, tables
from agent_client.backend.persistence.customer_search import search
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.persistence.folding import folded_words, sorting
from agent_client.backend.persistence.postgres import PostgresUnits
from agent_client.backend.ports.clock import SystemClock
from agent_client.backend.ports.units import Tx
from agent_client.backend.settings import Postgres
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentId, CustomerId


def add(conn: Connection, name: str = "", company: str = "", *numbers: str) -> CustomerId:
    return customers.create(conn, CustomerFields(name=name, company=company, numbers=numbers))


def found(conn: Connection, text: str) -> list[str]:
    return [one.name or one.company for one in search(conn, text).customers]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dvořáková", ["dvorakova"]),
        ("Łukasz Żabka", ["lukasz", "zabka"]),
        ("Søren Ødegård", ["soren", "odegard"]),
        ("GROSS Groß", ["gross", "gross"]),
        ("Řezníček & syn, s.r.o.", ["reznicek", "syn", "s", "r", "o"]),
        ("O'Brien", ["o", "brien"]),
        (" % _ ", []),
    ],
)
def test_folding(text: str, words: list[str]) -> None:
    assert folded_words(text) == words


def test_found_by_the_beginning_of_any_word_without_accents(conn: Connection) -> None:
    add(conn, "Jana Dvořáková", "Řezníček & syn")
    add(conn, "Łukasz Nowak", "Żabka")
    assert found(conn, "dvor") == ["Jana Dvořáková"]
    assert found(conn, "DVOŘ jana") == ["Jana Dvořáková"]
    assert found(conn, "reznicek") == ["Jana Dvořáková"]
    assert found(conn, "zab luk") == ["Łukasz Nowak"]
    assert found(conn, "vorak") == [], "in the middle of a word"
    assert found(conn, "dvor nowak") == []


def test_wildcards_are_letters_like_any_other(conn: Connection) -> None:
    add(conn, "Anna 100%", "Under_score")
    add(conn, "Bert", "Plain")
    assert found(conn, "1%0") == []
    assert found(conn, "under_sc") == ["Anna 100%"]


def test_found_by_company_id_and_town(conn: Connection) -> None:
    customers.create(conn, CustomerFields(name="A", company_id="C-0042", town="Malmö"))
    assert found(conn, "c-0042") == found(conn, "malmo") == ["A"]


@pytest.mark.parametrize("typed", ["0201234567", "020 123 45 67", "+31201234567", "1234567", "4567", "0031201234567"])
def test_found_by_number_however_it_is_written(conn: Connection, typed: str) -> None:
    add(conn, "Anneke", "", "+31201234567")
    add(conn, "Pieter", "", "+31302999999")
    assert found(conn, typed) == ["Anneke"]


def test_two_digits_are_no_number(conn: Connection) -> None:
    add(conn, "Anneke", "", "+31201234567")
    assert found(conn, "45") == []


def test_the_number_shown_is_the_one_that_matched(conn: Connection) -> None:
    add(conn, "Anneke", "", "+31201234567", "+31699887766")
    assert [one.number for one in search(conn, "99887").customers] == ["+31699887766"]
    assert [one.number for one in search(conn, "anneke").customers] == ["+31201234567"]


def test_at_most_fifty_and_whether_there_are_more(conn: Connection) -> None:
    for number in range(50):
        add(conn, f"Jansen {number:02}")
    assert not search(conn, "jansen").more
    add(conn, "Jansen 50")
    result = search(conn, "jansen")
    assert (len(result.customers), result.more) == (50, True)
    assert [one.name for one in result.customers] == sorted(one.name for one in result.customers)


@pytest.mark.parametrize(
    "typed", ["+31 (0)20 123 45 67", "Tel. 020-1234567", "020 1234567 ext. 5", "011 31 20 1234567"]
)
def test_a_whole_number_is_read_as_the_centre_reads_it(conn: Connection, typed: str) -> None:
    add(conn, "Anneke", "", "+31201234567")
    country = "US" if typed.startswith("011") else "NL"
    assert [one.name for one in search(conn, typed, country=country).customers] == ["Anneke"]


def test_in_the_order_of_folded_names_then_of_companies_and_the_nameless_last(conn: Connection) -> None:
    for name, company in (("Zoë", ""), ("Åsa", "B"), ("asa", "A"), ("", "Żabka"), ("", ""), ("Čapek", "")):
        add(conn, name, company)
    assert found(conn, "") == ["asa", "Åsa", "Čapek", "Żabka", "Zoë", ""]
    assert sorting("Anna", "Zeta") < sorting("Anna Beer", ""), "a name is sorted before its longer kin"


def test_what_is_changed_is_found_as_it_reads_now(conn: Connection) -> None:
    customer_id = add(conn, "Anneke", "", "+31201234567")
    by = agents.create(conn, datetime(2026, 3, 2, 9, tzinfo=UTC), user="anna", name="Anna", password_hash="x")
    assert customers.change(conn, customer_id, CustomerFields(version=1, name="Annie", numbers=("+31209999999",)), by)
    assert found(conn, "anneke") == found(conn, "1234567") == []
    assert found(conn, "annie") == found(conn, "999999") == ["Annie"]


def test_who_became_part_of_another_is_not_found_until_they_are_themselves_again(conn: Connection) -> None:
    kept, gone = add(conn, "Kept"), add(conn, "Gone", "", "+31201234567")
    row = tables.customers.c
    for into, there in ((kept, []), (None, ["Gone"])):
        conn.execute(tables.customers.update().where(row.id == gone).values(merged_into_id=into))
        assert found(conn, "gone") == found(conn, "1234567") == there
    conn.execute(tables.customer_numbers.delete())
    conn.execute(tables.customers.delete().where(row.id == gone))
    assert found(conn, "gone") == []


def test_a_word_longer_than_any_is_found_by_its_beginning(conn: Connection) -> None:
    add(conn, "x" * 200, "\ufdfa" * 200)
    assert len(found(conn, "x" * 150)) == 1


def test_of_very_many_those_whose_name_begins_so_come_first(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_search, "MOST_COMPARED", 10)
    for number in range(60):
        add(conn, f"Anna {number:02}", "Jansen")
    for number in range(51):
        add(conn, f"Jan {number:02}")
    result = search(conn, "jan")
    assert [one.name for one in result.customers] == [f"Jan {number:02}" for number in range(50)]
    assert result.more
    assert found(conn, "jans 5") == [f"Anna {number:02}" for number in range(50, 60)], "ten are all compared"
    found_some = search(conn, "anna jan")
    assert len(found_some.customers) == 50
    assert found_some.more


def test_without_the_index_the_same_is_found_one_by_one(conn: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    add(conn, "Jana Dvořáková", "Řezníček & syn", "+420224811111")
    add(conn, "Anna", "", "+31201234567")
    monkeypatch.setattr(search_index, "is_there", lambda _conn: False)
    assert found(conn, "rez dvor") == found(conn, "24811") == ["Jana Dvořáková"]
    assert found(conn, "") == ["Anna", "Jana Dvořáková"]


def test_a_sqlite_without_fts_has_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "has_fts", lambda _conn: False)
    engine = open_sqlite(tmp_path / "plain.db")
    with engine.begin() as conn:
        tables.metadata.create_all(conn)
        add(conn, "Anna", "", "+31201234567")
        assert not search_index.is_there(conn)
        assert found(conn, "ann") == found(conn, "123456") == ["Anna"]
    engine.dispose()


# Against a plain reading of the rule, on both databases.

NAMES = [
    "Jan",
    "Jana",
    "Janssen",
    "de Vries",
    "Vries",
    "Åsa",
    "Asa",
    "Groß",
    "O'Brien",
    "100%",
    "under_score",
    "C-004",
    "",
]
NUMBERS = ["+31201234567", "+31302345678", "+420224811111", "2041", "+4640123456"]
TYPED = [
    *NAMES,
    "j",
    "ja",
    "an",
    "vries jan",
    "as",
    "201",
    "0201234567",
    "345",
    "31 20",
    "+42",
    "004",
    "12345",
    "o",
    "gross",
]


@st.composite
def people(draw: st.DrawFn) -> tuple[str, str, tuple[str, ...], int]:
    """Name, company, numbers, and whose: of all, or of one of two agents."""
    name = " ".join(draw(st.lists(st.sampled_from(NAMES), max_size=2)))
    numbers = draw(st.lists(st.sampled_from(NUMBERS), max_size=3, unique=True))
    return name, draw(st.sampled_from(NAMES)), tuple(numbers), draw(st.integers(0, 2))


def plainly(everybody: list[tuple[int, str, str, tuple[str, ...], int]], typed: str, agent: int) -> list[int]:
    words = folded_words(typed)
    digits = "".join(one for one in typed if one.isdigit()).lstrip("0") if not any(map(str.isalpha, typed)) else ""

    def meant(name: str, company: str, numbers: tuple[str, ...]) -> bool:
        theirs = folded_words(name) + folded_words(company)
        by_word = all(any(one.startswith(word) for one in theirs) for word in words)
        by_number = len(digits) >= 3 and any(digits in number for number in numbers)
        return by_number if by_number else by_word and bool(words or not digits)

    theirs = [one for one in everybody if one[4] in (0, agent) and meant(one[1], one[2], one[3])]
    return [one[0] for one in sorted(theirs, key=lambda one: (sorting(one[1], one[2]), one[0]))]


def same_as_plainly(conn: Connection, made: list[tuple[str, str, tuple[str, ...], int]], typed: str) -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    owners: list[AgentId | None] = [None]
    owners += [agents.create(conn, now, user=user, name=user, password_hash="x") for user in ("a", "b")]
    everybody = []
    for name, company, numbers, owner in made:
        fields = CustomerFields(name=name, company=company, numbers=numbers)
        everybody.append((customers.create(conn, fields, owner=owners[owner]), name, company, numbers, owner))
    for agent in (1, 2):
        assert [one.id for one in search(conn, typed, owners[agent]).customers] == plainly(everybody, typed, agent)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(people(), max_size=12), typed=st.sampled_from(TYPED))
def test_found_is_who_is_meant(conn: Connection, made: list[tuple[str, str, tuple[str, ...], int]], typed: str) -> None:
    before = conn.begin_nested()
    same_as_plainly(conn, made, typed)
    before.rollback()


class TakenBack(Exception):
    """What was made for an example is not wanted any more."""


async def test_found_on_postgres_is_who_is_meant(postgres: Postgres) -> None:
    units = PostgresUnits(postgres, SystemClock(), lambda _: None)
    await units.start()
    made = [
        (f"{first} {second}".strip(), company, numbers, owner)
        for first, second, company, numbers, owner in zip(
            NAMES * 3,
            NAMES[3:] * 4,
            NAMES[5:] * 5,
            [(), *((number,) for number in NUMBERS), tuple(NUMBERS[:3])] * 6,
            [0, 0, 1, 2] * 10,
            strict=False,
        )
    ]

    def example(typed: str) -> Callable[[Tx], None]:
        def unit(tx: Tx) -> None:
            same_as_plainly(tx.conn, made, typed)
            raise TakenBack

        return unit

    for typed in TYPED:
        with pytest.raises(TakenBack):
            await units.write(example(typed))
    await units.stop()
