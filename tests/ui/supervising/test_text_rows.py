"""Rows from the server: what was added at either end is told as that, and the chosen row stays chosen."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ui.supervising.grid import Cell
from ui.supervising.text_rows import TextRows

Row = tuple[int, str]


@pytest.fixture
def rows(qtbot: QtBot) -> TextRows[Row]:
    made: TextRows[Row] = TextRows(["Number", "Word"], lambda row: row[0], lambda row, column: Cell(str(row[column])))
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show_rows([(5, "five"), (4, "four")])
    return made


@pytest.mark.parametrize(
    ("then", "inserted", "resets"),
    [
        ([(6, "six"), (5, "five"), (4, "four")], [(0, 0)], 0),
        ([(5, "five"), (4, "four"), (3, "three")], [(2, 2)], 0),
        ([(7, "seven"), (6, "six"), (5, "FIVE"), (4, "four"), (3, "three")], [(0, 1), (4, 4)], 0),
        ([(5, "FIVE"), (4, "four")], [], 0),
        ([(9, "nine")], [], 1),
        ([], [], 1),
    ],
)
def test_what_is_told(rows: TextRows[Row], then: list[Row], inserted: list[tuple[int, int]], resets: int) -> None:
    told: list[tuple[int, int]] = []
    anew: list[int] = []
    rows.rowsInserted.connect(lambda _, first, last: told.append((first, last)))
    rows.modelReset.connect(lambda: anew.append(1))
    rows.show_rows(then)
    assert (told, len(anew)) == (inserted, resets)
    assert [rows.at(row) for row in range(rows.rowCount())] == then
    assert [rows.row_of(number) for number, _ in then] == list(range(len(then)))
    assert rows.row_of(99) == -1


def test_the_same_rows_tell_nothing(rows: TextRows[Row]) -> None:
    told: list[int] = []
    rows.dataChanged.connect(lambda *_: told.append(1))
    rows.show_rows([(5, "five"), (4, "four")])
    assert told == []
