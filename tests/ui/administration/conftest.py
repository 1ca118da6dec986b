"""The administrator's window over the rules that the tour of screenshots shows, too."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import State
from ui.administration.list_page import ListPage
from ui.administration.page import BookPage, Page
from ui.administration.window import AdministrationWindow


@pytest.fixture(scope="session")
def rules(seen: ModuleType, of_the_tour: Callable[[str], ModuleType]) -> ModuleType:
    """`RULES`, `STATE`, `ROUTE` and what they are made of."""
    sys.modules.setdefault("scenes", seen)
    return of_the_tour("administration_scenes")


@pytest.fixture
def state(rules: ModuleType) -> State:
    made: State = rules.STATE
    return made


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """Parts of the only window stand alone until they are needed: nothing but what was to go is swept away."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def only_window(kept: list[QWidget]) -> AdministrationWindow:
    for known in kept:
        assert isinstance(known, AdministrationWindow)
        return known
    made = AdministrationWindow()

    def join(page: Page) -> None:
        if isinstance(page, BookPage):
            page.save_wanted.connect(lambda key, wish: made.saves.append((page.NAME, key, wish)))

    made.page_made.connect(join)
    kept.append(made)
    return made


@pytest.fixture
def window(
    only_window: AdministrationWindow, qtbot: QtBot, rules: ModuleType, state: State
) -> Iterator[AdministrationWindow]:
    """In sight on its first page, nothing typed; ``saves`` is what is to be saved: the page's name, the key and the wish.

    One for all tests: making its pages is what takes the time."""
    made = only_window
    made.saves = []
    made.show_state(state)
    for page in made.books():
        for key in page.book:
            page.book.drop(key)
        page.current = 0
        if isinstance(page, ListPage):
            page.search.clear()
            page.editor.ask_to_remove("")
    made.show_known(rules.RULES)
    made.open("groups")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.ending.stay.click()
    made.hide()
