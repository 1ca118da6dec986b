"""Names are found without accents, by the first letters of any of their words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.rules import folding
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


@given(st.text() | st.text(alphabet="ÅåññŞşıİẞßﬁ①한글カ́̈Øøœ ..,-'’ \t"))
def test_folding_letter_by_letter_is_folding_the_whole(text: str) -> None:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(folding._LETTERS)
    assert folded_words(text) == "".join(letter if letter.isalnum() else " " for letter in bare).split()
