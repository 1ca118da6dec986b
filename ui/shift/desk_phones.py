"""The page of phones: asked for while it is in sight, its presses sent; a password is told once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from shiboken6 import isValid

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.session import Session
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.desk_phones import DeskPhonePassword, DeskPhones, SaveDeskPhone
from agent_client.protocol.refusals import Refusal
from agent_client.workstation.files import write_atomically
from ui import wording
from ui.administration.desk_phone_sheet import DeskPhoneSheet, NewDeskPhone
from ui.administration.desk_phones import DeskPhonesPage
from ui.text import tr

_READ = "phones"
_CHANGE = "a change of a phone"


class DeskPhonesJoin:
    def __init__(self, page: DeskPhonesPage, session: Session, tasks: TaskOwner) -> None:
        self._page = page
        self._session = session
        self._tasks = tasks
        self._changes = 0
        page.wanted.connect(self._ask)
        page.save_wanted.connect(lambda phone, name: self._save(page.sheet, SaveDeskPhone(phone=phone, name=name)))
        page.new.wanted.connect(lambda wish: self._save(page.new, wish))
        page.remove_wanted.connect(self._remove)
        page.sheet.made.save_wanted.connect(lambda file, password: tasks.start(self._keep(file, password), "save"))

    def _ask(self) -> None:
        if _READ not in self._tasks.names():
            self._tasks.start(self._read(), _READ)

    async def _read(self) -> None:
        changes = self._changes
        try:
            found = await self._session.api.desk_phones()
        except (Refusal, ServerTrouble) as error:
            if isValid(self._page):
                self._page.show_failed(_sentence(error))
        else:
            if isValid(self._page) and changes == self._changes:  # what was changed meanwhile may not be in it
                self._page.show_phones(found)

    def _save(self, asked: DeskPhoneSheet | NewDeskPhone, wish: SaveDeskPhone) -> None:
        async def save(api: Api) -> None:
            self._show_made(await api.save_desk_phone(wish))

        self._change(asked, save)

    def _show_made(self, made: DeskPhonePassword) -> None:
        if isValid(self._page):
            self._page.show_made(made)

    def _remove(self, phone: str) -> None:
        async def remove(api: Api) -> None:
            self._show_left(await api.remove_desk_phone(phone))

        self._change(self._page.sheet, remove)

    def _show_left(self, left: DeskPhones) -> None:
        if isValid(self._page):
            self._page.sheet.begin()
            self._page.show_phones(left)

    def _change(self, asked: DeskPhoneSheet | NewDeskPhone, change: Callable[[Api], Awaitable[None]]) -> None:
        if _CHANGE not in self._tasks.names():
            asked.set_requested(True)
            self._tasks.start(self._told(asked, change), _CHANGE)

    async def _told(self, asked: DeskPhoneSheet | NewDeskPhone, change: Callable[[Api], Awaitable[None]]) -> None:
        self._changes += 1
        try:
            await change(self._session.api)
        except (Refusal, ServerTrouble) as error:
            if isValid(asked):
                asked.refuse(_sentence(error))
        else:
            if isValid(asked):
                asked.set_requested(False)
        self._changes += 1
        if isValid(self._page):
            self._ask()

    async def _keep(self, file: Path, password: str) -> None:
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


def _sentence(error: Refusal | ServerTrouble) -> str:
    return wording.refusal(error) if isinstance(error, Refusal) else wording.trouble(error)
