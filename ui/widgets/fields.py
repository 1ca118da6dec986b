"""Labelled values in two columns, each to be copied: the variables that came with a contact."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.text import tr

from .action_button import ActionButton, Kind
from .labels import Label


class Fields(QWidget):
    """``copies`` puts a button beside each value. A row that was made once is used again: making one is what costs."""

    def __init__(self, *, copies: bool, label_width: int = 150) -> None:
        super().__init__()
        self._copies = copies
        self._shown: tuple[tuple[str, str], ...] = ()
        self._rows: list[tuple[Label, Label, ActionButton | None]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)

    def prepare(self, rows: int) -> None:
        """Have so many rows made."""
        while len(self._rows) < rows:
            self._rows.append(self._new_row(len(self._rows)))

    def show_fields(self, fields: Sequence[tuple[str, str]]) -> None:
        wanted = tuple(fields)
        if wanted == self._shown:
            return
        self._shown = wanted
        self.prepare(len(wanted))
        for at, row in enumerate(self._rows):
            if at < len(wanted):
                label, text, button = row
                label.setText(wanted[at][0])
                text.setText(wanted[at][1])
                if button is not None:
                    button.set_name(tr("Copy {label}", label=wanted[at][0]))
            for part in row:
                if part is not None:
                    part.setHidden(at >= len(wanted))

    def shown(self) -> tuple[tuple[str, str], ...]:
        return self._shown

    def _new_row(self, at: int) -> tuple[Label, Label, ActionButton | None]:
        label, text = Label("", tone="dim", wraps=True), Label("", wraps=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        button = self._copy_button(at) if self._copies else None
        for column, part in enumerate((label, text, button)):
            if part is not None:
                self._grid.addWidget(part, at, column, Qt.AlignmentFlag.AlignTop)
                part.hide()
        return label, text, button

    def _copy_button(self, at: int) -> ActionButton:
        button = ActionButton(tr("copy"), Kind.LINK, sends=False)
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._shown[at][1]))
        return button
