"""The search field hands the keys of the list on, and leaves the window its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.panels.note_editor import NoteEditor
from ui.widgets.choice_list import ChoiceList
from ui.widgets.search_field import SearchField


def test_arrows_walk_the_list_and_escape_leaves_it(qtbot: QtBot) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    moved: list[int] = []
    left: list[int] = []
    field.moved.connect(moved.append)
    field.left.connect(lambda: left.append(1))
    QTest.keyClicks(field, "nov")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown):
        QTest.keyClick(field, key)
    assert (field.text(), moved) == ("nov", [1, -1, 8])
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), left) == ("", [1])


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_Return])
@pytest.mark.parametrize("kind", [SearchField, NoteEditor, ChoiceList])
def test_the_windows_keys_reach_the_window_from_every_text_field(
    kind: type[QWidget], key: Qt.Key, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = ChoiceList("a", "b") if kind is ChoiceList else kind()
    QVBoxLayout(window).addWidget(made)
    field = made if isinstance(made, QLineEdit) else made.field
    field.setEnabled(True)
    action = QAction(window)
    action.setShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | key))
    window.addAction(action)
    with qtbot.waitExposed(window):
        window.show()
    field.setFocus()
    text = "abc def"
    field.setText(text) if isinstance(field, QLineEdit) else field.setPlainText(text)
    field.setCursorPosition(0) if isinstance(field, QLineEdit) else None
    with qtbot.waitSignal(action.triggered):
        QTest.keyClick(field, key, Qt.KeyboardModifier.ControlModifier)
    assert (field.text() if isinstance(field, QLineEdit) else field.toPlainText()) == text
