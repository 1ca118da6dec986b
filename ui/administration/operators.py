"""Operators in the order in which they are tried: phone numbers, with whose phone each is at the moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui import theme
from ui.widgets.scrolling import ListView

from .signed_in import Operator

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PADDING = 12
_DOT = 8


class _Operators(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.operators: tuple[Operator, ...] = ()

    def show_operators(self, operators: tuple[Operator, ...]) -> None:
        if len(operators) == len(self.operators):
            self.operators = operators
            if operators:
                self.dataChanged.emit(self.index(0), self.index(len(operators) - 1))
            return
        self.beginResetModel()
        self.operators = operators
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.operators)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        operator = self.operators[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return operator
        if role == Qt.ItemDataRole.DisplayRole:
            return operator.phone
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (f"{index.row() + 1}.", operator.phone, operator.who, operator.word)
            return " ".join(part for part in said if part)
        return None


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        operator = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("sel"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        room = box.adjusted(_PADDING, 0, -_PADDING, 0)
        painter.setFont(theme.font())
        metrics = painter.fontMetrics()
        painter.setPen(theme.colour("faint"))
        place = metrics.horizontalAdvance("00")
        painter.drawText(
            QRect(room.left(), room.top(), place, room.height()),
            middle | Qt.AlignmentFlag.AlignRight,
            str(index.row() + 1),
        )
        room.adjust(place + 12, 0, 0, 0)
        right = metrics.horizontalAdvance(operator.word)
        if operator.word:
            painter.setPen(theme.colour("dim"))
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, operator.word)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(operator.token or "pause"))
            painter.drawEllipse(QRectF(room.right() - right - 8 - _DOT, box.center().y() - _DOT / 2 + 0.5, _DOT, _DOT))
            room.adjust(0, 0, -right - _DOT - 20, 0)
        strong = QFontMetrics(theme.font(strong=True))
        phone = strong.elidedText(operator.phone, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(theme.font(strong=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, phone)
        room.adjust(max(theme.scaled(48), strong.horizontalAdvance(phone)) + 12, 0, 0, 0)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text" if operator.word else "faint"))
        who = metrics.elidedText(operator.who, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, who)
        painter.restore()


class OperatorList(ListView):
    """``moved`` carries from where to where a row is to go, ``removed`` which one is to go altogether.

    Alt with the arrow keys moves the chosen row, Delete removes it; the mouse drags it.
    """

    moved = Signal(int, int)
    removed = Signal(int)
    chose = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._model = _Operators()
        self._read_only = False
        self._pressed_at: tuple[int, QPointF] | None = None
        self._target = -1
        self.setModel(self._model)
        self.setItemDelegate(_Rows(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_operators(self, operators: Sequence[Operator]) -> None:
        if tuple(operators) != self._model.operators:
            at = min(self.currentIndex().row(), len(operators) - 1)
            self._model.show_operators(tuple(operators))
            self.choose(at)
        self.setFixedHeight(self.natural_height())

    def operators(self) -> tuple[Operator, ...]:
        return self._model.operators

    def set_read_only(self, on: bool) -> None:
        self._read_only = on

    def row(self) -> int:
        """The chosen one's place; -1: none is."""
        return self.currentIndex().row()

    def choose(self, at: int) -> None:
        self.setCurrentIndex(self._model.index(at) if 0 <= at < self._model.rowCount() else QModelIndex())

    def natural_height(self) -> int:
        """All of them, up to a dozen."""
        return row_height() * min(12, self._model.rowCount())

    def move_chosen(self, step: int) -> None:
        at = self.row()
        if at >= 0 and 0 <= at + step < self._model.rowCount() and not self._read_only:
            self._move(at, at + step)

    def remove_chosen(self) -> None:
        if self.row() >= 0 and not self._read_only:
            self.removed.emit(self.row())

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if alt and step:
            self.move_chosen(step)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_chosen()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = self.indexAt(event.position().toPoint()).row()
        if at >= 0 and not self._read_only and event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = (at, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            super().mouseMoveEvent(event)
            return
        far = abs(event.position().y() - self._pressed_at[1].y()) >= QApplication.startDragDistance()
        if far or self._target >= 0:
            self._aim(event.position().toPoint().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed_at = self._pressed_at, None
        target, self._target = self._target, -1
        self.viewport().unsetCursor()
        self.viewport().update()
        if pressed is not None and target >= 0:
            to = target - 1 if target > pressed[0] else target
            if to != pressed[0]:
                self._move(pressed[0], to)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._target < 0:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme.colour("focus"), 2))
        y = self._target * row_height() - self.verticalScrollBar().value()
        painter.drawLine(8, max(1, min(y, self.viewport().height() - 1)), self.viewport().width() - 8, y)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.chose.emit()

    # -- inside

    def _aim(self, y: int) -> None:
        """Before which row the dragged one would go."""
        at = round((y + self.verticalScrollBar().value()) / row_height())
        self._target = max(0, min(at, self._model.rowCount()))
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def _move(self, at: int, to: int) -> None:
        self.moved.emit(at, to)
        self.choose(to)


def row_height() -> int:
    return QFontMetrics(theme.font(strong=True)).height() + 14
