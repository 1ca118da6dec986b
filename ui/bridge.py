"""The store's changes, brought to the views: visible ones redraw, hidden ones are stale until they show (design §2)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from agent_client.client.clock import ServerClock
from agent_client.client.store.state import Changed, State
from agent_client.client.store.store import Store


@runtime_checkable
class View(Protocol):
    SHOWS: ClassVar[Changed]

    def render(self, state: State) -> None: ...


@runtime_checkable
class Ticking(Protocol):
    def tick(self, now: datetime) -> None:
        """Once a second of the server's clock: repaint what counts, nothing else."""
        ...


class Bridge(QObject):
    """Redraws once per turn of the event loop however many events came in it; ticks on the server's whole seconds."""

    def __init__(self, store: Store, clock: ServerClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._views: dict[QWidget, Changed] = {}  # what each has not drawn yet
        self._leave = store.watch(Changed.EVERYTHING, self._on_change)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._redraw)
        self._second = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._second.timeout.connect(self._on_second)
        self._on_second()

    def attach(self, view: QWidget) -> None:
        """Keep ``view`` (a `View`, perhaps `Ticking`) drawn until it is destroyed."""
        assert isinstance(view, View), view
        self._views[view] = view.SHOWS
        view.installEventFilter(self)
        view.destroyed.connect(lambda: self._views.pop(view, None))
        self._soon.start()

    def close(self) -> None:
        self._leave()
        self._soon.stop()
        self._second.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched in self._views:
            self._draw(watched)
            self._tick(watched, self._clock.now())
        return False

    def _on_change(self, state: State, what: Changed) -> None:
        for view in self._views:
            if isinstance(view, View):
                self._views[view] |= what & view.SHOWS
        self._soon.start()

    def _redraw(self) -> None:
        now = self._clock.now()
        for view in list(self._views):
            if view.isVisible() and self._views.get(view, Changed.NOTHING):
                self._draw(view)
                self._tick(view, now)

    def _draw(self, view: QWidget) -> None:
        stale, self._views[view] = self._views[view], Changed.NOTHING
        if stale and isinstance(view, View):
            view.render(self._store.state)

    def _on_second(self) -> None:
        now = self._clock.now()
        for view in list(self._views):
            if view.isVisible():
                self._tick(view, now)
        # A little past the whole second: timers may fire early, and 0:03 shown twice looks like a stall.
        self._second.start(1010 - now.microsecond // 1000)

    @staticmethod
    def _tick(view: QWidget, now: datetime) -> None:
        if isinstance(view, Ticking):
            view.tick(now)
