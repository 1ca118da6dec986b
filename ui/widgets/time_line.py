"""The history as a time line: who wrote what and when, newest first. One text, so that any of it can be selected and copied.

A plain text document lays out only what is seen, whatever its length: a thousand records cost as much as ten. What is long
is folded, and unfolds in place; so does what happened in a call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from ui import theme
from ui.text import tr

from .time_line_text import COURSE, Entry, Note, TimeLineText

__all__ = ["COURSE", "Entry", "Note", "TimeLine"]

_RAIL = 22
_DOT = 9.0
_NEAR_END = 600
"""Pixels above the end at which older records are asked for."""
_MOST_REPLACED = 3
"""Entries that are written anew in their place; when more have changed, all are."""


class TimeLine(QPlainTextEdit):
    older_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._written = TimeLineText(self.document())
        self._more = False
        self._asked = False
        self._pressed_on = ""
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(tr("History"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setMouseTracking(True)
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
        new, old = list(entries), self._entries
        if new == old:
            return
        changed = [at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]]
        if old and not changed and len(new) > len(old):
            self._written.append(new[len(old) :])
        elif len(new) == len(old) and len(changed) <= _MOST_REPLACED:
            with self._place_kept():
                for at in changed:
                    self._written.replace(old[at], new[at])
        else:
            self._write_all(new)
        self._entries = new
        self._rail.update()
        self._on_scrolled()

    def toggle(self, key: object, which: int = COURSE) -> None:
        """Unfold the entry's course, or the text of that number; or fold it again."""
        entry = next((entry for entry in self._entries if entry.key == key), None)
        if entry is not None:
            with self._place_kept():
                self._written.toggle(entry, which)
            self._rail.update()
            self._on_scrolled()

    def rail_marks(self) -> tuple[list[tuple[float, str]], float]:
        """Where the dots stand, in the viewport's pixels, and the token of each; and where the line ends."""
        marks: list[tuple[float, str]] = []
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top < self.viewport().height():
            height = self.blockBoundingRect(block).height()
            begun = self._written.begins(block)
            if begun is not None:
                line = block.layout().lineAt(0) if block.layout().lineCount() else None
                marks.append((top + (line.height() if line else height) / 2, begun.token))
            top += height
            block = block.next()
        return marks, top

    # -- folding by mouse and keyboard

    def _toggle_at(self, point: QPoint, href: str) -> None:
        entry = self._written.entry_of(self.cursorForPosition(point).block())
        if entry is not None and href:
            self.toggle(entry.key, int(href))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_on = self.anchorAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self.anchorAt(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        if self._pressed_on and self.anchorAt(point) == self._pressed_on and not self.textCursor().hasSelection():
            self._toggle_at(point, self._pressed_on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter folds and unfolds what the cursor stands in: a long text, else the course of its call."""
        if (
            event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            super().keyPressEvent(event)
            return
        block = self.textCursor().block()
        entry = self._written.entry_of(block)
        if entry is None:
            return
        which = None if self._written.begins(block) else self._written.long_text_at(block)
        if which is not None:
            self.toggle(entry.key, which)
        elif entry.course:
            self.toggle(entry.key)
        first = self._written.first_block(entry)
        if first is not None:  # written anew just now
            self.setTextCursor(QTextCursor(first))

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self._written.copied(self.textCursor()))
        return data

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
        self._write_all(self._entries)

    def _write_all(self, entries: Sequence[Entry]) -> None:
        with self._place_kept():
            self._written.clear()
            self._written.append(entries)

    @contextmanager
    def _place_kept(self) -> Iterator[None]:
        """The reader stays where she is, whatever is written."""
        place = self.verticalScrollBar().value()
        yield
        self.verticalScrollBar().setValue(place)

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
