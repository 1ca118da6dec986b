"""What is stored of names so that they can be searched and sorted as `rules.folding` compares them."""

from __future__ import annotations

from agent_client.rules.folding import folded_words

__all__ = ["folded_words", "searchable", "sorting", "typed_words"]

LONGEST_WORD = 100
LONGEST_SORTING = 250
_LAST = "\uffff"


def searchable(*texts: str) -> str:
    """What is stored: every word with a space before it, so that the start of any word can be found."""
    return "".join(f" {word[:LONGEST_WORD]}" for text in texts for word in folded_words(text))


def typed_words(query: str) -> list[str]:
    """The beginnings of words that somebody looks for."""
    return [word[:LONGEST_WORD] for word in folded_words(query)]


def sorting(name: str, company: str) -> str:
    """What is stored to sort by: the name, else the company; whoever has neither comes last."""
    first, then = (" ".join(folded_words(text)) for text in (name, company))
    return "\t".join(part for part in (first, then) if part)[:LONGEST_SORTING] or _LAST
