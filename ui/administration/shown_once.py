"""A password that is shown once: to be copied, or saved to a file of its own, and gone when it has been handed over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.file_chooser import choose_to_write
from ui.widgets.flow import Flow
from ui.widgets.labels import Label

from .rules_file import Pane


class ShownOnce(Pane):
    """``save_wanted`` carries the file it shall stand in, alone. ``asks``: what the system's window for that is headed."""

    save_wanted = Signal(object, str)
    turned = Signal(bool)
    """It is there, or has gone."""

    def __init__(self, heading: str, lead: str, *, asks: str, done: str) -> None:
        super().__init__(heading, lead)
        self._asks = asks
        self.password = Label("", Text.NAME, strong=True)
        self.password.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy = ActionButton(tr("Copy"), icon="copy", small=True, sends=False)
        self.save = ActionButton(tr("Save to a file…"), small=True, sends=False)
        self.done = ActionButton(done, Kind.PRIMARY, small=True, sends=False)
        self.inside.addWidget(self.password)
        buttons = QWidget()
        flow = Flow(buttons)
        for button in (self.copy, self.save, self.done):
            flow.addWidget(button)
        self.inside.addWidget(buttons)
        self.inside.addWidget(self.status)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self._choose)
        self.done.clicked.connect(self.forget)
        self.hide()

    def show_password(self, password: str, name: str) -> None:
        """``name``: what it is, for those who do not see where it stands."""
        self._restyle()
        self.password.setText(password)
        self.password.setAccessibleName(name)
        self.say("")
        self.show()
        self.turned.emit(True)
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        self.password.setText("")
        self.hide()
        self.turned.emit(False)

    def show_saved(self, file: Path) -> None:
        self.say(tr("Saved to {file}. Only you can read it.", file=file.name))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.password.text())
        self.say(tr("Copied."))

    def _choose(self) -> None:
        password = self.password.text()
        filters = f"{tr('Text')} (*.txt)"
        choose_to_write(self, self._asks, "password.txt", filters, lambda file: self.save_wanted.emit(file, password))

    def _restyle(self) -> None:
        """Each letter as wide as the next: nothing is read for something else."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.pixels(Text.NAME))
        self.password.setFont(font)
