"""Choosing a template: by its name, by digit, by mouse; seen filled in first; the keyboard goes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from agent_client.protocol.centre import Template
from agent_client.protocol.names import TemplateId
from agent_client.rules.templates import Filled
from ui.panels.note_templates import NoteTemplates

OFFERED = [
    (Template(id=TemplateId(at), name=name, text=""), Filled(text, 3))
    for at, (name, text) in enumerate(
        (("Boiler", "It shows E4."), ("Invoice", "Invoice sent."), ("Long", "\n".join(f"Line {n}" for n in range(20)))),
        1,
    )
]


@pytest.fixture
def drop(qtbot: QtBot) -> NoteTemplates:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 600)
    field = QPlainTextEdit()
    QVBoxLayout(window).addWidget(field)
    with qtbot.waitActive(window):
        window.show()
    field.setFocus()
    made = NoteTemplates(window)
    made.window_, made.lender = window, field
    made.heard = []
    made.chosen.connect(made.heard.append)
    made.open(OFFERED)
    made.resize(360, 400)
    return made


def test_the_first_is_chosen_and_seen_as_it_would_be_inserted(drop: NoteTemplates) -> None:
    assert drop.list.field.hasFocus()
    assert drop.preview.text() == "It shows E4."
    QTest.keyClick(drop.list.field, Qt.Key.Key_Return)
    assert drop.heard == [Filled("It shows E4.", 3)]
    assert drop.isHidden() and drop.lender.hasFocus()


def test_a_part_of_the_name_finds_it(drop: NoteTemplates) -> None:
    QTest.keyClicks(drop.list.field, "inv")
    assert drop.preview.text() == "Invoice sent."
    QTest.mouseClick(drop.insert, Qt.MouseButton.LeftButton)
    assert drop.heard == [Filled("Invoice sent.", 3)]


def test_by_arrow_and_digit_and_a_long_one_is_cut_in_the_preview(drop: NoteTemplates) -> None:
    QTest.keyClick(drop.list.field, Qt.Key.Key_Down)
    assert drop.preview.text() == "Invoice sent."
    QTest.keyClick(drop.list.field, Qt.Key.Key_3)
    assert drop.preview.text().endswith("Line 5 …")


def test_nothing_found_inserts_nothing(drop: NoteTemplates) -> None:
    QTest.keyClicks(drop.list.field, "zeppelin")
    assert not drop.insert.isEnabled() and drop.preview.isHidden()
    QTest.keyClick(drop.list.field, Qt.Key.Key_Return)
    assert drop.heard == [] and drop.isVisible()


def test_escape_leaves_everything_as_it_was(drop: NoteTemplates) -> None:
    QTest.keyClick(drop.list.field, Qt.Key.Key_Escape)
    assert drop.isHidden() and drop.heard == [] and drop.lender.hasFocus()
    drop.open(OFFERED)
    assert drop.list.field.text() == "", "what was typed last time is gone"


def test_without_any_it_says_who_can_make_some(drop: NoteTemplates) -> None:
    drop.dismiss()
    drop.open([])
    assert drop.none.isVisible() and not drop.list.isVisible() and not drop.insert.isVisible()
    QTest.keyClick(drop.close_button, Qt.Key.Key_Escape)
    assert drop.isHidden()
