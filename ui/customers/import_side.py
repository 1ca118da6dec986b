"""Beside the rows of a file: how it is read, and what each of its columns becomes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.text import tr
from ui.widgets.boxes import stand_on
from ui.widgets.labels import Heading
from ui.widgets.scrolling import ScrollArea

from .import_columns import ImportColumns
from .import_options import ImportOptions


class ImportSide(ScrollArea):
    def __init__(self) -> None:
        super().__init__()
        self.options = ImportOptions()
        self.columns = ImportColumns()
        self._mapped = QWidget()
        mapped = QVBoxLayout(self._mapped)
        mapped.setContentsMargins(0, 8, 0, 0)
        mapped.setSpacing(8)
        mapped.addWidget(Heading(tr("What each column becomes")))
        mapped.addWidget(self.columns)
        inside = QWidget()
        stand_on(inside, "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.options)
        column.addWidget(self._mapped)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        stand_on(self, "surface")

    def show_columns(self, on: bool) -> None:
        """A file of vCards has none."""
        self._mapped.setHidden(not on)
