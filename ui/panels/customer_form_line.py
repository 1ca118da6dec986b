"""A line of the customer's form: its label, its field, what is wrong with it, and what a colleague saved there meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from agent_client.client.cards import Part
from ui import theme
from ui.theme import Text
from ui.widgets.labels import Label

from .variable_conflict import ConflictBox

_ANY_WIDTH = 16777215
_BESIDE = 8


class FormLine(QWidget):
    """``parts`` of the card that this line holds. The label stands beside the field, or above it where the room is short."""

    theirs_taken = Signal(object)
    mine_kept = Signal(object)

    def __init__(self, label: str, field: QWidget, parts: Sequence[Part] = ()) -> None:
        super().__init__()
        self.field = field
        self._narrow: bool | None = None
        self.label = Label(label, tone="dim", wraps=True)
        self.label.setBuddy(field)
        self.remark = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.parts = tuple(parts)
        self.conflicts: dict[Part, ConflictBox] = {}
        """Of the parts that have had one: there hardly ever is one."""
        self._below = QWidget(self)
        for part in (self.label, field):
            part.setParent(self)  # from the first: what nobody has laid out yet would be a window, and outlive ours
        self._boxes = below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 4, 0, 0)
        below.setSpacing(4)
        below.addWidget(self.remark)
        self.remark.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_BESIDE)
        self._grid.setVerticalSpacing(0)
        self._fit()

    def words_width(self) -> int:
        return QFontMetrics(theme.font()).horizontalAdvance(self.label.text()) + 2

    def lay(self, *, narrow: bool, label_width: int) -> None:
        self.label.setMinimumWidth(0 if narrow else label_width)
        self.label.setMaximumWidth(_ANY_WIDTH if narrow else label_width)
        above = max(0, (theme.scaled(30) + 2 - QFontMetrics(theme.font()).height()) // 2)
        self.label.setContentsMargins(0, 0 if narrow else above, 0, 2 if narrow else 0)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self.label, 0, 0, top)
        self._grid.addWidget(self.field, *((1, 0) if narrow else (0, 1)))
        self._grid.addWidget(self._below, *((2, 0) if narrow else (1, 1)))
        self._grid.setColumnStretch(0, 1 if narrow else 0)
        self._grid.setColumnStretch(1, 0 if narrow else 1)

    def say(self, words: str, tone: str = "alarm") -> None:
        self.remark.set_tone(tone)
        self.remark.say(words)
        self._fit()

    def show_conflict(self, part: Part, by: str, theirs: str, mine: str) -> None:
        box = self.conflicts.get(part) or self._made(part)
        box.show_both(self.label.text(), by, theirs, mine)
        box.show()
        self._fit()

    def hide_conflict(self, part: Part) -> None:
        if part in self.conflicts:
            self.conflicts[part].hide()
            self._fit()

    def _made(self, part: Part) -> ConflictBox:
        box = self.conflicts[part] = ConflictBox()
        self._boxes.addWidget(box)
        box.theirs_taken.connect(lambda: self.theirs_taken.emit(part))
        box.mine_kept.connect(lambda: self.mine_kept.emit(part))
        return box

    def _fit(self) -> None:
        shown = not self.remark.isHidden() or any(not box.isHidden() for box in self.conflicts.values())
        self._below.setHidden(not shown)
