"""The rows of a call's values beneath each other, their labels in one column, and the chooser of date and time for them all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.protocol.contacts import CadVariable
from agent_client.rules.variable_values import instant
from ui import theme
from ui.models.typed_times import written
from ui.models.variable_drafts import entered
from ui.widgets.moment_chooser import MomentChooser

from .variable_row import VariableRow

_NARROW = 380
_LABELS = (96, 150)
"""The narrowest and the widest column of labels."""


class VariableRows(QWidget):
    """Every signal carries the key."""

    written = Signal(str, str)
    show_pressed = Signal(str)
    theirs_taken = Signal(str)
    mine_kept = Signal(str)
    hidden = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, VariableRow] = {}
        self._chooser: MomentChooser | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def rows(self) -> dict[str, VariableRow]:
        return self._rows

    def have(self, variables: Sequence[CadVariable]) -> None:
        """A row for each of these, in this order. Rows that are there stay, with what is being typed in them."""
        if [variable.key for variable in variables] == list(self._rows):
            return
        wanted = {variable.key for variable in variables}
        for key in [key for key in self._rows if key not in wanted]:
            row = self._rows.pop(key)
            self._column.removeWidget(row)
            row.forget()
            row.hide()
            row.deleteLater()
            if self._chooser is not None:
                self._chooser.close()
        rows = {variable.key: self._rows.get(variable.key) or self._new(variable) for variable in variables}
        self._rows = rows
        for at, row in enumerate(rows.values()):
            self._column.insertWidget(at, row)
        self._lay()

    def conceal(self) -> None:
        for row in self._rows.values():
            row.conceal()

    def hideEvent(self, event: QHideEvent) -> None:
        self.conceal()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _new(self, variable: CadVariable) -> VariableRow:
        row, key = VariableRow(variable, self), variable.key
        row.written.connect(partial(self.written.emit, key))
        row.entered.connect(self.entered)
        row.hidden.connect(partial(self.hidden.emit, key))
        row.show_button.clicked.connect(lambda: self.show_pressed.emit(key))
        row.theirs_taken.connect(partial(self.theirs_taken.emit, key))
        row.mine_kept.connect(partial(self.mine_kept.emit, key))
        row.choose.clicked.connect(partial(self._choose, row))
        return row

    def _choose(self, row: VariableRow, _: bool = False) -> None:
        chooser = MomentChooser(self)
        chooser.chosen.connect(lambda moment: row.field.put(written(moment)))
        value = entered(row.variable, row.field.text())
        chooser.open_at(row.choose, instant(value) if value else None)
        if self._chooser is not None:
            self._chooser.deleteLater()
        self._chooser = chooser

    def _lay(self) -> None:
        narrow = self.width() < theme.scaled(_NARROW)
        least, most = (theme.scaled(width) for width in _LABELS)
        label_width = max(least, min(most, round(self.width() * 0.3)))
        for row in self._rows.values():
            row.lay(narrow=narrow, label_width=label_width)
