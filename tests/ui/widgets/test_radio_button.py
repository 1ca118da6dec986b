"""One of several: its words wrap, and it is to be read even where it cannot be chosen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.radio_button import RadioButton

LONG = "The PBX rings all phones of the group at once, and reports what became of the call."


def test_long_words_go_on_in_a_further_line(qtbot: QtBot) -> None:
    button = RadioButton(LONG)
    qtbot.addWidget(button)
    assert button.hasHeightForWidth()
    line = button.heightForWidth(2000)
    assert line == button.sizeHint().height()
    assert button.heightForWidth(200) > 2 * line
    assert button.minimumSizeHint().width() < button.sizeHint().width()


def test_one_is_chosen_by_mouse_and_by_key(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    one, other = RadioButton("One"), RadioButton("Other")
    column.addWidget(one)
    column.addWidget(other)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    one.setFocus()
    QTest.mouseClick(one, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(30, one.height() - 3))
    assert one.isChecked(), "all of it can be pressed"
    QTest.keyClick(one, Qt.Key.Key_Down)
    assert other.isChecked() and not one.isChecked()


def test_switched_off_it_is_grey_unless_it_is_to_be_read(qtbot: QtBot) -> None:
    button = RadioButton("Queue")
    qtbot.addWidget(button)
    button.setEnabled(False)
    grey = button.grab().toImage()
    button.setProperty("readable", True)
    assert button.grab().toImage() != grey
    colours = {button.grab().toImage().pixelColor(x, y).name() for x in range(24, 60) for y in range(button.height())}
    assert theme.look().tokens.text in colours
