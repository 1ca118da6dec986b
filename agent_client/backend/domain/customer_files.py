"""Customers as a file for other programs, and for an import that loses nothing: CSV and vCard 3.0 (RFC 2426). Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping

from agent_client.protocol.customers import Customer
from agent_client.protocol.names import ProjectId

HEADINGS = (
    "Company ID",
    "Company",
    "Name",
    "Number 1",
    "Number 2",
    "Number 3",
    "Street",
    "Town",
    "Postcode",
    "Country",
    "Note",
    "Operators",
    "Project",
)
CSV_BEGIN = "\ufeff" + ";".join(HEADINGS) + "\r\n"
"""Semicolons and the mark of UTF-8: so the spreadsheets of our countries open it by a double click."""
_CALCULATED = re.compile(r"'*[=+\-@]|'+[0-9]")
"""What a spreadsheet would calculate, or an import take for text that was kept from it."""
_NUMBERS = 3
_WIDTH = 75
"""Octets of a line (RFC 2426, 2.6)."""


def as_csv(customers: Iterable[Customer], projects: Mapping[ProjectId, str]) -> str:
    """Lines without the headings."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";")
    for one in customers:
        numbers = (*one.numbers, *[""] * _NUMBERS)[:_NUMBERS]
        before, after = (
            (one.company_id, one.company, one.name),
            (one.street, one.town, one.postcode, one.country, one.note),
        )
        project = "" if one.project is None else projects.get(one.project, "")
        writer.writerow([*map(_text, before), *numbers, *map(_text, after), ", ".join(one.operators), _text(project)])
    return lines.getvalue()


def _text(value: str) -> str:
    """With an apostrophe where it is needed; whoever reads it in takes that off again."""
    return f"'{value}" if _CALCULATED.match(value) else value


def as_vcards(customers: Iterable[Customer], projects: Mapping[ProjectId, str]) -> str:
    return "".join(_vcard(one, projects) for one in customers)


def _vcard(one: Customer, projects: Mapping[ProjectId, str]) -> str:
    """A card must have a name: one without stands under the company or the number, and its parts of a name are empty."""
    first, _, last = one.name.rpartition(" ")
    shown = one.name or one.company or next(iter(one.numbers), "")
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{_escaped(shown)}", f"N:{_escaped(last)};{_escaped(first)};;;"]
    if one.company:
        lines.append(f"ORG:{_escaped(one.company)}")
    lines += [f"TEL;TYPE={'VOICE,PREF' if at == 0 else 'VOICE'}:{_escaped(tel)}" for at, tel in enumerate(one.numbers)]
    if one.street or one.town or one.postcode or one.country:
        place = (one.street, one.town, "", one.postcode, one.country)
        lines.append("ADR;TYPE=WORK:;;" + ";".join(map(_escaped, place)))
    for name, value in (
        ("NOTE", one.note),
        ("X-COMPANY-ID", one.company_id),
        ("X-OPERATORS", ", ".join(one.operators)),
        ("X-PROJECT", "" if one.project is None else projects.get(one.project, "")),
    ):
        if value:
            lines.append(f"{name}:{_escaped(value)}")
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCARD"])


_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _folded(line: str) -> str:
    """Into lines of at most 75 octets, none of which ends within a character."""
    if len(line.encode()) <= _WIDTH:
        return line
    parts: list[str] = []
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _WIDTH:
            parts.append(part)
            part, size = "", 1  # the blank before it
        part, size = part + character, size + octets
    return "\r\n ".join([*parts, part])
