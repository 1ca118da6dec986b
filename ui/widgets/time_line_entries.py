"""What stands in the time line, as plain structs. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

COURSE = -1
"""Beside the numbers of its texts: what of an entry is folded."""
SOUND = -2
"""What of an entry is not folded, but played."""
_EARLIER = -10


class Earlier(Struct, frozen=True):
    """What a text said before it was corrected, and whose that was."""

    who: str
    text: str


class Note(Struct, frozen=True):
    """One text of an entry, and whose it is. ``record`` names it where it can be pointed at; ``corrected`` says when and by
    whom, and ``earlier`` what it said, the newest first. ``may``: whether the agent may correct it."""

    who: str
    text: str
    record: object = None
    corrected: str = ""
    earlier: tuple[Earlier, ...] = ()
    may: bool = False


class Entry(Struct, frozen=True):
    """One record or call as it is shown. ``when`` is strong, ``who`` beside it dim; a ``token`` colours the dot of what is
    now. ``course`` is unfolded when wanted, ``sound`` played. A record that stands by itself is the entry's own text."""

    key: object
    when: str
    who: str
    text: str
    token: str = ""
    dim: bool = False
    course: tuple[str, ...] = ()
    sound: str = ""
    """What is to be pressed to hear its recording; empty: there is none to be heard."""
    notes: tuple[Note, ...] = ()
    record: object = None
    corrected: str = ""
    earlier: tuple[Earlier, ...] = ()
    may: bool = False


def texts_of(entry: Entry) -> Iterator[tuple[int, Note]]:
    """Each with its number: 0 is the entry's own, whose author the entry names."""
    yield 0, Note("", entry.text, entry.record, entry.corrected, entry.earlier, entry.may)
    yield from enumerate(entry.notes, start=1)


def earlier_of(which: int) -> int:
    """What of an entry is folded as the earlier text of the text of that number."""
    return _EARLIER - which


def note_of(entry: Entry, record: object) -> Note | None:
    return next((note for _, note in texts_of(entry) if record is not None and note.record == record), None)
