"""A value that looks like text until it is pointed at or written in: one paragraph that wraps, with a limit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent, QTextCursor

from agent_client.rules.variable_values import on_one_line
from ui import theme

from .text_area import TextArea

BESIDE, ABOVE = 8, 4
"""Between the field's edge and its text, the edge itself included. Below the text it is a pixel less: in a room
exactly as high as its lines, Qt lets the wheel scroll."""


class InlineField(TextArea):
    """``limit`` characters, each counted once whatever it is made of; `shortened` tells how many of what was entered did not fit.

    Tab leaves it, Enter is `entered`.
    """

    written = Signal(str)
    shortened = Signal(int)
    entered = Signal()
    left = Signal()

    def __init__(self, limit: int) -> None:
        super().__init__("inline")
        self._limit = limit
        self._loading = False
        self.setTabChangesFocus(True)
        self.setLineWrapMode(TextArea.LineWrapMode.WidgetWidth)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.fit())
        self.textChanged.connect(self._on_text)
        self.setFont(theme.font())
        self.fit()

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
        height = self.height_of(lines) + 2 * ABOVE
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif not _writes(event) or self.isReadOnly() or self._fitting(event.text()):
            super().keyPressEvent(event)
        else:
            self.shortened.emit(1)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        text = event.commitString()
        fits = self._fitting(text)
        if fits != text:
            event.setCommitString(fits, event.replacementStart(), event.replacementLength())
        super().inputMethodEvent(event)
        self._tell(text, fits)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            text = on_one_line(source.text())
            fits = self._fitting(text)
            self.textCursor().insertText(fits)
            self.ensureCursorVisible()
            self._tell(text, fits)

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

    def _on_text(self) -> None:
        if not self._loading:
            self.written.emit(self.text())

    def _fitting(self, text: str) -> str:
        """What of it there is room for, in place of what is selected."""
        return text[: max(0, self._limit - len(self.text()) + len(self.textCursor().selectedText()))]

    def _tell(self, text: str, fits: str) -> None:
        if len(fits) < len(text):
            self.shortened.emit(len(text) - len(fits))


def _writes(event: QKeyEvent) -> bool:
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
    alt_gr = held and event.modifiers() & Qt.KeyboardModifier.AltModifier
    return bool(event.text()) and event.text().isprintable() and (not held or bool(alt_gr))
