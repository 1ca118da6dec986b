"""The section of the callback list that is shown, written to a file of the agent's choice."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from agent_client.client.api import ServerTrouble
from agent_client.client.clock import ServerClock
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.names import Section
from agent_client.protocol.refusals import Refusal
from agent_client.rules.callback_actions import LISTED
from agent_client.workstation.files import write_atomically
from ui import wording
from ui.notices import Level, Notice, Notices
from ui.panels.callback_export import csv_bytes, file_name
from ui.panels.callbacks import CallbacksPanel
from ui.text import tr, trn
from ui.widgets.file_chooser import choose_to_write

from .callback_pages import CallbackPages

_log = logging.getLogger(__name__)

_KEY = "callback export"


class CallbackExportJoin:
    def __init__(
        self,
        panel: CallbacksPanel,
        pages: CallbackPages,
        store: Store,
        clock: ServerClock,
        tasks: TaskOwner,
        notices: Notices,
    ) -> None:
        self._panel = panel
        self._pages = pages
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._notices = notices
        panel.export_wanted.connect(self._choose)

    def _choose(self) -> None:
        section = Section(self._panel.tabs.open_section())
        name = file_name(section, self._clock.now(), self._store.state)
        filters = f"{tr('Table')} (*.csv)"
        self.chooser = choose_to_write(self._panel, tr("Export the callback list"), name, filters, self.write)

    def write(self, file: Path) -> None:
        self._tasks.start(self._write(file), _KEY, replacing=_KEY)

    async def _write(self, file: Path) -> None:
        """All that is shown, however long ago; the window goes on meanwhile."""
        try:
            section = Section(self._panel.tabs.open_section())
            if section in LISTED or self._panel.rows.shown.spans is None:
                await self._pages.read_all(section)
            await self._settled()
            lines = tuple(self._panel.rows.lines())
            data = await asyncio.to_thread(csv_bytes, lines, self._store.state)
            await asyncio.to_thread(write_atomically, file, data)
        except Refusal as refusal:
            self._say(Level.WARNING, wording.refusal(refusal))
        except ServerTrouble as trouble:
            self._say(Level.WARNING, wording.trouble(trouble))
        except OSError as error:
            _log.warning("the callback list could not be exported: %s", error)
            self._say(
                Level.ERROR,
                tr(
                    "The list could not be written to “{file}”: is there room, and may you write there?", file=file.name
                ),
            )
        else:
            said = trn(
                "{n} row was written to “{file}”.", "{n} rows were written to “{file}”.", len(lines), file=file.name
            )
            self._say(Level.INFORMATION, said)

    async def _settled(self) -> None:
        """What was read stands in the list."""
        if self._panel.rows.busy:
            arranged = asyncio.Event()
            listening = self._panel.rows.settled.connect(arranged.set)
            try:
                await arranged.wait()
            finally:
                self._panel.rows.settled.disconnect(listening)

    def _say(self, level: Level, text: str) -> None:
        self._notices.post(Notice(level, text, key=_KEY))
