"""Who gets what is written: never more than the centre allows, never somebody else's queue, nobody idle passed over."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.domain.acd import Waiting
from agent_client.backend.domain.digital import Person, share
from agent_client.protocol.names import AgentId, ContactId, QueueId

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def person(number: int, *, queues: tuple[int, ...] = (1,), free: bool = True, taken: int = 0, since: int = 0) -> Person:
    return Person(
        agent=AgentId(number),
        phone="",
        queues=frozenset(QueueId(one) for one in queues),
        free=free,
        open=taken,
        since=NOON + timedelta(seconds=since),
    )


def waiting(number: int, *, queue: int = 1, seconds: int = 0, not_to: tuple[int, ...] = ()) -> Waiting:
    since = NOON + timedelta(seconds=seconds)
    return Waiting(ContactId(number), QueueId(queue), since, frozenset(AgentId(one) for one in not_to))


def shared(contacts: list[Waiting], people: list[Person], most: int = 5) -> list[tuple[int, int]]:
    return [(contact, chosen.agent) for contact, chosen in share(contacts, people, most)]


def test_the_oldest_first_and_whoever_has_least() -> None:
    people = [person(1, taken=1), person(2)]
    assert shared([waiting(1, seconds=9), waiting(2, seconds=1), waiting(3, seconds=5)], people) == [
        (2, 2),
        (3, 1),
        (1, 2),
    ]


def test_who_has_a_call_only_when_nobody_is_free() -> None:
    assert shared([waiting(1)], [person(1, free=False), person(2, taken=4)]) == [(1, 2)]
    assert shared([waiting(1)], [person(1, free=False)]) == [(1, 1)]


def test_no_more_than_the_centre_allows() -> None:
    assert len(shared([waiting(number) for number in range(9)], [person(1, taken=2)], most=5)) == 3


def test_not_to_whom_it_is_not_meant() -> None:
    assert shared([waiting(1, not_to=(1,))], [person(1)]) == []
    assert shared([waiting(1, queue=2)], [person(1)]) == []


_people = st.lists(
    st.builds(
        person,
        st.integers(1, 6),
        queues=st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple),
        free=st.booleans(),
        taken=st.integers(0, 6),
        since=st.integers(0, 99),
    ),
    max_size=6,
    unique_by=lambda one: one.agent,
)
_waiting = st.lists(
    st.builds(
        waiting,
        st.integers(1, 99),
        queue=st.integers(1, 3),
        seconds=st.integers(0, 99),
        not_to=st.lists(st.integers(1, 6), max_size=2).map(tuple),
    ),
    max_size=20,
    unique_by=lambda one: one.contact,
)


@given(_waiting, _people, st.integers(0, 6))
def test_all_that_can_be_given_is_given_and_nothing_else(
    contacts: list[Waiting], people: list[Person], most: int
) -> None:
    pairs = share(contacts, people, most)
    by_id = {one.contact: one for one in contacts}
    assert len({contact for contact, _ in pairs}) == len(pairs)
    load = Counter({one.agent: one.open for one in people})
    for contact, chosen in pairs:
        assert by_id[contact].queue in chosen.queues
        assert chosen.agent not in by_id[contact].not_to
        load[chosen.agent] += 1
    assert all(load[one.agent] <= max(most, one.open) for one in people)
    given_away = {contact for contact, _ in pairs}
    for left in (one for one in contacts if one.contact not in given_away):
        fit = [one for one in people if left.queue in one.queues and one.agent not in left.not_to]
        assert all(load[one.agent] >= most for one in fit)
