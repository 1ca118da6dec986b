"""The way to the disk: what is wanted there, when at the latest, and in which order. What it means is not known here."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from agent_client.client.clock import ServerClock
from agent_client.client.tasks import TaskOwner

Done: TypeAlias = Callable[[OSError | None], None]
_TASK = "keep on disk"


class Drawer(Protocol):
    """A place on disk for small named pieces. Blocking; raises OSError. Never called by two threads at once."""

    def load(self) -> dict[str, bytes]:
        """What is there; again, only what has come since: left by others who may leave things here. Of several pieces of one
        name all but the first have a number behind it."""
        ...

    def keep(self, name: str, data: bytes) -> None:
        """Atomic and durable: once this returns, the piece survives a power cut, and before, the older one does."""
        ...

    def drop(self, name: str) -> None:
        """Dropping what is not there is no error."""
        ...


@dataclass
class _Want:
    make: Callable[[], bytes | None]
    due: float
    done: Done


@dataclass
class _Move:
    """One change of the drawer. A newer one of the same name makes it void, should a thread come to it late."""

    name: str
    data: bytes | None
    edition: int


class Keeper:
    def __init__(self, drawer: Drawer, tasks: TaskOwner, clock: ServerClock, *, retry: float) -> None:
        self._drawer = drawer
        self._tasks = tasks
        self._clock = clock
        self._retry = retry
        self._wanted: dict[str, _Want] = {}
        self._moving: _Move | None = None
        self._one_at_a_time = asyncio.Lock()
        self._door = threading.Lock()
        self._editions: dict[str, int] = {}
        self._edition = 0
        self._task: asyncio.Task[None] | None = None
        self._leaving = False

    async def load(self) -> dict[str, bytes]:
        return await asyncio.to_thread(self._load)

    def _load(self) -> dict[str, bytes]:
        with self._door:
            return self._drawer.load()

    def want(self, name: str, make: Callable[[], bytes | None], *, due: float, done: Done) -> None:
        """Have what ``make`` then returns (None: nothing) on disk at the monotonic time ``due``; it replaces an earlier
        wish of this name. ``done`` is told each time it was tried; after a failure it is tried again."""
        self._wanted[name] = _Want(make, due, done)
        if not self._leaving and (self._task is None or self._task.done()):
            self._task = self._tasks.start(self._run(), _TASK)

    def leave_as_is(self, name: str) -> None:
        """Take a wish back."""
        self._wanted.pop(name, None)

    async def flush(self) -> bool:
        """Everything now. False when the disk would not take some of it."""
        async with self._one_at_a_time:
            names = list(self._wanted)
            return all([await self._keep(name) for name in names])

    def flush_now(self) -> bool:
        """The same without waiting for any task or thread, for a program that ends."""
        self._leaving = True
        whole = True
        if (moving := self._moving) is not None and moving.name not in self._wanted:
            whole = self._now(moving.name, moving.data) is None
        tried: set[str] = set()
        while names := self._wanted.keys() - tried:  # what is kept may bring on another wish
            name = min(names)
            tried.add(name)
            want = self._wanted.pop(name)
            error = self._now(name, want.make())
            if error is not None:
                self._wanted.setdefault(name, want)
                whole = False
            want.done(error)
        self._leaving = False
        return whole

    async def _run(self) -> None:
        while self._wanted:
            name, want = min(self._wanted.items(), key=lambda item: item[1].due)
            wait = want.due - self._clock.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)  # may end early, and the wish may have changed: looked at anew
                continue
            async with self._one_at_a_time:
                if name in self._wanted:
                    await self._keep(name)

    async def _keep(self, name: str) -> bool:
        want = self._wanted.pop(name)
        self._moving = move = self._move(name, want.make())
        error: OSError | None = None
        try:
            await asyncio.to_thread(self._carry_out, move)
        except OSError as failure:
            error = failure
            want.due = self._clock.monotonic() + self._retry
            self._wanted.setdefault(name, want)
        except asyncio.CancelledError:
            self._wanted.setdefault(name, want)
            raise
        finally:
            self._moving = None
        want.done(error)
        return error is None

    def _move(self, name: str, data: bytes | None) -> _Move:
        self._edition += 1
        return _Move(name, data, self._edition)

    def _now(self, name: str, data: bytes | None) -> OSError | None:
        try:
            self._carry_out(self._move(name, data))
        except OSError as failure:
            return failure
        return None

    def _carry_out(self, move: _Move) -> None:
        with self._door:
            if self._editions.get(move.name, 0) > move.edition:
                return
            if move.data is None:
                self._drawer.drop(move.name)
            else:
                self._drawer.keep(move.name, move.data)
            self._editions[move.name] = move.edition
