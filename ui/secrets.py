"""The agent's password in the system's own store, which may be absent, locked or hang. Nothing else is kept there.

Every failure means the same: the password is known for this session only, and that is said once.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from agent_client.workstation.diagnostics import StoreState

from .notices import Level, Notice, Notices
from .text import tr

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

SERVICE = "Agent Client"
LIMIT = 20.0
"""Seconds. A locked store with a display asks its own question and waits for ever (feasibility, keyring)."""

_CHECK = "diagnostics"
_STATES = {
    "NoKeyringError": StoreState.NONE,
    "KeyringLocked": StoreState.LOCKED,
    "InitError": StoreState.LOCKED,
}
"""By the names of keyring's errors: to import them takes as long as keyring itself."""


class Backend(Protocol):
    """The part of a keyring backend that is used."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class _NoStore(Exception):
    """No answer from the store; it is not asked again."""


class _Hangs(TimeoutError):
    """An earlier question has no answer yet."""


class Secrets:
    """Passwords by server and user. At most one thread asks the store, never the one that draws."""

    def __init__(self, notices: Notices, limit: float = LIMIT, backend: Backend | None = None) -> None:
        """``backend``: else keyring chooses one, at the first question: its import alone takes 0.2 s."""
        self._notices = notices
        self._limit = limit
        self._backend = backend
        self._turn = asyncio.Lock()
        self._asked: Future[Any] | None = None
        self._known: dict[str, str] = {}
        self._usable = True

    @property
    def usable(self) -> bool:
        """Whether the store has answered so far."""
        return self._usable

    async def get(self, server: str, user: str) -> str | None:
        name = _name(server, user)
        if name in self._known:
            return self._known[name]
        try:
            return await self._ask(lambda store: store.get_password(SERVICE, name))
        except _NoStore:
            return None

    async def set(self, server: str, user: str, password: str) -> bool:
        """Whether it will be known after this session too."""
        name = _name(server, user)
        self._known[name] = password
        try:
            await self._ask(lambda store: store.set_password(SERVICE, name, password))
        except _NoStore:
            return False
        return True

    async def delete(self, server: str, user: str) -> None:
        """Also when nothing is kept."""
        name = _name(server, user)
        self._known.pop(name, None)

        def forget(store: Backend) -> None:
            if store.get_password(SERVICE, name) is not None:
                store.delete_password(SERVICE, name)

        try:
            await self._ask(forget)
        except _NoStore:
            return

    async def round_trip(self) -> tuple[StoreState, str]:
        """Keeps something, reads it and takes it away again: how the store answers, and its name. Nobody is told of a failure;
        a store that answers again is used again."""

        def there_and_back(store: Backend) -> str:
            name = _name_of(store)
            store.set_password(SERVICE, _CHECK, _CHECK)
            kept = store.get_password(SERVICE, _CHECK)
            store.delete_password(SERVICE, _CHECK)
            if kept != _CHECK:
                raise ValueError("what comes back is not what was kept")
            return name

        try:
            name = await self._answered(there_and_back)
        except TimeoutError:
            return StoreState.LATE, ""
        except Exception as error:
            _log.info("the store of passwords: %s: %s", type(error).__name__, error)
            return _STATES.get(type(error).__name__, StoreState.FAILS), _name_of(self._backend)
        self._usable = True
        return StoreState.KEEPS, name

    async def _ask(self, question: Callable[[Backend], _T]) -> _T:
        if not self._usable:
            raise _NoStore
        try:
            return await self._answered(question)
        except _Hangs as hangs:
            raise _NoStore from hangs
        except TimeoutError as late:
            self._give_up("no answer in time")
            raise _NoStore from late
        except Exception as error:
            self._give_up(f"{type(error).__name__}: {error}")
            raise _NoStore from error

    async def _answered(self, question: Callable[[Backend], _T]) -> _T:
        """Raises TimeoutError, and whatever the store raises."""
        async with self._turn:
            if self._asked is not None and not self._asked.done():
                raise _Hangs("no second thread beside it")
            answer: Future[_T] = Future()
            answer.set_running_or_notify_cancel()
            self._asked = answer
            threading.Thread(target=self._work, args=(question, answer), name="keyring", daemon=True).start()
            async with asyncio.timeout(self._limit):
                return await asyncio.wrap_future(answer)

    def _work(self, question: Callable[[Backend], _T], answer: Future[_T]) -> None:
        try:
            if self._backend is None:
                import keyring  # heavy, and only needed by those who let the password be remembered

                self._backend = keyring.get_keyring()
            answer.set_result(question(self._backend))
        except Exception as error:
            answer.set_exception(error)

    def _give_up(self, reason: str) -> None:
        _log.warning("the system keeps no password: %s", reason)
        self._usable = False
        text = tr("This computer cannot keep your password: it is remembered until you close Agent Client.")
        self._notices.post(Notice(Level.INFORMATION, text, key="keyring"))


def _name_of(store: Backend | None) -> str:
    """As the backend calls itself."""
    return "" if store is None else str(getattr(store, "name", "") or type(store).__name__)


def _name(server: str, user: str) -> str:
    return f"{user} {server}"
