"""What each column of a file becomes: its heading, an example of what stands in it, and the choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.customer_files.headings import Column, chosen
from agent_client.client.customer_files.reading import Layout
from agent_client.client.customer_files.rows import Row
from ui.text import tr
from ui.theme import Text
from ui.widgets.labels import ElidedLabel
from ui.widgets.select_field import SelectField

from . import words


class ImportColumns(QWidget):
    """``chosen`` carries all columns, one of which the agent has changed."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[Column, ...] = ()
        self._lines: list[_Line] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def show_columns(self, layout: Layout, first: Sequence[Row]) -> None:
        self._columns = layout.columns
        while len(self._lines) < len(layout.columns):
            line = _Line(len(self._lines))
            line.picked.connect(self._on_picked)
            self._lines.append(line)
            self._layout.addWidget(line)
        for at, line in enumerate(self._lines):
            line.setHidden(at >= len(layout.columns))
            if at < len(layout.columns):
                heading = layout.heads[at].strip() if at < len(layout.heads) else ""
                line.show_column(heading or column_name(at), _example(first, at), layout.columns[at])

    def lines(self) -> list[_Line]:
        return self._lines[: len(self._columns)]

    def _on_picked(self, at: int, column: Column) -> None:
        self._columns = chosen(self._columns, at, column)
        self.chosen.emit(self._columns)


class _Line(QWidget):
    picked = Signal(int, object)

    def __init__(self, at: int) -> None:
        super().__init__()
        self.heading = ElidedLabel("", strong=True)
        self.example = ElidedLabel("", Text.SMALL, tone="dim")
        self.field = SelectField("")
        self.field.show_choices([(column, words.column(column)) for column in Column])
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.heading)
        said.addWidget(self.example)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(said, 1)
        row.addWidget(self.field, 1)
        self.field.chosen.connect(lambda column: self.picked.emit(at, column))

    def show_column(self, heading: str, example: str, column: Column) -> None:
        self.heading.say(heading)
        self.heading.set_tone("dim" if column is Column.IGNORED else "text")
        self.example.say(example)
        self.field.setAccessibleName(tr("What the column “{heading}” becomes", heading=heading))
        self.field.choose(column)


def column_name(at: int) -> str:
    """Of a column without a heading."""
    return tr("Column {n}", n=at + 1)


def _example(rows: Sequence[Row], at: int) -> str:
    """The first that is not empty."""
    cells = (row.record.cells[at] for row in rows if at < len(row.record.cells))
    return next((" ".join(cell.split()) for cell in cells if cell.strip()), "")
