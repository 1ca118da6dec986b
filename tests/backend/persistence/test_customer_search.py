from __future__ import annotations

import pytest
from sqlalchemy import Connection

from agent_client.backend.persistence import customers
from agent_client.backend.persistence.customer_search import search
from agent_client.backend.persistence.folding import folded_words
from agent_client.protocol.customers import CustomerFields
from agent_client.protocol.names import CustomerId


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
