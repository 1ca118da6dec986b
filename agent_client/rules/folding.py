"""How names are compared when somebody searches: without accents, case or punctuation, word by word."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


class _Folded(dict[int, str]):
    """What each character becomes, worked out when it is first met: then whole texts are folded at the speed of C."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code).casefold())
        bare = "".join(part for part in decomposed if not unicodedata.combining(part)).translate(_LETTERS)
        self[code] = folded = "".join(part if part.isalnum() else " " for part in bare)
        return folded


_folded = _Folded()


def folded_words(text: str) -> list[str]:
    """``"Dvořák & Søn"`` gives ``["dvorak", "son"]``."""
    return text.translate(_folded).split()


def begins_words(typed: Iterable[str], *texts: str) -> bool:
    """Whether each of the ``typed`` folded words is how some word of the texts begins."""
    words = [word for text in texts for word in folded_words(text)]
    return all(any(word.startswith(start) for word in words) for start in typed)
