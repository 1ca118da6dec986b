"""The sorted list against what sorting says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.models.sorted_rows import SortedRows, sorted_rows

Key = tuple[int, int, int]  # rank, owner, number


def key(owner: int, rank: int, number: int) -> Key:
    return -rank, owner, number


def keys(filled: dict[int, list[int]]) -> list[Key]:
    return sorted(key(owner, rank, number) for owner, ranks in filled.items() for number, rank in enumerate(ranks))


def made(filled: dict[int, list[int]], batch: int) -> tuple[SortedRows[Key], int]:
    """The rows, each its own key, and how often the work paused."""
    all_rows = [
        (owner, [(key(owner, rank, number), key(owner, rank, number)) for number, rank in enumerate(ranks)])
        for owner, ranks in filled.items()
    ]
    work = sorted_rows(all_rows[at : at + batch] for at in range(0, len(all_rows), batch))
    pauses = 0
    while True:
        try:
            next(work)
            pauses += 1
        except StopIteration as over:
            return over.value, pauses


OWNERS = st.dictionaries(st.integers(0, 60), st.lists(st.integers(0, 5), max_size=3))


@given(OWNERS, st.lists(st.tuples(st.integers(0, 60), st.lists(st.integers(0, 5), max_size=3))), st.integers(1, 9))
def test_it_is_sorted_whatever_comes_and_goes(
    first: dict[int, list[int]], changes: list[tuple[int, list[int]]], batch: int
) -> None:
    rows, plain = made(first, batch)[0], dict(first)
    assert list(rows.rows()) == keys(plain)
    for owner, ranks in changes:
        for old in rows.keys_of(owner):
            at = rows.place_for(old)
            assert rows.remove(old, owner) == at
        assert rows.keys_of(owner) == ()
        for number, rank in enumerate(ranks):
            new = key(owner, rank, number)
            assert rows.place_for(new) == rows.insert(new, new, owner)
        plain[owner] = ranks
    assert list(rows.rows()) == keys(plain)
    assert len(rows) == len(keys(plain))
    for owner, ranks in plain.items():
        assert [rows[at] for at in rows.places_of(owner)] == [
            key(owner, rank, number) for number, rank in enumerate(ranks)
        ]


def test_it_pauses_after_every_batch_and_once_more_for_each_joining() -> None:
    filled = {owner: [owner % 7] for owner in range(64)}
    rows, pauses = made(filled, 8)
    assert list(rows.rows()) == keys(filled)
    assert pauses >= 8


def test_what_stands_there_is_replaced_in_its_place() -> None:
    rows, _ = made({1: [3], 2: [2]}, 8)
    rows.put(1, (9, 9, 9))
    assert rows[1] == (9, 9, 9)
    assert rows.places_of(2) == [1]
