"""Saving a list as a file: which, in which form, and how it goes."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import Link
from agent_client.protocol.names import CustomerList
from ui.customers.export_page import ExportForm, ExportPage


@pytest.fixture
def page(qtbot: QtBot, seen: ModuleType) -> ExportPage:
    made = ExportPage()
    qtbot.addWidget(made)
    made.show_state(seen.WAITING)
    made.show()
    made.heard = []
    made.file_wanted.connect(lambda which, form: made.heard.append((which, form)))
    made.cancelled.connect(lambda: made.heard.append("cancelled"))
    made.left.connect(lambda: made.heard.append("left"))
    return made


def test_what_is_chosen_is_asked_for(page: ExportPage) -> None:
    page.choose(CustomerList.OWN)
    page.forms[ExportForm.VCARD].setChecked(True)
    page.save.click()
    assert page.heard == [(CustomerList.OWN, ExportForm.VCARD)]  # type: ignore[attr-defined]
    assert [form.ending for form in ExportForm] == ["csv", "vcf"]


def test_how_far_it_is_and_how_it_ends(page: ExportPage) -> None:
    page.show_running(5_000, 20_000)
    assert page.progress.fraction() == 0.25
    assert page.status.text() == "5,000 of 20,000 customers"
    assert (page.save.isVisible(), page.back.isEnabled()) == (False, False)
    page.choose(CustomerList.OWN)
    assert page.list() is CustomerList.CENTRAL, "not while one is on its way"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.heard == ["cancelled"]  # type: ignore[attr-defined]
    page.show_cancelled()
    assert page.status.text() == "Cancelled: no file was written."
    page.show_saved("customers.csv", 1)
    assert page.status.text() == "Saved to customers.csv: 1 customer."
    page.show_failed("There is no room on the disk.")
    assert page.status.tone() == "alarm"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.heard[-1] == "left"  # type: ignore[attr-defined]


def test_nothing_is_saved_without_a_link(page: ExportPage, seen: ModuleType) -> None:
    page.show_state(replace(seen.WAITING, link=Link.DOWN))
    assert page.save.why_not == "No link to the server"
