"""Rows that come as they are from the server, the latest first: the day's calls, cards in use, the log."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from .grid import CELL_ROLE, Cell

Row = TypeVar("Row")
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TextRows(QAbstractTableModel, Generic[Row]):
    """``headings`` in the agent's language. ``cell`` says what stands in a column of a row, ``key`` which row is the same as
    before."""

    def __init__(
        self,
        headings: Sequence[str],
        key: Callable[[Row], Hashable],
        cell: Callable[[Row, int], Cell],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._key = key
        self._cell = cell
        self._rows: tuple[Row, ...] = ()
        self._places: dict[Hashable, int] = {}

    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def at(self, row: int) -> Row | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: Hashable) -> int:
        """-1: it is not here."""
        return self._places.get(key, -1)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """What was added at either end is told as that; in other cases everything is shown anew."""
        new = tuple(rows)
        if new == self._rows:
            return
        before = [self._key(row) for row in self._rows]
        keys = [self._key(row) for row in new]
        if before and (at := _found(keys, before)) is not None:
            self._grow(new, at, len(before))
        else:
            self.beginResetModel()
            self._put(new)
            self.endResetModel()

    def refresh(self) -> None:
        """The words of the rows are others."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._headings) - 1))

    # -- Qt

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return self._headings[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == CELL_ROLE:
            return self._cell(row, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            cell = self._cell(row, index.column())
            return cell.text or cell.beside
        return None

    # -- inside

    def _grow(self, new: tuple[Row, ...], above: int, count: int) -> None:
        below = len(new) - above - count
        if above:
            self.beginInsertRows(_NOWHERE, 0, above - 1)
            self._put(new[: above + count])
            self.endInsertRows()
        if below:
            self.beginInsertRows(_NOWHERE, above + count, len(new) - 1)
            self._put(new)
            self.endInsertRows()
        self._put(new)
        self.dataChanged.emit(self.index(above, 0), self.index(above + count - 1, len(self._headings) - 1))

    def _put(self, rows: tuple[Row, ...]) -> None:
        self._rows = rows
        self._places = {self._key(row): at for at, row in enumerate(rows)}


def _found(keys: list[Hashable], before: list[Hashable]) -> int | None:
    """Where what was there before stands among the new ones, whole and in its order."""
    if before[0] not in keys:
        return None
    at = keys.index(before[0])
    return at if keys[at : at + len(before)] == before else None
