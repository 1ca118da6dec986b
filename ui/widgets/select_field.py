"""A field in which one of a list is chosen: the list drops down, typing finds a line of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import icons, theme

from .scrolling import ListView

_PADDING = 10
_RADIUS = 6.0
_MOST_SHOWN = 12
_Index = QModelIndex | QPersistentModelIndex


class _Lines(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        metrics = QFontMetrics(theme.font())
        return QSize(metrics.horizontalAdvance(str(index.data())) + 2 * _PADDING + 8, metrics.height() + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("sel"))
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        room = box.adjusted(_PADDING, 0, -_PADDING, 0)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


class SelectField(QComboBox):
    """``chosen`` carries the key of the line that the agent chose. ``nothing`` is what the field says without a choice."""

    chosen = Signal(object)

    def __init__(self, name: str, *, nothing: str = "") -> None:
        super().__init__()
        self._choices: list[tuple[object, str]] = []
        self.setAccessibleName(name)
        self.setPlaceholderText(nothing)
        self.setMaxVisibleItems(_MOST_SHOWN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._list: ListView | None = None
        self.setProperty("wrong", False)
        self.activated.connect(lambda at: self.chosen.emit(self._choices[at][0]))

    def show_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """The keys with their words; what was chosen stays chosen where it still is among them."""
        if list(choices) == self._choices:
            return
        had, kept = self.currentIndex() >= 0, self.key()
        self._choices = list(choices)
        self.blockSignals(True)
        self.clear()
        self.addItems([words for _, words in self._choices])
        self.setCurrentIndex(-1)
        self.blockSignals(False)
        if had:
            self.choose(kept)

    def key(self) -> object:
        """None: nothing is chosen."""
        at = self.currentIndex()
        return self._choices[at][0] if 0 <= at < len(self._choices) else None

    def choose(self, key: object) -> None:
        """Nobody chose it by hand."""
        at = next((at for at, (known, _) in enumerate(self._choices) if known == key), -1)
        if at != self.currentIndex():
            self.setCurrentIndex(at)

    # -- Qt

    def showPopup(self) -> None:
        if self._list is None:
            self._list = view = ListView()
            view.setAccessibleName(self.accessibleName())
            self.setView(view)
            view.setItemDelegate(_Lines(view))
            view.setCurrentIndex(self.model().index(self.currentIndex(), 0))  # else nothing is marked the first time
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page: it chooses nothing by accident."""
        event.ignore()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font())
        words = [*(words for _, words in self._choices), self.placeholderText()]
        width = max(metrics.horizontalAdvance(each) for each in words)
        return QSize(width + 2 * _PADDING + 8 + theme.scaled(icons.SIDE), theme.scaled(30) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), theme.scaled(120)), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        look = event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if (
            look and getattr(self, "_list", None) is None
        ):  # a combo box then makes its list, which few are ever asked for
            QWidget.changeEvent(self, event)
        else:
            super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.setFont(theme.font())
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled, focused = self.isEnabled(), self.hasFocus()
        edge = "alarm" if self.property("wrong") else "focus" if focused else "edge" if enabled else "line"
        width = 2 if focused else 1
        painter.setBrush(theme.colour("surface" if enabled else "bg"))
        painter.setPen(QPen(theme.colour(edge), width))
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), _RADIUS, _RADIUS)
        side = theme.scaled(icons.SIDE)
        room = self.rect().adjusted(_PADDING, 0, -_PADDING - side - 8, 0)
        words = self.currentText() or self.placeholderText()
        painter.setFont(theme.font())
        off = not enabled and not self.property("readable")
        painter.setPen(theme.colour("off" if off else "text" if self.currentIndex() >= 0 else "faint"))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if enabled:
            place = QRectF(self.width() - _PADDING - side, (self.height() - side) / 2, side, side)
            icons.paint(painter, "chevron-down", place, theme.colour("dim"))
