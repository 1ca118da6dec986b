"""The rows of the list of targets for a view. What each row says is `targets`' to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from .targets import TargetRow

TARGET_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TargetList(QAbstractListModel):
    """Rows that keep their places are told as changed; else all is laid anew, and who looks finds the chosen by its key."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[TargetRow] = ()

    def show_rows(self, rows: Sequence[TargetRow]) -> None:
        before, same = self.rows, [row.key for row in rows] == [row.key for row in self.rows]
        if not same:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()
            return
        self.rows = list(rows)
        for at, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(at), self.index(at))

    def row(self, at: int) -> TargetRow | None:
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def place_of(self, key: tuple[str, int | str] | None) -> int:
        """-1 for what is not there."""
        return next((at for at, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == TARGET_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(part for part in (row.name, row.word, row.beneath) if part)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return row.why_not or None
        return None
