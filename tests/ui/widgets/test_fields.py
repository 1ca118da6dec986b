"""Labelled values, copied with one press."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ui.widgets.action_button import ActionButton
from ui.widgets.check_box import CheckBox
from ui.widgets.fields import Fields


def test_a_value_is_copied_by_its_own_button(qtbot: QtBot) -> None:
    fields = Fields(copies=True)
    qtbot.addWidget(fields)
    fields.show_fields([("Case", "SR-40"), ("Product", "Thermo 4 Pro")])
    buttons = [button for button in fields.findChildren(ActionButton) if button.text()]
    assert [button.toolTip() for button in buttons] == ["Copy Case", "Copy Product"]
    buttons[1].click()
    assert QGuiApplication.clipboard().text() == "Thermo 4 Pro"


def test_the_same_values_keep_their_widgets_and_others_replace_them(qtbot: QtBot) -> None:
    fields = Fields(copies=True)
    qtbot.addWidget(fields)
    fields.show_fields([("Case", "1")])
    before = fields.findChildren(ActionButton)
    fields.show_fields([("Case", "1")])
    assert fields.findChildren(ActionButton) == before
    fields.show_fields([])
    assert fields.shown() == ()
    assert all(button.isHidden() for button in before)


def test_a_tick_is_seen(qtbot: QtBot) -> None:
    box = CheckBox("Remember the password")
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    empty = box.grab().toImage()
    box.click()
    assert box.isChecked()
    assert box.grab().toImage() != empty
