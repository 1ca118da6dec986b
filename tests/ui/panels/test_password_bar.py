"""The password asked for in the window: what is typed is never shown, never lost, and sent once."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.panels.password_bar import PasswordBar


@pytest.fixture
def bar(qtbot: QtBot) -> PasswordBar:
    made: Any = PasswordBar()
    qtbot.addWidget(made)
    made.heard = []
    made.given.connect(made.heard.append)
    made.resize(900, 60)
    made.ask("Enter your password by 15:20 to stay signed in.", "Stay signed in")
    return made


def test_nothing_is_sent_before_something_is_typed(bar: Any) -> None:
    assert bar.field.echoMode() is QLineEdit.EchoMode.Password
    assert not bar.button.isEnabled()
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.heard == []


def test_exactly_what_was_typed_once(bar: Any) -> None:
    QTest.keyClicks(bar.field, " Abc 12 ")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    bar.set_requested(True)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.heard == [" Abc 12 "]


def test_refused_it_says_why_and_lets_one_type_over_it(bar: Any) -> None:
    QTest.keyClicks(bar.field, "wrong")
    bar.set_requested(True)
    bar.refuse("That is not your password: type it exactly as you do at sign-in.")
    assert bar.refusal.isVisible() and bar.field.selectedText() != ""
    QTest.keyClicks(bar.field, "r")
    assert bar.refusal.isHidden()
    assert bar.field.text() == "r"


def test_asked_again_every_second_what_is_typed_stays(bar: Any) -> None:
    QTest.keyClicks(bar.field, "half")
    bar.ask("Enter your password to stay signed in.", "Stay signed in")
    assert (bar.field.text(), bar.button.isEnabled()) == ("half", True)


def test_gone_it_keeps_nothing(bar: Any) -> None:
    QTest.keyClicks(bar.field, "secret")
    bar.dismiss()
    assert (bar.isHidden(), bar.field.text()) == (True, "")


def test_whoever_would_rather_leave(bar: Any, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.sign_out_wanted):
        bar.sign_out.click()
