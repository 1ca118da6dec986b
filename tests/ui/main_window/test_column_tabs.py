"""The columns' names in a row: there where only one column has room, and they follow whatever brings another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.main_window.column_tabs import ColumnTabs
from ui.main_window.window import MainWindow
from ui.notices import Notices
from ui.widgets.columns import Columns


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    tabs, columns = ColumnTabs(), Columns(made)
    parts = [QWidget(columns) for _ in range(3)]
    for part in parts:
        part.setMinimumWidth(100)
    columns.hold(parts, (300, 600, 300), (1, 3, 2))
    inside = QVBoxLayout(made)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(tabs)
    inside.addWidget(columns)
    tabs.follow(columns)
    made.setMinimumSize(1, 1)
    made.resize(1200, 300)
    made.show()
    yield made


def test_they_are_there_where_only_one_column_has_room(window: QWidget) -> None:
    tabs = window.findChild(ColumnTabs)
    for width, there in ((1200, False), (230, False), (190, True), (230, False), (150, True), (1200, False)):
        window.resize(width, 300)
        assert tabs.isVisible() is there


def test_each_opens_its_column_and_follows_it(window: QWidget) -> None:
    tabs, columns = window.findChild(ColumnTabs), window.findChild(Columns)
    window.resize(190, 300)
    assert tabs.open_section() == "contact"
    for name, at in (("customer", 2), ("work", 0), ("contact", 1)):
        tabs.open(name)
        assert [not columns.folded(one) for one in range(3)] == [one == at for one in range(3)]
    columns.fold(2, False)
    assert tabs.open_section() == "customer"
    columns.fold(2, True)
    assert tabs.open_section() == "contact"


def test_widths_that_are_kept_open_no_tabs_where_there_is_room(qtbot: QtBot) -> None:
    made = MainWindow(Notices())
    qtbot.addWidget(made, before_close_func=lambda window: setattr(window, "_closing", True))
    made.setMinimumSize(1, 1)
    made.columns.set_widths((312, 592, 376))
    made.resize(1280, 800)
    made.show()
    assert not made.sections.isVisible()
    made.resize(512, 384)
    assert made.sections.isVisible()
