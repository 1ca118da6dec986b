"""Duplicates: read when their tab is opened, merged, and taken apart again when that was wrong."""

from __future__ import annotations

from collections.abc import Callable

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.session import Session
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.customers import Customer, Merge, Merged
from agent_client.protocol.names import CustomerList
from agent_client.protocol.refusals import CustomerChanged, Refusal
from ui import wording
from ui.commands import Commands
from ui.customers.duplicates_page import DuplicatesPage
from ui.notices import Level, Notice, Notices
from ui.text import tr

_TASK = "duplicates"


class MergeJoin:
    """``changed`` is called when a list has one customer less, or more."""

    def __init__(
        self,
        page: DuplicatesPage,
        commands: Commands,
        notices: Notices,
        session: Session,
        store: Store,
        tasks: TaskOwner,
        changed: Callable[[], None],
    ) -> None:
        self._page = page
        self._commands = commands
        self._notices = notices
        self._session = session
        self._store = store
        self._tasks = tasks
        self._changed = changed
        page.wanted.connect(self._read)
        page.merging.merge_pressed.connect(self._merge)

    def leave(self) -> None:
        self._tasks.cancel(_TASK)

    def _read(self, which: CustomerList) -> None:
        self._tasks.start(self._find(which), _TASK, replacing=_TASK)

    async def _find(self, which: CustomerList) -> None:
        try:
            found = await self._session.api.duplicates(which)
        except Refusal as refusal:
            self._page.show_failed(wording.refusal(refusal))
        except ServerTrouble as trouble:
            self._page.show_failed(wording.trouble(trouble))
        else:
            self._page.show_duplicates(which, found)

    def _merge(self, kept: Customer, wish: Merge) -> None:
        async def merge(api: Api) -> Merged:
            try:
                return await api.merge_customers(kept.id, wish)
            except CustomerChanged:
                self._page.refresh()  # what was chosen from is no longer so
                raise

        self._commands.press(
            f"merge into {kept.id}", merge, control=self._page.merging.merge, done=lambda merged: self._merged(merged)
        )

    def _merged(self, merged: Merged) -> None:
        customer = merged.customer
        words = tr("Merged into {name}.", name=customer.name or customer.company or f"C-{customer.id}")
        key = f"merge {merged.merge}"
        self._notices.post(
            Notice(Level.INFORMATION, words, stays=True, key=key, action=tr("Undo"), act=lambda: self._undo(merged))
        )
        self._page.refresh()
        self._changed()

    def _undo(self, merged: Merged) -> None:
        def undone(_: Customer) -> None:
            self._page.refresh()
            self._changed()

        self._commands.press(
            f"undo merge {merged.merge}",
            lambda api: api.undo_merge(merged.merge),
            control=_Told(self._notices),
            done=undone,
        )


class _Told:
    """The control of an undo: its button went with the notice."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices

    def set_requested(self, on: bool) -> None:
        pass

    def refuse(self, text: str) -> None:
        self._notices.post(Notice(Level.WARNING, text, key="undo merge"))
