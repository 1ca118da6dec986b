"""The history as a time line: who wrote what and when, newest first. One text, so that any of it can be selected and copied.

A plain text document lays out only what is seen, whatever its length: a thousand records cost as much as ten. What is long
is folded, and unfolds in place; so does what happened in a call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QMimeData, QRect, QRectF, Qt, Signal
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
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.text import tr

from .text_area import TextArea
from .time_line_entries import COURSE, SOUND, Earlier, Entry, Note, note_of
from .time_line_pencil import Pencil
from .time_line_room import Room
from .time_line_text import TimeLineText

__all__ = ["COURSE", "Earlier", "Entry", "Note", "TimeLine"]

_RAIL = 22
_DOT = 9.0
_NEAR_END = 600
"""Pixels above the end at which older records are asked for."""
_MOST_REPLACED = 3
"""Entries that are written anew in their place; when more have changed, all are."""


class TimeLine(TextArea):
    older_wanted = Signal()
    correct_wanted = Signal(object)
    """The record that the agent points at, or stands in with the keyboard."""
    sound_wanted = Signal(object)
    """The key of an entry whose recording is to be played, or paused."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._written = TimeLineText(self.document())
        self._more = False
        self._asked = False
        self._pressed_on = ""
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(tr("History"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.viewport().setMouseTracking(True)
        self.document().setDocumentMargin(0)
        self.room = Room(self, self._written, lambda record: _with(record, self._entries), self._place_kept)
        self.pencil = Pencil(self, self._written)
        self._rail = _Rail(self)
        self.setViewportMargins(_RAIL, 0, 10, 0)
        self.updateRequest.connect(self._on_update)
        self.cursorPositionChanged.connect(self._on_cursor)
        self.pencil.clicked.connect(lambda: self.correct_wanted.emit(self.pencil.record))
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
        before, after = _alike(old, new)
        gone, come = old[before : len(old) - after], new[before : len(new) - after]
        if not before and not after:
            self._write_all(new)
        elif len(gone) == len(come) <= _MOST_REPLACED:
            with self._place_kept():
                for one, other in zip(gone, come, strict=True):
                    self._written.replace(one, other)
        elif after:
            with self._place_kept():
                self._written.splice(gone, come, old[-after])
        elif gone:
            self._write_all(new)
        else:
            self._written.append(come)
        self._entries = new
        self.pencil.leave()
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

    def _follow(self, entry: Entry, which: int) -> None:
        if which == SOUND:
            self.sound_wanted.emit(entry.key)
        else:
            self.toggle(entry.key, which)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_on = self.anchorAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pencil.point(self.cursorForPosition(event.position().toPoint()).block(), but=self.room.record)
        over = bool(self.anchorAt(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        if self._pressed_on and self.anchorAt(point) == self._pressed_on and not self.textCursor().hasSelection():
            entry = self._written.entry_of(self.cursorForPosition(point).block())
            if entry is not None:
                self._follow(entry, int(self._pressed_on))

    def event(self, event: QEvent) -> bool:
        """F2 is the window's, unless the cursor stands in what may be corrected."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_F2 and not event.modifiers():
                self.pencil.point(self.textCursor().block(), but=self.room.record)
                event.setAccepted(self.pencil.record is not None)
                return True
        elif event.type() is QEvent.Type.Leave:
            self.pencil.leave()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter folds and unfolds what the cursor stands in: what this line offers, a long text, else the course of its
        call. Space plays its recording. F2 corrects."""
        if event.key() == Qt.Key.Key_F2 and not event.modifiers():
            self.pencil.point(self.textCursor().block(), but=self.room.record)
            self.pencil.press()
            return
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            entry = self._written.entry_of(self.textCursor().block())
            if entry is not None and entry.sound:
                self.sound_wanted.emit(entry.key)
            return
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
        which = self._written.link_in(block)
        if which is None and not self._written.begins(block):
            which = self._written.long_text_at(block)
        if which is not None:
            self._follow(entry, which)
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

    def _on_update(self, area: QRect, dy: int) -> None:
        self._rail.update()
        self.room.place()
        if dy:
            self.pencil.leave()

    def _on_cursor(self) -> None:
        if self.hasFocus():
            self.pencil.point(self.textCursor().block(), but=self.room.record)

    def _restyle(self) -> None:
        self.setFont(theme.font())
        self._write_all(self._entries)

    def _write_all(self, entries: Sequence[Entry]) -> None:
        place = self.verticalScrollBar().value()  # a block of the text that was cleared must not be touched any more
        self._written.clear()
        self._written.append(entries)
        self.verticalScrollBar().setValue(place)
        self.room.place()

    @contextmanager
    def _place_kept(self) -> Iterator[None]:
        """The reader stays where she is, whatever is written: at the entry that was the first in sight, if it is still there."""
        bar = self.verticalScrollBar()
        place, block = bar.value(), self._written.start_of(self.firstVisibleBlock())
        number, below = block.userState(), place - block.firstLineNumber()
        yield
        still = self._written.numbered(number) if place else None  # the block itself may be gone: it is not asked
        bar.setValue(place if still is None else still.firstLineNumber() + below)

    def _on_scrolled(self) -> None:
        bar = self.verticalScrollBar()
        line = max(1, self.fontMetrics().lineSpacing())
        near = (bar.maximum() - bar.value()) * line <= _NEAR_END
        if not near:
            self._asked = False  # an answer that never came is asked for again when the reader comes back
        elif self._more and not self._asked:
            self._asked = True
            self.older_wanted.emit()


def _alike(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[int, int]:
    """How many are the same at the beginning, and of the rest at the end."""
    most = min(len(old), len(new))
    before = next((at for at in range(most) if old[at] != new[at]), most)
    after = next((at for at in range(most - before) if old[-1 - at] != new[-1 - at]), most - before)
    return before, after


def _with(record: object, entries: Sequence[Entry]) -> Entry | None:
    return next((entry for entry in entries if note_of(entry, record) is not None), None)


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
