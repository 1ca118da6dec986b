"""Visible views redraw once a turn, hidden ones when they show, and nobody redraws for what it does not show."""

from __future__ import annotations

import asyncio
from datetime import datetime
from time import monotonic

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from agent_client.client.clock import ServerClock
from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.store import Store
from agent_client.protocol.time import from_millis
from ui.bridge import AT_ONCE, Bridge
from ui.widgets.view import View

AT = from_millis(1_770_000_000_000)


class Seen(View):
    SHOWS = Changed.LINK

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[Link] = []
        self.ticks: list[datetime] = []

    def show_state(self, state: State) -> None:
        self.drawn.append(state.link)

    def tick(self, now: datetime) -> None:
        self.ticks.append(now)


class Deaf(Seen):
    SHOWS = Changed.CALLBACKS


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def bridge(qtbot, store):
    made = Bridge(store, ServerClock())
    yield made
    made.close()
    made.deleteLater()


def shown(qtbot, bridge, kind=Seen):
    view = kind()
    qtbot.addWidget(view)
    bridge.attach(view)
    view.show()
    return view


def test_a_burst_of_changes_is_one_redraw(qtbot, store, bridge):
    view = shown(qtbot, bridge)
    before = len(view.drawn)
    for link in (Link.CONNECTING, Link.UP, Link.DOWN):
        store.set_link(link, AT)
    assert len(view.drawn) == before
    qtbot.waitUntil(lambda: view.drawn[before:] == [Link.DOWN])


def changes(store, view, times):
    """One after the other, each drawn before the next."""
    for at in range(times):
        drawn = len(view.drawn)
        store.set_link((Link.CONNECTING, Link.UP, Link.DOWN)[at % 3], AT)
        for _ in range(5):
            QCoreApplication.processEvents()
        yield len(view.drawn) - drawn


def test_what_comes_one_by_one_is_drawn_at_once(qtbot, store, bridge):
    view = shown(qtbot, bridge)
    bridge._redrawn.clear()
    assert set(changes(store, view, AT_ONCE)) == {1}


def test_in_a_storm_the_views_rest_and_then_show_the_newest(qtbot, store, bridge):
    view = shown(qtbot, bridge)
    bridge._redrawn.extend([monotonic()] * AT_ONCE)
    before = len(view.drawn)
    assert sum(changes(store, view, 3 * AT_ONCE)) < AT_ONCE
    qtbot.waitUntil(lambda: view.drawn[-1] is store.state.link)
    qtbot.waitUntil(lambda: not bridge._rest.isActive())
    assert len(view.drawn) - before < 2 * AT_ONCE


def test_a_popover_waits_for_nobodys_rest(qtbot, store, bridge):
    view = shown(qtbot, bridge)
    told: list[Link] = []
    bridge.follow(Changed.LINK, lambda state: bool(told.append(state.link)), lambda _: None)
    store.set_link(Link.CONNECTING, AT)
    qtbot.waitUntil(lambda: view.drawn[-1] is Link.CONNECTING)
    bridge._rest.start(3_600_000)
    store.set_link(Link.UP, AT)
    qtbot.waitUntil(lambda: told[-1] is Link.UP)
    assert view.drawn[-1] is Link.CONNECTING


def test_a_hidden_view_is_drawn_when_it_shows(qtbot, store, bridge):
    view = shown(qtbot, bridge)
    other = shown(qtbot, bridge)
    view.hide()
    drawn = len(view.drawn)
    store.set_link(Link.UP, AT)
    qtbot.waitUntil(lambda: other.drawn[-1] is Link.UP)
    assert len(view.drawn) == drawn
    view.show()
    assert view.drawn[-1] is Link.UP
    assert view.ticks, "what counts is right from the first sight on"


def test_what_does_not_concern_a_view_costs_it_nothing(qtbot, store, bridge):
    deaf, other = shown(qtbot, bridge, Deaf), shown(qtbot, bridge)
    qtbot.waitUntil(lambda: bool(deaf.drawn))
    drawn = len(deaf.drawn)
    store.set_link(Link.UP, AT)
    qtbot.waitUntil(lambda: other.drawn[-1] is Link.UP)
    assert len(deaf.drawn) == drawn


def test_followers_are_never_hidden(qtbot, store, bridge):
    states: list[Link] = []
    ticks: list[datetime] = []
    bridge.follow(Changed.LINK, lambda state: states.append(state.link), ticks.append)
    qtbot.waitUntil(lambda: states == [Link.NONE])
    store.set_link(Link.DOWN, AT)
    qtbot.waitUntil(lambda: states == [Link.NONE, Link.DOWN])
    assert ticks


def test_time_goes_on_without_events(qtbot, store, bridge):
    view = shown(qtbot, bridge)
    count = len(view.ticks)
    qtbot.waitUntil(lambda: len(view.ticks) > count)


def test_a_view_that_is_gone_is_forgotten(qtbot, store, bridge):
    gone, stays = shown(qtbot, bridge), shown(qtbot, bridge)
    gone.hide()
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    store.set_link(Link.UP, AT)
    qtbot.waitUntil(lambda: stays.drawn[-1] is Link.UP)


def test_it_is_level_once_what_is_in_sight_is_drawn(qtbot, store, bridge):
    view, other = shown(qtbot, bridge), shown(qtbot, bridge)
    qtbot.waitUntil(bridge.is_level)
    other.hide()
    for turn in range(AT_ONCE + 2):  # more than are drawn at once: the views rest
        store.set_link((Link.UP, Link.DOWN)[turn % 2], AT)
        assert not bridge.is_level()
        qtbot.waitUntil(bridge.is_level)
        assert view.drawn[-1] is store.state.link


def test_after_close_nothing_is_drawn(qtbot, store, bridge, run):
    view = shown(qtbot, bridge)
    bridge.close()
    drawn = len(view.drawn)
    store.set_link(Link.UP, AT)
    run(asyncio.sleep(0.05))
    assert len(view.drawn) == drawn
