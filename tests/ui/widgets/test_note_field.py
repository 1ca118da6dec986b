"""The notes' field: as high as what is written, up to a limit; what is inserted is typed on where it says."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.widgets.note_field import NoteField


@pytest.fixture
def field(qtbot: QtBot) -> NoteField:
    made = NoteField(2, 6)
    qtbot.addWidget(made)
    made.resize(300, 100)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_it_grows_up_to_a_limit_also_when_it_becomes_narrow(field: NoteField) -> None:
    lowest = field.height()
    field.load("word " * 20)
    wide = field.height()
    field.resize(120, field.height())
    assert lowest < wide < field.height()
    field.load("\n".join("line" for _ in range(50)))
    highest = field.height()
    field.load("\n".join("line" for _ in range(500)))
    assert field.height() == highest


@pytest.mark.parametrize("pixels", range(10, 24))
def test_all_of_what_it_is_high_enough_for_is_seen(field: NoteField, pixels: int) -> None:
    font = field.font()
    font.setPixelSize(pixels)  # at some of them a line is so many pixels high and a fraction
    field.setFont(font)
    field.load("\n".join("line" for _ in range(6)))
    assert field.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize(
    ("text", "cursor", "typed"),
    [("Hello , you", 6, "Hello x, you"), ("\U0001f600 : \U0001f600", 3, "\U0001f600 :x \U0001f600"), ("", 0, "x")],
)
def test_one_types_on_behind_what_was_inserted(field: NoteField, text: str, cursor: int, typed: str) -> None:
    field.load("ab")
    field.moveCursor(field.textCursor().MoveOperation.Left)
    field.insert(text, cursor)
    QTest.keyClicks(field, "x")
    assert field.toPlainText() == f"a{typed}b"


def test_what_is_selected_gives_its_place_and_comes_back_by_undo(field: NoteField) -> None:
    field.load("all of it")
    field.selectAll()
    field.insert("instead", 2)
    assert field.toPlainText() == "instead"
    field.undo()
    assert field.toPlainText() == "all of it"
