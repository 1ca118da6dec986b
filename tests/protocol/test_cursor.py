"""The SSE id comes back as it went, and anything else is refused without an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.protocol.cursor import CENTRE, Cursor, agent_stream, queue_stream, read_cursor

STREAMS = st.sampled_from([CENTRE, agent_stream(7), queue_stream(1), queue_stream(22)])


@given(st.dictionaries(STREAMS, st.integers(0, 10**17), min_size=1))
def test_it_comes_back_as_it_went(numbers: dict[str, int]) -> None:
    assert read_cursor(str(Cursor("3f9a", numbers))) == Cursor("3f9a", numbers)


@pytest.mark.parametrize(
    "text", ["", "e", "e;", ";centre=1", "e;centre", "e;centre=", "e;=3", "e;centre=-1", "e;centre=٣", "e;centre=1;"]
)
def test_anything_else_is_no_cursor(text: str) -> None:
    assert read_cursor(text) is None


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    read_cursor(text)


def test_advancing_touches_one_stream() -> None:
    cursor = Cursor("e", {CENTRE: 4, agent_stream(7): 1})
    assert cursor.advanced(CENTRE, 5) == Cursor("e", {CENTRE: 5, agent_stream(7): 1})
    assert cursor.numbers[CENTRE] == 4
