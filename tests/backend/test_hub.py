from __future__ import annotations

import pytest

from agent_client.backend.hub import Hub, Over, Overflow
from agent_client.backend.ports.units import Numbered


def event(number: int, stream: str = "centre") -> Numbered:
    return Numbered(stream, number, "queue.changed", b"{}")


async def test_events_reach_the_followers_of_their_stream_and_nobody_else() -> None:
    hub = Hub(10)
    follower, other = hub.subscribe(["centre", "agent/1"]), hub.subscribe(["agent/2"])
    sent = [event(1), event(2, "agent/1")]
    hub.publish(sent)
    got = [await follower.next(1), await follower.next(1)]
    assert got == sent
    assert got[0] is not None
    assert got[0].data is sent[0].data
    assert await other.next(0) is None


async def test_silence_is_none() -> None:
    assert await Hub(10).subscribe(["centre"]).next(0.001) is None


async def test_a_reader_that_is_too_slow_is_dropped_alone() -> None:
    hub = Hub(3)
    slow, quick = hub.subscribe(["centre"]), hub.subscribe(["centre"])
    for number in range(1, 6):
        hub.publish([event(number)])
        assert await quick.next(0) == event(number)
    assert slow.overflowed.is_set()
    with pytest.raises(Overflow):
        await slow.next(0)
    assert not quick.overflowed.is_set()


async def test_the_end_comes_after_what_still_waits() -> None:
    hub = Hub(3)
    reader = hub.subscribe(["centre"])
    hub.publish([event(1)])
    hub.close()
    hub.publish([event(2)])
    assert await reader.next(0) == event(1)
    with pytest.raises(Over):
        await reader.next(0)


async def test_a_stream_opened_while_the_server_stops_ends_at_once() -> None:
    hub = Hub(3)
    hub.close()
    with pytest.raises(Over):
        await hub.subscribe(["centre"]).next(0)


async def test_nothing_is_kept_of_those_who_left() -> None:
    hub = Hub(1)
    gone = hub.subscribe(["centre"])
    hub.unsubscribe(gone)
    hub.unsubscribe(gone)
    hub.publish([event(1), event(2)])
    assert not gone.overflowed.is_set()
    assert hub._by_stream == {}
