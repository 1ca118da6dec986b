"""What scrolls: slim bars, and no frame and no ground of its own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QListView, QScrollArea, QScrollBar, QTableView, QWidget

from ui import theme
from ui.theme import Dress

THICK = 10


class SlimBar(QScrollBar):
    """Dressed when it is first seen: most never are."""

    _dressed = False

    def sizeHint(self) -> QSize:
        across = self.orientation() is Qt.Orientation.Vertical
        return QSize(THICK, 3 * THICK) if across else QSize(3 * THICK, THICK)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def showEvent(self, event: QShowEvent) -> None:
        if not self._dressed:
            self._dressed = True
            theme.dress(self, Dress.SCROLL_BAR)
        super().showEvent(event)


def bare(area: QAbstractScrollArea) -> None:
    """One sees what it stands on."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.viewport().setAutoFillBackground(False)
    area.setVerticalScrollBar(SlimBar(Qt.Orientation.Vertical))
    area.setHorizontalScrollBar(SlimBar(Qt.Orientation.Horizontal))


class ScrollArea(QScrollArea):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bare(self)

    def setWidget(self, widget: QWidget) -> None:
        fills = widget.autoFillBackground()
        super().setWidget(widget)
        widget.setAutoFillBackground(fills)  # which Qt has just turned on


class ListView(QListView):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bare(self)


class TableView(QTableView):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bare(self)


class DropList(QListView):
    """Drops down under a field. Dressed when it is first seen."""

    _dressed = False

    def showEvent(self, event: QShowEvent) -> None:
        if not self._dressed:
            self._dressed = True
            theme.dress(self, Dress.DROP, Dress.SCROLL_BAR)
        super().showEvent(event)
