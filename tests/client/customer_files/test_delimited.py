"""Text with separators: every kind of quoting, lines named rightly, one bad line spoiling no other."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent_client.client.customer_files.delimited import MOST_LINES, SEPARATORS, guess_separator, records
from agent_client.client.customer_files.records import FaultKind, Record


def read(text, separator=";"):
    return list(records(io.StringIO(text, newline=""), separator))


def cells(text, separator=";"):
    return [(record.line, record.cells) for record in read(text, separator)]


def test_quotes_separators_and_new_lines_within_quotes():
    text = 'a;b\r\n"x;y";"say ""yes"""\r\n"two\r\nlines";2\r\nlast;3'
    assert cells(text) == [
        (1, ("a", "b")),
        (2, ("x;y", 'say "yes"')),
        (3, ("two\r\nlines", "2")),
        (5, ("last", "3")),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_kind_of_line_end(end):
    assert cells(end.join(["a;1", "b;2", ""])) == [(1, ("a", "1")), (2, ("b", "2"))]


def test_empty_lines_and_excels_own_first_line_are_no_records():
    assert cells('sep=;\n\n;;\n  \na;b\n""\n') == [(5, ("a", "b"))]


def test_a_quotation_mark_in_the_middle_of_a_cell_is_text():
    assert cells('12" pipe;x\n5\'6";"y"\n') == [(1, ('12" pipe', "x")), (2, ("5'6\"", "y"))]


def test_a_quotation_mark_never_closed_spoils_its_own_line_only():
    text = 'a;1\n"open;2\nb;"3"\n"c;d";4\n"e\nf";5\n'
    found = read(text)
    assert found[1] == Record(2, (), FaultKind.QUOTE, '"open;2')
    assert [(record.line, record.cells) for record in found if record.fault is None] == [
        (1, ("a", "1")),
        (3, ("b", "3")),
        (4, ("c;d", "4")),
        (5, ("e\nf", "5")),
    ]


def test_a_quotation_mark_never_closed_at_the_very_end():
    text = 'a;1\n"open;2\n' + "b;3\n" * (MOST_LINES + 5)
    found = read(text)
    assert (found[1].line, found[1].fault) == (2, FaultKind.QUOTE)
    assert len(found) == 2 + MOST_LINES + 5
    assert found[-1] == Record(MOST_LINES + 7, ("b", "3"))
    assert [record.fault for record in read('"x;1')] == [FaultKind.QUOTE]


def test_a_record_without_end_is_not_read_into_memory():
    long = '"' + "x" * 70_000 + '"'
    assert [record.fault for record in read(f"{long};2\na;b")] == [FaultKind.QUOTE, None]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_separator_is_told_by_the_columns_it_makes(separator):
    lines = [
        separator.join(("Name", "Company", "Note")),
        separator.join(("Jana", "Elektro", '"a, b; c | d\te"')),
        separator.join(("Karel", "Pekařství", "x")),
    ]
    assert guess_separator(lines) == separator


def test_decimal_commas_are_no_separators():
    assert guess_separator(["Name;Sum", "a;1,5", "b;2,25", "c;3"]) == ";"
    assert guess_separator(["sep=|\r\n", "a;b|c"]) == "|"
    assert guess_separator(["one column", "only"]) == ";"
    assert guess_separator([]) == ";"


row = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8), min_size=2, max_size=5)


@given(rows=st.lists(row, max_size=8), separator=st.sampled_from(SEPARATORS), everything=st.booleans())
@example(rows=[['"', "a"]], separator=";", everything=False)
def test_what_a_spreadsheet_writes_is_read_as_it_was(rows, separator, everything):
    file = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL
    csv.writer(file, delimiter=separator, quoting=quoting).writerows(rows)
    found = read(file.getvalue(), separator)
    said = [cells for cells in rows if any(cell.strip() for cell in cells)]
    if rows and found and found[0].line > 1 and separator.join(rows[0]).lower().startswith("sep="):
        return  # Excel's own line
    assert [list(record.cells) for record in found] == said
    assert all(record.fault is None for record in found)
