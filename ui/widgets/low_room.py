"""A part of a window that is scrolled where the room is lower than what it needs at least; else it is as if it were not here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from .scrolling import ScrollArea


class LowRoom(ScrollArea):
    """``width`` is the least. What it is to `hold` is made within its viewport. What gets the keyboard is brought into sight."""

    def __init__(self, within: QWidget, width: int) -> None:
        super().__init__(within)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(width)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def hold(self, part: QWidget) -> None:
        """Once it is whole."""
        fills = part.autoFillBackground()
        self.setWidget(part)
        part.setAutoFillBackground(fills)
        part.installEventFilter(self)

    def scrolls(self) -> bool:
        part = self.widget()
        return part is not None and part.height() > self.viewport().height()

    # -- Qt

    def sizeHint(self) -> QSize:
        part = self.widget()
        return super().sizeHint() if part is None else part.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    # -- inside

    def _fit(self) -> None:
        part = self.widget()
        if part is None:
            return
        width, height = self.width(), self.height()
        if _needs(part, width) > height:
            width -= self.verticalScrollBar().sizeHint().width()
            height = max(height, _needs(part, width))
        part.resize(width, height)

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        part = self.widget()
        if now is not None and part is not None and self.scrolls() and part.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 16)


def _needs(part: QWidget, width: int) -> int:
    layout = part.layout()
    if isinstance(layout, QStackedLayout):
        page: QWidget | None = layout.currentWidget()
        return 0 if page is None else _needs(page, width)
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalMinimumHeightForWidth(width)
    return part.minimumSizeHint().height()
