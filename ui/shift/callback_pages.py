"""What the snapshot had no room for: older entries of the callback list, read page by page while the agent works (E8).

All that is still to be dealt with is read by itself. What was closed more than some days ago is read when somebody looks so
far back: it grows for years.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

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
        self._tasks.cancel(_TASK)
        self._tell()
        if not LISTED.isdisjoint(self._older):  # there was not even room for the closed ones of the last days
            self._start([section for section in Section if section in LISTED], also=True)

    def _on_wanted(self, section: Section) -> None:
        whole = section in LISTED or self._panel.rows.shown.spans is not None
        if section in self._older and not whole and _TASK not in self._tasks.names():
            self._start([section], pages=1)

    def _start(self, sections: Iterable[Section], *, pages: int = 0, also: bool = False) -> None:
        self._tasks.start(self._read_quietly(list(sections), pages, also), _TASK)

    async def _read_quietly(self, sections: list[Section], pages: int, also: bool) -> None:
        """What fails is tried again with the next snapshot, or when somebody comes to the end of the list again."""
        try:
            for section in sections:
                await self._read(section, pages)
            for section in [section for section in self._older if also]:
                await self._read(section, pages=1)
        except (Refusal, ServerTrouble):
            self._tell()

    async def _read(self, section: Section, pages: int = 0) -> None:
        """``pages`` 0: all of them."""
        read = 0
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
                if read == pages:
                    break
        finally:
            self._store.add_callbacks(gathered)
            self._tell()

    def _tell(self, reading: Section | None = None) -> None:
        self._panel.show_unread(frozenset(self._older), frozenset({reading} if reading is not None else ()))
