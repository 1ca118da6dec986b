from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from agent_client.client.store.state import Link
from agent_client.client.store.store import Store
from ui.notices import Notices
from ui.shift.reach import WORTH_SAYING, ReachJoin

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "told"), [(WORTH_SAYING - 0.5, 0), (WORTH_SAYING, 1), (95, 1)])
def test_only_a_loss_that_may_have_cost_a_call_is_told(seconds: float, told: int) -> None:
    store, notices = Store(), Notices()
    join = ReachJoin(store, notices)
    store.set_link(Link.UP, NOON)
    store.set_link(Link.DOWN, NOON)
    store.set_link(Link.UP, NOON + timedelta(seconds=seconds))
    assert len(notices.current()) == told
    if told:
        assert "no new calls came to you" in notices.current()[0].text
    join.leave()


def test_the_first_link_of_a_shift_is_no_news() -> None:
    store, notices = Store(), Notices()
    ReachJoin(store, notices)
    store.set_link(Link.CONNECTING, NOON)
    store.set_link(Link.UP, NOON + timedelta(seconds=60))
    assert notices.current() == ()
