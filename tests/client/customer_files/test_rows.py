"""A record made into a row, and everything that can be wrong with one, by line."""

from __future__ import annotations

import pytest

from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.records import FaultKind, Record
from agent_client.client.customer_files.rows import Fault, row_of

C = Column


def row(**cells):
    """``number`` may be several, as a list."""
    columns, texts = [], []
    for name, value in cells.items():
        for text in value if isinstance(value, list) else [value]:
            columns.append(Column(name))
            texts.append(text)
    return row_of(Record(7, tuple(texts)), columns)


def kinds(made):
    return [(fault.kind, fault.column, fault.value) for fault in made.faults]


def test_a_whole_row():
    made = row(
        company_id="C-88",
        company=" Elektro Svoboda ",
        name="Jana\nNováková",
        number=["+420 724 118 305", "541/220 117", ""],
        street=["Lidická 41", "3. patro"],
        postcode="602 00",
        town="Brno",
        country="Česko",
        note=["Speaks Czech.\nPrefers the morning.", "VIP"],
        operators="204; 212",
        project="Support",
    )
    assert made.faults == ()
    wanted = {
        "line": 7,
        "company_id": "C-88",
        "company": "Elektro Svoboda",
        "name": "Jana Nováková",
        "numbers": ("+420 724 118 305", "541/220 117"),
        "street": "Lidická 41, 3. patro",
        "postcode": "602 00",
        "town": "Brno",
        "country": "CZ",
        "note": "Speaks Czech.\nPrefers the morning.\nVIP",
        "operators": ("204", "212"),
        "project": "Support",
    }
    assert {name: getattr(made.row, name) for name in wanted} == wanted


def test_first_and_last_names_are_one_name():
    assert row(last_name="Nováková", first_name="Jana").row.name == "Jana Nováková"
    assert row(first_name="Jana", name="J. N.").row.name == "J. N."


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("724118305; 541220117", ("724118305", "541220117")),
        ("724118305, 541220117\n204", ("724118305", "541220117", "204")),
        ("724118305, ext. 12", ("724118305, ext. 12",)),
        ('="00420724118305"', ("00420724118305",)),
        ("'0724118305", ("0724118305",)),
        ("Tel. 020 1234567", ("Tel. 020 1234567",)),
        ("204 ; 204", ("204",)),
    ],
)
def test_several_numbers_in_one_cell_and_how_spreadsheets_write_them(cell, numbers):
    made = row(number=cell)
    assert (made.row.numbers, made.faults) == (numbers, ())


@pytest.mark.parametrize("cell", ["call me", "12", "4,20724E+11", "+420+724", "1" * 19, "0" * 41])
def test_what_is_no_number_keeps_the_row_out_and_is_named(cell):
    made = row(name="Jana", number=cell)
    assert made.row is None
    assert {fault.kind for fault in made.faults} == {FaultKind.NUMBER}
    assert all(fault.line == 7 and fault.column is C.NUMBER for fault in made.faults)


@pytest.mark.parametrize(
    ("cell", "town"),
    [
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("'=A1", "=A1"),
        ("''5 aprilstraat", "'5 aprilstraat"),
        ("'1012", "1012"),
        ('="1012"', "1012"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("'", "'"),
        ("Žďár\r\nnad  Sázavou", "Žďár nad  Sázavou"),
    ],
)
def test_what_keeps_a_spreadsheet_from_calculating_is_taken_off_and_nothing_else(cell, town):
    assert row(name="Jana", town=cell).row.town == town


def test_more_than_three_numbers_are_said_and_keep_nobody_out():
    made = row(name="Jana", number=["111", "222", "333", "444", "555"])
    assert made.row.numbers == ("111", "222", "333")
    assert kinds(made) == [(FaultKind.MORE_NUMBERS, C.NUMBER, "444, 555")]
    assert not made.faults[0].keeps_out()


def test_all_that_is_wrong_is_said_at_once():
    made = row(name="n" * 201, note="x" * 2001, country="Atlantis", number="x", operators="12", town="Brno")
    assert made.row is None
    assert kinds(made) == [
        (FaultKind.TOO_LONG, C.NOTE, "x" * 200),
        (FaultKind.TOO_LONG, C.NAME, "n" * 200),
        (FaultKind.NUMBER, C.NUMBER, "x"),
        (FaultKind.COUNTRY, C.COUNTRY, "Atlantis"),
        (FaultKind.NUMBER, C.OPERATORS, "12"),
    ]


def test_somebody_without_name_company_and_number():
    assert kinds(row(town="Brno", note="x")) == [(FaultKind.NAMELESS, None, "")]


def test_too_few_and_too_many_columns():
    columns = (C.NAME, C.NUMBER, C.TOWN)
    few = row_of(Record(3, ("Jana", "204")), columns)
    assert (few.row, few.faults) == (None, (Fault(3, FaultKind.FEW_COLUMNS, None, "2/3"),))
    many = row_of(Record(4, ("Jana", "204", "Brno", "", "x")), columns)
    assert (many.row, many.faults) == (None, (Fault(4, FaultKind.MANY_COLUMNS, None, "5/3"),))
    assert row_of(Record(5, ("Jana", "204", "Brno", "", " ")), columns).row is not None


def test_letters_that_the_encoding_does_not_have():
    assert kinds(row(name="Dvo\ufffdák", town="x")) == [(FaultKind.ENCODING, None, "Dvo\ufffdák")]


def test_columns_that_are_left_out_are_not_looked_at():
    made = row_of(Record(1, ("Jana", "x" * 9000, "204")), (C.NAME, C.IGNORED, C.NUMBER))
    assert (made.row.name, made.row.numbers) == ("Jana", ("204",))


def test_a_record_that_could_not_be_read_keeps_its_line():
    made = row_of(Record(9, (), FaultKind.QUOTE, '"open'), (C.NAME,))
    assert (made.row, made.faults) == (None, (Fault(9, FaultKind.QUOTE, None, '"open'),))


def test_apostrophes_are_a_spreadsheets_alone() -> None:
    for text, kept in (("'t Hooft", "'t Hooft"), ("'=x", "=x"), ("''=x", "'=x"), ("'0042", "0042")):
        record, columns = Record(1, (text, "204")), (Column.NAME, Column.NUMBER)
        by_spreadsheet, by_card = row_of(record, columns).row, row_of(record, columns, of_spreadsheet=False).row
        assert by_spreadsheet is not None
        assert by_card is not None
        assert (by_spreadsheet.name, by_card.name) == (kept, text)
