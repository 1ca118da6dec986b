"""The owner of the client's and the windows' tasks: the only place where one is created. What a task does is not known here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)


def report(message: str, error: BaseException) -> None:
    """Tell the running loop's exception handler of an error that nobody else will hear of; without a loop, the log."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        _log.error(message, exc_info=error)
    else:
        loop.call_exception_handler({"message": message, "exception": error})


class TaskOwner:
    """Keeps its tasks alive, knows them by name and ends them. A task's exception goes to `report`, once.

    Nothing ends the task that is asking: one that replaces itself, or closes its owner, is left to return.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(self, coro: Coroutine[Any, Any, T], name: str, *, replacing: str | None = None) -> asyncio.Task[T]:
        if self._closed:
            coro.close()
            raise RuntimeError(f"{name}: this owner of tasks is closed")
        if replacing is not None:
            self.cancel(replacing)
        task = asyncio.create_task(coro, name=name)  # noqa: TID251 - the one home of the client's tasks
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def cancel(self, name: str) -> None:
        for task in self._others():
            if task.get_name() == name:
                task.cancel()

    def names(self) -> list[str]:
        return sorted(task.get_name() for task in self._tasks if not task.done())

    async def close(self) -> None:
        """Cancel everything and wait until it has ended."""
        self._closed = True
        await self.end_all()

    async def end_all(self) -> None:
        """As `close`; others may be started."""
        while waiting := self._others():
            for task in waiting:
                task.cancel()
            await asyncio.wait(waiting)

    def _others(self) -> list[asyncio.Task[Any]]:
        if not self._tasks:
            return []
        asking = asyncio.current_task()
        return [task for task in self._tasks if task is not asking and not task.done()]

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            report(f"Task {task.get_name()!r} failed", error)
