"""The window of diagnostics opened, its checks run, the phone rung, the support file shown and saved."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from shiboken6 import isValid

from agent_client.client.api import ServerTrouble
from agent_client.client.clock import ServerClock
from agent_client.client.diagnostics.phone import may_be_tried, phone
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import NotPossibleNow, Refusal
from agent_client.rules.findings import Check, Finding, Found, Grade
from agent_client.workstation.files import write_atomically
from ui import wording
from ui.desk import Desk
from ui.text import tr
from ui.widgets.file_chooser import choose_to_write

from .checks import Checks
from .support import gathered, written
from .window import DiagnosticsWindow

_log = logging.getLogger(__name__)


class Diagnosing:
    """One for the program: the window stays while its agent signs in or out."""

    def __init__(self, desk: Desk, clock: ServerClock, session: Session, store: Store) -> None:
        self._desk = desk
        self._clock = clock
        self._session = session
        self._store = store
        self._tasks = TaskOwner()
        self._server = ""
        self._checks = Checks(desk, clock, session, store, self._tell)
        self._leave_store = store.watch(Changed.ME | Changed.CENTRE | Changed.LINK, self._on_change)
        self.window: DiagnosticsWindow | None = None

    def open(self, server: str = "") -> None:
        """In front, and every check begins. ``server``: what stands in the sign-in window; else the one signed in to."""
        try:
            self._server = self._session.api.base_url
        except Refusal:
            self._server = server or self._server
        window = self.window or self._make()
        window.show_checks()
        window.show()
        window.raise_()
        window.activateWindow()
        self._run()

    async def close(self) -> None:
        self._leave_store()
        await self._checks.close()
        await self._tasks.close()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    # -- inside

    def _make(self) -> DiagnosticsWindow:
        window = self.window = DiagnosticsWindow()
        self._desk.placement.remember(window, "diagnostics")
        window.run_wanted.connect(self._run)
        window.phone_wanted.connect(lambda: self._tasks.start(self._ring(window), "ring"))
        window.support_wanted.connect(
            lambda: self._tasks.start(self._show_support(window), "support", replacing="support")
        )
        window.preview.save_wanted.connect(lambda text: self._save(window, text))
        return window

    def _run(self) -> None:
        self._offer_phone(self._store.state)
        self._checks.run(self._server)

    def _tell(self, check: Check, finding: Finding | None) -> None:
        window = self.window
        if window is None or not isValid(window):
            return
        if finding is None:
            window.show_running(check)
        else:
            window.show_finding(check, finding)

    def _on_change(self, state: State, what: Changed) -> None:
        """The phone is shown as it is, while it rings and after."""
        if self.window is not None and self.window.isVisible():
            self._offer_phone(state)
            self._tell(Check.PHONE, phone(state))

    def _offer_phone(self, state: State) -> None:
        if self.window is not None:
            self.window.rows[Check.PHONE].offer(may_be_tried(state), tr("Your phone can be rung in pause or idle."))

    async def _ring(self, window: DiagnosticsWindow) -> None:
        said = ""
        try:
            await self._session.api.test_phone()
        except NotPossibleNow:
            said = tr("Your phone can be rung in pause or idle.")
        except Refusal as refusal:
            said = wording.refusal(refusal)
        except ServerTrouble as trouble:
            said = wording.trouble(trouble)
        finally:
            if self.window is window:
                window.ring.set_requested(False)
        if said:
            self._tell(Check.PHONE, Finding(Grade.WARNING, Found.PHONE_REFUSED, {"said": said}))

    async def _show_support(self, window: DiagnosticsWindow) -> None:
        known = gathered(self._desk, self._clock.now(), window.findings(), self._store.state)
        text = await asyncio.to_thread(written, known)
        if self.window is window:
            window.show_preview(text)

    def _save(self, window: DiagnosticsWindow, text: str) -> None:
        name = f"agent-client-{self._clock.now():%Y%m%d-%H%M}.txt"
        filters = tr("Text (*.txt);;All files (*)")

        def write(file: Path) -> None:
            self._tasks.start(self._write(window, file, text), "save the support file")

        choose_to_write(window, tr("Save the support file"), name, filters, write)

    async def _write(self, window: DiagnosticsWindow, file: Path, text: str) -> None:
        try:
            await asyncio.to_thread(write_atomically, file, text.encode(errors="replace"))
        except OSError as error:
            _log.warning("the support file could not be saved: %s", error)
            said = tr("The file could not be saved: choose another folder, or make room on the disk.")
        else:
            said = tr("Saved as {file}: send it to IT.", file=str(file))
        if self.window is window:
            window.preview.said.say(said)
