"""Servers for these tests: the backend's own command line in a process of its own, which begins as a copy of one that has
everything loaded. Loading takes most of a start, and some forty servers are started. Not on Windows, which copies no process.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from agent_client.backend import settings

CHEAP = settings.PasswordCost(memory_kib=8, passes=1, lanes=1)


class Settings(settings.Settings, frozen=True, kw_only=True):
    """At a password cost that is next to nothing: somebody signs in every second, and what that costs has tests of its own."""

    password_cost: settings.PasswordCost = CHEAP


_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.end_to_end.loaded"])


class Server:
    """``arguments`` of the command line. Raises OSError where it ended instead of getting ready: ``log`` then says why."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        log.touch()
        theirs, self._until = _context.Pipe(duplex=False)
        said, telling = _context.Pipe(duplex=False)
        self._process = _context.Process(
            target=_serve, args=(list(arguments), dict(environment), theirs, telling, str(log)), daemon=True
        )
        self._process.start()
        theirs.close()
        telling.close()
        self._said = said
        with os.fdopen(os.dup(said.fileno()), encoding="utf-8") as lines:
            ready = lines.readline().split()
        if ready[:1] != ["ready"]:
            self._end()
            raise OSError(log.read_text())
        self.url = ready[1]

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def runs(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        self._process.kill()
        self._end()

    def stop(self) -> None:
        self._until.close()
        self._end()

    def _end(self) -> None:
        self._process.join(60)
        assert not self._process.is_alive()
        for pipe in (self._until, self._said):
            pipe.close()


def _serve(arguments: list[str], environment: dict[str, str], until: Connection, telling: Connection, log: str) -> None:
    from .loaded import command_line

    os.environ.update(environment)
    for pipe, number in ((until, 0), (telling, 1)):
        os.dup2(pipe.fileno(), number)
        pipe.close()
    with Path(log).open("a") as file:
        os.dup2(file.fileno(), 2)
    sys.exit(command_line.main(arguments))
