"""What a file comes to: counted whole, listed in part."""

from __future__ import annotations

from agent_client.client.customer_files.headings import Column
from agent_client.client.customer_files.records import FaultKind, Record
from agent_client.client.customer_files.rows import row_of
from agent_client.client.customer_files.survey import FIRST, MOST_FAULTS, Surveying


def rows(count, number):
    return [row_of(Record(line, ("Jana", number)), (Column.NAME, Column.NUMBER)) for line in range(1, count + 1)]


def test_all_are_counted_and_the_first_are_kept():
    surveying = Surveying()
    surveying.add(rows(2, "12"))
    surveying.add(rows(FIRST + 3, "724118305"))
    found = surveying.survey(0.5, whole=False)
    assert (found.rows, found.kept_out, len(found.first), found.whole) == (FIRST + 3, 2, FIRST, False)
    assert (found.kinds, found.more_faults) == ({FaultKind.NUMBER: 2}, 0)
    assert [fault.line for fault in found.faults] == [1, 2]


def test_a_file_that_is_all_wrong_does_not_fill_the_memory():
    surveying = Surveying()
    surveying.add(rows(MOST_FAULTS + 10, "x"))
    found = surveying.survey(1.0, whole=True)
    assert (len(found.faults), found.more_faults, found.kept_out) == (MOST_FAULTS, 10, MOST_FAULTS + 10)


def test_what_is_only_remarked_keeps_nobody_out():
    surveying = Surveying()
    surveying.add(rows(1, "111;222;333;444"))
    found = surveying.survey(1.0, whole=True)
    assert (found.rows, found.kept_out, found.kinds) == (1, 0, {FaultKind.MORE_NUMBERS: 1})
