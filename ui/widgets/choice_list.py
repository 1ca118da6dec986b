"""A short list to choose from by typing, by arrow keys, by the mouse, or by the digits 1 to 9."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.theme import Text

from .line import Line
from .scrolling import ListView

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[object, str]] = []

    def show_lines(self, lines: list[tuple[object, str]]) -> None:
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.lines[index.row()][1]
        return None


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, max(32, QFontMetrics(theme.font()).height() + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box: QRect = option.rect
        flags = option.state
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or flags & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(box).adjusted(0, 1, 0, -1), 6, 6)
        left = box.left() + 8
        painter.setFont(theme.font(Text.SMALL))
        if index.row() < 9:
            key = QRectF(left, box.center().y() - 8.5, 18, 18)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("edge"), 1))
            painter.drawRoundedRect(key, 4, 4)
            painter.setPen(theme.colour("faint"))
            painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        painter.setFont(theme.font(strong=chosen))
        painter.setPen(theme.colour("text"))
        room = QRect(left + 30, box.top(), box.width() - 30 - 16, box.height())
        shown = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()


class _Field(Line):
    """Hands on the keys that walk the list, and the digits that choose from it."""

    handed_on = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) or (
            plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_9
        ):
            self.handed_on.emit(key)
            return
        super().keyPressEvent(event)


class _View(ListView):
    """As tall as its lines, where there is room."""

    def sizeHint(self) -> QSize:
        rows = max(1, self.model().rowCount())
        return QSize(200, rows * max(32, QFontMetrics(theme.font()).height() + 14) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 96)


class ChoiceList(QWidget):
    """``submitted`` when Enter is pressed on a line or it is clicked twice; ``picked`` whenever another line is chosen."""

    picked = Signal(object)
    submitted = Signal(object)
    cleared = Signal()
    """By Escape: nothing is searched for nor chosen any more."""

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__()
        self._all: list[tuple[object, str]] = []
        self._lines = _Lines()
        self.field = _Field()
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(placeholder)
        self.field.setMaxLength(80)
        self.view = _View()
        self.view.setAccessibleName(name)
        self.view.setModel(self._lines)
        self.view.setItemDelegate(_Rows(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(self.field)
        layout.addWidget(self.view, 1)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._filter)
        self.field.handed_on.connect(self._on_key)
        self.view.clicked.connect(lambda index: self._pick(index.row()))
        self.view.doubleClicked.connect(lambda index: self._submit())

    def show_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        if list(choices) != self._all:
            self._all = list(choices)
            self._filter()
            self.view.updateGeometry()

    def choice(self) -> object:
        """The key of the chosen line, or None."""
        at = self.view.currentIndex().row()
        return self._lines.lines[at][0] if 0 <= at < len(self._lines.lines) else None

    def choose(self, key: object) -> None:
        """This one for a start, without anybody having picked it: the first lines stay in sight."""
        self.view.setAutoScroll(False)
        for at, (known, _) in enumerate(self._lines.lines):
            if known == key:
                self.view.setCurrentIndex(self._lines.index(at))
        self.view.setAutoScroll(True)

    def clear(self) -> None:
        self.field.clear()
        self._lines.show_lines(list(self._all))
        self.view.clearSelection()
        self.view.setCurrentIndex(_NOWHERE)

    def _filter(self) -> None:
        kept = self.choice()
        words = self.field.text().casefold().split()
        lines = [line for line in self._all if all(word in line[1].casefold() for word in words)]
        self._lines.show_lines(lines)
        keys = [key for key, _ in lines]
        if kept in keys:
            self._pick(keys.index(kept))
        elif words and lines:
            self._pick(0)

    def _on_key(self, key: int) -> None:
        at = self.view.currentIndex().row()
        match key:
            case Qt.Key.Key_Down:
                self._pick(min(at + 1, self._lines.rowCount() - 1))
            case Qt.Key.Key_Up:
                self._pick(max(at - 1, 0))
            case Qt.Key.Key_Escape:
                self.clear()
                self.cleared.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._submit()
            case _:
                self._pick(key - Qt.Key.Key_1)

    def _pick(self, at: int) -> None:
        if 0 <= at < self._lines.rowCount():
            self.view.setCurrentIndex(self._lines.index(at))
            self.picked.emit(self.choice())

    def _submit(self) -> None:
        if self.choice() is not None:
            self.submitted.emit(self.choice())
