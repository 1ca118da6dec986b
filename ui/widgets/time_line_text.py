"""The time line's text: each entry written with its own formats, found again by its block, replaced in its place, folded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from ui import theme
from ui.text import grouped, tr
from ui.theme import Text

from .long_texts import beginning, pieces
from .time_line_entries import COURSE, Entry, Note, earlier_of, texts_of

_BODY, _CONTINUED = -1, -2
"""What a block is that begins nothing: a line of its own, or the rest of the paragraph above."""


class TimeLineText:
    """A block's ``userState`` is the number of the entry, or of the text within one, that begins there."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._starts: dict[int, Entry] = {}
        self._texts: dict[int, object] = {}
        self._unfolded: set[tuple[object, int]] = set()
        self._made = 0
        self.room: tuple[object, int] | None = None
        """A record, and how many empty lines stand in place of its text: something else is laid over them."""

    def clear(self) -> None:
        """What was unfolded stays unfolded when it is written again."""
        self._starts, self._texts = {}, {}
        self._document.clear()

    def toggle(self, entry: Entry, which: int) -> None:
        """Unfold the entry's course, the text of that number, or what it said earlier; or fold it again."""
        self._unfolded ^= {(entry.key, which)}
        self.replace(entry, entry)

    def begins(self, block: QTextBlock) -> Entry | None:
        return self._starts.get(block.userState())

    # -- writing

    def append(self, entries: Sequence[Entry]) -> None:
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for entry in entries:
            if not self._document.isEmpty():
                self._insert_gap(cursor)
            self._insert(cursor, entry)
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
        self._insert(cursor, new)
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
            self._insert(cursor, entry)
            self._insert_gap(cursor)
        cursor.block().setUserState(number)
        cursor.endEditBlock()

    # -- finding

    def start_of(self, block: QTextBlock) -> QTextBlock:
        """Where the entry of this line begins."""
        while block.isValid() and block.userState() not in self._starts:
            block = block.previous()
        return block

    def entry_of(self, block: QTextBlock) -> Entry | None:
        return self._starts.get(self.start_of(block).userState())

    def record_of(self, block: QTextBlock) -> object:
        """Whose text this line is of; None: no record's."""
        while block.isValid():
            state = block.userState()
            if state in self._texts:
                return self._texts[state]
            if state in self._starts:
                return self._starts[state].record
            block = block.previous()
        return None

    def record_block(self, entry: Entry, record: object) -> QTextBlock | None:
        """Where the record begins: who wrote it, and when."""
        block = self.first_block(entry)
        if block is None or entry.record == record:
            return block
        block = block.next()
        while block.isValid() and block.userState() not in self._starts:
            if self._texts.get(block.userState()) == record:
                return block
            block = block.next()
        return None

    def first_block(self, entry: Entry) -> QTextBlock | None:
        number = next((number for number, known in self._starts.items() if known == entry), 0)
        return self.numbered(number)

    def numbered(self, number: int) -> QTextBlock | None:
        """The line with which what has this number begins."""
        if number not in self._starts:
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

    def _next_start(self, block: QTextBlock) -> QTextBlock:
        block = block.next()
        while block.isValid() and block.userState() not in self._starts:
            block = block.next()
        return block

    def _forget(self, first: QTextBlock, end: QTextBlock) -> None:
        block = first
        while block.isValid() and block != end:
            self._starts.pop(block.userState(), None)
            self._texts.pop(block.userState(), None)
            block = block.next()

    # -- one entry

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
        for which, note in texts_of(entry):
            if which > 1 or (which == 1 and entry.course and (entry.key, COURSE) in self._unfolded):
                self._insert_line(cursor, "", self._gap_format())
            state = _BODY
            if which > 0:
                self._made += 1
                self._texts[self._made] = note.record
                state = self._made
            if note.who:
                self._insert_line(cursor, note.who, self._format("dim", small=True), state)
                state = _BODY
            self._insert_text(cursor, entry, which, note, state)

    def _insert_course(self, cursor: QTextCursor, entry: Entry) -> None:
        open_ = (entry.key, COURSE) in self._unfolded
        cursor.insertText("  ", self._format("dim", small=True))
        cursor.insertText(tr("Hide details") if open_ else tr("Details"), self._link(COURSE))
        for line in entry.course if open_ else ():
            self._insert_line(cursor, line, self._format("dim", small=True))

    def _insert_text(self, cursor: QTextCursor, entry: Entry, which: int, note: Note, state: int) -> None:
        if self.room is not None and note.record is not None and note.record == self.room[0]:
            for _ in range(self.room[1]):
                self._insert_line(cursor, "", self._format(), state)
                state = _BODY
            return
        cut = beginning(note.text)
        whole = cut is None or (entry.key, which) in self._unfolded
        body = self._format("dim", small=True) if entry.dim else self._format()
        self._insert_paragraphs(cursor, note.text if cut is None or whole else f"{cut} …", body, state)
        if cut is not None:
            said = tr("Show less") if whole else tr("Show all {n} characters", n=grouped(len(note.text)))
            self._insert_line(cursor, said, self._link(which))
        if note.corrected:
            self._insert_earlier(cursor, entry, which, note)

    def _insert_earlier(self, cursor: QTextCursor, entry: Entry, which: int, note: Note) -> None:
        """That it was corrected, by whom; unfolded, what it said before, the newest first."""
        open_ = (entry.key, earlier_of(which)) in self._unfolded
        self._insert_line(cursor, f"{note.corrected}  ", self._format("dim", small=True))
        cursor.insertText(tr("Hide earlier text") if open_ else tr("Earlier text"), self._link(earlier_of(which)))
        for before in note.earlier if open_ else ():
            self._insert_line(cursor, before.who, self._format("dim", small=True))
            self._insert_paragraphs(cursor, before.text, self._format("dim"), _BODY)

    def _insert_paragraphs(self, cursor: QTextCursor, text: str, form: QTextCharFormat, state: int) -> None:
        for line in text.splitlines():
            for at, piece in enumerate(pieces(line)):
                self._insert_line(cursor, piece, form, _CONTINUED if at else state)
                state = _BODY

    def _insert_line(self, cursor: QTextCursor, text: str, form: QTextCharFormat, kind: int = _BODY) -> None:
        cursor.insertBlock(QTextBlockFormat(), form)
        cursor.block().setUserState(kind)
        cursor.insertText(text, form)

    def _insert_gap(self, cursor: QTextCursor) -> None:
        cursor.insertBlock(QTextBlockFormat(), self._gap_format())
        cursor.insertBlock(QTextBlockFormat(), self._format())

    # -- formats

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
