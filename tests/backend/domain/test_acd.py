from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from agent_client.backend.domain import acd
from agent_client.backend.domain.acd import Free, Given, Waiting
from agent_client.backend.domain.call_routing import Tier
from agent_client.protocol.names import AgentId, ContactId, QueueId, RouteCode

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def assign(waiting: list[Waiting], free: list[Free]) -> list[tuple[ContactId, AgentId]]:
    return [(one.contact, one.agent) for one in acd.assign(waiting, free)]


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


# Operators, and what is meant for somebody.

ONE, TWO, THREE = (Free(AgentId(number), frozenset({QueueId(1)}), START, phone=f"20{number}") for number in (1, 2, 3))
OPERATORS = (Tier(RouteCode.CUSTOMER, ("203", "201")), Tier(RouteCode.PROJECT))


def waits(number: int, seconds: int = 0, **more: object) -> Waiting:
    return Waiting(ContactId(number), QueueId(1), START + timedelta(seconds=seconds), **more)  # type: ignore[arg-type]


def test_F5_operators_are_tried_in_their_order_and_not_by_who_waited_longest() -> None:
    assert acd.assign([waits(1, tiers=OPERATORS)], [ONE, TWO, THREE]) == [
        Given(ContactId(1), AgentId(3), RouteCode.CUSTOMER)
    ]
    assert acd.assign([waits(1, tiers=OPERATORS)], [TWO, ONE]) == [Given(ContactId(1), AgentId(1), RouteCode.CUSTOMER)]


def test_F5_the_next_tier_is_tried_when_all_of_the_one_before_are_busy() -> None:
    assert acd.assign([waits(1, tiers=OPERATORS)], [TWO]) == [Given(ContactId(1), AgentId(2), RouteCode.PROJECT)]


def test_who_waits_behind_somebody_that_nobody_free_may_have_is_not_held_up() -> None:
    picky = waits(1, tiers=(Tier(RouteCode.PROJECT, ("299",)),))
    assert assign([picky, waits(2, 5)], [ONE]) == [(ContactId(2), AgentId(1))]


def test_F7_what_nobody_handled_comes_to_the_designated_agent_before_anything_older() -> None:
    older, unhandled = waits(1), waits(2, 60, first_to=AgentId(1))
    assert assign([older, unhandled], [ONE]) == [(ContactId(2), AgentId(1))]


def test_F7_but_while_they_are_busy_it_comes_to_others_in_its_turn() -> None:
    older, unhandled = waits(1), waits(2, 60, first_to=AgentId(1))
    assert assign([older, unhandled], [TWO]) == [(ContactId(1), AgentId(2))]
    assert assign([unhandled], [TWO]) == [(ContactId(2), AgentId(2))]


def test_E9_an_appointment_waits_for_its_agent_whatever_group_they_serve() -> None:
    elsewhere = Free(AgentId(9), frozenset({QueueId(2)}), START, phone="209")
    theirs = waits(1, only_to=AgentId(9))
    assert assign([theirs], [ONE, TWO]) == []
    assert acd.assign([theirs], [ONE, elsewhere]) == [Given(ContactId(1), AgentId(9), RouteCode.EVERYBODY)]


def test_D7_nor_is_an_operator_given_what_they_have_passed_on() -> None:
    passed_on = waits(1, tiers=(Tier(RouteCode.CUSTOMER, ("201", "202")),), not_to=frozenset({AgentId(1)}))
    assert assign([passed_on], [ONE, TWO]) == [(ContactId(1), AgentId(2))]


@given(_waiting(), _free(), st.data())
def test_each_gets_the_first_tier_that_has_somebody_left(
    waiting: list[Waiting], free: list[Free], data: st.DataObject
) -> None:
    """Step by step, as a dispatcher would with cards on a table."""
    phones = [f"20{one.agent}" for one in free]
    tiers = st.lists(st.sampled_from(phones or ["-"]), max_size=3).map(tuple)
    calls = [
        replace(one, tiers=(Tier(RouteCode.CUSTOMER, data.draw(tiers)), Tier(RouteCode.PROJECT))) for one in waiting
    ]
    table = {f"20{one.agent}": replace(one, phone=f"20{one.agent}") for one in free}
    left, expected = dict(table), []
    for call in sorted(calls, key=lambda one: (one.since, one.contact)):
        named = [phone for phone in call.tiers[0].phones or () if phone in left]
        members = sorted((one.since, one.agent, phone) for phone, one in left.items() if call.queue in one.queues)
        if named or members:
            phone = named[0] if named else members[0][2]
            expected.append((call.contact, left.pop(phone).agent))
    assert assign(calls, list(table.values())) == expected
