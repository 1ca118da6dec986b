"""What differs between two mappings, against the slow way of finding it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent_client.client.store.layered import laid_over
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


@given(
    st.lists(st.integers(0, 12), unique=True),
    st.lists(st.dictionaries(st.integers(0, 14), st.booleans(), max_size=3), max_size=6),
    st.integers(0, 6),
    st.booleans(),
)
def test_versions_that_share_a_base_differ_as_dicts_would(
    first: list[int], changes: list[dict[int, bool]], back: int, backwards: bool
) -> None:
    versions = [laid_over({key: Thing() for key in first}, {})]
    for change in changes:
        versions.append(laid_over(versions[-1], {key: Thing() for key in change}))
    old, new = versions[max(0, len(versions) - 1 - back)], versions[-1]
    if backwards:
        old, new = new, old
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
