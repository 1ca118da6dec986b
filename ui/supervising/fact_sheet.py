"""Labels and values one below the other, under small headings; a value may have a timer behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.theme import Text
from ui.widgets.labels import Heading, Label, TimerLabel

from .facts import Fact

_TOP = Qt.AlignmentFlag.AlignTop


class _Row:
    def __init__(self) -> None:
        self.heading = Heading("")
        self.label = Label("", Text.SMALL, tone="dim", wraps=True)
        self.value = Label("", wraps=True)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.timer = TimerLabel(tone="dim", align=Qt.AlignmentFlag.AlignLeft)
        self.beside = QWidget()
        row = QHBoxLayout(self.beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.value, 1)
        row.addWidget(self.timer, 0, _TOP)
        self.heading.setContentsMargins(0, 12, 0, 2)
        self.label.setContentsMargins(0, 2, 0, 0)  # both stand on one line

    def show(self, fact: Fact | None) -> None:
        is_heading = fact is not None and not fact.label
        self.heading.setHidden(not is_heading)
        self.label.setHidden(fact is None or is_heading)
        self.beside.setHidden(fact is None or is_heading)
        if fact is None:
            return
        if is_heading:
            self.heading.setText(fact.value)
            return
        self.label.setText(fact.label)
        self.value.setText(fact.value)
        self.value.set_tone(fact.tone)
        self.timer.count_from(fact.since)
        self.timer.setHidden(fact.since is None)


class FactSheet(QWidget):
    """A row that was made once is used again: making one is what costs."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: list[Fact] = []
        self._rows: list[_Row] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 5)

    def facts(self) -> list[Fact]:
        return self._facts

    def show_facts(self, facts: Sequence[Fact]) -> None:
        if list(facts) == self._facts:
            return
        self._facts = list(facts)
        while len(self._rows) < len(facts):
            self._add()
        for at, row in enumerate(self._rows):
            row.show(self._facts[at] if at < len(self._facts) else None)

    def tick(self, now: datetime) -> None:
        for fact, row in zip(self._facts, self._rows, strict=False):
            if fact.since is not None:
                row.timer.tick(now)

    def _add(self) -> None:
        row, at = _Row(), len(self._rows)
        self._grid.addWidget(row.heading, at, 0, 1, 2)
        self._grid.addWidget(row.label, at, 0, _TOP)
        self._grid.addWidget(row.beside, at, 1, _TOP)
        self._rows.append(row)
