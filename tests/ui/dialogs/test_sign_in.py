"""Signing in: what is asked, what is said in place, and what is never shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui.dialogs.sign_in import Entered, SignInWindow


@pytest.fixture
def window(qtbot: QtBot) -> SignInWindow:
    made = SignInWindow()
    qtbot.addWidget(made)
    made.fill(servers=["https://one.example.com", "https://two.example.com"], user="anna", phone="204")
    made.show_seat("TC-114")
    made.show()
    made.heard = []
    made.sign_in_pressed.connect(made.heard.append)
    return made


def test_enter_signs_in_with_what_was_entered(window: SignInWindow) -> None:
    QTest.keyClicks(window.password, "ab11ab12")
    QTest.keyClick(window.password, Qt.Key.Key_Return)
    assert window.heard == [Entered("https://one.example.com", "anna", "ab11ab12", "204", remember=False)]


def test_the_keyboard_starts_where_something_is_missing(window: SignInWindow) -> None:
    assert window.focusWidget() is window.password
    window.fill(servers=["https://one.example.com"], user="", phone="204", password="x")
    assert window.focusWidget() is window.user


@pytest.mark.parametrize("number", ["two-oh-four", "20", "1" * 19, "204a"])
def test_a_number_that_cannot_be_called_is_said_beneath_its_field(number: str, window: SignInWindow) -> None:
    window.password.setText("x")
    window.phone.setText(number)
    window.button.click()
    assert window.heard == []
    assert window.wrong[window.phone].isVisible()
    assert window.focusWidget() is window.phone
    assert window.phone.accessibleDescription() == window.wrong[window.phone].text()
    window.phone.clear()
    QTest.keyClicks(window.phone, "+31 20 624 11 80")
    assert window.wrong[window.phone].isHidden()
    window.button.click()
    assert [entered.phone for entered in window.heard] == ["+31 20 624 11 80"]


@pytest.mark.parametrize("field", ["server", "user", "password", "phone"])
def test_what_is_missing_is_said_when_it_is_needed(field: str, window: SignInWindow) -> None:
    window.password.setText("x")
    missing: QLineEdit = getattr(window, field)
    missing.clear()
    assert all(label.isHidden() for label in window.wrong.values())
    window.button.click()
    assert [at for at, label in window.wrong.items() if label.isVisible()] == [missing]
    assert window.heard == []


def test_while_signing_in_the_form_is_still(window: SignInWindow) -> None:
    window.password.setText("x")
    window.button.click()
    window.set_requested(True)
    window.button.click()
    QTest.keyClick(window.password, Qt.Key.Key_Return)
    assert (len(window.heard), window.button.requested, window.user.isEnabled()) == (1, True, False)


def test_a_refusal_stands_under_the_form_and_the_password_is_ready_to_be_typed_over(window: SignInWindow) -> None:
    window.password.setText("wrong")
    window.set_requested(True)
    before = window.height()
    window.refuse("The user ID or the password is wrong: type both again.")
    QApplication.processEvents()
    assert window.error.isVisible()
    assert window.height() > before
    assert (window.focusWidget(), window.password.selectedText()) == (window.password, "wrong")
    assert window.user.isEnabled()
    window.button.click()
    assert window.error.isHidden()


def test_the_password_is_shown_only_when_asked_for_and_in_no_log(window: SignInWindow) -> None:
    window.password.setText("geheim99")
    assert window.password.echoMode() is QLineEdit.EchoMode.Password
    window.password._show.trigger()
    assert window.password.echoMode() is QLineEdit.EchoMode.Normal
    window.password._show.trigger()
    assert window.password.echoMode() is QLineEdit.EchoMode.Password
    window.button.click()
    assert "geheim99" not in repr(window.heard)
    assert "geheim99" not in str(window.heard[0])


def test_remembering_needs_a_safe_place(window: SignInWindow) -> None:
    window.password.setText("x")
    window.remember.setChecked(True)
    window.button.click()
    window.set_requested(False)
    window.allow_remembering(False)
    window.button.click()
    assert [entered.remember for entered in window.heard] == [True, False]


def test_closing_is_asked_for_not_done(window: SignInWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.close_wanted):
        window.close()
    assert window.isVisible()
    window.close_now()
    assert not window.isVisible()


def test_every_field_has_a_name_and_the_seat_is_told(window: SignInWindow) -> None:
    assert [field.accessibleName() for field in window._fields()] == ["Server", "User ID", "Password", "Phone number"]
    assert window.seat.text() == "Seat TC-114"
    assert window.server._choose.isVisible()
