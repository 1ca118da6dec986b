"""Long texts cut to what is read at a glance, and paragraphs in pieces that can be laid out one by one. Pure."""

from __future__ import annotations

LINES = 12
CHARACTERS = 560
PIECE = 1000


def beginning(text: str) -> str | None:
    """The first lines of a long text; None for one that is short enough to be shown whole."""
    lines = text.splitlines()
    if len(lines) <= LINES and len(text) <= CHARACTERS:
        return None
    cut = "\n".join(lines[:LINES])
    if len(cut) > CHARACTERS:
        cut = cut[: _end(cut, CHARACTERS)]
    return cut.rstrip()


def pieces(paragraph: str) -> list[str]:
    """Together they are the paragraph again, blanks and all."""
    found = []
    while len(paragraph) > PIECE:
        at = _end(paragraph, PIECE)
        found.append(paragraph[:at])
        paragraph = paragraph[at:]
    return [*found, paragraph]


def _end(text: str, most: int) -> int:
    """Behind the last blank before ``most``; for one endless word, ``most``."""
    return text.rfind(" ", most // 2, most) + 1 or most
