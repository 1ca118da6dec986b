"""Columns: widened, folded away, brought back, kept."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.columns import Columns


@pytest.fixture
def columns(qtbot: QtBot) -> Columns:
    parts = [QWidget() for _ in range(3)]
    for part in parts:
        part.setMinimumWidth(100)
    made = Columns(parts, (300, 600, 380), (1, 3, 2))
    qtbot.addWidget(made)
    made.resize(1282, 500)
    made.show()
    return made


def test_a_wider_window_is_shared_out(columns: Columns) -> None:
    assert columns.widths() == (300, 600, 380)
    columns.resize(1282 + 600, 500)
    left, middle, right = columns.widths()
    assert left > 300
    assert right > 380
    assert middle - 600 > right - 380 > left - 300


def test_an_outer_column_folds_and_comes_back_as_wide_as_it_was(columns: Columns) -> None:
    told: list[int] = []
    columns.arranged.connect(lambda: told.append(1))
    columns.set_widths((260, 640, 380))
    columns.fold(0, True)
    assert (columns.folded(0), columns.widths()) == (True, (0, 900, 380))
    columns.fold(0, True)
    columns.fold(0, False)
    assert columns.widths() == (260, 640, 380)
    assert told == [1, 1, 1]


@pytest.mark.parametrize("widths", [(), (1, 2), (-5, 3, 3), (0, 0, 0)])
def test_nonsense_that_was_kept_changes_nothing(columns: Columns, widths: tuple[int, ...]) -> None:
    columns.set_widths(widths)
    assert columns.widths() == (300, 600, 380)


def test_the_middle_one_cannot_be_folded(columns: Columns) -> None:
    columns.setSizes([600, 0, 680])
    assert not columns.folded(1)
