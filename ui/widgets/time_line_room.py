"""A widget laid over one record of the time line, which makes room for it: whatever is written or scrolled, it stays there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from math import ceil

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from .time_line_entries import Entry, note_of
from .time_line_text import TimeLineText

_FAR = 400
"""Blocks from what is seen beyond which nobody measures where something stands: it is out of sight."""
_OUT_OF_SIGHT = -10_000


class Room(QObject):
    """``entry_of`` finds the entry that a record is in; ``unmoved`` keeps the reader's place."""

    def __init__(
        self,
        line: QPlainTextEdit,
        written: TimeLineText,
        entry_of: Callable[[object], Entry | None],
        unmoved: Callable[[], AbstractContextManager[None]],
    ) -> None:
        super().__init__(line)
        self._line = line
        self._written = written
        self._entry_of = entry_of
        self._unmoved = unmoved
        self._record: object = None
        self._widget: QWidget | None = None

    @property
    def record(self) -> object:
        return self._record

    def open(self, record: object, widget: QWidget) -> None:
        """``widget`` stands there from now on; its height says how much room it needs."""
        self.close()
        self._record, self._widget = record, widget
        widget.setParent(self._line.viewport())
        widget.installEventFilter(self)
        self._fit()
        widget.show()

    def close(self) -> None:
        record, widget = self._record, self._widget
        self._record, self._widget = None, None
        if widget is not None:
            widget.removeEventFilter(self)
            widget.hide()
            widget.setParent(None)
        self._written.room = None
        self._rewrite(record)

    def place(self) -> None:
        """Where its room is now."""
        widget = self._widget
        if widget is None:
            return
        block = self._block()
        top, height, width = _OUT_OF_SIGHT, widget.height(), self._line.viewport().width()
        seen = self._line.cursorForPosition(QPoint(0, 0)).blockNumber()
        if block is not None and abs(block.blockNumber() - seen) < _FAR:
            box = self._line.blockBoundingGeometry(block).translated(self._line.contentOffset())
            top, height = round(box.top()), round(box.height()) * self._lines()
        widget.setGeometry(0, top, width, height)

    def reveal(self) -> None:
        """Scrolled to, so far that all of it is seen where there is room for it; its beginning in any case."""
        widget, bar = self._widget, self._line.verticalScrollBar()
        if widget is None:
            return
        block, spacing = self._block(), max(1, self._line.fontMetrics().lineSpacing())
        if block is not None and widget.y() == _OUT_OF_SIGHT:
            bar.setValue(max(0, block.firstLineNumber() - 1))
            self.place()
        below = widget.geometry().bottom() + 1 - self._line.viewport().height()
        above = widget.y() - spacing  # who wrote it stays in sight
        if above < 0 or below > 0:
            bar.setValue(
                bar.value() + (above // spacing if above < 0 else min(ceil(below / spacing), above // spacing))
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._widget and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return False

    def _fit(self) -> None:
        if self._written.room != (self._record, self._lines()):
            self._written.room = (self._record, self._lines())
            self._rewrite(self._record)
        self.place()

    def _lines(self) -> int:
        assert self._widget is not None
        width = self._line.viewport().width()
        height = self._widget.heightForWidth(width) if self._widget.hasHeightForWidth() else -1
        height = self._widget.sizeHint().height() if height < 0 else height
        return max(1, ceil(height / max(1, self._line.fontMetrics().lineSpacing())))

    def _rewrite(self, record: object) -> None:
        entry = None if record is None else self._entry_of(record)
        if entry is not None:
            with self._unmoved():
                self._written.replace(entry, entry)

    def _block(self) -> QTextBlock | None:
        entry = self._entry_of(self._record)
        note = None if entry is None else note_of(entry, self._record)
        if entry is None or note is None:
            return None
        block = self._written.record_block(entry, self._record)
        beside = entry.record == self._record or note.who  # a line that says whose it is stands before the text
        return block.next() if block is not None and beside else block
