"""The rows of the callback list: the right ones in the right order, told to the view as it expects to be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import CallbackId, QueueId, Section
from ui.models.callback_lines import Arrangement
from ui.models.callback_list import LINE_ROLE, REFILL_AT, CallbackList

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def entry(number: int, minutes: int = 0, section: Section = Section.OPEN, queue: int = 1) -> Callback:
    at = NOON - timedelta(minutes=minutes)
    return Callback(
        id=CallbackId(number),
        version=1,
        queue=QueueId(queue),
        section=section,
        number="+31",
        dnis="",
        first_at=at,
        last_at=at,
    )


def shown(rows: CallbackList) -> list[int]:
    return [rows.index(at).data(LINE_ROLE).entry.id for at in range(rows.rowCount())]


def by_id(*entries: Callback) -> dict[CallbackId, Callback]:
    return {one.id: one for one in entries}


@pytest.fixture
def rows(qapp: QApplication) -> CallbackList:
    made = CallbackList()
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    return made


def test_who_called_last_comes_first_of_the_open_section(rows: CallbackList) -> None:
    rows.show_entries(by_id(entry(1, 30), entry(2, 10), entry(3, 20), entry(4, 5, Section.DONE)))
    assert shown(rows) == [2, 3, 1]
    rows.arrange(Arrangement(section=Section.DONE))
    assert shown(rows) == [4]


def test_queues_choose_and_are_counted(rows: CallbackList) -> None:
    rows.show_entries(by_id(entry(1, 1), entry(2, 2, queue=2), entry(3, 3, Section.DONE, queue=2)))
    rows.arrange(Arrangement(queues=frozenset({QueueId(2)})))
    assert shown(rows) == [2]
    assert rows.counts() == {Section.OPEN: 1, Section.DONE: 1}
    rows.arrange(Arrangement())
    assert rows.counts() == {Section.OPEN: 2, Section.DONE: 1}


def test_a_change_in_place_is_told_at_once_and_alone(rows: CallbackList) -> None:
    entries = by_id(*(entry(number, number) for number in range(1, 6)))
    rows.show_entries(entries)
    heard: list[tuple[int, int]] = []
    rows.dataChanged.connect(lambda first, last: heard.append((first.row(), last.row())))
    rows.show_entries({**entries, CallbackId(3): replace(entries[CallbackId(3)], version=2, attempts=1)})
    assert heard == [(2, 2)]
    assert rows.line(2).entry.attempts == 1


def test_changes_of_place_are_told_together_a_moment_later(rows: CallbackList, qtbot: QtBot) -> None:
    entries = by_id(*(entry(number, number) for number in range(1, 6)))
    rows.show_entries(entries)
    again = replace(entries[CallbackId(4)], last_at=NOON + timedelta(minutes=1), calls=2)
    done = replace(entries[CallbackId(2)], section=Section.DONE)
    with qtbot.waitSignal(rows.settled, timeout=2000):
        rows.show_entries({**entries, again.id: again, done.id: done, CallbackId(9): entry(9, 0)})
        assert shown(rows) == [1, 2, 3, 4, 5]  # not yet
    assert shown(rows) == [4, 9, 1, 3, 5]


def test_the_chosen_row_is_still_chosen_where_it_moved_to(rows: CallbackList) -> None:
    entries = by_id(*(entry(number, number) for number in range(1, 6)))
    rows.show_entries(entries)
    chosen = QPersistentModelIndex(rows.index(3))
    again = replace(entries[CallbackId(4)], last_at=NOON + timedelta(minutes=1))
    rows.show_entries({**entries, again.id: again})
    rows.settle()
    assert (chosen.row(), chosen.data(LINE_ROLE).entry) == (0, again)


def test_one_that_comes_and_goes_within_a_moment_never_shows(rows: CallbackList) -> None:
    entries = by_id(entry(1, 1))
    rows.show_entries(entries)
    told: list[str] = []
    rows.rowsInserted.connect(lambda *_: told.append("in"))
    rows.show_entries({**entries, CallbackId(2): entry(2, 0)})
    rows.show_entries({**entries, CallbackId(2): entry(2, 0, Section.DONE)})
    rows.settle()
    assert (told, shown(rows)) == ([], [1])


def test_a_snapshot_full_of_changes_is_one_reset(rows: CallbackList) -> None:
    rows.show_entries(by_id(entry(1)))
    resets: list[int] = []
    rows.modelReset.connect(lambda: resets.append(1))
    rows.show_entries(by_id(*(entry(number, number) for number in range(1, REFILL_AT + 5))))
    assert resets == [1]
    assert rows.rowCount() == REFILL_AT + 4


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(
            st.integers(1, 12),
            st.tuples(st.integers(0, 30), st.sampled_from([Section.OPEN, Section.DONE]), st.integers(1, 2)),
        ),
        max_size=6,
    )
)
def test_after_any_states_it_shows_what_the_last_one_says(
    rows: CallbackList, states: list[dict[int, tuple[int, Section, int]]]
) -> None:
    last: dict[int, tuple[int, Section, int]] = {}
    for state in states:
        last = state
        rows.show_entries(by_id(*(entry(number, *what) for number, what in state.items())))
        if len(state) % 2:
            rows.settle()
    rows.settle()
    wanted = [(-minutes, number) for number, (minutes, section, _) in last.items() if section is Section.OPEN]
    if states:
        assert shown(rows) == [number for _, number in sorted(wanted, reverse=True)]
        assert rows.counts().get(Section.OPEN, 0) == len(wanted)
