"""How names are compared when somebody searches: without accents, case or punctuation, word by word."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def folded_words(text: str) -> list[str]:
    """``"Dvořák & Søn"`` gives ``["dvorak", "son"]``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character)).translate(_LETTERS)
    return "".join(character if character.isalnum() else " " for character in bare).split()


def searchable(*texts: str) -> str:
    """What is stored: every word with a space before it, so that the start of any word can be found."""
    return "".join(f" {word}" for text in texts for word in folded_words(text))
