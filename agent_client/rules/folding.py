"""How names are compared when somebody searches: without accents, case or punctuation, word by word."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def folded_words(text: str) -> list[str]:
    """``"Dvořák & Søn"`` gives ``["dvorak", "son"]``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character)).translate(_LETTERS)
    return "".join(character if character.isalnum() else " " for character in bare).split()


def begins_words(typed: Iterable[str], *texts: str) -> bool:
    """Whether each of the ``typed`` folded words is how some word of the texts begins."""
    words = [word for text in texts for word in folded_words(text)]
    return all(any(word.startswith(start) for word in words) for start in typed)
