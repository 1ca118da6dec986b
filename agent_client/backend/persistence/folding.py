"""What is stored of names so that they can be searched as `rules.folding` compares them."""

from __future__ import annotations

from agent_client.rules.folding import folded_words

__all__ = ["folded_words", "searchable"]


def searchable(*texts: str) -> str:
    """What is stored: every word with a space before it, so that the start of any word can be found."""
    return "".join(f" {word}" for text in texts for word in folded_words(text))
