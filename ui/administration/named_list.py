"""A list of things to choose one from: their names, what is said beneath, and which of them are not saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.scrolling import ListView

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_MARGIN = 8
_PADDING = 10
_DOT = 6
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Named(Struct, frozen=True):
    key: object
    name: str
    beneath: str = ""
    unsaved: bool = False


class _Things(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.things: tuple[Named, ...] = ()

    def show_things(self, things: tuple[Named, ...]) -> None:
        if [thing.key for thing in things] == [thing.key for thing in self.things]:
            self.things = things
            if things:
                self.dataChanged.emit(self.index(0), self.index(len(things) - 1))
            return
        self.beginResetModel()
        self.things = things
        self.endResetModel()

    def place_of(self, key: object) -> int:
        return next((at for at, thing in enumerate(self.things) if thing.key == key), -1)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.things)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        thing = self.things[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return thing
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return thing.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (thing.name, thing.beneath, tr("Not saved") if thing.unsaved else "")
            return ", ".join(part for part in said if part)
        return None


class _Rows(QStyledItemDelegate):
    def __init__(self, view: NamedList, *, tall: bool) -> None:
        super().__init__(view)
        self._view = view
        self._tall = tall

    def height(self) -> int:
        name, small = QFontMetrics(theme.font(strong=True)).height(), QFontMetrics(theme.font(Text.SMALL)).height()
        return name + (small + 2 if self._tall else 0) + 14

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, self.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        thing = index.data(Qt.ItemDataRole.UserRole)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(_MARGIN, 1, -_MARGIN, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel" if chosen else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        if chosen and self._view.ringed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        room = box.adjusted(_PADDING, 6, -_PADDING, -6).toRect()
        if thing.unsaved:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("text"))
            painter.drawEllipse(QRectF(room.right() - _DOT + 1, box.center().y() - _DOT / 2, _DOT, _DOT))
            room.adjust(0, 0, -_DOT - 8, 0)
        self._paint_words(painter, thing, room, chosen=chosen)
        painter.restore()

    def _paint_words(self, painter: QPainter, thing: Named, room: QRect, *, chosen: bool) -> None:
        where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        font = theme.font(strong=chosen or self._tall)
        metrics = QFontMetrics(font)
        first = QRect(room.left(), room.top(), room.width(), metrics.height())
        painter.setFont(font)
        painter.setPen(theme.colour("text" if thing.name else "faint"))
        name = thing.name or tr("(no name yet)")
        painter.drawText(first, where, metrics.elidedText(name, Qt.TextElideMode.ElideRight, first.width()))
        if not self._tall:
            return
        painter.setFont(theme.font(Text.SMALL))
        painter.setPen(theme.colour("dim"))
        second = QRect(first.left(), first.bottom() + 3, first.width(), painter.fontMetrics().height())
        beneath = painter.fontMetrics().elidedText(thing.beneath, Qt.TextElideMode.ElideRight, second.width())
        painter.drawText(second, where, beneath)


class NamedList(ListView):
    """``chosen`` carries the key of the thing that was chosen by hand or by key. ``tall`` rows have a line beneath."""

    chosen = Signal(object)

    def __init__(self, name: str, *, tall: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._things = _Things()
        self._loading = False
        self.ringed = False
        """The keyboard came here by a key."""
        self._rows = _Rows(self, tall=tall)
        self.setModel(self._things)
        self.setItemDelegate(self._rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)

    def show_things(self, things: Sequence[Named]) -> None:
        key = self.key()
        if tuple(things) != self._things.things:
            self._loading = True
            try:
                self._things.show_things(tuple(things))
                self.choose(key)
            finally:
                self._loading = False

    def things(self) -> tuple[Named, ...]:
        return self._things.things

    def key(self) -> object:
        """None: nothing is chosen."""
        at = self.currentIndex().row()
        return self._things.things[at].key if 0 <= at < len(self._things.things) else None

    def choose(self, key: object) -> None:
        """Nobody chose it by hand."""
        before, self._loading = self._loading, True
        try:
            at = self._things.place_of(key)
            self.setCurrentIndex(self._things.index(at) if at >= 0 else QModelIndex())
        finally:
            self._loading = before

    def natural_height(self) -> int:
        return self._rows.height() * max(1, len(self._things.things))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ringed = False
        super().focusOutEvent(event)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if not self._loading and current.isValid():
            self.chosen.emit(self.key())
