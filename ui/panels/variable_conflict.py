"""A colleague's value beside the agent's own: both are to be read before one is chosen (D9)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.boxes import Box
from ui.widgets.labels import Label


class ConflictBox(Box):
    theirs_taken = Signal()
    mine_kept = Signal()

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__("well", within)
        self.who = Label("", Text.SMALL, tone="dim", strong=True, wraps=True)
        self.theirs = Label("", wraps=True)
        self.mine = Label("", wraps=True)
        self.take = ActionButton(tr("Take theirs"), small=True, sends=False)
        self.keep = ActionButton(tr("Keep mine"), small=True, sends=False)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        mine = Label(tr("Yours"), Text.SMALL, tone="dim", strong=True)
        for column, parts in enumerate(((self.who, self.theirs, self.take), (mine, self.mine, self.keep))):
            grid.setColumnStretch(column, 1)
            grid.addWidget(parts[0], 0, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(parts[1], 1, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(parts[2], 2, column, Qt.AlignmentFlag.AlignLeft)
        for value in (self.theirs, self.mine):
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.take.clicked.connect(self.theirs_taken)
        self.keep.clicked.connect(self.mine_kept)

    def forget(self) -> None:
        """Neither is kept here any longer."""
        self.theirs.clear()
        self.mine.clear()
        self.setAccessibleName("")

    def show_both(self, label: str, by: str, theirs: str, mine: str) -> None:
        """``by`` is empty where nobody is known to have saved it."""
        self.who.setText(tr("{agent} saved", agent=by) if by else tr("Saved meanwhile"))
        self.theirs.setText(theirs or tr("(empty)"))
        self.mine.setText(mine or tr("(empty)"))
        self.take.set_name(tr("Take theirs: {label}", label=label))
        self.keep.set_name(tr("Keep mine: {label}", label=label))
        self.setAccessibleName(f"{label}: {self.who.text()}: {self.theirs.text()}; {tr('Yours')}: {self.mine.text()}")
