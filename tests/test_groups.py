from __future__ import annotations

from collections import deque

import pytest

from tests.groups import BATCH, deal, group_of, in_order


@pytest.mark.parametrize(
    ("test", "group"),
    [
        ("tests/rules/test_parties.py::test_table[a]", "tests/rules/test_parties.py::test_table[a]"),
        ("tests/end_to_end/test_desk.py::test_F2[a]", "tests/end_to_end/test_desk.py"),
        ("tests/invariants/test_source.py::test_nowhere[a]", "invariants"),
        ("tests/backend/telephony/test_hold.py::test_hold[asterisk]", "calls, a to k"),
        ("tests/backend/telephony/test_music.py::test_music[simulator]", "calls, l to z"),
        ("tests/backend/services/test_claims.py::test_E7[postgres]", "postgres"),
        ("tests/backend/test_several_servers.py::test_E7", "postgres"),
        ("tests/ui/test_words.py::test_postgres", "tests/ui/test_words.py::test_postgres"),
    ],
)
def test_what_stays_together(test: str, group: str) -> None:
    assert group_of(test) == group


def test_each_is_there_once_and_windows_come_last() -> None:
    tests = [
        *(f"tests/ui/test_a.py::test_{number}" for number in range(3)),
        *(f"tests/end_to_end/test_{file}.py::test_{number}" for number in range(2) for file in "ab"),
        *(f"tests/rules/test_a.py::test_{number}" for number in range(5)),
        "tests/invariants/test_source.py::test_it",
    ]
    ordered = in_order(tests)
    assert sorted(place for group in ordered for place in group) == list(range(len(tests)))
    named = [[tests[place] for place in group] for group in ordered]
    assert named[0] == ["tests/invariants/test_source.py::test_it"]
    assert ["tests/end_to_end/test_a.py::test_0", "tests/end_to_end/test_a.py::test_1"] in named
    assert named[-3:] == [[test] for test in tests[:3]]


def test_many_at_once_while_many_are_left_and_what_stays_together_by_itself() -> None:
    left = deque([[0, 1, 2], *([number] for number in range(3, 1000)), [1000, 1001]])
    dealt = []
    while left:
        dealt.append(deal(left, 2))
    assert dealt[0] == [0, 1, 2]
    assert dealt[1] == list(range(3, 3 + BATCH))
    assert dealt[-2:] == [[999], [1000, 1001]], "towards the end one by one"
    assert [place for group in dealt for place in group] == list(range(1002))
    assert deal(left, 2) == []
