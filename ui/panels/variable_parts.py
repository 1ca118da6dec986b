"""What the row of a call's value is made of, and how its parts lie: beside each other, or the label above the value."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent_client.protocol.contacts import VARIABLE_LIMIT
from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.inline_field import ABOVE, BESIDE, InlineField
from ui.widgets.labels import Label

from .variable_conflict import ConflictBox
from .variable_secret import MaskedValue

_TOOL = 24
"""The least that a mouse finds."""
_ANY_WIDTH = 16777215


class RowParts(QWidget):
    theirs_taken = Signal()
    mine_kept = Signal()

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__(within)
        self._turn = theme.turns()
        self._narrow: bool | None = None
        self.label = Label("", tone="dim", wraps=True)
        self.text = Label("", wraps=True)
        self.field = InlineField(VARIABLE_LIMIT)
        self.masked = MaskedValue()
        self.show_button = ActionButton(tr("Show"), Kind.LINK)
        self.hide_button = ActionButton(tr("Hide"), Kind.LINK, sends=False)
        self.choose = _icon_button("calendar")
        self.copy = _icon_button("copy")
        self.remark = Label("", Text.SMALL, wraps=True)
        self._conflict: ConflictBox | None = None
        self._lay_out()

    @property
    def conflict(self) -> ConflictBox:
        """Most values never have one."""
        if self._conflict is None:
            self._conflict = made = ConflictBox(self._below)
            made.hide()
            made.theirs_taken.connect(self.theirs_taken)
            made.mine_kept.connect(self.mine_kept)
            layout = self._below.layout()
            assert layout is not None
            layout.addWidget(made)
        return self._conflict

    def put_conflict_away(self) -> None:
        """Nothing of it is kept here any longer."""
        if self._conflict is not None:
            self._conflict.forget()
            self._conflict.hide()

    def lay(self, *, narrow: bool, label_width: int) -> None:
        """``narrow``: the label above the value, where both beside each other would have no room."""
        self.label.setMinimumWidth(0 if narrow else label_width)
        self.label.setMaximumWidth(_ANY_WIDTH if narrow else label_width)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.label.setContentsMargins(0, ABOVE, 0, 0 if narrow else ABOVE)
        down, right = (1, 0) if narrow else (0, 1)
        self._grid.addWidget(self.label, 0, 0, 1, 2 if narrow else 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._value, down, right, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._tools, down, right + 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._below, down + 1, right, 1, 2)
        self._grid.setColumnStretch(0, 1 if narrow else 0)
        self._grid.setColumnStretch(1, 0 if narrow else 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._turn != theme.turns():
            self._turn = theme.turns()
            self._fit_tools()

    def name(self, label: str) -> None:
        self.label.setText(label)
        self.field.setAccessibleName(label)
        self.field.setPlaceholderText(tr("Add…"))
        self.copy.set_name(tr("Copy {label}", label=label))
        self.choose.set_name(tr("Choose date and time: {label}", label=label))
        self.show_button.set_name(tr("Show {label}", label=label))
        self.hide_button.set_name(tr("Hide {label}", label=label))

    def fit_below(self) -> None:
        self._below.setHidden(self.remark.isHidden() and (self._conflict is None or self._conflict.isHidden()))

    def _fit_tools(self) -> None:
        """As high as the first line of the value beside them."""
        height = max(_TOOL, QFontMetrics(theme.font()).lineSpacing() + 2 * ABOVE)
        for button in (self.show_button, self.hide_button, self.choose, self.copy):
            button.setFixedHeight(height)

    def _lay_out(self) -> None:
        self._value = self._made(self.text, self.field, self.masked)
        self.text.setContentsMargins(BESIDE, ABOVE, 0, ABOVE)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._tools = QWidget(self)
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(4)
        tools.addStretch(1)
        for button in (self.show_button, self.hide_button, self.choose, self.copy):
            tools.addWidget(button)
        self.remark.setContentsMargins(BESIDE, 0, 0, 0)
        self._below = self._made(self.remark, apart=True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._fit_tools()
        self.lay(narrow=False, label_width=150)

    def _made(self, *parts: QWidget, apart: bool = False) -> QWidget:
        """One part below the other."""
        made = QWidget(self)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 4 if apart else 0, 0, 8 if apart else 0)
        layout.setSpacing(4)
        for part in parts:
            layout.addWidget(part)
            part.hide()
        return made


def _icon_button(icon: str) -> ActionButton:
    button = ActionButton("", Kind.LINK, icon=icon, sends=False)
    button.setMinimumWidth(_TOOL)
    return button
