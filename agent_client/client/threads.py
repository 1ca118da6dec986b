"""Blocking questions, each in a thread of its own that may be given up: never on the loop, nor in the loop's few threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Threads:
    """At most one thread a name: while an earlier one hangs no second is started beside it."""

    def __init__(self) -> None:
        self._asked: dict[str, Future[Any]] = {}

    async def ask(self, name: str, question: Callable[[], T], seconds: float) -> T:
        """Raises what the question raises, and TimeoutError; the thread then ends when it can."""
        earlier = self._asked.get(name)
        if earlier is not None and not earlier.done():
            raise TimeoutError(f"{name}: an earlier question has no answer yet")
        answer: Future[T] = Future()
        answer.set_running_or_notify_cancel()
        self._asked[name] = answer
        threading.Thread(target=_work, args=(question, answer), name=name, daemon=True).start()
        async with asyncio.timeout(seconds):
            return await asyncio.wrap_future(answer)


class Shared:
    """Questions that many ask: whoever asks the same while it has no answer yet waits for the same thread."""

    def __init__(self) -> None:
        self._asked: dict[tuple[object, ...], Future[Any]] = {}

    def ask(self, question: Callable[..., T], *arguments: object) -> Future[T]:
        """From one thread alone. ``arguments`` tell one question from another."""
        key = (question, *arguments)
        answer: Future[T] | None = self._asked.get(key)
        if answer is None or answer.done():
            self._asked = {other: asked for other, asked in self._asked.items() if not asked.done()}
            answer = self._asked[key] = Future()
            answer.set_running_or_notify_cancel()
            threading.Thread(target=_work, args=(lambda: question(*arguments), answer), daemon=True).start()
        return answer


def _work(question: Callable[[], T], answer: Future[T]) -> None:
    try:
        result = question()
    except BaseException as error:
        answer.set_exception(error)
    else:
        answer.set_result(result)
