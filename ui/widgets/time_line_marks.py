"""The words that were looked for, marked where they stand in the time line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from agent_client.rules.folding import begins_words
from ui import theme

MOST = 500
_WORD = re.compile(r"\w+")


class WordMarks:
    def __init__(self, line: QPlainTextEdit) -> None:
        self._line = line
        self._shown: tuple[tuple[str, ...], int] = ((), 0)

    def show(self, words: Sequence[str]) -> None:
        """``words`` folded; those that begin with one of them are marked. The same again costs nothing."""
        asked = (tuple(words), self._line.document().revision())
        if asked != self._shown and (words or self._shown[0]):
            self._line.setExtraSelections([self._mark(*place) for place in self._places(words)])
        self._shown = asked

    def _places(self, words: Sequence[str]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        block = self._line.document().firstBlock()
        while words and block.isValid() and len(found) < MOST:
            text = block.text()
            for word in _WORD.finditer(text):
                if any(begins_words([start], word.group()) for start in words):
                    before = block.position() + _length(text[: word.start()])
                    found.append((before, before + _length(word.group())))
            block = block.next()
        return found

    def _mark(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        made, form = QTextEdit.ExtraSelection(), QTextCharFormat()
        form.setBackground(theme.colour("sel"))
        form.setFontUnderline(True)
        cursor = QTextCursor(self._line.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = cursor, form
        return made


def _length(text: str) -> int:
    """As Qt counts it: in halves of surrogate pairs."""
    return len(text.encode("utf-16-le")) // 2
