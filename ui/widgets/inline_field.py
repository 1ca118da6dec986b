"""A value that looks like text until it is pointed at or written in: one paragraph that wraps, with a limit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from agent_client.rules.variable_values import on_one_line
from ui import theme

from .window_keys import is_windows_own

BESIDE, ABOVE = 8, 4
"""Between the field's edge and its text, the edge itself included."""


class InlineField(QPlainTextEdit):
    """``limit`` characters, each counted once whatever it is made of; `shortened` tells how many of what was entered did not fit.

    Tab leaves it, Enter is `entered`.
    """

    written = Signal(str)
    shortened = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self._loading = False
        self._added = (0, 0)
        self.setProperty("inline", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().contentsChange.connect(self._on_change)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.fit())
        self.textChanged.connect(self._on_text)
        self.setFont(theme.font())

    def text(self) -> str:
        return self.toPlainText()

    def load(self, text: str) -> None:
        """What stands here from now on; nobody typed it."""
        text = on_one_line(text)
        if text == self.text():
            return
        self._loading = True
        try:
            self.setPlainText(text)
        finally:
            self._loading = False

    def put(self, text: str) -> None:
        """As if it had been typed over what stands here: Ctrl+Z brings that back."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(on_one_line(text))

    def mark(self, name: str, on: bool) -> None:
        """``edited`` or ``wrong``, as the style sheet knows them."""
        if bool(self.property(name)) != on:
            self.setProperty(name, on)
            self.style().unpolish(self)
            self.style().polish(self)
            self.fit()

    def fit(self) -> None:
        lines = max(1, int(self.document().size().height()))  # a plain document counts in lines
        height = lines * self.fontMetrics().lineSpacing() + 2 * ABOVE
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    # -- Qt

    def event(self, event: QEvent) -> bool:
        if is_windows_own(event):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.textCursor().insertText(on_one_line(source.text()))
            self.ensureCursorVisible()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.setFont(theme.font())
            self.fit()

    # -- inside

    def _on_change(self, position: int, removed: int, added: int) -> None:
        self._added = (position, added)

    def _on_text(self) -> None:
        if self._loading:
            return
        over = len(self.text()) - self._limit
        if over > 0 and self._added[1]:
            self._cut(over)  # comes back here
            self.shortened.emit(over)
        else:
            self.written.emit(self.text())

    def _cut(self, over: int) -> None:
        """Take the end of what was added out again."""
        position, added = self._added
        units = self.text().encode("utf-16-le", "surrogatepass")
        new = units[2 * position : 2 * (position + added)].decode("utf-16-le", "replace")
        kept = new[: max(0, len(new) - over)]
        cursor = self.textCursor()
        cursor.joinPreviousEditBlock()
        cursor.setPosition(position + len(kept.encode("utf-16-le")) // 2)
        cursor.setPosition(position + len(new.encode("utf-16-le")) // 2, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.endEditBlock()
