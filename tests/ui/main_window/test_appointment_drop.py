"""E9: where the box for an appointment stands, what opens it, and that it stays while the agent looks elsewhere."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import State
from ui.main_window.window import MainWindow
from ui.models.appointment_subject import of_contact, of_customer, of_entry
from ui.notices import Notices


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(Notices())
    qtbot.addWidget(made)
    made.show()
    return made


def show(window: MainWindow, state: State, seen: ModuleType) -> None:
    for view in window.views():
        view.show_state(state)
        view.tick(seen.NOW)


def where(window: MainWindow, part: QWidget) -> tuple[int, int]:
    """Its upper and its lower edge in the window."""
    top = part.mapTo(window, QPoint(0, 0)).y()
    return top, top + part.height()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640)])
def test_E9_it_stands_beside_what_opened_it_and_leaves_the_phase_in_sight(
    size: tuple[int, int], window: MainWindow, seen: ModuleType, qtbot: QtBot
) -> None:
    window.resize(*size)
    show(window, seen.WRAP_UP, seen)
    contact = window.contact.contact()
    assert contact is not None
    button = window.contact.appointment_button()
    window.appointment.open(of_contact(contact, seen.WRAP_UP, None), button)
    box = window.appointment.box
    qtbot.waitUntil(box.when.field.hasFocus)
    QApplication.processEvents()
    assert box.height() >= box.heightForWidth(box.width())
    assert box.y() >= where(window, window.header)[1]
    assert box.geometry().bottom() < where(window, window.status_bar)[0]
    if size[1] == 800:
        assert box.y() >= where(window, button)[1]
    window.appointment.open(of_entry(seen.ENTRIES[2]), window.callbacks.list)
    assert box.x() >= window.callbacks.width(), "the list stays in sight"


def test_E9_it_grows_with_what_it_says(window: MainWindow, seen: ModuleType, qtbot: QtBot) -> None:
    show(window, seen.ON_CALL, seen)
    window.appointment.open(of_customer(seen.PAGE.customer, seen.ON_CALL))
    box = window.appointment.box
    QApplication.processEvents()
    low = box.height()
    box.when.put("gibberish")
    qtbot.waitUntil(lambda: box.height() > low)


def test_E9_it_stays_while_the_agent_looks_elsewhere(window: MainWindow, seen: ModuleType, qtbot: QtBot) -> None:
    show(window, seen.ON_CALL, seen)
    window.appointment.open(of_customer(seen.PAGE.customer, seen.ON_CALL))
    box = window.appointment.box
    qtbot.waitUntil(box.when.field.hasFocus)
    window.header.take_focus()
    qtbot.waitUntil(window.header.search.hasFocus)
    assert box.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.isHidden()


@pytest.mark.parametrize(
    ("name", "there"), [("connected", True), ("consulting", True), ("asked", False), ("conference", True)]
)
def test_E9_who_has_the_customer_is_offered_to_call_again(
    name: str, there: bool, window: MainWindow, seen: ModuleType, calls: dict[str, State]
) -> None:
    show(window, calls[name], seen)
    assert window.contact.call.bar.later.isVisible() is there


def test_E9_not_while_it_rings(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.SETUP, seen)
    assert not window.contact.call.bar.later.isVisible()


def test_E9_the_button_of_call_and_wrap_up_names_the_contact(window: MainWindow, seen: ModuleType) -> None:
    heard: list[Any] = []
    window.contact.appointment_wanted.connect(lambda contact, button: heard.append((contact.id, button)))
    show(window, seen.ON_CALL, seen)
    window.contact.call.bar.later.click()
    show(window, seen.WRAP_UP, seen)
    window.contact.wrap_up.later.click()
    assert heard == [
        (seen.CALL.id, window.contact.call.bar.later),
        (seen.CALL.id, window.contact.wrap_up.later),
    ]
