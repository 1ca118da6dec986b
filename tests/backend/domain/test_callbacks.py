from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.domain import callbacks
from agent_client.backend.domain.callbacks import ATTEMPT_SECONDS, Standing, answered, attempted, missed, reopened
from agent_client.protocol.names import Section

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LISTED = (Section.OPEN, Section.ATTEMPTED)
_standing = st.builds(
    Standing,
    section=st.sampled_from([section for section in Section if section is not Section.UNKNOWN]),
    calls=st.integers(1, 50),
    attempts=st.integers(0, 10),
)


def test_the_first_missed_call_opens_an_entry() -> None:
    assert missed(None) == Standing(Section.OPEN, calls=1, attempts=0)


@given(_standing)
def test_another_missed_call_counts_up_what_is_still_listed_and_starts_anew_after_what_is_closed(
    before: Standing,
) -> None:
    after = missed(before)
    if before.section in LISTED:
        assert after == Standing(before.section, before.calls + 1, before.attempts)
    else:
        assert after == Standing(Section.OPEN, 1, 0)


@given(_standing, st.integers(1, 10))
def test_an_attempt_is_counted_and_the_last_one_closes(before: Standing, limit: int) -> None:
    after = attempted(before, limit)
    assert after.attempts == before.attempts + 1
    assert after.calls == before.calls
    if before.section in LISTED:
        assert after.section is (Section.NOT_REACHED if after.attempts >= limit else Section.ATTEMPTED)
    else:
        assert after.section is before.section


@given(st.integers(1, 10))
def test_exactly_the_set_number_of_attempts_closes_an_entry(limit: int) -> None:
    entry = missed(None)
    for _ in range(limit - 1):
        entry = attempted(entry, limit)
        assert entry.section is Section.ATTEMPTED
    assert attempted(entry, limit).section is Section.NOT_REACHED


@given(_standing, st.integers(1, 10))
def test_reopened_it_can_be_tried_again_as_often(before: Standing, limit: int) -> None:
    entry = reopened(before)
    assert entry.section is Section.OPEN
    assert attempted(entry, limit).section is (Section.NOT_REACHED if limit == 1 else Section.ATTEMPTED)


@given(_standing)
def test_answered_is_done(before: Standing) -> None:
    assert answered(before).section is Section.DONE


@pytest.mark.parametrize(
    ("rung_for", "counts"),
    [(None, False), (0.0, False), (ATTEMPT_SECONDS - 0.001, False), (ATTEMPT_SECONDS, True), (30.0, True)],
)
def test_an_attempt_needs_the_customers_phone_to_have_rung(rung_for: float | None, counts: bool) -> None:
    since = None if rung_for is None else NOW - timedelta(seconds=rung_for)
    assert callbacks.counts_as_attempt(since, NOW) is counts
