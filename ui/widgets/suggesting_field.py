"""A field that offers what could be meant, in a list that drops down while one types; anything else may be typed, too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QCompleter, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme

from .line import Line
from .scrolling import DropList

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PADDING = 10
_DOT = 8
_MOST_SHOWN = 10


class Suggestion(Struct, frozen=True):
    """``beside`` stands quieter at the line's end; ``token`` colours a dot before it."""

    key: object
    text: str
    beside: str = ""
    token: str = ""


Source: TypeAlias = Callable[[str], Sequence[Suggestion]]
"""What is offered for a text, the likeliest first."""


class _Offered(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.suggestions: Sequence[Suggestion] = ()

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        self.beginResetModel()
        self.suggestions = suggestions
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.suggestions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        offered = self.suggestions[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return offered
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return offered.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " · ".join(part for part in (offered.text, offered.beside) if part)
        return None


class _Lines(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, QFontMetrics(theme.font()).height() + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        offered = index.data(Qt.ItemDataRole.UserRole)
        box = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("sel"))
        room = box.adjusted(_PADDING, 0, -_PADDING, 0)
        if offered.token:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(offered.token))
            painter.drawEllipse(QRectF(room.left(), room.center().y() - _DOT / 2 + 0.5, _DOT, _DOT))
            room.adjust(_DOT + 8, 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font())
        metrics = painter.fontMetrics()
        painter.setPen(theme.colour("dim"))
        beside = metrics.elidedText(offered.beside, Qt.TextElideMode.ElideRight, room.width() // 2)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, beside)
        room.adjust(0, 0, -metrics.horizontalAdvance(beside) - 12 if beside else 0, 0)
        painter.setPen(theme.colour("text"))
        text = metrics.elidedText(offered.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()


class SuggestingField(Line):
    """``picked`` carries the key of the line that was taken, whose text then stands in the field.

    Arrow down opens the list; Enter takes the line that is chosen in it.
    """

    picked = Signal(object)

    def __init__(self, name: str, source: Source | None = None, *, placeholder: str = "", most: int = 60) -> None:
        super().__init__()
        self._source: Source = source or (lambda _: ())
        self._offered = _Offered()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(most)
        self._view = view = DropList()
        self._drop = QCompleter(self._offered, self)
        self._drop.setWidget(self)
        self._drop.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._drop.setMaxVisibleItems(_MOST_SHOWN)
        self._drop.setPopup(view)
        view.setItemDelegate(_Lines(view))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setAccessibleName(name)
        self._drop.activated.connect(lambda _: self._take())
        self.textEdited.connect(self._offer)

    def set_source(self, source: Source) -> None:
        self._source = source

    def offered(self) -> Sequence[Suggestion]:
        """What the open list shows; nothing while it is closed."""
        return self._offered.suggestions if self._view.isVisible() else ()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self.isReadOnly():
            self._offer("" if self.hasSelectedText() else self.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._view.isVisible():
            if self._view.selectionModel().hasSelection():
                event.ignore()  # the list takes it: the line that is chosen is meant
                return
            self._view.hide()
            super().keyPressEvent(event)
            event.accept()  # else the list would take its first line, which nobody chose
        else:
            super().keyPressEvent(event)

    def _offer(self, text: str) -> None:
        suggestions = self._source(text.strip())
        self._offered.show_suggestions(suggestions)
        if suggestions:
            self._drop.complete()
        else:
            self._view.hide()

    def _take(self) -> None:
        offered = self._view.currentIndex().data(Qt.ItemDataRole.UserRole)
        if isinstance(offered, Suggestion):
            self.setText(offered.text)
            self.picked.emit(offered.key)
