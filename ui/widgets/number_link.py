"""A telephone number that calls when it is pressed (D11)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.text import tr

from .action_button import Kind
from .menus import Menu
from .offered_button import OfferedButton


class NumberLink(OfferedButton):
    """``pressed_number`` carries the number as the server knows it and this link, the control of that press."""

    pressed_number = Signal(str, object)

    def __init__(self, *, icon: str = "", hint: str = "") -> None:
        super().__init__("", Kind.LINK, icon=icon, hint=hint, sends=False)
        self._number = ""
        self.clicked.connect(self._press)

    def show_number(self, number: str, written: str) -> None:
        """``written`` as people read it. What became of an earlier press is nothing of another number's."""
        if number != self._number:
            self.set_requested(False)
            self.forget()
        self._number = number
        self.set_label(written)
        self.set_name(tr("Call {number}", number=written))

    def number(self) -> str:
        return self._number

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line = menu.addAction(tr("Copy number"))
        line.triggered.connect(lambda: QApplication.clipboard().setText(self.text()))
        menu.popup(event.globalPos())

    def _paint_content(self, painter: QPainter, fore: QColor) -> None:
        """A number is there to be read, whether or not it can be called now."""
        super()._paint_content(painter, fore if self.isEnabled() or self.face.icon else theme.colour("dim"))

    def _press(self) -> None:
        if self._number:
            self.pressed_number.emit(self._number, self)
