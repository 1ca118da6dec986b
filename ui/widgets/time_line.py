"""The history as a time line: who wrote what and when, newest first. One text, so that any of it can be selected and copied.

A plain text document lays out only what is seen, whatever its length: a thousand records cost as much as ten.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from ui import theme
from ui.text import tr
from ui.theme import Text

_RAIL = 22
_DOT = 9.0
_NEAR_END = 600
"""Pixels above the end at which older records are asked for."""


class Entry(Struct, frozen=True):
    """One record as it is shown. ``when`` is strong, ``who`` beside it dim; a ``token`` colours the dot of what is now."""

    key: object
    when: str
    who: str
    text: str
    token: str = ""
    dim: bool = False


class TimeLine(QPlainTextEdit):
    older_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._starts: dict[int, str] = {}
        self._more = False
        self._asked = False
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(tr("History"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        self._rail = _Rail(self)
        self.setViewportMargins(_RAIL, 0, 10, 0)
        self.updateRequest.connect(lambda area, dy: self._rail.update())
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._restyle()

    def entries(self) -> Sequence[Entry]:
        return self._entries

    def show_entries(self, entries: Sequence[Entry], *, more: bool) -> None:
        """All that is known, newest first; ``more`` when there are older ones to be had. What did not change stays put."""
        self._more, self._asked = more, False
        new = list(entries)
        if new == self._entries:
            return
        if self._entries and new[: len(self._entries)] == self._entries:
            self._append(new[len(self._entries) :])
        elif len(new) == len(self._entries) and new[1:] == self._entries[1:]:
            self._replace_first(new[0])
        else:
            self._entries = []
            self._starts = {}
            place = self.verticalScrollBar().value() if new else 0
            self.clear()
            self._append(new)
            self.verticalScrollBar().setValue(place)
        self._entries = new
        self._rail.update()
        self._on_scrolled()

    def rail_marks(self) -> tuple[list[tuple[float, str]], float]:
        """Where the dots stand, in the viewport's pixels, and the token of each; and where the line ends."""
        marks: list[tuple[float, str]] = []
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top < self.viewport().height():
            height = self.blockBoundingRect(block).height()
            if block.userState() >= 0:
                line = block.layout().lineAt(0) if block.layout().lineCount() else None
                marks.append((top + (line.height() if line else height) / 2, self._starts.get(block.userState(), "")))
            top += height
            block = block.next()
        return marks, top

    # -- building

    def _append(self, entries: Sequence[Entry]) -> None:
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for entry in entries:
            if not self.document().isEmpty():
                cursor.insertBlock(QTextBlockFormat(), self._gap_format())
                cursor.insertBlock(QTextBlockFormat(), self._format())
            self._insert(cursor, entry)
        cursor.endEditBlock()

    def _insert(self, cursor: QTextCursor, entry: Entry) -> None:
        number = len(self._starts)
        self._starts[number] = entry.token
        cursor.block().setUserState(number)
        cursor.setBlockCharFormat(self._format())
        cursor.insertText(entry.when, self._format(strong=True))
        if entry.who:
            cursor.insertText("  ", self._format("dim"))
            cursor.insertText(entry.who, self._format("dim", small=True))
        for line in entry.text.splitlines() if entry.text else []:
            body = self._format("dim", small=True) if entry.dim else self._format()
            cursor.insertBlock(QTextBlockFormat(), body)
            cursor.block().setUserState(-1)
            cursor.insertText(line, body)

    def _replace_first(self, entry: Entry) -> None:
        """The entry of now changes with every pause in typing: the rest of the text is left as it is."""
        cursor = QTextCursor(self.document())
        end = self.document().firstBlock().next()
        while end.isValid() and end.userState() < 0:
            end = end.next()
        last = end.previous().previous() if end.isValid() else self.document().lastBlock()
        cursor.beginEditBlock()
        cursor.setPosition(0)
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        first = self.document().firstBlock()
        number = max(first.userState(), 0)
        self._starts[number] = entry.token
        self._insert(cursor, entry)
        self._starts.pop(len(self._starts) - 1, None)
        first.setUserState(number)
        cursor.endEditBlock()

    def _format(self, tone: str = "text", *, strong: bool = False, small: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(theme.font(Text.SMALL if small else Text.BODY, strong=strong))
        made.setForeground(theme.colour(tone))
        return made

    def _gap_format(self) -> QTextCharFormat:
        made = QTextCharFormat()
        small = theme.font(Text.SMALL)
        small.setPixelSize(max(1, theme.scaled(8)))
        made.setFont(small)
        return made

    # -- Qt

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._rail.setGeometry(QRect(inside.left(), inside.top(), _RAIL, inside.height()))

    def _restyle(self) -> None:
        self.setFont(theme.font())
        entries, self._entries, self._starts = self._entries, [], {}
        self.clear()
        self._append(entries)
        self._entries = entries

    def _on_scrolled(self) -> None:
        bar = self.verticalScrollBar()
        line = max(1, self.fontMetrics().lineSpacing())
        near = (bar.maximum() - bar.value()) * line <= _NEAR_END
        if not near:
            self._asked = False  # an answer that never came is asked for again when the reader comes back
        elif self._more and not self._asked:
            self._asked = True
            self.older_wanted.emit()


class _Rail(QWidget):
    """The line with its dots, beside the text."""

    def __init__(self, line: TimeLine) -> None:
        super().__init__(line)
        self._line = line

    def paintEvent(self, event: QPaintEvent) -> None:
        marks, end = self._line.rail_marks()
        if not self._line.entries():
            return
        painter = QPainter(self)
        start = int(marks[0][0]) if marks and self._line.verticalScrollBar().value() == 0 else 0
        painter.fillRect(4, start, 1, int(end) - start, theme.colour("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("surface"))
        for middle, token in marks:
            painter.setPen(QPen(QColor(theme.colour(token or "faint")), 2))
            painter.drawEllipse(QRectF(1, middle - (_DOT - 2) / 2, _DOT - 2, _DOT - 2))
