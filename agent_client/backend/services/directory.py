"""The organisation's directory: found by its agents, replaced by its administrator (D2)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from msgspec import Struct

from agent_client.backend.persistence import centre, directory
from agent_client.backend.persistence.directory import NewEntry
from agent_client.backend.ports.units import Tx
from agent_client.protocol.centre import Directory
from agent_client.rules.dial_numbers import canonical

COLUMNS = ("name", "number", "role", "department")
MOST_CHARACTERS = 200
MOST_TOLD = 5


class BadDirectory(Exception):
    """The lines cannot be a directory; the text names them."""


class PlannedEntry(Struct, frozen=True, kw_only=True):
    """As an administrator writes it: the number in any form."""

    name: str
    number: str
    role: str = ""
    department: str = ""


def find(tx: Tx, text: str) -> Directory:
    """By the first letters of any words of name, role and department, or by a whole number in any form."""
    return directory.find(tx.conn, text, canonical(text, centre.settings_row(tx.conn).country))


def replace_all(tx: Tx, entries: Sequence[PlannedEntry]) -> None:
    """Raises `BadDirectory`, and then nothing of it is stored."""
    country = centre.settings_row(tx.conn).country
    wrong = [f"entry {at}: {fault}" for at, entry in enumerate(entries, 1) if (fault := _fault(entry, country))]
    _refuse(wrong)
    directory.replace_all(
        tx.conn,
        [
            NewEntry(
                name=entry.name,
                number=canonical(entry.number, country),
                role=entry.role,
                department=entry.department,
            )
            for entry in entries
        ],
    )


def imported(tx: Tx, text: str) -> None:
    """The lines of a file in place of what there was. Raises `BadDirectory`, and then all stays as it was."""
    if not centre.is_set_up(tx.conn):
        raise BadDirectory("the database holds no centre yet: make one with init")
    replace_all(tx, read(text, centre.settings_row(tx.conn).country))


def read(text: str, country: str) -> tuple[PlannedEntry, ...]:
    """The lines of a CSV file: name, number, role, department; the first may be these words. Separated by commas, or by
    semicolons as spreadsheets of many countries do. Raises `BadDirectory` with the numbers of the lines.
    """
    entries, wrong = [], []
    for line, fields in _lines(text):
        if len(fields) > len(COLUMNS) or len(fields) < 2:
            wrong.append(f"line {line}: {len(fields)} columns, where name,number,role,department were expected")
            continue
        entry = PlannedEntry(**dict(zip(COLUMNS, fields, strict=False)))
        fault = _fault(entry, country)
        if fault:
            wrong.append(f"line {line}: {fault}")
        else:
            entries.append(entry)
    _refuse(wrong)
    return tuple(entries)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that says something, with its number in the file."""
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(text.splitlines(keepends=True), delimiter=mark, skipinitialspace=True)
    try:
        for at, fields in enumerate(reader):
            stripped = [field.strip() for field in fields]
            heading = at == 0 and [field.casefold() for field in stripped[:2]] == list(COLUMNS[:2])
            if any(stripped) and not heading:
                yield reader.line_num, stripped
    except csv.Error as error:
        raise BadDirectory(f"line {reader.line_num}: {error}") from error


def _fault(entry: PlannedEntry, country: str) -> str:
    if not entry.name.strip():
        return "no name"
    if not canonical(entry.number, country):
        return f"{entry.number!r} is not a number of 3 to 18 digits"
    if any(len(field) > MOST_CHARACTERS for field in (entry.name, entry.role, entry.department)):
        return f"longer than {MOST_CHARACTERS} characters"
    return ""


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        more = f"; and {len(wrong) - MOST_TOLD} more" if len(wrong) > MOST_TOLD else ""
        raise BadDirectory("; ".join(wrong[:MOST_TOLD]) + more)
