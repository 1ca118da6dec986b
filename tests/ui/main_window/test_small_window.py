"""The main window on the smallest screen there is: 1024 × 768 at 200 %, of which 512 × 384 are left to it (I1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QSplitterHandle, QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import State
from ui.main_window.window import CONTACT, CUSTOMER, WORK, MainWindow
from ui.notices import Notices

SIZE = (512, 384)
SECTIONS = ("work", "contact", "customer")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(Notices())
    qtbot.addWidget(made, before_close_func=lambda window: setattr(window, "_closing", True))
    made.setMinimumSize(*SIZE)  # as `ui.frames` does on such a screen
    made.resize(*SIZE)
    made.show()
    made.activateWindow()
    yield made


@pytest.fixture(scope="session")
def situations(of_the_tour: Callable[[str], ModuleType], seen: ModuleType) -> dict[str, State]:
    calls: dict[str, State] = of_the_tour("call_scenes").call_scenes(seen)
    others = ("WAITING", "PAUSE", "SIGNING_ON", "SETUP", "ON_CALL", "WRAP_UP", "RONA", "LINK_LOST")
    return {name: getattr(seen, name) for name in others} | calls


def show(window: MainWindow, state: State, seen: ModuleType) -> None:
    for view in window.views():
        view.show_state(state)
    for view in window.views():
        view.tick(seen.NOW)


def in_sight(thing: QObject) -> bool:
    return (
        isinstance(thing, QWidget)
        and not thing.isWindow()
        and not isinstance(thing, QSplitterHandle)
        and thing.isVisible()
        and not thing.visibleRegion().isEmpty()
    )


def faults(window: QWidget) -> list[str]:
    """Siblings that lie on one another, and what sticks out of what it stands in; up and down what is scrolled may."""
    found = []
    for parent in [window, *filter(in_sight, window.findChildren(QWidget))]:
        room, scrolled = parent.rect(), isinstance(parent.parent(), QAbstractScrollArea)
        children = [child for child in parent.children() if in_sight(child)]
        for at, child in enumerate(children):
            place = child.geometry()
            beside = place.left() < room.left() or place.right() > room.right()
            if beside or (not scrolled and (place.top() < room.top() or place.bottom() > room.bottom())):
                found.append(f"{child} is cut in {parent}")
            found += [f"{child} and {other}" for other in children[at + 1 :] if place.intersects(other.geometry())]
    return found


def test_I1_nothing_lies_on_anything_and_nothing_is_cut(
    window: MainWindow, situations: dict[str, State], seen: ModuleType
) -> None:
    for name, state in situations.items():
        show(window, state, seen)
        for section in SECTIONS:
            window.sections.open(section)
            for _ in range(2):  # what is laid out may ask to be laid out once more
                QApplication.processEvents()
            assert window.size().toTuple() == SIZE
            assert (name, section, faults(window)) == (name, section, [])


def test_what_lies_on_another_is_found(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.WAITING, seen)
    QApplication.processEvents()
    window.header.search.move(0, 0)
    assert faults(window)


def test_I1_one_column_at_a_time_by_tab_key_and_menu(window: MainWindow, seen: ModuleType) -> None:
    show(window, seen.ON_CALL, seen)
    columns = window.columns

    def shown() -> list[int]:
        return [at for at in (WORK, CONTACT, CUSTOMER) if not columns.folded(at)]

    assert (window.sections.isVisible(), shown(), window.sections.open_section()) == (True, [CONTACT], "contact")
    window.sections.open("customer")
    assert shown() == [CUSTOMER]
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert (shown(), window.sections.open_section()) == ([WORK], "work")
    window.actions_["work_column"].toggle()
    assert (shown(), window.sections.open_section()) == ([CONTACT], "contact")
    window.resize(1280, 800)
    assert (window.sections.isVisible(), len(shown())) == (False, 2), "what was folded by hand stays so"


def test_I1_the_note_is_reached_and_its_send_button_too(window: MainWindow, seen: ModuleType, qtbot: QtBot) -> None:
    show(window, seen.ON_CALL, seen)
    window.actions_["note"].trigger()
    editor = window.customer.editor
    assert window.columns.alone() == CUSTOMER
    qtbot.waitUntil(lambda: not editor.field.visibleRegion().isEmpty())
    QTest.keyClicks(editor.field, "Wants an offer")
    editor.send.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: editor.send.visibleRegion().boundingRect().size() == editor.send.size())
