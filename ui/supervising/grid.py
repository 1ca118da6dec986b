"""The table of the supervisors' window: cells with a dot, an icon, a number at the right; headings that sort; keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import icons, theme
from ui.widgets.scrolling import TableView
from ui.widgets.shared_columns import SharedColumns

MARGIN = 12
CELL_ROLE = Qt.ItemDataRole.UserRole
_DOT = 8
_AHEAD = 20
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Cell(Struct, frozen=True):
    """What stands in one. ``dot`` and ``tone`` are tokens; ``beside`` stands at the right end, as a timer does."""

    text: str = ""
    tone: str = "dim"
    strong: bool = False
    dot: str = ""
    icon: str = ""
    icon_tone: str = "dim"
    beside: str = ""
    right: bool = False


EMPTY = Cell()


class SortingColumns(SharedColumns):
    """A press on a heading sorts by it; ``pressed`` carries its number. The one in force has a mark."""

    def __init__(self, shares: Sequence[int], *, right: Sequence[int] = (), sorts: bool = True) -> None:
        super().__init__(shares, margin=MARGIN)
        self._right = frozenset(right)
        self._by = -1
        self._descending = False
        self.setSectionsClickable(sorts)

    def show_order(self, column: int, *, descending: bool) -> None:
        if (column, descending) != (self._by, self._descending):
            self._by, self._descending = column, descending
            self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.fillRect(rect, theme.colour("bg"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        sorted_by = logical == self._by
        painter.setFont(theme.caps_font())
        painter.setPen(theme.colour("text" if sorted_by else "dim"))
        room = rect.adjusted(4, 0, -MARGIN, 0) if logical in self._right else rect.adjusted(MARGIN, 0, -4, 0)
        side = round(painter.fontMetrics().height() * 0.9)
        words = str(self.model().headerData(logical, Qt.Orientation.Horizontal) or "")
        space = room.width() - (side + 2 if sorted_by else 0)
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, space)
        width = painter.fontMetrics().horizontalAdvance(cut)
        left = room.right() - width - (side + 2 if sorted_by else 0) + 1 if logical in self._right else room.left()
        painter.drawText(QRect(left, room.top(), width + 2, room.height()), _LEFT, cut)
        if sorted_by:
            mark = "chevron-down" if self._descending else "chevron-up"
            place = QRectF(left + width + 2, rect.center().y() - side / 2, side, side)
            icons.paint(painter, mark, place, theme.colour("text"))


class _Cells(QStyledItemDelegate):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.colour("sel"))
        elif index.row() == self.hovered:
            painter.fillRect(box, theme.colour("hover"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        if index.column() == 0 and chosen and option.state & QStyle.StateFlag.State_Active:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), theme.colour("focus"))
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell):
            left, right = (4 if cell.right else MARGIN), (MARGIN if cell.right or cell.beside else 4)
            self._paint(painter, box.adjusted(left, 0, -right, 0), cell)

    def _paint(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        if cell.dot:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(cell.dot))
            side = theme.scaled(_DOT)
            painter.drawEllipse(QRectF(room.left(), room.center().y() - side / 2 + 0.5, side, side))
            painter.restore()
            room.adjust(side + 8, 0, 0, 0)
        if cell.beside:
            painter.setFont(theme.font())
            painter.setPen(theme.colour("dim"))
            painter.drawText(room, _RIGHT, cell.beside)
            room.adjust(0, 0, -painter.fontMetrics().horizontalAdvance(cell.beside) - 8, 0)
        if cell.icon:
            side = theme.scaled(icons.SIDE)
            words = QFontMetrics(theme.font(strong=cell.strong)).horizontalAdvance(cell.text)
            left = min(room.left() + words + 6, room.right() - side) if cell.text else room.left()
            place = QRectF(left, room.center().y() - side / 2 + 0.5, side, side)
            icons.paint(painter, cell.icon, place, theme.colour(cell.icon_tone))
            room.setRight(round(place.left()) - 4)
        painter.setFont(theme.font(strong=cell.strong))
        painter.setPen(theme.colour(cell.tone))
        text = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, _RIGHT if cell.right else _LEFT, text)


class Grid(TableView):
    """``moved`` when another row is the current one, ``typed`` a letter to be searched for, ``sort_pressed`` a column,
    ``end_reached`` when the last rows are in sight, ``opened`` by Enter or a double click.

    ``spared``: columns that it goes without where it is narrower than that, at the usual size of text.
    """

    moved = Signal()
    typed = Signal(str)
    sort_pressed = Signal(int)
    end_reached = Signal()
    opened = Signal()

    def __init__(
        self,
        model: QAbstractItemModel,
        columns: SortingColumns,
        name: str,
        spared: Mapping[int, Collection[int]] | None = None,
    ) -> None:
        super().__init__()
        self.columns = columns
        self._spared = spared or {}
        self._cells = _Cells(self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setHorizontalHeader(columns)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height())
        columns.sectionClicked.connect(self.sort_pressed)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self.verticalScrollBar().valueChanged.connect(self._look_down)
        model.rowsInserted.connect(lambda *_: self._look_down())
        model.modelReset.connect(self._look_down)

    def row(self) -> int:
        """-1: none is chosen. Where the keyboard merely came to is not chosen yet."""
        current = self.currentIndex()
        return current.row() if current.isValid() and self.selectionModel().isSelected(current) else -1

    def choose(self, row: int) -> None:
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))

    def repaint_column(self, column: int) -> None:
        """What counts the seconds there."""
        left, width = self.columnViewportPosition(column), self.columnWidth(column)
        self.viewport().update(QRect(left, 0, width, self.viewport().height()))

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.opened.emit()
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self.choose(0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                event.ignore()
            case _ if event.text().isprintable() and event.text().strip() and not held:
                self.typed.emit(event.text())
            case _:
                super().keyPressEvent(event)

    def rowsAboutToBeRemoved(self, parent: _Index, start: int, end: int) -> None:
        """The next key must not act on the neighbour of whoever goes."""
        if start <= self.currentIndex().row() <= end:
            self.setCurrentIndex(_NOWHERE)
        super().rowsAboutToBeRemoved(parent, start, end)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Not `currentChanged`: the row to which the keyboard came is the current one already when it is chosen."""
        super().selectionChanged(selected, deselected)
        self.moved.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit(self.viewport().width())
        for roomy, columns in self._spared.items():
            self.columns.hide_columns(columns, below=theme.scaled(roomy))
        self._look_down()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "columns"):
            self.verticalHeader().setDefaultSectionSize(row_height())

    # -- inside

    def _look_down(self) -> None:
        last = self.rowAt(self.viewport().height() - 1)
        if last < 0 or last + _AHEAD >= self.model().rowCount():
            self.end_reached.emit()

    def _hover(self, row: int) -> None:
        if row != self._cells.hovered:
            self._cells.hovered = row
            self.viewport().update()


def row_height() -> int:
    return QFontMetrics(theme.font(strong=True)).height() + 13
