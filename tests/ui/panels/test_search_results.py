"""The list under the search field."""

from __future__ import annotations

from types import ModuleType

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent_client.protocol.customers import FoundCustomers
from ui.panels.search_results import SearchResults


@pytest.fixture
def results(qtbot: QtBot, seen: ModuleType) -> SearchResults:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    made = SearchResults(window)
    made.window_ = window
    made.heard = []
    made.chosen.connect(made.heard.append)
    made.show_found(seen.FOUND)
    made.show()
    return made


def test_the_first_is_chosen_and_enter_opens_it(results: SearchResults, seen: ModuleType) -> None:
    results.choose_current()
    assert (results.heard, results.isHidden()) == ([seen.JANA.id], True)
    results.choose_current()
    assert len(results.heard) == 1


def test_walking_stops_at_the_ends(results: SearchResults) -> None:
    results.move_by(-1)
    results.move_by(8)
    results.choose_current()
    assert results.heard == [4]


def test_it_says_when_there_are_more_and_when_there_is_nobody(results: SearchResults) -> None:
    assert results.words.text() == "There are more: type on to narrow it down."
    results.show_loading()
    assert results.words.text().startswith("There are more")  # what is there stays until the answer
    results.show_found(FoundCustomers(customers=()))
    assert results.words.text().startswith("Nobody found")
    results.show_failed("The server did not answer in time.")
    assert results.words.text() == "The server did not answer in time."
    results.choose_current()
    assert results.heard == []


@pytest.mark.parametrize("x", [-50, 200, 800])
def test_it_stays_within_the_window(results: SearchResults, x: int) -> None:
    results.lay_under(QRect(x, 8, 200, 32))
    assert results.geometry().left() >= 0
    assert results.geometry().right() < 900
    assert results.geometry().top() >= 40
    assert results.height() > 4 * 30


def test_D11_the_chosen_row_can_be_called_by_key_and_by_mouse(results: SearchResults, seen: ModuleType) -> None:
    results.lay_under(QRect(100, 10, 300, 30))
    called: list[tuple[str, object]] = []
    results.number_pressed.connect(lambda number, control: called.append((number, control)))
    results.call_current()
    assert called == [(seen.FOUND.customers[0].number, results.call)]
    assert results.call.isVisible()
    results.call.set_requested(True)
    results.call_current()
    assert len(called) == 1, "one press, one call"
    results.call.refuse("The centre has 30 calls at once.")
    assert results.words.text() == "The centre has 30 calls at once."
    results.offer_calls("Not during a contact.")
    assert not results.call.isEnabled()
    results.call_current()
    assert len(called) == 1
