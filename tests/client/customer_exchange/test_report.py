"""The lines that were not imported, in a file that can be corrected and imported again."""

from __future__ import annotations

import csv

from agent_client.client.customer_exchange.report import save_bad_lines
from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.reading import Reader, examine
from agent_client.client.customer_files.rows import Fault
from agent_client.client.customer_files.survey import Surveying

HEADS = ("Line", "Reason")


def save(source, target, faults=None):
    layout = examine(source)
    if faults is None:
        surveying = Surveying()
        with Reader(source, layout) as reader:
            surveying.add(reader.take(1000))
        faults = surveying.survey(1.0, whole=True).faults
    return save_bad_lines(
        source, layout, faults, target, HEADS, lambda at: f"Column {at + 1}", lambda one: one.kind.value
    )


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_bad_lines_with_their_reasons_as_they_stood_in_the_file(tmp_path):
    source, target = tmp_path / "customers.csv", tmp_path / "bad.csv"
    text = 'Jméno;Telefon;Poznámka\r\nJana;724118305;ok\r\nŘehoř;12;"a;b\r\nc"\r\n"open;1\r\nEva;x;\r\n'
    source.write_bytes(text.encode("cp1250"))
    assert save(source, target) == 3
    assert read(target) == [
        ["Line", "Reason", "Jméno", "Telefon", "Poznámka"],
        ["3", "number", "Řehoř", "12", "a;b\r\nc"],
        ["5", "quote", '"open;1'],
        ["6", "number", "Eva", "x", ""],
    ]
    again = examine(target)
    assert again.columns == (Column.IGNORED, Column.IGNORED, Column.NAME, Column.NUMBER, Column.NOTE)


def test_what_the_server_found_is_in_it_too(tmp_path):
    source, target = tmp_path / "c.csv", tmp_path / "bad.csv"
    source.write_text("Jana;724118305\nKarel;541220117\n")
    from agent_client.client.customer_files.records import FaultKind

    faults = [Fault(2, FaultKind.PROJECT), Fault(2, FaultKind.OTHER)]
    assert save(source, target, faults) == 1
    assert read(target)[0][2:] == ["Column 1", "Column 2"]
    assert read(target)[1] == ["2", "project; other", "Karel", "541220117"]
