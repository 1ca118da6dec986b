"""An administrator helps whoever cannot sign in: a first password, told once; a lock lifted (A8)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from shiboken6 import isValid

from agent_client.client.api import ServerTrouble
from agent_client.client.session import Session
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.names import AgentId
from agent_client.protocol.passwords import ResetPassword
from agent_client.protocol.refusals import Refusal
from agent_client.protocol.supervising import Unlock
from agent_client.workstation.files import write_atomically
from ui import wording
from ui.administration.passwords import PasswordsPage
from ui.text import tr

_HELP = "help with signing in"


class FirstPasswordJoin:
    def __init__(self, page: PasswordsPage, session: Session, tasks: TaskOwner, read: Callable[[], None]) -> None:
        """``read`` asks for the accounts as they are now."""
        self._page = page
        self._session = session
        self._tasks = tasks
        self._read = read
        page.opened.connect(read)
        page.reset_wanted.connect(lambda agent, reason: self._start(self._reset(AgentId(agent), reason)))
        page.unlock_wanted.connect(lambda agent, reason: self._start(self._unlock(AgentId(agent), reason)))
        page.sheet.made.save_wanted.connect(lambda file, password: tasks.start(self._save(file, password), "save"))

    def _start(self, help_: Coroutine[Any, Any, None]) -> None:
        self._page.sheet.set_requested(True)
        self._tasks.start(self._told(help_), _HELP)

    async def _told(self, help_: Coroutine[Any, Any, None]) -> None:
        try:
            await help_
        except (Refusal, ServerTrouble) as error:
            sentence = wording.refusal(error) if isinstance(error, Refusal) else wording.trouble(error)
            if isValid(self._page):
                self._page.sheet.refuse(sentence)
        else:
            self._read()

    async def _reset(self, agent: AgentId, reason: str) -> None:
        made = await self._session.api.reset_password(agent, ResetPassword(reason=reason))
        if isValid(self._page):
            self._page.sheet.set_requested(False)
            self._page.show_made(made)

    async def _unlock(self, agent: AgentId, reason: str) -> None:
        await self._session.api.unlock_account(agent, Unlock(reason=reason))
        if isValid(self._page):
            self._page.sheet.set_requested(False)
            self._page.sheet.show_unlocked()

    async def _save(self, file: Path, password: str) -> None:
        """Alone in it, for its owner's eyes."""
        pane = self._page.sheet.made
        try:
            await asyncio.to_thread(write_atomically, file, f"{password}\n".encode())
        except OSError as error:
            if isValid(pane):
                pane.say(tr("Not saved: {error}.", error=error.strerror or str(error)), "alarm")
        else:
            if isValid(pane):
                pane.show_saved(file)
