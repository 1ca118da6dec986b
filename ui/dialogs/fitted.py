"""A dialog that is as tall as what it says, and no taller than the screen: there what stands above its foot scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.boxes import stand_on
from ui.widgets.scrolling import ScrollArea

_TITLE_BAR = 40
"""As long as the system has not said how tall its own is."""


class FittedDialog(QDialog):
    """To be filled: ``content`` above, ``foot`` below, which is always in sight. To be shown with ``open()``."""

    def __init__(self, parent: QWidget | None, title: str, width: int) -> None:
        super().__init__(parent)
        self._wide = width
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        stand_on(self, "bg")
        self._inside, self._foot, self._scroll = QWidget(), QWidget(), ScrollArea()
        self.content = QVBoxLayout(self._inside)
        self.content.setContentsMargins(24, 24, 24, 8)
        self.content.setSpacing(0)
        self.foot = QHBoxLayout(self._foot)
        self.foot.setContentsMargins(24, 16, 24, 16)
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        stand_on(self._inside, "bg")
        self._inside.installEventFilter(self)
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._foot)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return handled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return False

    def _fit(self) -> None:
        width = theme.scaled(self._wide)
        self.content.activate()
        content = self.content.totalHeightForWidth(width)
        self._inside.setMinimumHeight(content)  # else the sum of what its lines would need in a narrow column
        height = content + (self._foot.sizeHint().height() if self.foot.count() > 1 else 0)
        title_bar = max(_TITLE_BAR, self.frameGeometry().height() - self.height())
        room = self.screen().availableGeometry().height() - title_bar
        if height > room:
            width += self._scroll.verticalScrollBar().sizeHint().width()
        self._foot.setVisible(self.foot.count() > 1)
        self.setFixedSize(width, min(height, room))
