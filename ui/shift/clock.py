"""The warning of this computer's clock: at the start and when it jumps, gone when it is right again (A10)."""

from __future__ import annotations

from agent_client.client.clock import ServerClock
from agent_client.client.diagnostics.clock_watch import Warned
from agent_client.client.store.store import Store
from ui.diagnostics.words import amount
from ui.notices import Level, Notice, Notices
from ui.text import tr

KEY = "clock"


class ClockJoin:
    """Looks at each second: a clock that is set wrong is noticed while the agent can still remember who did it."""

    def __init__(self, store: Store, clock: ServerClock, notices: Notices) -> None:
        self._store = store
        self._clock = clock
        self._notices = notices
        self._warned = Warned()

    def tick(self) -> None:
        centre = self._store.state.centre
        if centre is None:
            return
        warned = self._warned.after(self._clock.deviation(), centre.clock_limit_seconds)
        if warned is self._warned:
            return
        self._warned = warned
        if warned.off is None:
            self._notices.withdraw(KEY)
            return
        off = warned.off.total_seconds()
        gaps = {"amount": amount(off)}
        text = (
            tr("This computer's clock is {amount} fast: tell IT. Appointments are right even so.", **gaps)
            if off > 0
            else tr("This computer's clock is {amount} slow: tell IT. Appointments are right even so.", **gaps)
        )
        self._notices.post(Notice(Level.WARNING, text, stays=True, key=KEY))

    def leave(self) -> None:
        self._notices.withdraw(KEY)
