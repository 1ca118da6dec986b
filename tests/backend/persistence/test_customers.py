from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from agent_client.backend.persistence import agents, centre, customers
from agent_client.backend.persistence.folding import folded_words
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import AgentId, CustomerId, ProjectId

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def projects(conn: Connection) -> list[ProjectId]:
    centre.set_up(conn, name="x", country="NL")
    queue = centre.create_queue(conn, "Sales", variables=())
    return [centre.create_project(conn, name, number, queue) for name, number in (("A", "100"), ("B", "200"))]


@pytest.fixture
def anna(conn: Connection) -> AgentId:
    return agents.create(conn, NOW, user="anna", name="Anna", password_hash="x")


def add(conn: Connection, name: str = "", company: str = "", *numbers: str, **more: object) -> CustomerId:
    return customers.create(conn, CustomerFields(name=name, company=company, numbers=numbers), **more)  # type: ignore[arg-type]


def found(conn: Connection, text: str) -> list[str]:
    return [one.name or one.company for one in customers.search(conn, text).customers]


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
    assert [one.number for one in customers.search(conn, "99887").customers] == ["+31699887766"]
    assert [one.number for one in customers.search(conn, "anneke").customers] == ["+31201234567"]


def test_at_most_fifty_and_whether_there_are_more(conn: Connection) -> None:
    for number in range(50):
        add(conn, f"Jansen {number:02}")
    assert not customers.search(conn, "jansen").more
    add(conn, "Jansen 50")
    result = customers.search(conn, "jansen")
    assert (len(result.customers), result.more) == (50, True)
    assert [one.name for one in result.customers] == sorted(one.name for one in result.customers)


def test_who_calls(conn: Connection, projects: list[ProjectId]) -> None:
    ours, theirs = projects
    add(conn, "of the other project", "", "+311", project=theirs)
    assert customers.find_by_number(conn, "+311", ours) is None
    general = add(conn, "of none", "", "+311")
    assert customers.find_by_number(conn, "+311", ours) == customers.brief(conn, general)
    own = add(conn, "of ours", "", "+312", "+311", project=ours)
    assert customers.find_by_number(conn, "+311", ours) == customers.brief(conn, own)
    assert customers.find_by_number(conn, "+311", None) == customers.brief(conn, general)
    assert customers.find_by_number(conn, "", ours) is None
    assert customers.find_by_number(conn, "+319", ours) is None


def test_a_customer_is_read_as_it_was_written(conn: Connection, projects: list[ProjectId]) -> None:
    fields = CustomerFields(
        company_id="C-1", company="De Vries", name="Anneke", numbers=("+311", "+312", "+313"), street="Gracht 1",
        town="Amsterdam", postcode="1011 AB", country="NL", note="Calls on Mondays",
    )  # fmt: skip
    customer_id = customers.create(conn, fields, project=projects[0], operators=("201",), shown={"contract": "Gold"})
    read = customers.customer(conn, customer_id)
    assert read is not None
    assert (read.version, read.project, read.operators) == (1, projects[0], ("201",))
    assert {name: getattr(read, name) for name in fields.__struct_fields__ if name != "version"} == {
        name: getattr(fields, name) for name in fields.__struct_fields__ if name != "version"
    }
    assert customers.variables(conn, customer_id) == {"contract": "Gold"}
    assert customers.variables(conn, CustomerId(99)) == {}


def test_only_the_version_that_was_read_can_be_changed(conn: Connection, anna: AgentId) -> None:
    customer_id = add(conn, "Anneke", "", "+311")
    assert customers.change(conn, customer_id, CustomerFields(version=1, name="Annie", numbers=("+312",)), anna)
    assert not customers.change(conn, customer_id, CustomerFields(version=1, name="Anne"), anna)
    read = customers.customer(conn, customer_id)
    assert read is not None
    assert (read.name, read.numbers, read.version) == ("Annie", ("+312",), 2)
    assert found(conn, "annie") == ["Annie"]
    assert customers.last_saved_by(conn, customer_id) == "Anna"
