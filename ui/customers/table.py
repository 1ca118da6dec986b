"""The table of customers: its columns share the room, its rows are walked by keys, and Enter opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from agent_client.protocol.customers import Customer
from ui import icons, theme
from ui.models.customer_rights import others_lock
from ui.text import tr
from ui.widgets.menus import Menu
from ui.widgets.scrolling import TableView
from ui.widgets.shared_columns import SharedColumns

from .rows import CUSTOMER_ROLE, CustomerRows, Shown

MARGIN = 16
SHARES = (22, 22, 24, 13, 9, 10, 10)
_SPARED = (Shown.OPERATORS, Shown.PROJECT)
_ROOMY = 780
"""So wide the table has room for all columns."""
_AHEAD = 40
"""Rows beyond the last in sight that are asked for already."""


class _Cells(QStyledItemDelegate):
    def __init__(self, rows: CustomerRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self.hovered = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.colour("sel"))
        elif index.row() == self.hovered:
            painter.fillRect(box, theme.colour("hover"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        column = Shown(index.column())
        if column is Shown.NAME and chosen and option.state & QStyle.StateFlag.State_Active:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), theme.colour("focus"))
        room = box.adjusted(MARGIN, 0, -4, 0)
        customer = index.data(CUSTOMER_ROLE)
        if column is Shown.NAME and customer is not None and others_lock(customer.lock, self._rows.state) is not None:
            side = theme.scaled(icons.SIDE)
            place = QRectF(room.right() - side, box.center().y() - side / 2 + 0.5, side, side)
            icons.paint(painter, "lock", place, theme.colour("dim"))
            room.adjust(0, 0, -side - 4, 0)
        leads = column is Shown.NAME or (column is Shown.COMPANY and customer is not None and not customer.name)
        painter.setFont(theme.font(strong=column is Shown.NAME))
        painter.setPen(theme.colour("text" if leads or chosen else "dim"))
        text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class CustomerTable(TableView):
    """``opened`` and ``edit_pressed`` carry the customer's row as it is known; ``typed`` a letter that is to be searched for;
    ``number_pressed`` a number to be called."""

    opened = Signal(object)
    edit_pressed = Signal(object)
    typed = Signal(str)
    number_pressed = Signal(str)

    def __init__(self, rows: CustomerRows) -> None:
        super().__init__()
        self.rows = rows
        self.columns = SharedColumns(SHARES, margin=MARGIN)
        self._cells = _Cells(rows, self)
        self.setModel(rows)
        self.setItemDelegate(self._cells)
        self.setHorizontalHeader(self.columns)
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
        self.setAccessibleName(tr("Customers"))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height())
        self.verticalScrollBar().valueChanged.connect(self._want)
        self.doubleClicked.connect(lambda index: self._emit(self.opened, index.row()))
        rows.modelReset.connect(self._want)
        rows.rowsInserted.connect(lambda *_: self._want())

    def chosen(self) -> Customer | None:
        return self.rows.customer(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def choose(self, row: int) -> None:
        if 0 <= row < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(row, 0))

    def open_chosen(self) -> None:
        self._emit(self.opened, self.currentIndex().row())

    def set_widths(self, widths: Sequence[int]) -> None:
        self.columns.set_shares(widths)

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.open_chosen()
            case Qt.Key.Key_F2:
                self._emit(self.edit_pressed, self.currentIndex().row())
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                self.choose(0 if event.key() == Qt.Key.Key_Home else self.rows.rowCount() - 1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                event.ignore()
            case _ if event.text().isprintable() and event.text().strip() and not _held(event):
                self.typed.emit(event.text())
            case _:
                super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        customer = self.chosen()
        if customer is None:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open in the main window")).triggered.connect(lambda: self.opened.emit(customer))
        menu.addAction(tr("Edit")).triggered.connect(lambda: self.edit_pressed.emit(customer))
        if customer.numbers:
            menu.addSeparator()
        for number in customer.numbers:
            words = tr("Call {number}", number=self.rows.text_of_number(number))
            menu.addAction(words).triggered.connect(lambda _=False, number=number: self.number_pressed.emit(number))
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        at = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(16, 0) if by_key else event.pos()
        menu.popup(self.viewport().mapToGlobal(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit(self.viewport().width())
        self.columns.hide_columns(_SPARED, below=theme.scaled(_ROOMY))
        self._want()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "columns"):
            self.verticalHeader().setDefaultSectionSize(row_height())

    # -- inside

    def _want(self) -> None:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        bottom = last if last >= 0 else self.rows.rowCount() - 1
        self.rows.want(max(0, first), bottom + _AHEAD)

    def _hover(self, row: int) -> None:
        if row != self._cells.hovered:
            self._cells.hovered = row
            self.viewport().update()

    def _emit(self, signal: SignalInstance, row: int) -> None:
        customer = self.rows.customer(row)
        if customer is not None:
            signal.emit(customer)


def row_height() -> int:
    return QFontMetrics(theme.font(strong=True)).height() + 15


def _held(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier))
