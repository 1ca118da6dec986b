"""A quiet line above a customer's card: who works on it and since when (F4), or that the agent began to and has not saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.customers import CustomerLock
from ui.models.customer_rights import in_use, may_unlock
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.boxes import Box
from ui.widgets.labels import Label
from ui.widgets.placeholders import Glyph


class LockLine(QWidget):
    """``unlock`` is for supervisors; ``go_on`` opens the form with what was typed."""

    unlock_pressed = Signal()
    go_on_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        frame = Box("well")
        self.glyph = Glyph("lock", "dim", 16)
        self.words = Label("", Text.SMALL, tone="dim", wraps=True)
        self.unlock = ActionButton(tr("Unlock"), small=True, name=tr("Take the card away from who works on it"))
        self.go_on = ActionButton(
            tr("Go on"), small=True, sends=False, name=tr("Go on with what you typed on this card")
        )
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 8)
        around.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(8, 4, 4, 4)
        row.setSpacing(8)
        row.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        row.addWidget(self.unlock)
        row.addWidget(self.go_on)
        self.unlock.clicked.connect(self.unlock_pressed)
        self.go_on.clicked.connect(self.go_on_pressed)
        self.unlock.refused.connect(self.words.setText)
        frame.setMinimumHeight(36)
        self.hide()

    def show_lock(self, lock: CustomerLock | None, unsaved: str, state: State) -> None:
        """``unsaved``: which parts were typed and not saved, by their names. A colleague's lock goes before that."""
        typed = tr("Not saved: {labels}", labels=unsaved) if unsaved else ""
        words = typed if lock is None else in_use(lock)
        self.glyph.become("lock" if lock is not None else "edit", "dim")
        if words != self.words.text():
            self.unlock.forget()
            self.words.setText(words)
        self.unlock.setHidden(lock is None or not may_unlock(state))
        self.go_on.setHidden(lock is not None or not unsaved)
        self.setHidden(not words)
