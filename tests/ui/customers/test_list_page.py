"""A list of customers: walked, searched, opened; and what stands there when there is nothing to show."""

from __future__ import annotations

from types import ModuleType

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import Link
from agent_client.protocol.agents import Rights
from agent_client.protocol.customers import CustomerLock, CustomersPage
from agent_client.protocol.names import CustomerId, CustomerList
from ui.customers.rows import Ticket
from ui.customers.table import CustomerTable
from ui.customers.window import CustomersWindow


def table(window: CustomersWindow) -> CustomerTable:
    return window.list.table


def test_the_list_comes_page_by_page(window: CustomersWindow) -> None:
    assert window.list.rows.rowCount() in (100, 200)
    assert window.list.count.text() == "250 customers"
    table(window).scrollToBottom()
    table(window).scrollToBottom()
    assert window.list.rows.rowCount() == 250
    assert window.asked == [None, "100", "200"]  # type: ignore[attr-defined]


def test_enter_opens_and_f2_edits_who_is_chosen(window: CustomersWindow) -> None:
    heard: list[tuple[str, CustomerId]] = []
    window.list.opened.connect(lambda one: heard.append(("open", one.id)))
    window.list.edit_pressed.connect(lambda one: heard.append(("edit", one.id)))
    window.list.take_focus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_End, Qt.Key.Key_F2, Qt.Key.Key_Home, Qt.Key.Key_Enter):
        QTest.keyClick(table(window), key)
    last = window.list.rows.rowCount()
    assert heard[0] == ("open", 2)
    assert heard[1][0] == "edit"
    assert heard[1][1] >= 100
    assert heard[2] == ("open", 1)
    assert last >= 100


def test_whoever_types_in_the_table_searches(window: CustomersWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    window.list.take_focus()
    QTest.keyClick(table(window), Qt.Key.Key_N)
    search = window.list.head.search
    assert search.text() == "n"
    search.clear()
    QTest.keyClicks(search, "Name 24")
    qtbot.waitUntil(lambda: window.list.head.text() == "Name 24")
    assert window.list.count.text() == "10 customers"
    assert table(window).chosen().name == "Name 240"  # type: ignore[union-attr]
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert table(window).chosen().name == "Name 241"  # type: ignore[union-attr]
    heard: list[object] = []
    window.list.opened.connect(heard.append)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert [one.name for one in heard] == ["Name 241"]  # type: ignore[attr-defined]
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert window.list.count.text() == "250 customers"


def test_what_is_being_edited_by_somebody_else_says_so(window: CustomersWindow, seen: ModuleType) -> None:
    window.list.rows.show_lock(CustomerId(1), CustomerLock(seen.BRAM, seen.NOW))
    window.list.take_focus()
    assert window.list.about.whole().startswith("In use by Bram since ")
    heard: list[object] = []
    window.list.edit_pressed.connect(heard.append)
    QTest.keyClick(table(window), Qt.Key.Key_F2)
    assert heard == []
    assert window.list.about.whole() == "Bram works on this card: wait until it is free."


def test_whoever_is_chosen_stays_chosen_when_the_list_is_read_anew(window: CustomersWindow) -> None:
    table(window).choose(7)
    window.list.refresh()
    assert table(window).chosen().id == 8  # type: ignore[union-attr]


def test_empty_lists_say_what_to_do(window: CustomersWindow, qtbot: QtBot, seen: ModuleType) -> None:
    heard: list[str] = []
    window.list.head.new.clicked.connect(lambda: heard.append("new"))
    window.open(CustomerList.OWN.value)
    empty = window.list.empty
    assert (empty.isVisible(), empty.title.text()) == (True, "Your own list is empty")
    empty.action.click()
    assert heard == ["new"]
    window.show_state(replace(seen.WAITING, me=replace(seen.ME, rights=Rights(edit_central=False, edit_own=False))))
    assert empty.action.isHidden()
    assert window.list.head.new.why_not == "You may not change customers: ask your supervisor."
    window.show_state(replace(seen.WAITING, link=Link.DOWN))
    assert empty.title.text() == "No link to the server"


def test_nobody_found_is_no_empty_list(window: CustomersWindow, qtbot: QtBot) -> None:
    QTest.keyClicks(window.list.head.search, "xyz")
    qtbot.waitUntil(lambda: window.list.head.text() == "xyz")
    assert window.list.empty.title.text() == "Nobody found"


def test_a_list_that_cannot_be_read_is_tried_again(window: CustomersWindow) -> None:
    window.list.rows.page_wanted.disconnect()
    asked: list[Ticket] = []
    window.list.rows.page_wanted.connect(lambda ticket, _: asked.append(ticket))
    window.open(CustomerList.OWN.value)
    assert window.list.empty.title.text() == "The list is on its way"
    assert window.list.rows.failed(asked[-1])
    window.list.show_failed("The server did not answer.")
    assert window.list.empty.sentence.text() == "The server did not answer."
    window.list.empty.action.click()
    assert len(asked) == 2
    assert window.list.rows.show_page(asked[-1], CustomersPage((), None, 0))
    window.list.arrived()
    assert window.list.empty.title.text() == "Your own list is empty"
