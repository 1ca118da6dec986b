"""The question why: a reason at hand, another by arrow keys or by typing, nothing without one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.supervising.intervention_form import InterventionForm

USUAL = ("Went home", "Asked for it")


@pytest.fixture
def form(qtbot: QtBot) -> InterventionForm:
    made = InterventionForm()
    qtbot.addWidget(made)
    made.ask("Sign Bram out", "Sign out", USUAL)
    made.explain("Bram is signed out.", talks=False)
    made.activateWindow()
    return made


def heard(form: InterventionForm) -> list[tuple[str, bool]]:
    said: list[tuple[str, bool]] = []
    form.confirmed.connect(lambda *what: said.append(what))
    return said


def test_the_first_usual_reason_by_enter(form: InterventionForm) -> None:
    said = heard(form)
    assert form.reason.selectedText() == USUAL[0]
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert said == [(USUAL[0], False)]


def test_another_by_an_arrow_and_round_again(form: InterventionForm) -> None:
    for wanted in (USUAL[1], USUAL[0]):
        QTest.keyClick(form.reason, Qt.Key.Key_Down)
        assert form.reason.text() == wanted
    QTest.keyClick(form.reason, Qt.Key.Key_Up)
    assert form.reason.text() == USUAL[1]


def test_typed_over_and_tidied(form: InterventionForm) -> None:
    said = heard(form)
    QTest.keyClicks(form.reason, "  Fire   drill ")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert said == [("Fire drill", False)]


def test_nothing_without_a_reason(form: InterventionForm) -> None:
    said = heard(form)
    form.reason.clear()
    form.act.click()
    assert said == []
    assert form.said.text() == "Say why: it stands in the log, and whom it concerns reads it."


def test_a_second_press_while_the_first_is_on_its_way_does_nothing(form: InterventionForm) -> None:
    said = heard(form)
    form.act.set_requested(True)
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    assert said == []


def test_what_the_server_refused_is_read_there(form: InterventionForm) -> None:
    form.act.refuse("Somebody was quicker.")
    assert form.said.text() == "Somebody was quicker."
    form.ask("Again", "Sign out", USUAL)
    assert form.said.text() == ""
    assert form.act.refusal == ""


def test_escape_leaves_it(form: InterventionForm) -> None:
    left: list[int] = []
    form.left.connect(lambda: left.append(1))
    QTest.keyClick(form.reason, Qt.Key.Key_Escape)
    assert left == [1]
