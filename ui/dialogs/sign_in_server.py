"""The server to sign in to (A2): typed, or chosen among those that are remembered; and beneath it whether it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui import icons
from ui.text import tr
from ui.theme import Text
from ui.widgets.labels import Label
from ui.widgets.line import Line
from ui.widgets.menus import Menu
from ui.widgets.placeholders import Glyph


class ServerField(Line):
    """``settled`` with each address that was chosen, or typed and left; ``forget_wanted`` with one that is to be forgotten."""

    settled = Signal(str)
    forget_wanted = Signal(str)

    def __init__(self, name: str, most: int) -> None:
        super().__init__()
        self._servers: Sequence[str] = ()
        self._names: Mapping[str, str] = {}
        self._fixed = False
        self._settled_on = ""
        self.answer = ServerAnswer()
        self.answer.said.connect(self.setAccessibleDescription)
        self.setAccessibleName(name)
        self.setMaxLength(most)
        self.menu = Menu(self)
        self._choose = QAction(tr("Choose another server"), self)
        self._choose.setVisible(False)
        self._choose.triggered.connect(self.open)
        self.addAction(self._choose, QLineEdit.ActionPosition.TrailingPosition)
        self.editingFinished.connect(self._settle)
        self.restyle()

    def offer(self, servers: Sequence[str], names: Mapping[str, str]) -> None:
        """``servers``: the one used last comes first. ``names``: what their centres are called, where known."""
        self._servers, self._names = servers, names
        self._choose.setVisible(bool(servers) and (len(servers) > 1 or not self._fixed))

    def fix(self) -> None:
        """IT says which there are: none is typed, none forgotten."""
        self._fixed = True
        self.setReadOnly(True)
        self.setToolTip(tr("IT has set the server for this computer."))
        self.offer(self._servers, self._names)

    def choose(self, address: str) -> None:
        self.setText(address)
        self._settle()

    def address(self) -> str:
        return self.text().strip()

    def open(self) -> None:
        """The list of those that are remembered. Forgetting is for the one in the field: one by one."""
        self.menu.clear()
        for address in self._servers:
            name = self._names.get(address, "")
            line = self.menu.addAction(f"{name} — {address}" if name else address)
            line.setCheckable(True)
            line.setChecked(address == self.address())
            line.triggered.connect(lambda _=False, address=address: self.choose(address))
        if not self._fixed and self.address() in self._servers:
            self.menu.addSeparator()
            forget = self.menu.addAction(tr("Forget this server"))
            forget.triggered.connect(lambda: self.forget_wanted.emit(self.address()))
        self.menu.setMinimumWidth(self.width())
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list, as in any field that has one."""
        if event.key() == Qt.Key.Key_Down and self._choose.isVisible():
            self.open()
        else:
            super().keyPressEvent(event)

    def restyle(self) -> None:
        self._choose.setIcon(icons.icon("chevron-down"))

    def _settle(self) -> None:
        if self.address() != self._settled_on:
            self._settled_on = self.address()
            self.answer.say("")
            self.settled.emit(self._settled_on)


class ServerAnswer(QWidget):
    """One line: the centre's name of a server that answers, or why it does not."""

    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._glyph = Glyph("done", "dim", 14)
        self.words = Label("", Text.SMALL, tone="dim", wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def text(self) -> str:
        return self.words.text()

    def say(self, words: str, *, good: bool = True) -> None:
        """Nothing, while it is not known: the line goes."""
        self._glyph.become("done" if good else "alert", "dim" if good else "alarm")
        self.words.set_tone("dim" if good else "alarm")
        self.words.say(words)
        self.setHidden(not words)
        self.said.emit(words)
