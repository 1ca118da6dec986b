"""A layout that puts widgets side by side and goes on in a further row where the room ends, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

GAP = 8


class Flow(QLayout):
    """What was added by `add_trailing` stands at the right end of its row."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = GAP, row_gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._trailing: set[QWidget] = set()
        self._gap = gap
        self._row_gap = row_gap
        self.setContentsMargins(0, 0, 0, 0)

    def add_trailing(self, widget: QWidget) -> None:
        self._trailing.add(widget)
        self.addWidget(widget)

    # -- Qt

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # Qt asks for one beyond the last
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        return sum(_height(row) for row in rows) + self._row_gap * max(0, len(rows) - 1)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._shown()]
        gaps = self._gap * max(0, len(hints) - 1)
        return QSize(sum(hint.width() for hint in hints) + gaps, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        least = [item.minimumSize() for item in self._shown()]
        return QSize(max((one.width() for one in least), default=0), max((one.height() for one in least), default=0))

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        top = area.top()
        for row in self._rows(area.width()):
            height = _height(row)
            left, right = area.left(), area.right() + 1
            for item in row:
                size = _size(item, area.width())
                at = QPoint(left, top + (height - size.height()) // 2)
                if item.widget() not in self._trailing:
                    item.setGeometry(QRect(at, size))
                    left += size.width() + self._gap
            for item in reversed(row):
                if item.widget() in self._trailing:
                    size = _size(item, area.width())
                    right -= size.width()
                    item.setGeometry(QRect(QPoint(right, top + (height - size.height()) // 2), size))
                    right -= self._gap
            top += height + self._row_gap

    # -- inside

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            wanted = _size(item, width).width()
            if rows and used + self._gap + wanted <= width:
                rows[-1].append(item)
                used += self._gap + wanted
            else:
                rows.append([item])
                used = wanted
        return rows


def _size(item: QLayoutItem, width: int) -> QSize:
    hint = item.sizeHint()
    return QSize(min(hint.width(), width), hint.height())


def _height(row: list[QLayoutItem]) -> int:
    return max(item.sizeHint().height() for item in row)
