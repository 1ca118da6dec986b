"""Columns that share a table's width: one that is made wider takes from the next."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from ui.widgets.shared_columns import LEAST, SharedColumns


@pytest.fixture
def columns(qtbot: QtBot) -> SharedColumns:
    view = QTableView()
    view.setModel(QStandardItemModel(1, 3, view))
    made = SharedColumns((50, 30, 20))
    view.setHorizontalHeader(made)
    qtbot.addWidget(view)
    made.view = view
    made.fit(1000)
    return made


def sizes(columns: SharedColumns) -> list[int]:
    return [columns.sectionSize(at) for at in range(columns.count())]


def test_all_fill_the_width(columns: SharedColumns) -> None:
    assert sizes(columns) == [500, 300, 200]
    columns.fit(501)
    assert sum(sizes(columns)) == 501


def test_one_that_is_made_wider_takes_from_the_next(columns: SharedColumns) -> None:
    told: list[bool] = []
    columns.arranged.connect(lambda: told.append(True))
    columns.resizeSection(0, 600)
    assert sizes(columns) == [600, 200, 200]
    assert columns.shares() == (600, 200, 200)
    assert told == [True]
    columns.resizeSection(1, 5000)
    assert min(sizes(columns)) >= LEAST
    assert sum(sizes(columns)) >= 1000


def test_some_go_where_the_room_is_short_and_come_back(columns: SharedColumns) -> None:
    columns.hide_columns((1,), below=1200)
    assert columns.isSectionHidden(1)
    assert sizes(columns)[0] + sizes(columns)[2] == 1000
    columns.fit(1300)
    columns.hide_columns((1,), below=1200)
    assert sizes(columns) == [650, 390, 260]


def test_shares_of_other_columns_are_none(columns: SharedColumns) -> None:
    columns.set_shares((1, 1))
    assert sizes(columns) == [500, 300, 200]
    columns.set_shares((1, 1, 2))
    assert sizes(columns) == [250, 250, 500]
    columns.have_shares((3, 3, 3))
    assert sizes(columns) == [250, 250, 500], "the agent arranged these"
