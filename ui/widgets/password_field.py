"""A field for a password: hidden as it is typed, until whoever types it wants to see it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from ui import icons
from ui.text import tr

from .text_field import TextField

LONGEST = 1024


class PasswordField(TextField):
    """``shown_changed`` when the one who types decides whether it is to be seen."""

    shown_changed = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._show = QAction(self)
        self.setMaxLength(LONGEST)
        self.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
        self.addAction(self._show, QLineEdit.ActionPosition.TrailingPosition)
        self._show.triggered.connect(self._toggle)
        self.set_shown(False)

    def set_shown(self, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self._show.setText(tr("Hide the password") if on else tr("Show the password"))
        self._restyle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_show"):
            self._restyle()

    def _toggle(self) -> None:
        on = self.echoMode() is QLineEdit.EchoMode.Password
        self.set_shown(on)
        self.shown_changed.emit(on)

    def _restyle(self) -> None:
        shown = self.echoMode() is QLineEdit.EchoMode.Normal
        self._show.setIcon(icons.icon("hide" if shown else "show"))
