"""A field for one line: marked as wrong, nothing cut, the window's keys left alone."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.text_field import TextField


@pytest.fixture
def field(qtbot: QtBot) -> TextField:
    window = QWidget()
    made = TextField("Name")
    QVBoxLayout(window).addWidget(made)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    made.held = window
    made.heard = []
    made.written.connect(made.heard.append)
    made.left.connect(lambda: made.heard.append("left"))
    return made


def test_only_what_is_typed_is_told(field: TextField) -> None:
    field.load("Jana")
    assert field.heard == []  # type: ignore[attr-defined]
    field.setFocus()
    field.setCursorPosition(4)
    QTest.keyClicks(field, " N")
    assert field.heard[-1] == "Jana N"  # type: ignore[attr-defined]
    field.setCursorPosition(2)
    field.load("Jana N")
    assert field.cursorPosition() == 2, "nothing is another: the cursor stays"
    field.clearFocus()
    assert field.heard[-1] == "left"  # type: ignore[attr-defined]


def test_what_is_wrong_is_marked_and_said(field: TextField) -> None:
    field.mark_wrong(True, "Too long.")
    assert (field.property("wrong"), field.accessibleDescription()) == (True, "Too long.")
    field.mark_wrong(False)
    assert (field.property("wrong"), field.accessibleDescription()) == (False, "")


def test_nothing_is_cut(field: TextField) -> None:
    field.setText("x" * 5000)
    assert len(field.text()) == 5000
