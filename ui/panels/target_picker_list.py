"""The list of targets as a widget: the chosen row stays chosen wherever the list's changes carry it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView

from ui.models.target_list import TargetList
from ui.models.targets import TargetRow
from ui.text import tr
from ui.widgets.scrolling import ListView

from .target_picker_rows import TargetRows


class TargetView(ListView):
    """``submitted`` at a double click; the keyboard stays in the field, which hands its keys to `walk`."""

    chose = Signal()
    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.targets = TargetList()
        self._rows = TargetRows(self)
        self.setModel(self.targets)
        self.setItemDelegate(self._rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Whom to choose from"))
        self.doubleClicked.connect(lambda _: self.submitted.emit())

    def show_rows(self, rows: Sequence[TargetRow]) -> None:
        chosen = self.chosen()
        self._rows.first_impossible = next((at for at, row in enumerate(rows) if not row.possible), -1)
        self.targets.show_rows(rows)
        at = -1 if chosen is None else self.targets.place_of(chosen.key)
        if at != self.currentIndex().row():
            self._choose(at)

    def chosen(self) -> TargetRow | None:
        return self.targets.row(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def choose_none(self) -> None:
        self._choose(-1)

    def choose_first(self) -> None:
        """The first that can be chosen, unless one is chosen already."""
        if self.chosen() is None:
            self._choose(next((at for at, row in enumerate(self.targets.rows) if row.possible), -1))

    def walk(self, step: int) -> None:
        last = self.targets.rowCount() - 1
        if last >= 0:
            self._choose(max(0, min(last, self.currentIndex().row() + step)))

    def show_requested(self, on: bool) -> None:
        chosen = self.chosen()
        self._rows.requested = chosen.key if on and chosen is not None else None
        self.viewport().update()

    def tick(self, now: datetime) -> None:
        self._rows.now = now
        if self.isVisible():
            self.viewport().update()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.chose.emit()

    def _choose(self, at: int) -> None:
        self.setCurrentIndex(self.targets.index(at) if at >= 0 else QModelIndex())
