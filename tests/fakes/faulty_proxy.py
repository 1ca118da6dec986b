"""A network between a client and its server that fails on command: it cuts, stalls, delays, loses and halves what passes."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

CHUNK = 65_536
LOST_AGAIN_AFTER = (0.2, 1.2)
"""Seconds until TCP sends a lost packet once more: all that a program ever sees of the loss, if the connection lives."""


class FaultyProxy:
    """Passes TCP on to one server, from a thread and a loop of its own, so that it goes on while the test's loop is busy.

    Its commands may be given from any thread, and are carried out when they return.
    """

    def __init__(self, host: str, port: int, *, seed: int = 1) -> None:
        self.to = (host, port)
        self._random = random.Random(seed)
        self._flows = asyncio.Event()
        self._delay = 0.0
        self._lost = 0.0
        self._halves = 0
        self._refuses = False
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.taken = 0
        """How many connections there have been."""
        self._up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="proxy", daemon=True)
        self._thread.start()
        assert self._up.wait(60)

    # -- commands

    def stall(self) -> None:
        """Nothing comes through any more, and nothing is closed."""
        self._do(self._flows.clear)

    def flow(self) -> None:
        """Everything as it should be, also what `refuse`, `delay` and `lose` have changed."""

        def well() -> None:
            self._refuses, self._delay, self._lost, self._halves = False, 0.0, 0.0, 0
            self._flows.set()

        self._do(well)

    def cut(self) -> None:
        """Every connection breaks at once; new ones are taken."""
        self._do(self._abort)

    def refuse(self) -> None:
        """The cable is out: every connection breaks, and new ones are reset, until it may `flow` again."""

        def out() -> None:
            self._refuses = True
            self._abort()

        self._do(out)

    def delay(self, seconds: float) -> None:
        """Whatever is sent from now on, either way, arrives so much later."""

        def slow() -> None:
            self._delay = seconds

        self._do(slow)

    def lose(self, share: float) -> None:
        """So many of all packets are lost on the way: what is in them comes later, by TCP's repetition; a connection whose
        first packet is lost is reset."""

        def lossy() -> None:
            self._lost = share

        self._do(lossy)

    def halve(self, times: int = 1) -> None:
        """The next answers break off in their middle, and their connections with them."""

        def half() -> None:
            self._halves = times

        self._do(half)

    def close(self) -> None:
        self._do(self._end.set)
        self._thread.join(60)
        assert not self._thread.is_alive()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # -- passing on

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        self._flows.set()
        server = await asyncio.start_server(self._taken, "127.0.0.1", 0)
        self.port: int = server.sockets[0].getsockname()[1]
        self._up.set()
        await self._end.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(writer)
        self.taken += 1
        try:
            if self._refuses or self._random.random() < self._lost:
                writer.transport.abort()
            else:
                await self._unless_cut(reader, writer)
        except asyncio.CancelledError:
            pass  # over: asyncio reports a connection's task that ends so
        finally:
            self._tasks.discard(task)
            self._open.discard(writer)
            writer.close()

    async def _unless_cut(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._pass_both(reader, writer)
        except* OSError:
            pass

    async def _pass_both(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, other = await asyncio.open_connection(*self.to)
        self._open.add(other)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pass(reader, other))
                group.create_task(self._pass(answers, writer, answers=True))
        finally:
            self._open.discard(other)
            other.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool = False) -> None:
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def read() -> None:
            data = b"-"
            while data:
                data = await reader.read(CHUNK)
                late.put_nowait((self._loop.time() + self._held_up(), data))

        async def write() -> None:
            while True:
                due, data = await late.get()
                if (wait := due - self._loop.time()) > 0:
                    await asyncio.sleep(wait)
                await self._flows.wait()
                if not data:
                    break
                if answers and self._halves > 0:
                    self._halves -= 1
                    writer.write(data[: len(data) // 2])
                    with suppress(OSError):
                        await writer.drain()
                    raise ConnectionAbortedError
                writer.write(data)
                await writer.drain()
            with suppress(OSError):
                writer.write_eof()

        async with asyncio.TaskGroup() as group:
            group.create_task(read())
            group.create_task(write())

    def _held_up(self) -> float:
        lost = self._random.random() < self._lost
        return self._delay + (self._random.uniform(*LOST_AGAIN_AFTER) if lost else 0.0)

    def _abort(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    def _do(self, act: Callable[[], object]) -> None:
        async def acted() -> None:
            act()

        asyncio.run_coroutine_threadsafe(acted(), self._loop).result(10)
