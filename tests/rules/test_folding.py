"""Names are found without accents, by the first letters of any of their words."""

from __future__ import annotations

import pytest

from agent_client.rules.folding import begins_words, folded_words


@pytest.mark.parametrize(
    ("text", "words"),
    [("Dvořák & Søn", ["dvorak", "son"]), ("Łódź-Gdańsk", ["lodz", "gdansk"]), ("STRASSE", ["strasse"]), ("…", [])],
)
def test_words_lose_accents_case_and_punctuation(text: str, words: list[str]) -> None:
    assert folded_words(text) == words


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", True), ("bra", True), ("vrie", True), ("VRIÉ br", True), ("ries", False), ("bra x", False), ("sup", True)],
)
def test_every_typed_word_begins_one_of_the_words(typed: str, found: bool) -> None:
    assert begins_words(folded_words(typed), "Bram de Vries", "Support") is found
