from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.domain.acd import Free, Waiting, assign
from agent_client.protocol.names import AgentId, ContactId, QueueId

START = datetime(2026, 3, 2, 9, tzinfo=UTC)

_seconds = st.integers(0, 50).map(lambda seconds: START + timedelta(seconds=seconds))
_queues = st.integers(1, 3).map(QueueId)


@st.composite
def _waiting(draw: st.DrawFn) -> list[Waiting]:
    drawn = draw(st.lists(st.tuples(_queues, _seconds), max_size=8))
    return [Waiting(ContactId(number), queue, since) for number, (queue, since) in enumerate(drawn, 1)]


@st.composite
def _free(draw: st.DrawFn) -> list[Free]:
    drawn = draw(st.lists(st.tuples(st.frozensets(_queues), _seconds), max_size=8))
    return [Free(AgentId(number), queues, since) for number, (queues, since) in enumerate(drawn, 1)]


@given(_waiting(), _free())
def test_nobody_is_given_two(waiting: list[Waiting], free: list[Free]) -> None:
    pairs = assign(waiting, free)
    assert len({contact for contact, _ in pairs}) == len(pairs)
    assert len({agent for _, agent in pairs}) == len(pairs)


@given(_waiting(), _free())
def test_only_agents_of_the_queue(waiting: list[Waiting], free: list[Free]) -> None:
    queue = {one.contact: one.queue for one in waiting}
    staffed = {one.agent: one.queues for one in free}
    assert all(queue[contact] in staffed[agent] for contact, agent in assign(waiting, free))


@given(_waiting(), _free())
def test_within_a_queue_nobody_is_overtaken(waiting: list[Waiting], free: list[Free]) -> None:
    served = {contact for contact, _ in assign(waiting, free)}
    for one in waiting:
        for other in waiting:
            if one.queue == other.queue and one.since < other.since and other.contact in served:
                assert one.contact in served


@given(_waiting(), _free())
def test_no_agent_stays_free_while_one_of_their_queues_waits(waiting: list[Waiting], free: list[Free]) -> None:
    pairs = assign(waiting, free)
    left = [one for one in waiting if one.contact not in {contact for contact, _ in pairs}]
    still_waiting = {one.queue for one in left}
    for agent in free:
        if agent.agent not in {chosen for _, chosen in pairs}:
            assert not agent.queues & still_waiting


@given(_waiting(), _free())
def test_the_oldest_contact_gets_the_longest_available_of_its_queue(waiting: list[Waiting], free: list[Free]) -> None:
    pairs = dict(assign(waiting, free))
    if not waiting:
        return
    oldest = min(waiting, key=lambda one: (one.since, one.contact))
    able = [one for one in free if oldest.queue in one.queues]
    if able:
        assert pairs[oldest.contact] == min(able, key=lambda one: (one.since, one.agent)).agent
    else:
        assert oldest.contact not in pairs
