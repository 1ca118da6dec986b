"""The table of customers: its columns share the room, and give it up where it is short."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from ui.customers.rows import Shown
from ui.customers.table import SHARES
from ui.customers.window import CustomersWindow


def test_all_columns_are_as_wide_as_the_table_and_some_go_when_it_is_narrow(window: CustomersWindow) -> None:
    table = window.list.table
    columns = table.columns
    assert sum(columns.sectionSize(at) for at in range(columns.count())) == table.viewport().width()
    assert not columns.isSectionHidden(Shown.OPERATORS)
    window.place.turned.emit(True)
    window.resize(window.minimumSize())
    window.columns.setSizes([500, 380])
    assert columns.isSectionHidden(Shown.OPERATORS)
    assert columns.isSectionHidden(Shown.PROJECT)
    assert sum(columns.sectionSize(at) for at in range(columns.count())) == table.viewport().width()


def test_widths_are_kept_as_shares(window: CustomersWindow) -> None:
    table = window.list.table
    table.set_widths((40, 10, 10, 10, 10, 10, 10))
    assert table.columns.shares()[0] == 400
    assert table.columns.sectionSize(Shown.NAME) == round(table.viewport().width() * 0.4)
    table.set_widths((1, 2))
    table.set_widths((0, *SHARES[1:]))
    assert table.columns.shares()[0] == 400, "neither fits"


def test_the_menu_of_a_row(window: CustomersWindow) -> None:
    window.list.take_focus()
    table = window.list.table
    called: list[str] = []
    table.number_pressed.connect(called.append)
    middle = table.rect().center()
    table.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, table.mapToGlobal(middle)))
    menu = table.findChild(QMenu)
    assert menu is not None
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[:2] == ["Open in the main window", "Edit"]
    assert words[2].startswith("Call ")
    menu.actions()[-1].trigger()
    assert called == ["+31200000001"]
    menu.close()
    assert table.focusPolicy() & Qt.FocusPolicy.TabFocus
