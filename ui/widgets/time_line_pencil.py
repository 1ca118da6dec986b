"""The pencil that stands beside a record of the time line which the agent may correct."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextBlock
from PySide6.QtWidgets import QPlainTextEdit

from ui import theme
from ui.text import tr

from .action_button import ActionButton, Kind
from .time_line_entries import note_of
from .time_line_text import TimeLineText


class Pencil(ActionButton):
    """``record`` is the one it stands beside."""

    def __init__(self, line: QPlainTextEdit, written: TimeLineText) -> None:
        super().__init__("", Kind.LINK, icon="edit", hint="F2", sends=False, name=tr("Correct this note"))
        self._line = line
        self._written = written
        self.record: object = None
        self.setParent(line.viewport())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setEnabled(False)
        self.hide()

    def point(self, block: QTextBlock, *, but: object) -> None:
        """At the record that this line is of, if it may be corrected and is not the one that is being corrected."""
        entry, record = self._written.entry_of(block), self._written.record_of(block)
        note = None if entry is None else note_of(entry, record)
        first = None if entry is None else self._written.record_block(entry, record)
        if note is None or first is None or not note.may or record == but:
            self.leave()
            return
        self.record = record
        line, size = self._line, self.sizeHint()
        top = line.blockBoundingGeometry(first).translated(line.contentOffset()).top()
        above = (line.blockBoundingRect(first).height() - size.height()) / 2
        self.setGeometry(line.viewport().width() - size.width(), round(top + above), size.width(), size.height())
        self.setEnabled(True)
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(8, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("surface"))  # over whatever stands at the end of the line
        super().paintEvent(event)

    def leave(self) -> None:
        if self.record is not None:
            self.record = None
            self.setEnabled(False)
            self.hide()
