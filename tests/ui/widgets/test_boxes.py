"""What things stand on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Theme
from ui.widgets.boxes import FACES, Box, stand_on, strip


def colour_at(widget: QWidget, x: int, y: int) -> QColor:
    return widget.grab().toImage().pixelColor(x, y)


@pytest.mark.parametrize("ground", ["bg", "surface", "alarm"])
def test_a_ground_follows_the_theme(qtbot: QtBot, qapp: QApplication, ground: str) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    stand_on(widget, ground)
    for drawn in (Theme.LIGHT, Theme.DARK):
        theme.apply(qapp, drawn)
        QApplication.processEvents()
        assert colour_at(widget, 10, 10) == theme.colour(ground)


def test_a_strip_is_an_alarm(qtbot: QtBot) -> None:
    made = strip()
    qtbot.addWidget(made)
    assert colour_at(made, 5, 5) == theme.colour("alarm")


@pytest.mark.parametrize("face", ["pane", "well", "drop"])
def test_a_box_has_its_ground_and_a_hairline_around_it(qtbot: QtBot, face: str) -> None:
    box = Box(face)
    qtbot.addWidget(box)
    box.resize(60, 40)
    assert colour_at(box, 30, 20) == theme.colour(FACES[face].ground)
    assert colour_at(box, 30, 0) == colour_at(box, 30, 39) == theme.colour(FACES[face].edge)


def test_what_is_within_does_not_lie_on_the_edge(qtbot: QtBot) -> None:
    box, inside = Box("pane"), QWidget()
    qtbot.addWidget(box)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(inside)
    box.resize(60, 40)
    box.show()
    assert inside.geometry().getRect() == (1, 1, 58, 38)
    box.set_face("")
    QApplication.processEvents()
    assert inside.geometry().getRect() == (0, 0, 60, 40)
    assert colour_at(box, 30, 0) == box.palette().window().color()


def test_a_notice_has_a_line_along_its_foot(qtbot: QtBot) -> None:
    box = Box("notice")
    qtbot.addWidget(box)
    box.resize(60, 40)
    assert colour_at(box, 0, 0) == theme.colour("surface")
    assert colour_at(box, 30, 39) == theme.colour("line")


@pytest.mark.parametrize("face", ["pane", "check"])
def test_the_keyboard_is_seen_on_what_takes_it(qtbot: QtBot, face: str) -> None:
    box = Box(face)
    qtbot.addWidget(box)
    box.resize(60, 40)
    with qtbot.waitActive(box):
        box.show()
        box.activateWindow()
    assert colour_at(box, 30, 1) != theme.colour("focus")
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setFocus()
    assert colour_at(box, 30, 1) == theme.colour("focus")
