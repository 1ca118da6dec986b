"""The servers to choose among: typed, chosen, forgotten one by one; or IT's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.dialogs.sign_in_server import ServerField

ONE, TWO = "https://one.example.com", "https://two.example.com"


@pytest.fixture
def field(qtbot: QtBot) -> ServerField:
    made = ServerField("Server", 300)
    qtbot.addWidget(made)
    made.setText(ONE)
    made.heard = []
    made.settled.connect(lambda address: made.heard.append(("settled", address)))
    made.forget_wanted.connect(lambda address: made.heard.append(("forget", address)))
    made.offer([ONE, TWO], {TWO: "Thermo Service"})
    return made


def lines(field: ServerField) -> list[str]:
    field.open()
    shown = [action.text() for action in field.menu.actions() if not action.isSeparator()]
    field.menu.hide()
    return shown


def test_A2_servers_are_offered_by_their_centres_name_and_forgotten_one_by_one(field: ServerField) -> None:
    assert lines(field) == [ONE, f"Thermo Service — {TWO}", "Forget this server"]
    assert [action.isChecked() for action in field.menu.actions()] == [True, False, False, False]
    field.menu.actions()[1].trigger()
    assert field.address() == TWO
    lines(field)
    field.menu.actions()[-1].trigger()
    assert field.heard == [("settled", TWO), ("forget", TWO)]


def test_A2_a_server_that_is_typed_is_settled_once_it_is_left(field: ServerField) -> None:
    field.answer.say("Thermo Service")
    field.clear()
    QTest.keyClicks(field, "three.example.com")
    assert field.heard == []
    field.editingFinished.emit()
    field.editingFinished.emit()
    assert field.heard == [("settled", "three.example.com")]
    assert field.answer.text() == "", "it said that of another server"
    assert "Forget this server" not in lines(field), "it is not remembered"


def test_A2_the_list_opens_by_the_keyboard(field: ServerField, qtbot: QtBot) -> None:
    field.show()
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.menu.isVisible()
    field.menu.hide()
    field.answer.say("Thermo Service")
    assert field.accessibleDescription() == "Thermo Service"


def test_A2_what_IT_has_set_is_neither_typed_nor_forgotten(field: ServerField) -> None:
    field.fix()
    assert field.isReadOnly()
    assert field.toolTip() == "IT has set the server for this computer."
    assert lines(field) == [ONE, f"Thermo Service — {TWO}"]
    field.offer([ONE], {})
    assert not field._choose.isVisible(), "there is no choice"
