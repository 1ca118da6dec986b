"""The time line's text: each entry written with its own formats, found again by its block, replaced in its place, folded."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from ui import theme
from ui.text import grouped, tr
from ui.theme import Text

from .long_texts import beginning, pieces

COURSE = -1
"""Beside the numbers of its texts: what of an entry is folded."""
_BODY, _CONTINUED = -1, -2
"""What a block is that begins no entry: a line of its own, or the rest of the paragraph above."""


class Note(Struct, frozen=True):
    """One text of an entry that has several, and whose it is."""

    who: str
    text: str


class Entry(Struct, frozen=True):
    """One record or call as it is shown. ``when`` is strong, ``who`` beside it dim; a ``token`` colours the dot of what is
    now. ``course`` is unfolded when wanted."""

    key: object
    when: str
    who: str
    text: str
    token: str = ""
    dim: bool = False
    course: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


class TimeLineText:
    """A block's ``userState`` is the number of the entry that begins there."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._starts: dict[int, Entry] = {}
        self._unfolded: set[tuple[object, int]] = set()
        self._made = 0

    def clear(self) -> None:
        """What was unfolded stays unfolded when it is written again."""
        self._starts = {}
        self._document.clear()

    def toggle(self, entry: Entry, which: int) -> None:
        """Unfold the entry's course, or the text of that number; or fold it again."""
        self._unfolded ^= {(entry.key, which)}
        self.replace(entry, entry)

    def begins(self, block: QTextBlock) -> Entry | None:
        return self._starts.get(block.userState())

    def append(self, entries: Sequence[Entry]) -> None:
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for entry in entries:
            if not self._document.isEmpty():
                cursor.insertBlock(QTextBlockFormat(), self._gap_format())
                cursor.insertBlock(QTextBlockFormat(), self._format())
            self._insert(cursor, entry)
        cursor.endEditBlock()

    def replace(self, old: Entry, new: Entry) -> None:
        """In its place: the rest of the text is left as it is, and so is where the reader stands."""
        first = self.first_block(old)
        if first is None:
            return
        number = first.userState()
        end = first.next()
        while end.isValid() and end.userState() not in self._starts:
            end = end.next()
        last = end.previous().previous() if end.isValid() else self._document.lastBlock()
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.setPosition(first.position())
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        del self._starts[number]
        self._insert(cursor, new)
        cursor.endEditBlock()

    def entry_of(self, block: QTextBlock) -> Entry | None:
        while block.isValid() and block.userState() not in self._starts:
            block = block.previous()
        return self._starts.get(block.userState()) if block.isValid() else None

    def first_block(self, entry: Entry) -> QTextBlock | None:
        block = self._document.firstBlock()
        while block.isValid() and self._starts.get(block.userState()) != entry:
            block = block.next()
        return block if block.isValid() else None

    def long_text_at(self, block: QTextBlock) -> int | None:
        """Which long text this line is of: the one whose link comes next in its entry."""
        while block.isValid() and block.userState() not in self._starts:
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
            if lines and block.userState() == _CONTINUED:
                lines[-1] += text
            else:
                lines.append(text)
            block = block.next()
        return "\n".join(lines)

    def _insert(self, cursor: QTextCursor, entry: Entry) -> None:
        self._made += 1
        self._starts[self._made] = entry
        cursor.block().setUserState(self._made)
        cursor.setBlockCharFormat(self._format())
        cursor.insertText(entry.when, self._format(strong=True))
        if entry.who:
            cursor.insertText("  ", self._format("dim"))
            cursor.insertText(entry.who, self._format("dim", small=True))
        if entry.course:
            self._insert_course(cursor, entry)
        self._insert_text(cursor, entry, 0, entry.text)
        for which, note in enumerate(entry.notes, start=1):
            if which > 1 or (entry.course and (entry.key, COURSE) in self._unfolded):
                self._insert_line(cursor, "", self._gap_format())
            if note.who:
                self._insert_line(cursor, note.who, self._format("dim", small=True))
            self._insert_text(cursor, entry, which, note.text)

    def _insert_course(self, cursor: QTextCursor, entry: Entry) -> None:
        open_ = (entry.key, COURSE) in self._unfolded
        cursor.insertText("  ", self._format("dim", small=True))
        cursor.insertText(tr("Hide details") if open_ else tr("Details"), self._link(COURSE))
        for line in entry.course if open_ else ():
            self._insert_line(cursor, line, self._format("dim", small=True))

    def _insert_text(self, cursor: QTextCursor, entry: Entry, which: int, text: str) -> None:
        cut = beginning(text)
        whole = cut is None or (entry.key, which) in self._unfolded
        body = self._format("dim", small=True) if entry.dim else self._format()
        shown = text if cut is None or whole else f"{cut} …"
        for line in shown.splitlines():
            for at, piece in enumerate(pieces(line)):
                self._insert_line(cursor, piece, body, _CONTINUED if at else _BODY)
        if cut is not None:
            said = tr("Show less") if whole else tr("Show all {n} characters", n=grouped(len(text)))
            self._insert_line(cursor, said, self._link(which))

    def _insert_line(self, cursor: QTextCursor, text: str, form: QTextCharFormat, kind: int = _BODY) -> None:
        cursor.insertBlock(QTextBlockFormat(), form)
        cursor.block().setUserState(kind)
        cursor.insertText(text, form)

    def _format(self, tone: str = "text", *, strong: bool = False, small: bool = False) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(theme.font(Text.SMALL if small else Text.BODY, strong=strong))
        made.setForeground(theme.colour(tone))
        return made

    def _link(self, which: int) -> QTextCharFormat:
        made = self._format("accent", small=True)
        made.setAnchor(True)
        made.setAnchorHref(str(which))
        return made

    def _gap_format(self) -> QTextCharFormat:
        made = QTextCharFormat()
        small = theme.font(Text.SMALL)
        small.setPixelSize(max(1, theme.scaled(8)))
        made.setFont(small)
        return made
