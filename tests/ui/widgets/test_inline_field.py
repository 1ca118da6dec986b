"""A field that looks like text: it grows, it is one line of words, and what does not fit is told, not lost in silence."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Theme
from ui.widgets.inline_field import InlineField


@pytest.fixture
def field(qtbot: QtBot) -> InlineField:
    made = InlineField(8)
    qtbot.addWidget(made)
    made.resize(200, 30)
    made.show()
    made.heard, made.left_out = [], []
    made.written.connect(made.heard.append)
    made.shortened.connect(made.left_out.append)
    return made


def paste(field: InlineField, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    field.paste()


def test_every_change_by_hand_is_told_and_none_by_the_program(field: InlineField) -> None:
    field.load("ab")
    assert field.heard == []
    field.moveCursor(field.textCursor().MoveOperation.End)
    QTest.keyClicks(field, "cd")
    assert field.heard == ["abc", "abcd"]
    assert field.left_out == []


def test_what_is_typed_over_the_limit_does_not_stay_and_is_told(field: InlineField) -> None:
    field.load("12345678")
    field.moveCursor(field.textCursor().MoveOperation.Start)
    QTest.keyClicks(field, "x")
    assert field.text() == "12345678"
    assert field.left_out == [1]


@pytest.mark.parametrize("pixels", range(10, 24))
def test_it_never_scrolls(qtbot: QtBot, pixels: int) -> None:
    field = InlineField(500)
    qtbot.addWidget(field)
    field.resize(200, 30)
    field.show()
    font = field.font()
    font.setPixelSize(pixels)  # at some of them a line is so many pixels high and a fraction
    field.setFont(font)
    field.load("word " * 30)
    field.fit()
    assert field.height() > 3 * pixels
    assert field.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize(
    ("before", "at", "pasted", "after", "left_out"),
    [
        ("", 0, "123456789ab", "12345678", 3),
        ("abcd", 2, "XXXXXX", "abXXXXcd", 2),
        ("", 0, "😀" * 10, "😀" * 8, 2),
        ("ab", 1, "😀" * 9, "a" + "😀" * 6 + "b", 3),
    ],
)
def test_a_long_paste_is_cut_at_its_own_end(
    before: str, at: int, pasted: str, after: str, left_out: int, field: InlineField
) -> None:
    field.load(before)
    cursor = field.textCursor()
    cursor.setPosition(at)
    field.setTextCursor(cursor)
    paste(field, pasted)
    assert (field.text(), field.left_out) == (after, [left_out])
    field.undo()
    assert field.text() == before


def test_a_value_from_elsewhere_that_is_too_long_stays_whole(field: InlineField) -> None:
    field.load("123456789abc")
    assert (field.text(), field.heard, field.left_out) == ("123456789abc", [], [])


def test_lines_become_one_and_enter_writes_none(field: InlineField) -> None:
    paste(field, "a\nb\tc")
    assert field.text() == "a b c"
    entered = []
    field.entered.connect(lambda: entered.append(True))
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Enter)
    assert (field.text(), entered) == ("a b c", [True, True])


def test_it_is_as_high_as_its_lines_at_every_size_of_type(field: InlineField) -> None:
    one = field.height()
    field.resize(40, one)
    field.load("aaa bbb ccc")
    assert field.height() > one
    field.load("a")
    assert field.height() == one
    theme.apply(QGuiApplication.instance(), Theme.LIGHT, 3)
    assert field.height() > one


def test_typed_over_by_the_program_can_be_undone(field: InlineField) -> None:
    field.load("mine")
    field.put("new")
    assert field.heard[-1] == "new"
    field.undo()
    assert field.text() == "mine"


def test_coming_by_tab_selects_all_and_leaving_selects_nothing(field: InlineField) -> None:
    field.load("abc")
    for kind, selected in ((QEvent.Type.FocusIn, "abc"), (QEvent.Type.FocusOut, "")):
        QApplication.sendEvent(field, QFocusEvent(kind, Qt.FocusReason.TabFocusReason))
        assert field.textCursor().selectedText() == selected


def test_an_input_method_writes_no_more_than_there_is_room_for(field: InlineField) -> None:
    field.load("123456")
    field.moveCursor(field.textCursor().MoveOperation.End)
    event = QInputMethodEvent()
    event.setCommitString("日本語")
    QApplication.sendEvent(field, event)
    assert (field.text(), field.left_out) == ("123456日本", [1])


def test_what_is_selected_makes_room(field: InlineField) -> None:
    field.load("12345678")
    field.selectAll()
    QTest.keyClicks(field, "ab")
    assert (field.text(), field.left_out) == ("ab", [])
