"""The warning of a wrong clock: past the centre's own limit, and no sooner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import ModuleType

from msgspec.structs import replace

from agent_client.client.clock import ServerClock
from agent_client.client.store.store import Store
from ui.notices import Notices
from ui.shift.clock import ClockJoin

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_the_limit_is_the_centres(seen: ModuleType) -> None:
    notices, wall = Notices(), [NOON + timedelta(seconds=9)]
    clock = ServerClock(lambda: 100.0, lambda: wall[0])
    centre = replace(seen.CENTRE, clock_limit_seconds=10)
    store = Store(replace(seen.WAITING, centre=centre))
    join = ClockJoin(store, clock, notices)
    join.tick()
    assert notices.current() == (), "nothing was measured yet"
    clock.feed(100.0, 100.0, NOON)
    join.tick()
    assert notices.current() == ()
    wall[0] += timedelta(seconds=2)
    join.tick()
    [notice] = notices.current()
    assert notice.stays and "11 s fast" in notice.text
    notices.dismiss(notice)
    join.tick()
    assert notices.current() == (), "who has read it need not read it each second"
    wall[0] -= timedelta(hours=1)
    join.tick()
    assert "60 min" not in notices.current()[0].text and "1 h slow" in notices.current()[0].text
    wall[0] = NOON
    join.tick()
    assert notices.current() == ()
