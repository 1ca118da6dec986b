"""One entry of the time line written into its text, each part with its own format; what of it is folded and unfolded."""

from __future__ import annotations

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor

from ui import theme
from ui.text import grouped, tr
from ui.theme import Text

from .long_texts import beginning, pieces
from .time_line_entries import COURSE, SOUND, Entry, Note, earlier_of, texts_of

BODY, CONTINUED = -1, -2
"""What a block is that begins nothing: a line of its own, or the rest of the paragraph above."""


class EntryWriter:
    """A block's ``userState`` is the number of the entry, or of the text within one, that begins there: ``starts`` and
    ``texts`` know which that is."""

    def __init__(self) -> None:
        self.starts: dict[int, Entry] = {}
        self.texts: dict[int, object] = {}
        self.unfolded: set[tuple[object, int]] = set()
        self.room: tuple[object, int] | None = None
        """A record, and how many empty lines stand in place of its text: something else is laid over them."""
        self._made = 0

    def write(self, cursor: QTextCursor, entry: Entry) -> None:
        self._made += 1
        self.starts[self._made] = entry
        cursor.block().setUserState(self._made)
        cursor.setBlockCharFormat(self._format())
        cursor.insertText(entry.when, self._format(strong=True))
        if entry.who:
            cursor.insertText("  ", self._format("dim"))
            cursor.insertText(entry.who, self._format("dim", small=True))
        if entry.sound:
            cursor.insertText("  ", self._format("dim", small=True))
            cursor.insertText(entry.sound, self._link(SOUND))
        if entry.course:
            self._insert_course(cursor, entry)
        for which, note in texts_of(entry):
            if which > 1 or (which == 1 and entry.course and (entry.key, COURSE) in self.unfolded):
                self._insert_line(cursor, "", self._gap_format())
            state = BODY
            if which > 0:
                self._made += 1
                self.texts[self._made] = note.record
                state = self._made
            if note.who:
                self._insert_line(cursor, note.who, self._format("dim", small=True), state)
                state = BODY
            self._insert_text(cursor, entry, which, note, state)

    def _insert_course(self, cursor: QTextCursor, entry: Entry) -> None:
        open_ = (entry.key, COURSE) in self.unfolded
        cursor.insertText("  ", self._format("dim", small=True))
        cursor.insertText(tr("Hide details") if open_ else tr("Details"), self._link(COURSE))
        for line in entry.course if open_ else ():
            self._insert_line(cursor, line, self._format("dim", small=True))

    def _insert_text(self, cursor: QTextCursor, entry: Entry, which: int, note: Note, state: int) -> None:
        if self.room is not None and note.record is not None and note.record == self.room[0]:
            for _ in range(self.room[1]):
                self._insert_line(cursor, "", self._format(), state)
                state = BODY
            return
        cut = beginning(note.text)
        whole = cut is None or (entry.key, which) in self.unfolded
        body = self._format("dim", small=True) if entry.dim else self._format()
        self._insert_paragraphs(cursor, note.text if cut is None or whole else f"{cut} …", body, state)
        if cut is not None:
            said = tr("Show less") if whole else tr("Show all {n} characters", n=grouped(len(note.text)))
            self._insert_line(cursor, said, self._link(which))
        if note.corrected:
            self._insert_earlier(cursor, entry, which, note)

    def _insert_earlier(self, cursor: QTextCursor, entry: Entry, which: int, note: Note) -> None:
        """That it was corrected, by whom; unfolded, what it said before, the newest first."""
        open_ = (entry.key, earlier_of(which)) in self.unfolded
        self._insert_line(cursor, f"{note.corrected}  ", self._format("dim", small=True))
        cursor.insertText(tr("Hide earlier text") if open_ else tr("Earlier text"), self._link(earlier_of(which)))
        for before in note.earlier if open_ else ():
            self._insert_line(cursor, before.who, self._format("dim", small=True))
            self._insert_paragraphs(cursor, before.text, self._format("dim"), BODY)

    def _insert_paragraphs(self, cursor: QTextCursor, text: str, form: QTextCharFormat, state: int) -> None:
        for line in text.splitlines():
            for at, piece in enumerate(pieces(line)):
                self._insert_line(cursor, piece, form, CONTINUED if at else state)
                state = BODY

    def _insert_line(self, cursor: QTextCursor, text: str, form: QTextCharFormat, kind: int = BODY) -> None:
        cursor.insertBlock(QTextBlockFormat(), form)
        cursor.block().setUserState(kind)
        cursor.insertText(text, form)

    def write_gap(self, cursor: QTextCursor) -> None:
        cursor.insertBlock(QTextBlockFormat(), self._gap_format())
        cursor.insertBlock(QTextBlockFormat(), self._format())

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
