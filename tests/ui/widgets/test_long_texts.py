from __future__ import annotations

import pytest

from ui.widgets.long_texts import CHARACTERS, LINES, PIECE, beginning, pieces


def test_what_is_short_is_shown_whole() -> None:
    assert beginning("x" * CHARACTERS) is None
    assert beginning("\n".join("a" * LINES)) is None
    assert beginning("") is None


def test_many_lines_and_long_ones_are_cut() -> None:
    assert beginning("\n".join(str(number) for number in range(20))) == "\n".join(
        str(number) for number in range(LINES)
    )
    cut = beginning("word " * 1000)
    assert cut is not None
    assert CHARACTERS - 10 < len(cut) <= CHARACTERS
    assert cut.endswith("word")


@pytest.mark.parametrize("text", ["", "short", "word " * 5000, "x" * 5000, " " * 3000, "žluťoučký kůň " * 999])
def test_the_pieces_are_the_paragraph_again(text: str) -> None:
    found = pieces(text)
    assert "".join(found) == text
    assert all(len(piece) <= PIECE for piece in found)
