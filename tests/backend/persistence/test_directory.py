"""Entries are found by the first letters of any word, without accents, or by a whole number; at most fifty."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from agent_client.backend.persistence import directory
from agent_client.backend.persistence.directory import MOST_FOUND, NewEntry

ENTRIES = (
    NewEntry(name="Jana Nováková", number="+420724118305", role="Lawyer", department="Legal"),
    NewEntry(name="Øyvind Åse", number="+4721212121", role="Doctor on call", department="Health"),
    NewEntry(name="Porter", number="200"),
)


def names(conn: Connection, text: str, number: str = "") -> list[str]:
    return [entry.name for entry in directory.find(conn, text, number).entries]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["Jana Nováková", "Øyvind Åse", "Porter"]),
        ("nova", ["Jana Nováková"]),
        ("NOVÁ jan", ["Jana Nováková"]),
        ("legal", ["Jana Nováková"]),
        ("call", ["Øyvind Åse"]),
        ("oyv ase", ["Øyvind Åse"]),
        ("ovak", []),
        ("100%", []),
    ],
)
def test_D2_found_by_first_letters(conn: Connection, text: str, found: list[str]) -> None:
    directory.replace_all(conn, ENTRIES)
    assert names(conn, text) == found


def test_D2_found_by_the_whole_number(conn: Connection) -> None:
    directory.replace_all(conn, ENTRIES)
    assert names(conn, "724 118 305", "+420724118305") == ["Jana Nováková"]
    assert names(conn, "724118", "+420724118") == []


def test_no_more_than_fifty_at_once(conn: Connection) -> None:
    many = [NewEntry(name=f"Room {at:03}", number=str(300 + at)) for at in range(MOST_FOUND + 1)]
    directory.replace_all(conn, many)
    found = directory.find(conn, "room", "")
    assert (len(found.entries), found.more) == (MOST_FOUND, True)
    directory.replace_all(conn, many[1:])
    found = directory.find(conn, "room", "")
    assert (len(found.entries), found.more) == (MOST_FOUND, False)


def test_replaced_as_a_whole(conn: Connection) -> None:
    directory.replace_all(conn, ENTRIES)
    directory.replace_all(conn, ENTRIES[2:])
    assert names(conn, "") == ["Porter"]
    directory.replace_all(conn, ())
    assert names(conn, "") == []
