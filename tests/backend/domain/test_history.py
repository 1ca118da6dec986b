from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.domain.history import NO_BOUND, Cut, share
from agent_client.protocol.names import InteractionId, RecordId

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
minutes = st.lists(st.integers(0, 50), max_size=12).map(lambda many: sorted(many, reverse=True))


def at(many: list[int]) -> list[datetime]:
    return [NOON + timedelta(minutes=one) for one in many]


@given(minutes, minutes, st.integers(1, 12))
def test_a_page_has_the_newest_of_both(records: list[int], calls: list[int], most: int) -> None:
    part = share(at(records), at(calls), most)
    assert part.records + part.calls == min(most, len(records) + len(calls))
    shown = sorted(records[: part.records] + calls[: part.calls], reverse=True)
    assert shown == sorted(records + calls, reverse=True)[:most]


def test_of_the_same_instant_the_note_comes_before_its_call() -> None:
    part = share(at([5]), at([5]), 1)
    assert (part.records, part.calls) == (1, 0)


def test_a_cut_goes_on_behind_the_last_of_each() -> None:
    first = Cut.read(None)
    assert first == Cut(RecordId(NO_BOUND), InteractionId(NO_BOUND))
    text = first.after(RecordId(7), None)
    assert Cut.read(text) == Cut(RecordId(7), InteractionId(NO_BOUND))
    assert Cut.read(text).after(None, InteractionId(3)) == "7.3"
