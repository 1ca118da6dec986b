"""The layered mapping is what a dict would be, and no version of it changes any other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.client.store.layered import MOST_OVER, Layered, laid_over

CHANGES = st.lists(st.dictionaries(st.integers(0, 9), st.integers(), max_size=3), max_size=12)


@given(st.dictionaries(st.integers(0, 9), st.integers()), CHANGES)
def test_it_is_what_a_dict_would_be_and_older_versions_stay(
    first: dict[int, int], changes: list[dict[int, int]]
) -> None:
    versions = [(laid_over(first, {}), dict(first))]
    for change in changes:
        layered, plain = versions[-1]
        versions.append((laid_over(layered, change), {**plain, **change}))
    for layered, plain in versions:
        assert layered == plain
        assert list(layered) == list(plain)
        assert list(layered.values()) == list(plain.values())
        assert list(layered.items()) == list(plain.items())
        assert len(layered) == len(plain)
        assert all(layered[key] is plain[key] and key in layered for key in plain)
        assert 10 not in layered
        with pytest.raises(KeyError):
            layered[10]


def test_what_lies_over_stays_little_and_the_base_is_shared() -> None:
    layered: Layered[int, str] = laid_over({1: "one"}, {})
    shared = 0
    for number in range(3 * MOST_OVER):
        before, layered = layered, laid_over(layered, {number: "new"})
        shared += layered.base is before.base
        assert len(layered.over) <= MOST_OVER
    assert len(layered) == 3 * MOST_OVER
    assert shared >= 3 * MOST_OVER - 3


def test_an_empty_one_is_false() -> None:
    assert not laid_over({}, {})
    assert laid_over({}, {1: "one"})
