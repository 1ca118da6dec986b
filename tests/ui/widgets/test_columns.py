"""Columns: widened, folded away, brought back, kept."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.columns import Columns


def made_of_three() -> Columns:
    parts = [QWidget() for _ in range(3)]
    for part in parts:
        part.setMinimumWidth(100)
    made = Columns()
    made.hold(parts, (300, 600, 380), (1, 3, 2))
    return made


@pytest.fixture
def columns(qtbot: QtBot) -> Columns:
    made = made_of_three()
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


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Whose minimum is smaller than that of all columns together."""
    made = QWidget()
    qtbot.addWidget(made)
    inside = QHBoxLayout(made)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(made_of_three())
    made.setMinimumSize(1, 1)
    made.resize(1282, 500)
    made.show()
    return made


def test_I1_in_a_narrow_window_the_outer_columns_give_way_and_come_back(window: QWidget) -> None:
    columns = window.findChild(Columns)
    told: list[tuple[bool, ...]] = []
    columns.arranged.connect(lambda: told.append(tuple(columns.folded(at) for at in range(3))))
    kept = columns.widths()
    window.resize(302, 500)
    assert columns.sizes()[0] >= 100 and told == [], "there is room for three"
    window.resize(290, 500)
    assert told == [(True, False, False)]
    window.resize(190, 500)
    assert told[1:] == [(True, False, True)]
    assert 0 not in columns.widths(), "it was not the agent who folded them"
    window.resize(290, 500)
    assert told[2:] == [(True, False, False)]
    window.resize(1282, 500)
    assert told[3:] == [(False, False, False)]
    assert all(abs(now - then) < 300 for now, then in zip(columns.widths(), kept, strict=True))


def test_I1_in_a_narrow_window_a_column_that_is_asked_for_comes_at_the_cost_of_the_other(window: QWidget) -> None:
    columns = window.findChild(Columns)
    window.resize(290, 500)
    columns.fold(0, False)
    assert (columns.folded(0), columns.folded(2)) == (False, True)
    columns.fold(2, False)
    assert (columns.folded(0), columns.folded(2)) == (True, False)
    columns.fold(2, True)
    window.resize(1282, 500)
    assert (columns.folded(0), columns.folded(2)) == (False, True), "folded by hand it stays"


def test_I1_a_column_without_room_beside_the_middle_one_stands_alone_until_it_is_folded(window: QWidget) -> None:
    columns = window.findChild(Columns)
    window.resize(190, 500)
    assert columns.one_at_a_time()
    kept = columns.widths()
    told: list[int] = []
    columns.arranged.connect(lambda: told.append(columns.alone()))
    columns.fold(2, False)
    assert ([columns.folded(at) for at in range(3)], columns.alone()) == ([True, True, False], 2)
    columns.fold(0, False)
    assert ([columns.folded(at) for at in range(3)], columns.alone()) == ([False, True, True], 0)
    assert columns.sizes()[0] >= 180
    columns.fold(0, True)
    assert ([columns.folded(at) for at in range(3)], columns.alone()) == ([True, False, True], -1)
    assert told == [2, 0, -1]
    columns.fold(2, False)
    window.resize(1282, 500)
    assert (columns.alone(), columns.folded(1), columns.folded(2)) == (-1, False, False)
    assert abs(columns.widths()[2] - kept[2]) < 10, "as wide as it was"
    assert all(width >= 100 for at, width in enumerate(columns.sizes()) if not columns.folded(at))


def test_I1_how_wide_they_were_is_kept_while_one_stands_alone(window: QWidget) -> None:
    columns = window.findChild(Columns)
    window.resize(190, 500)
    before = columns.widths()
    columns.fold(2, False)
    assert columns.widths()[2] == before[2]
    assert 0 not in columns.widths()


def test_the_middle_one_asks_for_room_alone(columns: Columns) -> None:
    assert columns.minimumSizeHint().width() < 300
