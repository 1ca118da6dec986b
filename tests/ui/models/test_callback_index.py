"""Counts, sections and due times of all known entries, against what looking at each of them says."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.client.store.layered import laid_over
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.callbacks import Appointment, Callback
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import AgentId, CallbackId, CustomerId, QueueId, Section
from ui.models.callback_index import CallbackIndex
from ui.models.callback_lines import Arrangement, Line, lines, passes, place
from ui.models.callback_search import SearchTexts, query
from ui.models.sorted_rows import SortedRows

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECTIONS = (Section.OPEN, Section.ATTEMPTED, Section.DONE)
ANNA = AgentBrief(AgentId(1), "Anna")


def entry(number: int, minutes: int, section: Section, queue: int, listed: bool = True, name: str = "") -> Callback:
    at = NOON - timedelta(minutes=minutes)
    return Callback(
        id=CallbackId(number),
        version=1,
        queue=QueueId(queue),
        section=section,
        number=f"+31{number}",
        dnis="",
        customer=CustomerBrief(CustomerId(number), name) if name else None,
        calls=2,
        times=(at, at - timedelta(hours=1)),
        first_at=at,
        last_at=at,
        listed=listed,
    )


def arranged(index: CallbackIndex, wanted: Arrangement) -> SortedRows[Line]:
    work = index.arranging(wanted)
    while True:
        try:
            next(work)
        except StopIteration as over:
            rows: SortedRows[Line] = over.value
            return rows


ENTRIES = st.dictionaries(
    st.integers(1, 12),
    st.builds(
        lambda minutes, section, queue, listed, name: (minutes, section, queue, listed, name),
        st.integers(0, 30),
        st.sampled_from(SECTIONS),
        st.integers(1, 2),
        st.booleans(),
        st.sampled_from(["", "Anna Bakker", "Bert"]),
    ),
)
WANTED = st.builds(
    Arrangement,
    section=st.sampled_from(SECTIONS),
    queues=st.sampled_from([None, frozenset({QueueId(1)})]),
    query=st.sampled_from([query(""), query("ba")]),
    combine=st.sampled_from([None, True, False]),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(ENTRIES, WANTED), min_size=1, max_size=5))
def test_after_any_changes_it_shows_and_counts_what_there_is(
    turns: list[tuple[dict[int, tuple[int, Section, int, bool, str]], Arrangement]],
) -> None:
    index = CallbackIndex()
    for made, wanted in turns:
        known = {CallbackId(number): entry(number, *values) for number, values in made.items()}
        index.take(known)
        rows = arranged(index, wanted)
        texts = SearchTexts()
        passing = [one for one in known.values() if passes(one, wanted, texts)]
        assert +index.counts == Counter(one.section for one in passing)
        expected = sorted(
            (place(line, wanted, texts), line)
            for one in passing
            if one.section is wanted.section
            for line in lines(one, wanted)
        )
        assert list(rows.rows()) == [line for _, line in expected]
        for one in known.values():
            assert tuple(key for key, _ in index.rows_of(one.id, wanted)) == rows.keys_of(one.id)


def test_what_changed_is_told_and_counted_by_the_latest_filters() -> None:
    index = CallbackIndex()
    known = {CallbackId(n): entry(n, n, Section.OPEN, n % 2 + 1) for n in range(1, 6)}
    assert set(index.take(known)) == set(known)
    arranged(index, Arrangement(queues=frozenset({QueueId(2)})))
    assert +index.counts == {Section.OPEN: 3}
    done = replace(known[CallbackId(1)], section=Section.DONE)
    assert index.take(laid_over(known, {done.id: done})) == [1]
    assert +index.counts == {Section.OPEN: 2, Section.DONE: 1}
    assert index.take(index.known) == []


def test_another_section_of_the_same_filters_is_all_that_is_looked_at() -> None:
    index = CallbackIndex()
    index.take({CallbackId(n): entry(n, n, Section.DONE if n == 3 else Section.OPEN, 1) for n in range(1, 9)})
    assert index.amount(Arrangement(section=Section.DONE)) == 1
    assert index.amount(Arrangement(section=Section.DONE, queues=frozenset({QueueId(1)}))) == 8


def test_appointments_fall_due_once_and_only_as_they_are_now() -> None:
    index = CallbackIndex()
    index.fallen_due(NOON)

    def appointed(number: int, minutes: int) -> Callback:
        at = NOON + timedelta(minutes=minutes)
        return replace(entry(number, 5, Section.OPEN, 1), appointment=Appointment(at=at, by=ANNA))

    known = {CallbackId(n): appointed(n, n) for n in (1, 2, 3)}
    index.take(known)
    later = {**known, CallbackId(2): appointed(2, 30), CallbackId(3): replace(known[CallbackId(3)], appointment=None)}
    index.take(later)
    assert index.fallen_due(NOON + timedelta(seconds=59)) == []
    assert index.fallen_due(NOON + timedelta(minutes=10)) == [1]
    assert index.fallen_due(NOON + timedelta(minutes=11)) == []
    assert index.fallen_due(NOON + timedelta(minutes=30)) == [2]


def test_a_name_that_changed_while_the_search_is_being_prepared_is_found_by_the_new_one() -> None:
    index = CallbackIndex()
    index.take({CallbackId(n): entry(n, n, Section.OPEN, 1, name="Bert") for n in range(1, 600)})
    preparing = index.preparing()
    next(preparing)
    renamed = entry(599, 1, Section.OPEN, 1, name="Anna Bakker")
    index.take({**index.known, renamed.id: renamed})
    for _ in preparing:
        pass
    rows = arranged(index, Arrangement(query=query("bakker"), combine=True))
    assert [line.entry for line in rows.rows()] == [renamed]
