"""A layout whose parts stand beside one another where there is room, and one below the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui import theme


class Turning(QLayout):
    """``least``: narrower than this, at the usual text size, it turns. What ``stretches`` takes the room that is left; the
    others are as wide as they wish. ``centred``: parts beside one another stand on one middle line, else on one top line."""

    def __init__(
        self, parent: QWidget | None = None, *, least: int, gap: int = 8, row_gap: int = 4, centred: bool = False
    ) -> None:
        super().__init__(parent)
        self._least = least
        self._gap = gap
        self._row_gap = row_gap
        self._centred = centred
        self._items: list[QLayoutItem] = []
        self._stretching: set[QWidget] = set()
        self.setContentsMargins(0, 0, 0, 0)

    def add(self, widget: QWidget, *, stretches: bool = False) -> None:
        if stretches:
            self._stretching.add(widget)
        self.addWidget(widget)

    def turned(self, width: int) -> bool:
        return width < theme.scaled(self._least)

    # -- Qt

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # Qt asks for one beyond the last
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        width -= margins.left() + margins.right()
        heights = [_height(item, each) for item, each in self._widths(width)]
        inside = sum(heights) + self._row_gap * (len(heights) - 1) if self.turned(width) else max(heights, default=0)
        return max(0, inside) + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return self._around(QSize(width, max((hint.height() for hint in hints), default=0)))

    def minimumSize(self) -> QSize:
        least = [item.minimumSize() for item in self._shown()]
        width = max((one.width() for one in least), default=0)
        return self._around(QSize(width, max((one.height() for one in least), default=0)))

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        inside = self.contentsRect()
        turned = self.turned(inside.width())
        left, top = inside.left(), inside.top()
        for item, width in self._widths(inside.width()):
            height = _height(item, width)
            if turned:
                item.setGeometry(QRect(left, top, width, height))
                top += height + self._row_gap
            else:
                above = (inside.height() - height) // 2 if self._centred else 0
                item.setGeometry(QRect(left, top + max(0, above), width, height))
                left += width + self._gap

    # -- inside

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _widths(self, room: int) -> list[tuple[QLayoutItem, int]]:
        items = self._shown()
        wished = [min(item.sizeHint().width(), room) for item in items]
        stretching = [at for at, item in enumerate(items) if item.widget() in self._stretching]
        if self.turned(room):
            return [(item, room if at in stretching else wished[at]) for at, item in enumerate(items)]
        taken = sum(width for at, width in enumerate(wished) if at not in stretching)
        left = max(0, room - taken - self._gap * max(0, len(items) - 1))
        for at in stretching:
            wished[at] = left // len(stretching)
        return list(zip(items, wished, strict=True))

    def _around(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return QSize(size.width() + margins.left() + margins.right(), size.height() + margins.top() + margins.bottom())


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
