"""The sorted list against what sorting says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.models.sorted_rows import SortedRows

Row = tuple[int, int]  # identity, rank


def _rows(filled: dict[int, int]) -> SortedRows[Row]:
    rows: SortedRows[Row] = SortedRows(key=lambda row: (-row[1], row[0]), identity=lambda row: row[0])
    rows.fill(filled.items())
    return rows


@given(
    st.dictionaries(st.integers(0, 40), st.integers(0, 5)), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5)))
)
def test_it_is_sorted_whatever_comes_and_goes(first: dict[int, int], changes: list[Row]) -> None:
    rows, plain = _rows(first), dict(first)
    for identity, rank in changes:
        at = rows.place_of(identity)
        assert (at is None) == (identity not in plain)
        if at is not None:
            assert rows.remove(at)[0] == identity
            del plain[identity]
        if rank:
            place = rows.place_for((identity, rank))
            assert rows.insert((identity, rank)) == place
            plain[identity] = rank
    assert list(rows.rows()) == sorted(plain.items(), key=lambda row: (-row[1], row[0]))
    assert all(rows[at] == rows.rows()[at] and rows.place_of(rows[at][0]) == at for at in range(len(rows)))


def test_in_place_is_only_what_keeps_its_key() -> None:
    rows = _rows({1: 3, 2: 2})
    assert rows.in_place((2, 2)) == 1
    assert rows.in_place((2, 1)) is None
    assert rows.in_place((9, 2)) is None
    rows.put(1, (2, 2))
    assert rows[1] == (2, 2)
