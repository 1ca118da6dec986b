"""The one road for every command: the control shows *requested* at once, and the truth comes from the stream (design §2)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar
from weakref import WeakValueDictionary

from PySide6.QtCore import QObject
from shiboken6 import isValid

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.session import Session
from agent_client.client.store.state import Changed, State
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.refusals import Refusal

from . import wording
from .notices import Level, Notice, Notices
from .text import tr

T = TypeVar("T")

CONFIRM_SECONDS = 3.0
"""How long an accepted command may stay without its event before the whole state is asked for again."""


class Control(Protocol):
    """What was pressed. It says itself how requested and refused look."""

    def set_requested(self, on: bool) -> None: ...

    def refuse(self, text: str) -> None: ...


class Commands:
    def __init__(self, session: Session, store: Store, tasks: TaskOwner, notices: Notices) -> None:
        self._session = session
        self._store = store
        self._tasks = tasks
        self._notices = notices
        self._running: set[tuple[str, str]] = set()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def press(
        self,
        name: str,
        command: Callable[[Api], Awaitable[T]],
        *,
        what: str = "",
        control: Control | None = None,
        seen: Callable[[State, T], bool] | None = None,
        done: Callable[[T], None] | None = None,
    ) -> None:
        """Send ``command`` once; a second press of the same ``name`` and ``what`` while the first is on its way does nothing.

        Of one ``name``, presses for another ``what`` are sent in their order: the screen may show what the first did, and
        so offer the second, before the first was answered.

        ``seen`` tells from the state whether the command's event has arrived; until then the control stays requested.
        """
        pressed = (name, what)
        if pressed in self._running:
            return
        self._running.add(pressed)
        if control is not None:
            control.set_requested(True)
        self._tasks.start(self._carry_out(pressed, command, control, seen, done), name=f"command {name}")

    async def _carry_out(
        self,
        pressed: tuple[str, str],
        command: Callable[[Api], Awaitable[T]],
        control: Control | None,
        seen: Callable[[State, T], bool] | None,
        done: Callable[[T], None] | None,
    ) -> None:
        turn = self._turns.setdefault(pressed[0], asyncio.Lock())
        try:
            async with turn:
                result = await command(self._session.api)
            if seen is not None:
                await self._until_seen(result, seen)
            if done is not None:
                done(result)
        except Refusal as refusal:
            self._say(control, wording.refusal(refusal))
        except ServerTrouble as trouble:
            self._say(control, wording.trouble(trouble))
        finally:
            self._running.discard(pressed)
            if control is not None and _is_there(control):
                control.set_requested(False)

    async def _until_seen(self, result: T, seen: Callable[[State, T], bool]) -> None:
        if seen(self._store.state, result):
            return
        arrived = asyncio.Event()

        def look(state: State, what: Changed) -> None:
            if seen(state, result):
                arrived.set()

        leave = self._store.watch(Changed.EVERYTHING, look)
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await arrived.wait()
        except TimeoutError:
            self._session.refresh()
            text = tr("The server accepted this but has not confirmed it yet: the screen is being brought up to date.")
            self._notices.post(Notice(Level.WARNING, text, key="unconfirmed"))
        finally:
            leave()

    def _say(self, control: Control | None, text: str) -> None:
        if control is not None and _is_there(control):
            control.set_requested(False)
            control.refuse(text)
        self._notices.post(Notice(Level.WARNING, text, key="refused"))


def _is_there(control: Control) -> bool:
    """A popover goes with what it asked for, often before the answer to its button has come."""
    return not isinstance(control, QObject) or isValid(control)
