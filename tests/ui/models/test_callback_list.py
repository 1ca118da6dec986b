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

from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.callbacks import Appointment, Callback
from agent_client.protocol.names import AgentId, CallbackId, QueueId, Section
from agent_client.workstation.settings import CallbackSort
from ui.models import callback_list, slices
from ui.models.callback_lines import Arrangement, lines, passes, place
from ui.models.callback_list import AT_ONCE, LINE_ROLE, REFILL_AT, CallbackList
from ui.models.callback_search import SearchTexts

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
    with qtbot.waitSignal(rows.settled):
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


STATES = st.lists(
    st.tuples(
        st.dictionaries(
            st.integers(1, 12),
            st.tuples(
                st.integers(0, 30),
                st.sampled_from([Section.OPEN, Section.DONE]),
                st.integers(1, 2),
                st.integers(1, 3),
                st.booleans(),
            ),
        ),
        st.builds(
            Arrangement,
            queues=st.sampled_from([None, frozenset({QueueId(2)})]),
            combine=st.booleans(),
            sort=st.sampled_from(CallbackSort),
        ),
        st.sampled_from(["turn", "settle", "nothing"]),
    ),
    min_size=1,
    max_size=8,
)


def with_calls(number: int, minutes: int, section: Section, queue: int, calls: int, listed: bool) -> Callback:
    made = entry(number, minutes, section, queue)
    times = tuple(made.last_at - timedelta(minutes=each) for each in range(calls))
    return replace(made, calls=calls, times=times, listed=listed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STATES, st.sampled_from([0, AT_ONCE]))
def test_after_any_states_it_shows_what_the_last_one_says(
    rows: CallbackList,
    qapp: QApplication,
    states: list[tuple[dict[int, tuple[int, Section, int, int, bool]], Arrangement, str]],
    at_once: int,
) -> None:
    """Arranged at once or in slices, with events and other wishes in between."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(callback_list, "AT_ONCE", at_once)
        patch.setattr(slices, "SLICE_SECONDS", 0.0)
        entries: dict[CallbackId, Callback] = {}
        wanted = Arrangement()
        for state, wanted, then in states:
            entries = by_id(*(with_calls(number, *what) for number, what in state.items()))
            rows.arrange(wanted)
            rows.show_entries(entries)
            if then == "turn":
                qapp.sendPostedEvents()
                qapp.processEvents()
            elif then == "settle":
                rows.settle()
        rows.finish()
    texts = SearchTexts()
    shown_ones = [one for one in entries.values() if passes(one, wanted, texts) and one.section is Section.OPEN]
    expected = sorted((place(line, wanted, texts), line) for one in shown_ones for line in lines(one, wanted))
    assert list(rows.lines()) == [line for _, line in expected]
    assert rows.counts().get(Section.OPEN, 0) == len(shown_ones)
    assert rows.shown == wanted


def test_what_happens_while_a_long_list_is_arranged_is_in_it_afterwards(
    rows: CallbackList, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = by_id(*(entry(number, number) for number in range(1, 1000)))
    rows.show_entries(entries)
    monkeypatch.setattr(callback_list, "AT_ONCE", 0)
    monkeypatch.setattr(slices, "SLICE_SECONDS", 0.0)
    rows.arrange(Arrangement(sort=CallbackSort.LONGEST))
    again = replace(entries[CallbackId(999)], version=2, attempts=1)
    rows.show_entries({**entries, again.id: again, CallbackId(2000): entry(2000, 0)})
    assert rows.busy
    assert shown(rows)[0] == 1  # what was there before is shown meanwhile
    qtbot.waitUntil(lambda: rows.rowCount() == 1000)
    assert (shown(rows)[0], shown(rows)[-1]) == (999, 2000)
    assert rows.line(0).entry.attempts == 1


def test_an_event_into_a_settled_list_never_resets_it(rows: CallbackList) -> None:
    entries = by_id(*(entry(number, number) for number in range(1, 500)))
    rows.show_entries(entries)
    resets: list[int] = []
    rows.modelReset.connect(lambda: resets.append(1))
    for number in range(1, 60):
        moved = replace(entries[CallbackId(number)], last_at=NOON + timedelta(minutes=number))
        entries = {**entries, moved.id: moved}
        rows.show_entries(entries)
        rows.settle()
    assert resets == []
    assert shown(rows)[:3] == [59, 58, 57]


def test_a_call_more_is_a_line_more_and_the_chosen_call_stays_chosen(rows: CallbackList) -> None:
    rows.arrange(Arrangement(combine=False))
    one = with_calls(1, 10, Section.OPEN, 1, 2, True)
    rows.show_entries(by_id(one, with_calls(2, 5, Section.OPEN, 1, 1, True)))
    chosen = QPersistentModelIndex(rows.index(1))
    again = replace(one, calls=3, times=(NOON, *one.times), last_at=NOON)
    rows.show_entries(by_id(again, with_calls(2, 5, Section.OPEN, 1, 1, True)))
    rows.settle()
    assert [(line.entry.id, line.number) for line in rows.lines()] == [(1, 3), (2, 0), (1, 2), (1, 1)]
    assert chosen.row() == 2
    assert rows.place_of(CallbackId(1), 2) == 2
    assert rows.place_of(CallbackId(1)) == 0


def test_an_appointment_goes_up_when_its_time_comes(rows: CallbackList) -> None:
    me = AgentBrief(AgentId(7), "Anna")
    at = NOON + timedelta(minutes=5)
    promised = replace(entry(3, 60), appointment=Appointment(at=at, agent=me, by=me))
    rows.arrange(Arrangement(me=me.id))
    rows.tick(NOON)
    rows.show_entries(by_id(entry(1, 1), entry(2, 2), promised))
    assert shown(rows) == [1, 2, 3]
    rows.tick(at - timedelta(seconds=1))
    rows.settle()
    assert shown(rows) == [1, 2, 3]
    rows.tick(at)
    rows.settle()
    assert shown(rows) == [3, 1, 2]
