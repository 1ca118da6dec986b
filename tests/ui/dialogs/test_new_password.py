"""A8 while it is typed: what is asked for is ticked off, by sign and by word; what is not yet right is not sent."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import PasswordProblem
from agent_client.protocol.refusals import PasswordExpired, WeakPassword
from ui.dialogs.new_password import NewPassword
from ui.dialogs.password import ChangePasswordDialog
from ui.dialogs.sign_in import SignInWindow

SHORT, BOTH, TWICE = PasswordProblem.TOO_SHORT, PasswordProblem.NOT_BOTH, PasswordProblem.REPEATED


@pytest.fixture
def new(qtbot: QtBot) -> NewPassword:
    made = NewPassword()
    qtbot.addWidget(made)
    made.ask(PasswordRule.STRICT, 5)
    made.show()
    return made


def met(new: NewPassword) -> set[PasswordProblem]:
    return {problem for problem, condition in new.conditions.items() if condition.met}


def test_A8_each_condition_is_ticked_off_while_it_is_typed(new: NewPassword) -> None:
    assert met(new) == set(), "nothing is said to be right before anything is typed"
    seen = []
    for letter in "abc12abc":
        QTest.keyClicks(new.first, letter)
        seen.append(met(new))
    assert seen == [{TWICE}] * 3 + [{TWICE, BOTH}] * 4 + [{SHORT, BOTH}]
    assert new.conditions[TWICE].glyph._name == "open-circle", "a sign, not a colour alone"
    assert new.conditions[SHORT].glyph._name == "done"
    assert new.conditions[SHORT].words.accessibleName() == "At least 8 characters: done"
    assert "No three letters or three digits in a row twice" in new.first.accessibleDescription()
    assert "At least 8" not in new.first.accessibleDescription()


def test_A8_the_standard_rule_asks_for_four_characters_alone(new: NewPassword) -> None:
    new.ask(PasswordRule.STANDARD)
    assert [problem for problem, one in new.conditions.items() if one.isVisible()] == [SHORT]
    assert new.conditions[SHORT].words.text() == "At least 4 characters"
    assert new.before.words.text() == "Not the present one"


def test_A8_only_what_is_right_and_typed_twice_is_ready(new: NewPassword) -> None:
    QTest.keyClicks(new.first, "abc12abc")
    assert not new.ready()
    assert new.wrong.isVisible()
    assert new.first.property("wrong")
    new.clear()
    QTest.keyClicks(new.first, "ab11ab12")
    assert new.wrong.isHidden()
    QTest.keyClicks(new.second, "ab11ab1")
    assert not new.ready()
    assert new.wrong.text() == "Type the same password once more."
    QTest.keyClicks(new.second, "2")
    assert new.ready()
    assert new.text() == "ab11ab12"
    new.refuse(PasswordProblem.USED_BEFORE)
    assert new.before.refused
    QTest.keyClicks(new.first, "x")
    assert not new.before.refused


def test_both_fields_are_hidden_and_shown_together(new: NewPassword) -> None:
    for echo in (QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password):
        assert (new.first.echoMode(), new.second.echoMode()) == (echo, echo)
        new.second.actions()[0].trigger()


# The dialog


@pytest.fixture
def dialog(qtbot: QtBot) -> ChangePasswordDialog:
    made = ChangePasswordDialog(None, PasswordRule.STANDARD, 0)
    qtbot.addWidget(made)
    made.heard = []
    made.wanted.connect(lambda *said: made.heard.append(said))
    made.show()
    return made


def test_A8_the_dialog_by_keys_alone(dialog: ChangePasswordDialog) -> None:
    for text in ("the old one", "the new one", "the new one"):
        QTest.keyClicks(dialog.focusWidget(), text)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.heard == [("the old one", "the new one")]
    dialog.set_requested(True)
    dialog.button.click()
    assert len(dialog.heard) == 1, "once"
    dialog.refuse_old()
    assert dialog.focusWidget() is dialog.old
    assert dialog.wrong.text() == dialog.old.accessibleDescription() != ""
    assert dialog.new.text() == "the new one", "kept for the next try"


def test_A8_the_dialog_asks_for_the_present_one(dialog: ChangePasswordDialog) -> None:
    dialog.button.click()
    assert dialog.heard == []
    assert dialog.wrong.isVisible()


# In the sign-in window


@pytest.fixture
def window(qtbot: QtBot) -> SignInWindow:
    made = SignInWindow()
    qtbot.addWidget(made)
    made.fill(servers=["https://one.example.com"], user="anna", phone="204", password="made for her")
    made.heard = []
    made.sign_in_pressed.connect(made.heard.append)
    made.show()
    return made


def test_A8_the_forced_change_keeps_the_old_password_and_sends_both(window: SignInWindow) -> None:
    window.button.click()
    window.set_requested(True)
    window.ask_new_password(PasswordExpired(reason="first", rule="strict", history="5"))
    forced = window.forced
    assert forced.isVisible()
    assert not window.password.isVisible()
    assert window.focusWidget() is forced.new.first
    QTest.keyClicks(forced.new.first, "abc")
    forced.button.click()
    assert len(window.heard) == 1, "nothing is sent that the server would refuse"
    forced.new.clear()
    QTest.keyClicks(forced.new.first, "ab11ab12")
    QTest.keyClicks(forced.new.second, "ab11ab12")
    forced.button.click()
    assert [(one.password, one.new_password) for one in window.heard] == [
        ("made for her", ""),
        ("made for her", "ab11ab12"),
    ]
    assert "ab11" not in repr(window.heard)
    window.set_requested(True)
    window.refuse_new_password(WeakPassword(problem="used_before", rule="strict"))
    assert forced.new.before.refused
    window.set_requested(True)
    window.refuse("The server did not answer.")
    assert forced.error.text() == "The server did not answer."
    forced.cancel.click()
    assert window.password.isVisible()
    assert forced.new.text() == "", "nothing of it stays in a field"


@pytest.mark.parametrize("reason", ["first", "reset", "expired", "rule", "of a newer server"])
def test_A8_why_it_must_be_changed_is_said(reason: str, window: SignInWindow) -> None:
    window.ask_new_password(PasswordExpired(reason=reason, rule="of a newer server"))
    assert window.forced.reason.text().endswith((".", "!"))
