"""The window of customers: its tabs, its pages, the card beside them."""

from __future__ import annotations

from types import ModuleType

from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from agent_client.client.cards import fresh
from agent_client.client.store.state import Link
from agent_client.protocol.names import CustomerList
from ui.customers.window import DUPLICATES, CustomersWindow


def test_tabs_lead_to_the_lists_and_the_duplicates(window: CustomersWindow) -> None:
    window.show_counts({CustomerList.CENTRAL: 1_000_000, CustomerList.OWN: 12})
    assert window.tabs.accessibleDescription() == "Central list 1,000,000, My own list 12, Duplicates"
    asked: list[object] = []
    window.duplicates.wanted.connect(asked.append)
    window.open(DUPLICATES)
    assert window.duplicates.isVisible()
    assert asked == [CustomerList.CENTRAL]
    window.open(CustomerList.OWN.value)
    assert window.list.isVisible()
    assert window.list.which() is CustomerList.OWN


def test_import_and_export_take_the_windows_place_and_give_it_back(window: CustomersWindow) -> None:
    window.list.head.importing.click()
    assert window.importing.isVisible()
    window.importing.back.click()
    assert window.list.isVisible()
    window.open(CustomerList.OWN.value)
    window.list.head.exporting.click()
    assert window.exporting.list() is CustomerList.OWN
    QTest.keyClick(window.exporting, Qt.Key.Key_Escape)
    assert window.list.isVisible()


def test_a_card_is_edited_beside_the_list(window: CustomersWindow, seen: ModuleType) -> None:
    window.activateWindow()
    assert not window.place.isVisible()
    window.place.form.show_draft(fresh(seen.CUSTOMER, "NL"), seen.WAITING)
    window.place.show_form(True)
    assert window.place.form.isVisible()
    assert window.list.isVisible()
    assert window.place.form.isAncestorOf(window.focusWidget())
    window.place.show_form(False)
    assert not window.place.isVisible()


def test_keys_of_the_window(window: CustomersWindow) -> None:
    window.activateWindow()
    heard: list[str] = []
    window.list.head.new.clicked.connect(lambda: heard.append("new"))
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["new"]
    assert window.focusWidget() is window.list.head.search
    asked = len(window.asked)  # type: ignore[attr-defined]
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert len(window.asked) > asked  # type: ignore[attr-defined]
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert closed == [True]


def test_a_file_that_is_dropped_is_imported(window: CustomersWindow) -> None:
    files: list[str] = []
    window.file_dropped.connect(files.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/x/customers.csv")])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(QPoint(10, 10)), Qt.DropAction.CopyAction, data, buttons, keys))
    assert [name.replace("\\", "/")[-16:] for name in files] == ["/x/customers.csv"]
    assert window.importing.isVisible()


def test_a_lost_link_is_said(window: CustomersWindow, seen: ModuleType) -> None:
    assert not window.strip.isVisible()
    window.show_state(replace(seen.WAITING, link=Link.DOWN))
    assert window.strip.isVisible()
    assert not window.list.head.new.isEnabled()
