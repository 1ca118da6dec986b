"""The time line's text: entries added, replaced in their place, found again by their blocks, copied as they were written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from .time_line_entries import Entry
from .time_line_writer import CONTINUED, EntryWriter


class TimeLineText:
    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._writer = EntryWriter()

    @property
    def room(self) -> tuple[object, int] | None:
        """As `EntryWriter.room`; what is there already is not written anew."""
        return self._writer.room

    @room.setter
    def room(self, room: tuple[object, int] | None) -> None:
        self._writer.room = room

    def clear(self) -> None:
        """What was unfolded stays unfolded when it is written again."""
        self._writer.starts.clear()
        self._writer.texts.clear()
        self._document.clear()

    def toggle(self, entry: Entry, which: int) -> None:
        """Unfold the entry's course, the text of that number, or what it said earlier; or fold it again."""
        self._writer.unfolded ^= {(entry.key, which)}
        self.replace(entry, entry)

    def begins(self, block: QTextBlock) -> Entry | None:
        return self._writer.starts.get(block.userState())

    # -- writing

    def append(self, entries: Sequence[Entry]) -> None:
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for entry in entries:
            if not self._document.isEmpty():
                self._writer.write_gap(cursor)
            self._writer.write(cursor, entry)
        cursor.endEditBlock()

    def replace(self, old: Entry, new: Entry) -> None:
        """In its place: the rest of the text is left as it is, and so is where the reader stands."""
        first = self.first_block(old)
        if first is None:
            return
        end = self._next_start(first)
        last = end.previous().previous() if end.isValid() else self._document.lastBlock()
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        self._forget(first, end)
        cursor.setPosition(first.position())
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self._writer.write(cursor, new)
        cursor.endEditBlock()

    def splice(self, gone: Sequence[Entry], come: Sequence[Entry], following: Entry) -> None:
        """Before ``following``: the ``gone`` ones, which stand right there, give their place to those that ``come``."""
        before = self.first_block(following)
        first = before if not gone else self.first_block(gone[0])
        if before is None or first is None:
            return
        number = before.userState()
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.setPosition(first.position())
        if gone:
            self._forget(first, before)
            cursor.setPosition(before.position(), QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        for entry in come:
            self._writer.write(cursor, entry)
            self._writer.write_gap(cursor)
        cursor.block().setUserState(number)
        cursor.endEditBlock()

    # -- finding

    def start_of(self, block: QTextBlock) -> QTextBlock:
        """Where the entry of this line begins."""
        while block.isValid() and block.userState() not in self._writer.starts:
            block = block.previous()
        return block

    def entry_of(self, block: QTextBlock) -> Entry | None:
        return self._writer.starts.get(self.start_of(block).userState())

    def record_of(self, block: QTextBlock) -> object:
        """Whose text this line is of; None: no record's."""
        while block.isValid():
            state = block.userState()
            if state in self._writer.texts:
                return self._writer.texts[state]
            if state in self._writer.starts:
                return self._writer.starts[state].record
            block = block.previous()
        return None

    def record_block(self, entry: Entry, record: object) -> QTextBlock | None:
        """Where the record begins: who wrote it, and when."""
        block = self.first_block(entry)
        if block is None or entry.record == record:
            return block
        block = block.next()
        while block.isValid() and block.userState() not in self._writer.starts:
            if self._writer.texts.get(block.userState()) == record:
                return block
            block = block.next()
        return None

    def first_block(self, entry: Entry) -> QTextBlock | None:
        number = next((number for number, known in self._writer.starts.items() if known == entry), 0)
        return self.numbered(number)

    def numbered(self, number: int) -> QTextBlock | None:
        """The line with which what has this number begins."""
        if number not in self._writer.starts:
            return None
        block = self._document.firstBlock()
        while block.isValid() and block.userState() != number:
            block = block.next()
        return block if block.isValid() else None

    def link_in(self, block: QTextBlock) -> int | None:
        """What the last link in this line folds or unfolds."""
        end = QTextCursor(block)
        end.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        form = end.charFormat()
        return int(form.anchorHref()) if form.isAnchor() else None

    def long_text_at(self, block: QTextBlock) -> int | None:
        """Which long text this line is of: the one whose link comes next in its entry."""
        while block.isValid() and block.userState() not in self._writer.starts:
            form = block.charFormat()
            if form.isAnchor():
                return int(form.anchorHref())
            block = block.next()
        return None

    def copied(self, cursor: QTextCursor) -> str:
        """The selection as it was written: long paragraphs stand here in pieces, and are whole again."""
        lines: list[str] = []
        block = self._document.findBlock(cursor.selectionStart())
        while block.isValid() and block.position() < max(cursor.selectionEnd(), 1):
            start = max(0, cursor.selectionStart() - block.position())
            text = block.text()[start : cursor.selectionEnd() - block.position()]
            if lines and block.userState() == CONTINUED:
                lines[-1] += text
            else:
                lines.append(text)
            block = block.next()
        return "\n".join(lines)

    def _next_start(self, block: QTextBlock) -> QTextBlock:
        block = block.next()
        while block.isValid() and block.userState() not in self._writer.starts:
            block = block.next()
        return block

    def _forget(self, first: QTextBlock, end: QTextBlock) -> None:
        block = first
        while block.isValid() and block != end:
            self._writer.starts.pop(block.userState(), None)
            self._writer.texts.pop(block.userState(), None)
            block = block.next()
