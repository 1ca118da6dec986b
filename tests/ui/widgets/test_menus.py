"""Menus are dressed when they are opened, and not before."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Dress, Theme
from ui.widgets.labels import Label
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


def test_the_one_that_qt_opens_for_words_looks_like_the_others(qtbot: QtBot) -> None:
    label = Label("Some words that one may copy")
    qtbot.addWidget(label)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.show()
    QApplication.sendEvent(label, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(2, 2), QPoint(2, 2)))
    menu = label.findChild(QMenu)
    assert menu is not None
    assert menu.isVisible()
    assert menu.styleSheet() == theme.sheet(Dress.MENU, theme.look().tokens)
    assert menu.size() == menu.sizeHint()
    menu.close()
