from __future__ import annotations

import pytest

from agent_client.client.store.state import EMPTY, Changed, Link
from agent_client.client.store.store import Store
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.events import (
    AgentPresenceChanged,
    AgentStateChanged,
    ContactOffered,
    QueueChanged,
    SeatAsked,
)
from agent_client.protocol.names import AgentId


@pytest.fixture
def store(things):
    made = Store()
    made.reset(things.snapshot())
    return made


def test_a_watcher_is_told_of_what_it_watches_and_of_nothing_else(store, things):
    told = []
    store.watch(Changed.QUEUES | Changed.ME, lambda state, changed: told.append((state, changed)))
    store.apply(AgentPresenceChanged(things.presence(version=2)))
    assert told == []
    store.apply(QueueChanged(things.queue(version=2)))
    assert told == [(store.state, Changed.QUEUES)]


def test_a_snapshot_tells_everybody_but_those_of_the_link(store, things):
    told = []
    for what in (Changed.ME, Changed.CALLBACKS, Changed.CENTRE, Changed.LINK):
        store.watch(what, lambda state, changed, what=what: told.append(what))
    store.reset(things.snapshot())
    assert told == [Changed.ME, Changed.CALLBACKS, Changed.CENTRE]


def test_leaving_works_at_any_moment_and_twice(store, things):
    told = []

    def first(state, changed):
        told.append("first")
        leave_first()
        leave_second()

    leave_first = store.watch(Changed.QUEUES, first)
    leave_second = store.watch(Changed.QUEUES, lambda state, changed: told.append("second"))
    store.watch(Changed.QUEUES, lambda state, changed: told.append("third"))
    store.apply(QueueChanged(things.queue(version=2)))
    store.apply(QueueChanged(things.queue(version=3)))
    leave_first()
    assert told == ["first", "third", "third"]


def test_whoever_joins_while_others_are_told_is_told_from_the_next_change_on(store, things):
    told = []
    store.watch(Changed.QUEUES, lambda *_: store.watch(Changed.QUEUES, lambda *_: told.append("joined")))
    store.apply(QueueChanged(things.queue(version=2)))
    assert told == []
    store.apply(QueueChanged(things.queue(version=3)))
    assert told == ["joined"]


def test_a_change_made_by_a_watcher_never_takes_the_others_back_in_time(store, things):
    seen = []

    def changes_again(state, changed):
        if state.queues[1].version == 2:
            store.apply(QueueChanged(things.queue(version=3)))

    store.watch(Changed.QUEUES, changes_again)
    store.watch(Changed.QUEUES, lambda state, changed: seen.append(state.queues[1].version))
    store.apply(QueueChanged(things.queue(version=2)))
    assert seen == [3, 3]


async def test_a_watcher_that_fails_keeps_nobody_from_being_told(store, things, complaints):
    told = []

    def fails(*_):
        raise LookupError("a widget is gone")

    store.watch(Changed.QUEUES, fails)
    store.watch(Changed.QUEUES, lambda *_: told.append("watcher"))
    store.on_event(fails)
    store.on_event(lambda event: told.append(type(event).__name__))
    store.apply(QueueChanged(things.queue(version=2)))
    assert told == ["watcher", "QueueChanged"]
    assert [str(one["exception"]) for one in complaints] == ["a widget is gone"] * 2


def test_an_event_is_heard_once_and_after_the_state_has_changed(store, things):
    heard = []
    leave = store.on_event(lambda event: heard.append((event, set(store.state.contacts))))
    offered = ContactOffered(things.contact())
    store.apply(offered)
    store.apply(offered)
    assert heard == [(offered, {5})]
    leave()
    store.apply(AgentStateChanged(things.me(version=2)))
    assert len(heard) == 1


def test_A5_what_is_only_said_is_heard_though_nothing_changes(store, things):
    heard = []
    store.on_event(heard.append)
    asked = SeatAsked(AgentBrief(AgentId(8), "Bram"), "TC-1", things.noon)
    store.apply(asked)
    assert heard == [asked]


def test_the_link_keeps_the_moment_it_changed(store, things):
    told = []
    store.watch(Changed.LINK, lambda state, changed: told.append(state.link))
    store.set_link(Link.DOWN, things.at(1))
    store.set_link(Link.DOWN, things.at(2))
    assert (store.state.link_since, told) == (things.at(1), [Link.DOWN])
    store.set_link(Link.UP, things.at(3))
    assert (store.state.link_since, told) == (things.at(3), [Link.DOWN, Link.UP])


def test_clear_forgets_everything(store):
    told = []
    store.watch(Changed.LINK, lambda state, changed: told.append(changed))
    store.clear()
    assert store.state == EMPTY
    assert told == [Changed.EVERYTHING]
