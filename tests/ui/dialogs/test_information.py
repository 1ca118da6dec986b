"""The windows of the Help menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from agent_client import __version__
from ui.dialogs.information import AboutDialog, KeysDialog


def test_keys_are_listed_and_escape_closes(qtbot: QtBot) -> None:
    dialog = KeysDialog(None, [("F8", "End")])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert words.index("End") == words.index("F8") + 1
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_I1_more_keys_than_a_screen_has_room_for_are_scrolled(qtbot: QtBot) -> None:
    dialog = KeysDialog(None, [(f"F{number}", "What it does, in a few words") for number in range(200)])
    qtbot.addWidget(dialog)
    assert dialog.minimumSizeHint().height() < 400 < 1500 < dialog.sizeHint().height()


def test_about_says_both_versions(qtbot: QtBot) -> None:
    dialog = AboutDialog(None, server="9.9")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    words = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert __version__ in words
    assert "9.9" in words
