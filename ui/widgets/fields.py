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
    """``copies`` puts a button beside each value. The rows are built again only when labels or values differ."""

    def __init__(self, *, copies: bool, label_width: int = 150) -> None:
        super().__init__()
        self._copies = copies
        self._shown: tuple[tuple[str, str], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)

    def show_fields(self, fields: Sequence[tuple[str, str]]) -> None:
        wanted = tuple(fields)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(wanted):
            label = Label(name, tone="dim", wraps=True)
            text = Label(value, wraps=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text, row, 1, Qt.AlignmentFlag.AlignTop)
            if self._copies:
                self._grid.addWidget(self._copy_button(name, value), row, 2, Qt.AlignmentFlag.AlignTop)

    def shown(self) -> tuple[tuple[str, str], ...]:
        return self._shown

    def _copy_button(self, name: str, value: str) -> ActionButton:
        button = ActionButton(tr("copy"), Kind.LINK, sends=False, name=tr("Copy {label}", label=name))
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(value))
        return button
