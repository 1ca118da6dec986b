"""Menus are dressed when they are opened, and not before."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Dress, Theme
from ui.widgets.menus import Menu


def test_a_menu_and_the_one_within_it_are_dressed_as_they_open(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    menu = Menu(window)
    below = Menu(menu, "More")
    below.addAction("One")
    menu.addMenu(below)
    assert menu.styleSheet() == below.styleSheet() == ""
    menu.popup(QPoint(0, 0))
    below.popup(QPoint(0, 0))
    assert menu.styleSheet() == below.styleSheet() == theme.sheet(Dress.MENU, theme.look().tokens)
    theme.apply(qapp, Theme.DARK)
    dark = theme.sheet(Dress.MENU, theme.tokens_of(Theme.DARK))
    assert menu.styleSheet() == below.styleSheet() == dark
    below.close()
    menu.close()
