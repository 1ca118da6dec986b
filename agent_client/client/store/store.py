"""The one place that holds the state. Who wants to know of changes watches it; how a change comes about is step.py's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec.structs import replace

from agent_client.client.tasks import report
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.events import Event, SeatAsked
from agent_client.protocol.sessions import Snapshot
from agent_client.protocol.time import Instant

from .state import EMPTY, Changed, Link, State
from .step import from_snapshot, step, with_callbacks

Listener: TypeAlias = Callable[[State, Changed], None]
Leave: TypeAlias = Callable[[], None]


class Store:
    def __init__(self, state: State = EMPTY) -> None:
        self._state = state
        self._watching: dict[object, tuple[Changed, Listener]] = {}
        self._hearing: dict[object, Callable[[Event], None]] = {}

    @property
    def state(self) -> State:
        return self._state

    def watch(self, what: Changed, listener: Listener) -> Leave:
        """``listener`` is told what changed, and only when some of it is in ``what``. Calling the answer ends it."""
        place = object()
        self._watching[place] = (what, listener)

        def leave() -> None:
            self._watching.pop(place, None)

        return leave

    def on_event(self, listener: Callable[[Event], None]) -> Leave:
        """For what happens once: sounds, notices. Told after the state has changed; not told of an event that should have
        changed it and did not."""
        place = object()
        self._hearing[place] = listener

        def leave() -> None:
            self._hearing.pop(place, None)

        return leave

    def apply(self, event: Event) -> Changed:
        state, changed = step(self._state, event)
        self._become(state, changed)
        if changed or isinstance(event, SeatAsked):
            self._sound(event)
        return changed

    def reset(self, snapshot: Snapshot) -> None:
        self._become(from_snapshot(snapshot, self._state), Changed.EVERYTHING & ~Changed.LINK)

    def add_callbacks(self, entries: Iterable[Callback]) -> None:
        """A page of the callback list, older than what the snapshot brought."""
        self._become(*with_callbacks(self._state, entries))

    def clear(self) -> None:
        """Nobody is signed in."""
        self._become(EMPTY, Changed.EVERYTHING)

    def set_link(self, link: Link, since: Instant) -> None:
        """``since`` is kept from before when nothing changes."""
        if link is not self._state.link:
            self._become(replace(self._state, link=link, link_since=since, ended=None), Changed.LINK)

    def _become(self, state: State, changed: Changed) -> None:
        self._state = state
        for place, (what, listener) in list(self._watching.items()):
            # Who left while others were told is told no more; who is told is told the newest state, should one of the
            # others have changed it.
            if what & changed and place in self._watching:
                try:
                    listener(self._state, changed)
                except Exception as error:
                    report("A watcher of the store failed", error)

    def _sound(self, event: Event) -> None:
        for place, listener in list(self._hearing.items()):
            if place in self._hearing:
                try:
                    listener(event)
                except Exception as error:
                    report("A listener for events failed", error)
