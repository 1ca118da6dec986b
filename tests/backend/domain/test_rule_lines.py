from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.domain.rule_lines import BadText, read, written


@given(st.lists(st.text(), min_size=1))
def test_every_text_comes_back_and_is_one_line_for_every_program(fields: list[str]) -> None:
    line = written(fields)
    assert len(line.splitlines()) <= 1
    assert read(line) == fields


@given(st.lists(st.text("a;\\nru20\n\r\u2028", max_size=8), min_size=1))
def test_also_where_everything_is_hidden_behind_backslashes(fields: list[str]) -> None:
    assert read(written(fields)) == fields


def test_what_it_looks_like() -> None:
    assert written(["record", "a;b", "one\r\ntwo", "C:\\", "\u2028"]) == "record;a\\;b;one\\r\\ntwo;C:\\\\;\\u2028"


@pytest.mark.parametrize("line", ["a\\", "a\\x;b", "a\\u12;b", "\\ud800", "a;\\"])
def test_what_hides_nothing_known(line: str) -> None:
    with pytest.raises(BadText):
        read(line)
