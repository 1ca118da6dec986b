from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.backend.domain.customer_fields import checked, tidied
from agent_client.backend.domain.customer_files import CSV_BEGIN, HEADINGS, as_csv, as_vcards
from agent_client.backend.domain.customer_import import Ready, project_key, ready
from agent_client.client.customer_files.reading import Reader, examine
from agent_client.protocol.customers import Customer, CustomerFields
from agent_client.protocol.names import CustomerId, ProjectId
from agent_client.protocol.refusals import BadNumber, Invalid

SHOP = ProjectId(1)
JANA = Customer(
    id=CustomerId(1),
    version=4,
    company_id="0042",
    company="Řezníček & syn; s.r.o.",
    name="Jana Nováková, „Nová“",
    numbers=("+420224811111", "204"),
    street="Na příkopě 1",
    town="Praha",
    postcode="110 00",
    country="CZ",
    note='Says "later";\ncalls back, on Mondays',
    operators=("204", "+31201234567"),
    project=SHOP,
)


def test_csv() -> None:
    text = CSV_BEGIN + as_csv([JANA], {SHOP: "Shop"})
    assert text.startswith("\ufeffCompany ID;Company;Name;")
    heads, cells = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert tuple(heads) == HEADINGS
    assert cells == [
        "0042", JANA.company, JANA.name, "+420224811111", "204", "", "Na příkopě 1", "Praha", "110 00", "CZ", JANA.note,
        "204, +31201234567", "Shop",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["=1+1", "+31 (the one)", "-x", "@home", "'=1", "'0042"])
def test_a_spreadsheet_calculates_nothing(name: str) -> None:
    line = as_csv([replace(JANA, name=name, note=name)], {})
    cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=";"))
    assert (cells[2], cells[10]) == (f"'{name}", f"'{name}")
    assert cells[3] == "+420224811111", "a number is one"
    assert as_csv([replace(JANA, name="'t Hooft")], {}).split(";")[3] == "'t Hooft"


def test_vcard() -> None:
    lines = as_vcards([JANA], {SHOP: "Shop"}).split("\r\n")
    assert lines == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Jana Nováková\\, „Nová“",
        "N:„Nová“;Jana Nováková\\,;;;",
        "ORG:Řezníček & syn\\; s.r.o.",
        "TEL;TYPE=VOICE,PREF:+420224811111",
        "TEL;TYPE=VOICE:204",
        "ADR;TYPE=WORK:;;Na příkopě 1;Praha;;110 00;CZ",
        'NOTE:Says "later"\\;\\ncalls back\\, on Mondays',
        "X-COMPANY-ID:0042",
        "X-OPERATORS:204\\, +31201234567",
        "X-PROJECT:Shop",
        "END:VCARD",
        "",
    ]


def test_a_card_without_a_name_stands_under_what_it_has() -> None:
    nameless = Customer(id=CustomerId(1), version=1, company="Bakker", numbers=("204",))
    assert "FN:Bakker\r\nN:;;;;\r\n" in as_vcards([nameless], {})
    assert "FN:204\r\nN:;;;;\r\n" in as_vcards([replace(nameless, company="")], {})


@given(st.text(max_size=300))
def test_lines_are_folded_between_characters(note: str) -> None:
    written = as_vcards([replace(JANA, note=note)], {}).encode()
    for line in written.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert written.replace(b"\r\n ", b"").count(b"NOTE:") == bool(note)


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"], exclude_characters="\ufffd\u2028\u2029"),
    max_size=12,
)
AWKWARD = st.sampled_from(
    [
        "",
        ";",
        '"',
        "''x",
        "'",
        "'t Hart",
        "'0042",
        "''=1",
        "'-",
        "=1",
        '="2"',
        "a;b",
        'a "b" c',
        "\\",
        "a\\",
        "\\n",
        ",",
        "- x",
        "x\\;y",
    ]
)
WORDS = st.one_of(TEXT, AWKWARD, st.lists(st.one_of(TEXT, AWKWARD), max_size=3).map(" ".join))
NOTES = st.lists(WORDS, max_size=4).map("\n".join)
NUMBERS = st.lists(st.sampled_from(["+31201234567", "+420224811111", "204", "*21#", "112"]), max_size=3, unique=True)
CARDS = st.builds(
    CustomerFields,
    company_id=WORDS,
    company=WORDS,
    name=WORDS,
    numbers=NUMBERS.map(tuple),
    street=WORDS,
    town=WORDS,
    postcode=WORDS,
    country=st.sampled_from(["", "NL", "CZ", "SE", "US"]),
    note=NOTES,
    operators=NUMBERS.map(tuple),
    project=st.sampled_from([None, SHOP]),
)


def read_again(written: str, ending: str) -> list[CustomerFields | object]:
    """By the client, as it sends it to the server, and by the server."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"customers.{ending}"
        path.write_bytes(written.encode())
        with Reader(path, examine(path)) as reader:
            rows = reader.take(100)
    assert [one.faults for one in rows] == [()] * len(rows)
    return [
        one.fields if isinstance(one, Ready) else one
        for one in ready([one.row for one in rows if one.row is not None], "NL", {project_key("Shop"): SHOP})
    ]


@given(st.lists(CARDS, min_size=1, max_size=4))
def test_a_round_trip_loses_nothing(cards: list[CustomerFields]) -> None:
    stored = []
    for one in cards:
        try:
            stored.append(checked(tidied(one), "NL"))
        except (BadNumber, Invalid):
            continue
    if not stored:
        return
    given_out = [
        Customer(id=CustomerId(at), version=1, **{name: getattr(one, name) for name in FIELDS})
        for at, one in enumerate(stored, start=1)
    ]
    assert read_again(CSV_BEGIN + as_csv(given_out, {SHOP: "Shop"}), "csv") == stored
    assert read_again(as_vcards(given_out, {SHOP: "Shop"}), "vcf") == stored


FIELDS = [name for name in CustomerFields.__struct_fields__ if name not in ("version", "list")]
