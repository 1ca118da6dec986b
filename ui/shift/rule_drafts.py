"""What was typed over the rules and not saved, kept on this computer's disk: it outlives the session and the program (A7)."""

from __future__ import annotations

import logging
from hashlib import sha256

from agent_client.client.clock import ServerClock
from agent_client.client.outbox.keeper import Drawer, Keeper
from agent_client.client.tasks import TaskOwner, report
from agent_client.workstation.ownership import same_name
from ui.administration import keeping
from ui.administration.window import AdministrationWindow

_log = logging.getLogger(__name__)
QUIET = 0.5
RETRY = 2.0


class RuleDrafts:
    """One agent's at one centre, which ``account`` names. Of several sessions of this computer's account each has its own; what
    one that died has left comes beside what is here already."""

    def __init__(self, drawer: Drawer, tasks: TaskOwner, clock: ServerClock, account: str) -> None:
        self._clock = clock
        self._account = account
        self._name = f"rules.{sha256(account.encode()).hexdigest()[:16]}"
        self._keeper = Keeper(drawer, tasks, clock, retry=RETRY)
        self._data: bytes | None = None
        self._restored = False
        self._merged: list[str] = []
        """Pieces that another session left, and whose every sheet stands in the window now."""

    async def restore(self, window: AdministrationWindow) -> None:
        """Once: what an earlier window left stands in its sheets again. The rules are known to the window."""
        if self._restored:
            return
        self._restored = True
        try:
            found = await self._keeper.load()
        except OSError as error:
            report("What was typed over the rules earlier could not be read", error)
            return
        mine = [name for name in found if same_name(name) == self._name]
        for name in mine:
            whole = keeping.put_back(keeping.read(found[name], self._account), window)
            if whole and name != self._name:
                self._merged.append(name)
        if self._merged:
            self.follow(window)

    def follow(self, window: AdministrationWindow) -> None:
        """Something may be another: what is unsaved now is on the disk soon."""
        data = keeping.kept(self._account, window)
        if self._restored and data != self._data:
            self._data = data
            due = self._clock.monotonic() + QUIET
            self._keeper.want(self._name, lambda: self._data, due=due, done=self._done)

    async def flush(self) -> None:
        await self._keeper.flush()

    def _done(self, error: OSError | None) -> None:
        if error is not None:
            _log.warning("%s could not be kept: %s", self._name, error)
            return
        merged, self._merged = self._merged, []
        for name in merged:  # it is on the disk with the rest
            self._keeper.want(name, lambda: None, due=self._clock.monotonic(), done=lambda error: None)
