"""The field in which notes are written: grows with what is written, up to a height that leaves the rest in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QTextCursor

from ui import theme

from .text_area import TextArea

AROUND = {"field": 18, "area": 22}
"""Above and below the lines: the document's own margin, and each look's padding and edge."""


class NoteField(TextArea):
    """Between ``fewest`` and ``most`` lines high. Tab leaves it."""

    def __init__(self, fewest: int, most: int, look: str = "field") -> None:
        super().__init__(look)
        self._fewest = fewest
        self._most = most
        self._around = AROUND[look]
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.fit())
        self.setFont(theme.font())
        self.fit()

    def load(self, text: str) -> None:
        """What stands here from now on, one types on at its end; nothing changes where it is there already."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self.moveCursor(QTextCursor.MoveOperation.End)

    def insert(self, text: str, cursor: int) -> None:
        """In place of what is selected, as if it had been typed; one types on behind ``cursor`` of its characters."""
        at = self.textCursor()
        start = at.selectionStart()
        at.insertText(text)
        at.setPosition(start + len(text[:cursor].encode("utf-16-le")) // 2)  # Qt counts in halves of surrogate pairs
        self.setTextCursor(at)
        self.ensureCursorVisible()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.setFont(theme.font())
            self.fit()

    def fit(self) -> None:
        lines = int(self.document().size().height())  # a plain document counts in lines
        shown = max(self._fewest, min(self._most, lines))
        height = self.height_of(shown) + self._around
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)
