"""What the snapshot had no room for: older entries of the callback list, read page by page while the agent works (E8).

All that is still to be dealt with is read by itself. What was closed more than some days ago is read when somebody looks so
far back: it grows for years.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta

from agent_client.client.api import ServerTrouble
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import Section
from agent_client.protocol.refusals import Refusal
from agent_client.rules.callback_actions import LISTED
from ui.panels.callbacks import CallbacksPanel

MOST_AT_ONCE = 16_000
"""So many are put into the list together at most: each time all of it is arranged anew."""
MOST_KNOWN = 200_000
"""Beyond that nothing more is read: a computer has room for them, and nobody reads so far."""
LAST_DAYS = timedelta(days=8)
"""Of these all closed entries are to be known: whatever days an agent chooses are among them."""
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
"""Seconds before a server that did not answer is asked again."""
_RESET = Changed.EVERYTHING & ~Changed.LINK
_TASK = "older callbacks"


class CallbackPages:
    def __init__(self, panel: CallbacksPanel, session: Session, store: Store, tasks: TaskOwner) -> None:
        self._panel = panel
        self._session = session
        self._store = store
        self._tasks = tasks
        self._older: dict[Section, str | None] = {}
        """Of which sections more is to be had, and from where on; None: from the newest."""
        self._wished: Section | None = None
        """Somebody came to this one's end while other things were read."""
        self._snapshots = 0
        self.leave = store.watch(Changed.CENTRE, self._on_change)
        panel.older_wanted.connect(self._on_wanted)
        if store.state.centre is not None:
            self._begin(store.state)

    async def read_all(self, section: Section) -> None:
        """Everything of a section. Raises what the server said."""
        self._tasks.cancel(_TASK)
        await self._read(section)

    # -- inside

    def _on_change(self, state: State, changed: Changed) -> None:
        """Only a snapshot changes everything at once."""
        if _RESET in changed:
            self._begin(state)

    def _begin(self, state: State) -> None:
        known = Counter(entry.section for entry in state.callbacks.values() if entry.listed)
        self._older = {section: None for section, count in state.sections.items() if count > known[section]}
        self._snapshots += 1
        self._wished = None
        self._tasks.cancel(_TASK)
        self._tell()
        if not LISTED.isdisjoint(self._older):
            self._tasks.start(self._read_undone(state), _TASK)

    def _on_wanted(self, section: Section) -> None:
        """The closed ones of the last days are known: whoever sees no others needs no more."""
        wanted = section not in LISTED and self._panel.rows.shown.spans is None
        if section not in self._older or not wanted:
            return
        if _TASK in self._tasks.names():
            self._wished = section
        else:
            self._tasks.start(self._read_wished(section), _TASK)

    async def _read_wished(self, section: Section) -> None:
        """Until something is there that was not: the newest may have been known already."""
        known = self._known(section)
        while section in self._older:
            since = self._older[section]
            await self._quietly(section, pages=1)
            if self._known(section) > known or self._older.get(section) == since:
                break
        self._wished = None

    def _known(self, section: Section) -> int:
        return sum(entry.section is section for entry in self._store.state.callbacks.values())

    async def _read_undone(self, state: State) -> None:
        """There was not even room for what is to be dealt with: then not all closed ones of the last days came along, either."""
        for section in [section for section in Section if section in LISTED]:
            await self._quietly(section)
        newest = max((entry.last_at for entry in state.callbacks.values()), default=None)
        for section in [section for section in self._older if section not in LISTED]:
            await self._quietly(section, since=None if newest is None else newest - LAST_DAYS)

        if self._wished is not None:
            await self._read_wished(self._wished)

    async def _quietly(self, section: Section, pages: int = 0, since: datetime | None = None) -> None:
        """A server that does not answer is asked again, until a newer snapshot makes it needless. What it refuses is tried again
        with that snapshot, or when somebody comes to the end of the list again."""
        pause = FIRST_PAUSE
        while True:
            try:
                with suppress(Refusal):
                    await self._read(section, pages, since)
            except ServerTrouble:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                return

    async def _read(self, section: Section, pages: int = 0, since: datetime | None = None) -> None:
        """So many ``pages`` at most (0: all), and nothing that is wholly before ``since``."""
        snapshot, read = self._snapshots, 0
        gathered: list[Callback] = []
        try:
            while section in self._older and len(self._store.state.callbacks) + len(gathered) < MOST_KNOWN:
                self._tell(section)
                page = await self._session.api.callbacks(section, self._older[section])
                gathered += page.entries
                read += 1
                if page.older is None:
                    del self._older[section]
                else:
                    self._older[section] = page.older
                if len(gathered) >= min(MOST_AT_ONCE, len(self._store.state.callbacks)):
                    self._store.add_callbacks(gathered)
                    gathered = []
                before = since is not None and page.entries and page.entries[-1].last_at < since
                if read == pages or before:
                    break
        finally:
            if snapshot == self._snapshots:  # a newer one knows better what is still listed
                self._store.add_callbacks(gathered)
                self._tell()

    def _tell(self, reading: Section | None = None) -> None:
        self._panel.show_unread(frozenset(self._older), frozenset({reading} if reading is not None else ()))
