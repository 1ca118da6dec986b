"""The first rows of a file as they would be imported, and all that is wrong with it by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.rows import Fault, Row
from agent_client.protocol.customers import ImportRow
from agent_client.rules.dial_numbers import canonical, shown
from ui import icons, theme
from ui.text import grouped, tr
from ui.widgets.scrolling import TableView
from ui.widgets.shared_columns import SharedColumns

from . import words

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MARGIN = 16
_WRONG = Qt.ItemDataRole.UserRole
_SHOWN: tuple[tuple[tuple[Column, ...], str, int], ...] = (
    ((Column.NAME, Column.FIRST_NAME, Column.LAST_NAME), "name", 20),
    ((Column.COMPANY,), "company", 20),
    ((Column.COMPANY_ID,), "company_id", 13),
    ((Column.NUMBER,), "numbers", 22),
    ((Column.STREET,), "street", 16),
    ((Column.POSTCODE,), "postcode", 12),
    ((Column.TOWN,), "town", 12),
    ((Column.COUNTRY,), "country", 11),
    ((Column.NOTE,), "note", 20),
    ((Column.OPERATORS,), "operators", 10),
    ((Column.PROJECT,), "project", 10),
)
_LINE_SHARE = 8


class PreviewRows(QAbstractTableModel):
    """The columns that something is imported into, after the line's number."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self._columns: tuple[Column, ...] = ()
        self._shown: tuple[tuple[tuple[Column, ...], str, int], ...] = ()
        self._home = ""

    def show_rows(self, rows: Sequence[Row], columns: tuple[Column, ...], home: str) -> None:
        self.beginResetModel()
        self._rows, self._columns, self._home = rows, columns, home
        self._shown = tuple(one for one in _SHOWN if any(column in columns for column in one[0]))
        self.endResetModel()

    def shares(self) -> tuple[int, ...]:
        return (_LINE_SHARE, *(share for _, _, share in self._shown))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1 + len(self._shown)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return tr("Line") if section == 0 else words.column(self._shown[section - 1][0][0])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == _WRONG:
            return self._tone(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(words.fault(fault) for fault in row.faults) or None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if index.column() == 0:
            return grouped(row.record.line)
        columns, field, _ = self._shown[index.column() - 1]
        return self._raw(row, columns) if row.row is None else self._imported(row.row, field)

    def _imported(self, row: ImportRow, field: str) -> str:
        value = getattr(row, field)
        if field == "numbers":
            country = row.country or self._home
            return ", ".join(shown(canonical(number, country) or number, self._home) for number in value)
        return ", ".join(value) if isinstance(value, tuple) else " ".join(str(value).split())

    def _raw(self, row: Row, columns: tuple[Column, ...]) -> str:
        """As it stands in the file: it is not imported."""
        if not row.record.cells:
            return row.record.said if columns[0] is Column.NAME else ""
        cells = zip(self._columns, row.record.cells, strict=False)
        return ", ".join(" ".join(cell.split()) for column, cell in cells if column in columns and cell.strip())

    def _tone(self, row: Row, at: int) -> str:
        """Of the text: what is wrong stands out, what is not imported steps back."""
        if at == 0:
            return "alarm" if row.row is None else "setup" if row.faults else "faint"
        columns = self._shown[at - 1][0]
        if any(fault.column in columns for fault in row.faults if fault.column is not None):
            return "alarm" if row.row is None else "setup"
        return "faint" if row.row is None else "text"


class _Cells(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("sel"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        tone = str(index.data(_WRONG) or "text")
        room = box.adjusted(_MARGIN, 0, -4, 0)
        if index.column() == 0 and tone in ("alarm", "setup"):
            side = theme.scaled(icons.SIDE) - 2
            place = QRectF(room.left() - 4, box.center().y() - side / 2 + 0.5, side, side)
            icons.paint(painter, "alert", place, theme.colour(tone))
            room.adjust(side, 0, 0, 0)
        painter.setFont(theme.font())
        painter.setPen(theme.colour(tone))
        text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class ImportTable(TableView):
    """A table to be read: rows are walked, nothing in them is edited."""

    def __init__(self, model: PreviewRows | FaultRows, name: str) -> None:
        super().__init__()
        self._columns = SharedColumns(model.shares(), margin=_MARGIN)
        self.setModel(model)
        self._shared = model
        self.setHorizontalHeader(self._columns)
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(theme.font()).height() + 11)
        model.modelReset.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.fit(self.viewport().width())

    def sizeHint(self) -> QSize:
        return QSize(320, 200)

    def _fit(self) -> None:
        self._columns.have_shares(self._shared.shares())
        self._columns.fit(self.viewport().width())


class FaultRows(QAbstractTableModel):
    """What is wrong, by line."""

    def __init__(self) -> None:
        super().__init__()
        self._faults: Sequence[Fault] = ()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        if list(faults) != list(self._faults):
            self.beginResetModel()
            self._faults = faults
            self.endResetModel()

    def shares(self) -> tuple[int, ...]:
        return (10, 90)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._faults)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return tr("Line") if section == 0 else tr("What is wrong")

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        fault = self._faults[index.row()]
        if role == _WRONG:
            return ("alarm" if fault.keeps_out() else "setup") if index.column() == 0 else "text"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return grouped(fault.line) if index.column() == 0 else words.fault(fault)
        return None
