"""What differs between two mappings, against the slow way of finding it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.models.differences import difference


class Thing:
    """Told apart by identity alone."""


@given(
    st.lists(st.integers(0, 12), unique=True), st.lists(st.integers(0, 12), unique=True), st.sets(st.integers(0, 12))
)
def test_it_finds_what_differs_and_nothing_else(before: list[int], after: list[int], kept: set[int]) -> None:
    old = {key: Thing() for key in before}
    new = {key: old[key] if key in kept and key in old else Thing() for key in after}
    found = difference(old, new)
    assert found.new == {key: value for key, value in new.items() if old.get(key) is not value}
    assert found.old == {key: value for key, value in old.items() if new.get(key) is not value}


def test_one_event_is_one_difference() -> None:
    old = {number: Thing() for number in range(1000)}
    changed, added = Thing(), Thing()
    new = {**old, 500: changed, 1000: added}
    found = difference(old, new)
    assert found.new == {500: changed, 1000: added}
    assert found.old == {500: old[500]}
    assert difference(new, new).new == {}
