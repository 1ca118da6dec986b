"""What is asked, in place, of whoever closes the window while something is not saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.text import tr
from ui.widgets.action_button import ActionButton, Kind

from .editor import Bar


class Ending(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.asking = False
        self.save_all = ActionButton(tr("Save all"), Kind.PRIMARY, small=True, sends=False)
        self.give_up = ActionButton(tr("Close without saving"), Kind.ENDING, small=True, sends=False)
        self.stay = ActionButton(tr("Go on editing"), small=True, sends=False)
        self.bar = Bar(self.stay, self.give_up, self.save_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 0)
        layout.addWidget(self.bar)
        self.hide()

    def ask(self, left: Sequence[str]) -> None:
        """``left``: what is not saved."""
        self.asking = True
        self.bar.say(tr("Not saved yet — {what}", what="; ".join(left)))
        self.show()

    def end(self) -> None:
        self.asking = False
        self.bar.say("")
        self.hide()
