"""Sections with counts: opened by key and mouse, whole as long as there is room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.theme import Text
from ui.widgets.section_tabs import SectionTabs, fitted, widths


@pytest.fixture
def tabs(qtbot: QtBot) -> SectionTabs:
    made = SectionTabs({"open": "Open", "attempted": "Attempts", "done": "Done", "not_reached": "Not reached"})
    qtbot.addWidget(made)
    made.resize(312, 40)
    made.show()
    made.show_counts({"open": 14, "attempted": 5, "done": 1480, "not_reached": 2})
    return made


def test_arrow_keys_walk_round(tabs: SectionTabs) -> None:
    heard: list[str] = []
    tabs.opened.connect(heard.append)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    assert heard == ["attempted", "open", "not_reached"]
    assert tabs.accessibleName() == "Not reached 2"


def test_a_click_opens_what_it_hits(tabs: SectionTabs) -> None:
    box, _ = tabs._boxes()["done"]
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=QPoint(int(box.center().x()), 15))
    assert tabs.open_section() == "done"
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=QPoint(tabs.width() - 1, 15))
    assert tabs.open_section() == "done"


def test_counts_of_closed_sections_go_first_when_room_is_short(tabs: SectionTabs) -> None:
    """How wide "short" is, the font decides."""
    tabs.resize(900, 40)
    assert [count for _, count in tabs._boxes().values()] == ["14", "5", "1,480", "2"]
    whole = int(list(tabs._boxes().values())[-1][0].right()) + 16
    tabs.resize(whole - 4, 40)
    assert [count for _, count in tabs._boxes().values()] == ["14", "5", "", "2"]
    boxes = [box for box, _ in tabs._boxes().values()]
    assert boxes[-1].right() <= whole - 4 - 16 + 1
    assert tabs.accessibleDescription() == "Open 14, Attempts 5, Done 1,480, Not reached 2"


def test_words_become_small_before_any_is_cut(tabs: SectionTabs) -> None:
    tabs.show_counts({"open": 9})
    assert tabs._size() is Text.BODY
    for width in range(312, 120, -1):
        tabs.resize(width, 40)
        if tabs._size() is Text.SMALL:
            break
    small = widths(tabs._words, "open", Text.SMALL)
    boxes = {key: box.width() for key, (box, _) in tabs._boxes().items()}
    assert all(boxes[key] == small[key] for key in ("attempted", "done", "not_reached"))
    tabs.resize(150, 40)
    assert tabs._boxes()["not_reached"][0].width() < small["not_reached"]


@given(st.lists(st.floats(1, 500), min_size=1, max_size=8), st.floats(1, 1500))
def test_fitted_widths_use_the_room_and_spare_the_short(wished: list[float], room: float) -> None:
    got = fitted(wished, room)
    assert sum(got) <= max(room, 0) + 1e-6 or (got == wished and sum(wished) <= room)
    assert all(cut <= width for cut, width in zip(got, wished, strict=True))
    if sum(wished) > room:
        assert sum(got) == pytest.approx(room)
        most = max(got)
        assert all(cut == width or cut == pytest.approx(most) for cut, width in zip(got, wished, strict=True))
    else:
        assert got == wished
