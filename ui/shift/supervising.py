"""The supervisors' window: opened by key or menu, kept up while it is in sight, what they do sent (H1, B4, A13).

States and queues come by the stream as they change. The rest is read anew soon after something has happened, else now and
then; nothing is asked for while nobody looks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.clock import ServerClock
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.events import CustomerLockChanged, Event
from agent_client.protocol.names import AgentState, Intervention
from agent_client.protocol.refusals import NotFound, Refusal
from agent_client.protocol.supervising import (
    CleanUpSeat,
    EndSession,
    Listen,
    SetState,
    Supervising,
    Unlock,
)
from agent_client.workstation.settings import COLUMNS
from ui import wording
from ui.bridge import Bridge
from ui.commands import Commands
from ui.desk import Desk
from ui.supervising.target import Target
from ui.supervising.window import LOG, SupervisingWindow

from .listening import ListeningJoin
from .playing import Playing
from .supervised_calls import SupervisedCallsJoin
from .supervised_log import SupervisedLogJoin

_READ = "supervising"
_COLUMNS = "supervising"
SOON = 1_500
"""Milliseconds after something has happened, and at least between two readings; longer where a reading takes long."""
USUALLY = 10_000
_REST = 8
"""So many times as long as a reading took nothing is asked."""
LONGEST = 60_000
"""After readings that failed."""


class SupervisingJoin:
    """The window is made when it is first wanted, and kept until the shift is over."""

    def __init__(
        self,
        desk: Desk,
        session: Session,
        store: Store,
        commands: Commands,
        tasks: TaskOwner,
        bridge: Bridge,
        clock: ServerClock,
        playing: Playing,
    ) -> None:
        self._desk = desk
        self._playing = playing
        self._session = session
        self._store = store
        self._commands = commands
        self._tasks = tasks
        self._bridge = bridge
        self._clock = clock
        self._last: datetime | None = None
        self._day: datetime | None = None
        self._failures = 0
        self._stirred = False
        self._soon = SOON
        self._next = QTimer(singleShot=True)
        self._next.timeout.connect(self.read)
        self._listening: ListeningJoin | None = None
        self._calls: SupervisedCallsJoin | None = None
        self._log: SupervisedLogJoin | None = None
        self.window: SupervisingWindow | None = None
        watched = Changed.AGENTS | Changed.QUEUES | Changed.LINK
        self._leave = (store.watch(watched, self._on_change), store.on_event(self._on_event))

    def open(self) -> None:
        """In front, with the keyboard."""
        first = self.window is None
        window = self.window or self._make()
        window.show()
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()
        if first:
            window.agents.take_focus()

    def read(self) -> None:
        """What is in sight, now. One question at a time: what comes meanwhile is asked for once more."""
        self._next.stop()
        window = self.window
        if window is None or not window.isVisible() or self._store.state.link is not Link.UP:
            return
        if _READ in self._tasks.names():
            self._stirred = True
            return
        self._tasks.start(self._read(window), _READ)
        self._read_page(window)

    def leave(self) -> None:
        for leave in self._leave:
            leave()
        self._next.stop()
        window, self.window = self.window, None  # an answer that comes now is nobody's
        if window is not None:
            for part in (self._calls, self._log):
                if part is not None:
                    part.leave()
            kept = self._desk.settings.get(COLUMNS)
            self._desk.settings.set(COLUMNS, kept | {_COLUMNS: window.agents.table.columns.shares()})
            self._desk.settings.save()
            window.close_for_good()
            window.deleteLater()

    # -- inside

    def _make(self) -> SupervisingWindow:
        window = self.window = SupervisingWindow()
        self._desk.placement.remember(window, "supervising")
        kept = self._desk.settings.get(COLUMNS).get(_COLUMNS)
        if kept:
            window.agents.table.columns.set_shares(kept)
        self._bridge.attach(window)
        window.show_state(self._store.state)
        window.shown.connect(self.read)
        window.hidden.connect(self._rest)
        window.refresh_wanted.connect(self.read)
        window.page_opened.connect(lambda _: self._read_page(window))
        window.intervened.connect(self._act)
        self._listening = ListeningJoin(window.listening, self._store, self._commands)
        self._calls = SupervisedCallsJoin(window.calls, self._session, self._tasks, self._playing)
        self._log = SupervisedLogJoin(window.log, self._session, self._tasks)
        return window

    async def _read(self, window: SupervisingWindow) -> None:
        self._stirred = False
        began = self._clock.monotonic()
        try:
            known: Supervising = await self._session.api.supervising()
        except (Refusal, ServerTrouble) as problem:
            self._failures += 1
            if self.window is window:
                window.show_failed(wording.of_failure(problem), self._last)
            self._look_again(min(LONGEST, USUALLY * 2 ** min(self._failures - 1, 4)))
            return
        if self._day != known.day_since:
            self._day = known.day_since
            if self._calls is not None:
                self._calls.forget()
        self._failures = 0
        self._last = known.now
        self._soon = max(SOON, min(USUALLY, round((self._clock.monotonic() - began) * 1000 * _REST)))
        if self.window is window:
            window.show_known(known)
            self._look_again(self._soon if self._stirred else USUALLY)

    def _look_again(self, after: int) -> None:
        window = self.window
        if window is not None and window.isVisible():
            self._next.start(after)

    def _on_change(self, state: State, what: Changed) -> None:
        """Soon, and once for all that happens meanwhile."""
        if Changed.LINK in what and state.link is Link.UP:
            self.read()
        elif not self._failures:
            self._stirred = True  # what is being read may not have it
            if self._next.isActive() and self._next.remainingTime() > self._soon:
                self._next.start(self._soon)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, CustomerLockChanged):
            self._on_change(self._store.state, Changed.CUSTOMERS)

    def _read_page(self, window: SupervisingWindow) -> None:
        match window.tabs.open_section():
            case "calls" if self._calls is not None:
                self._calls.read()
            case "log" if self._log is not None:
                self._log.read()

    def _rest(self) -> None:
        """Nobody looks."""
        self._next.stop()
        for part in (self._calls, self._log):
            if part is not None:
                part.rest()

    # What they do.

    def _act(self, about: Target, reason: str, also: bool) -> None:
        window = self.window
        command = _command(about, reason, also)
        if window is None or command is None:
            return

        async def carried_out(api: Api) -> Any:
            try:
                return await command(api)
            except NotFound:  # somebody was quicker, or they left by themselves: the form says which
                known = await api.supervising()
                if self.window is window:
                    window.show_known(known)
                return None
            except Refusal:
                self.read()  # what it would mean has changed
                raise

        self._commands.press(
            f"supervising {about.kind} {about.agent} {about.customer}",
            carried_out,
            control=window.aside.form.act,
            done=lambda done: self._on_done(about, gone=done is None),
        )

    def _on_done(self, about: Target, *, gone: bool) -> None:
        window = self.window
        if window is not None:
            if not gone or about.session is None:
                window.asking.done(about)
            self.read()
            if window.tabs.open_section() == LOG:
                self._read_page(window)


def _command(about: Target, reason: str, also: bool) -> Callable[[Api], Awaitable[Any]] | None:
    session, customer, agent = about.session, about.customer, about.agent
    match about.kind:
        case Intervention.SIGN_OUT | Intervention.MARK_AS_CRASHED if session is not None:
            ending = EndSession(kind=about.kind, reason=reason, confirmed=also)
            return lambda api: api.end_session(session, ending)
        case Intervention.CLEAN_UP if about.seat:
            return lambda api: api.clean_up_seat(CleanUpSeat(seat=about.seat, reason=reason, confirmed=also))
        case Intervention.UNLOCK_CUSTOMER if customer is not None:
            return lambda api: api.unlock_customer(customer, Unlock(reason=reason))
        case Intervention.UNLOCK_ACCOUNT if agent is not None:
            return lambda api: api.unlock_account(agent, Unlock(reason=reason))
        case Intervention.SET_STATE if agent is not None:
            state = AgentState.READY if about.ready else AgentState.NOT_READY
            return lambda api: api.set_agent_state(agent, SetState(state=state, reason=reason))
        case Intervention.LISTEN if about.contact is not None and about.how is not None:
            wish = Listen(contact=about.contact, how=about.how, reason=reason)
            return lambda api: api.listen(wish)
        case _:
            return None
