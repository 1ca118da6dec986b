"""Menus, as all of them look."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from ui import theme
from ui.theme import Dress


class Menu(QMenu):
    """Dressed when it is first opened."""

    _dressed = False

    def __init__(self, parent: QWidget, title: str = "") -> None:
        super().__init__(title, parent)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Polish and not self._dressed:
            self._dressed = True
            theme.dress(self, Dress.MENU)
        return super().event(event)


def dress_open(owner: QWidget) -> None:
    """The menu that Qt has just opened for it, whatever it holds."""
    for menu in owner.findChildren(QMenu):
        if menu.isVisible():
            theme.dress(menu, Dress.MENU)
            menu.adjustSize()


def open_standard(field: QLineEdit | QPlainTextEdit, event: QContextMenuEvent) -> None:
    """Copy, paste and the like."""
    menu = field.createStandardContextMenu()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    theme.dress(menu, Dress.MENU)
    menu.popup(event.globalPos())
    event.accept()
