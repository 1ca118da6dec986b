"""The store's changes, brought to the views: visible ones redraw, hidden ones are stale until they show (design §2)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from agent_client.client.clock import ServerClock
from agent_client.client.store.state import Changed, State
from agent_client.client.store.store import Store

from .widgets.view import View

PAINT_MILLISECONDS = 16
"""How long the views leave the processor to a popover that has just opened: it is what the agent waits for."""
REST_MILLISECONDS = 80
AT_ONCE = 12
"""Redraws a second that follow their change at once. A storm of more leaves the processor to the agent's keyboard: the views
rest between two."""


class Bridge(QObject):
    """Redraws once per turn of the event loop however many events came in it; ticks on the server's whole seconds."""

    def __init__(self, store: Store, clock: ServerClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._views: dict[View, Changed] = {}  # what each has not drawn yet
        self._followers: list[tuple[Changed, Callable[[State], bool], Callable[[datetime], None]]] = []
        self._due = Changed.NOTHING
        self._leave = store.watch(Changed.EVERYTHING, self._on_change)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._redraw)
        self._after_paint = QTimer(self, singleShot=True, interval=PAINT_MILLISECONDS)
        self._after_paint.timeout.connect(self._redraw_views)
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(self._redraw_views)
        self._redrawn: deque[float] = deque(maxlen=AT_ONCE)  # when, the latest ones
        self._second = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._second.timeout.connect(self._on_second)
        self._on_second()

    def attach(self, view: View) -> None:
        """Keep ``view`` drawn until it is destroyed."""
        self._views[view] = view.SHOWS
        view.installEventFilter(self)
        view.destroyed.connect(lambda: self._views.pop(view, None))
        self._soon.start()

    def follow(self, shows: Changed, show_state: Callable[[State], bool], tick: Callable[[datetime], None]) -> None:
        """For what is no view and never hidden: the popovers as a whole. ``show_state`` tells whether it opened a window."""
        self._followers.append((shows, show_state, tick))
        self._due |= shows
        self._soon.start()

    def is_level(self) -> bool:
        """Whether what is in sight shows all that the store knows."""
        if self._soon.isActive() or self._after_paint.isActive():
            return False
        return not self._rest.isActive() or not any(stale and view.isVisible() for view, stale in self._views.items())

    def close(self) -> None:
        self._leave()
        self._soon.stop()
        self._after_paint.stop()
        self._rest.stop()
        self._second.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, View) and watched in self._views:
            self._draw(watched)
            watched.tick(self._clock.now())
        return False

    def _on_change(self, state: State, what: Changed) -> None:
        for view in self._views:
            self._views[view] |= what & view.SHOWS
        self._due |= what
        self._soon.start()

    def _redraw(self) -> None:
        now = self._clock.now()
        due, self._due = self._due, Changed.NOTHING
        for shows, show_state, tick in self._followers:
            if due & shows:
                if show_state(self._store.state):
                    self._after_paint.start()
                tick(now)
        if not self._after_paint.isActive():
            self._redraw_views()

    def _redraw_views(self) -> None:
        if self._rest.isActive():  # its end comes back here
            return
        due = [view for view, stale in self._views.items() if stale and view.isVisible()]
        if not due:
            return
        at, now = monotonic(), self._clock.now()
        if len(self._redrawn) == AT_ONCE and at - self._redrawn[0] < 1.0:
            self._rest.start()
        self._redrawn.append(at)
        for view in due:
            if view in self._views and view.isVisible():
                self._draw(view)
                view.tick(now)

    def _draw(self, view: View) -> None:
        stale, self._views[view] = self._views[view], Changed.NOTHING
        if stale:
            view.show_state(self._store.state)

    def _on_second(self) -> None:
        now = self._clock.now()
        for view in list(self._views):
            if view.isVisible():
                view.tick(now)
        for _, _, follower in self._followers:
            follower(now)
        # A little past the whole second: timers may fire early, and 0:03 shown twice looks like a stall.
        self._second.start(1010 - now.microsecond // 1000)
