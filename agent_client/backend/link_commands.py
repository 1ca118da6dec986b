"""Telling an administrator that the link to the PBX is lost, or there again: a command of theirs is run (F8).

One after the other, each with a limit of time, and never through a shell unless that was asked for. What the command is told
stands in its environment: AGENT_CLIENT_EVENT (``pbx-lost``, ``pbx-back``) and AGENT_CLIENT_SINCE.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shlex
import signal
import subprocess
import sys
from asyncio.subprocess import Process

from .services.pbx_link import LinkEvent, LinkNews
from .settings import LinkCommand

log = logging.getLogger(__name__)

MOST_OUTPUT = 4_000
LAST_WORDS_SECONDS = 0.5
"""For output after the command has ended: whoever it left behind may hold the other end open."""
_SECRET = "AGENT_CLIENT_PASSWORD"


class BadCommand(ValueError):
    """The text is no command."""


def parts(command: str) -> list[str]:
    """The program and its arguments. Raises `BadCommand`."""
    try:
        found = shlex.split(command, posix=os.name == "posix")
    except ValueError as error:
        raise BadCommand(f"{command!r} is no command: {str(error).lower()}") from None
    if not found:
        raise BadCommand("the command is empty")
    return found


class LinkCommands:
    def __init__(self, command: LinkCommand) -> None:
        self._command = command
        self._news: asyncio.Queue[LinkNews] = asyncio.Queue()

    def announce(self, news: LinkNews) -> None:
        """Never waits."""
        self._news.put_nowait(news)

    async def run(self) -> None:
        """Until cancelled; the command that runs then is ended."""
        while True:
            news = await self._news.get()
            line = self._command.on_lost if news.event is LinkEvent.LOST else self._command.on_back
            level = logging.ERROR if news.event is LinkEvent.LOST else logging.WARNING
            log.log(level, "the link to the PBX: %s, lost since %s", news.event.value, news.since.isoformat())
            if line:
                await self._run(line, news)

    async def _run(self, line: str, news: LinkNews) -> None:
        try:
            process = await self._started(line, news)
        except (OSError, BadCommand) as error:
            log.error("the command for %s cannot be run: %s", news.event.value, error)
            return
        try:
            await self._watched(process, news.event)
        finally:
            if process.returncode is None:
                _kill(process)
                await process.wait()

    async def _started(self, line: str, news: LinkNews) -> Process:
        environment = {name: value for name, value in os.environ.items() if name != _SECRET}
        environment |= {
            "AGENT_CLIENT_EVENT": news.event.value,
            "AGENT_CLIENT_SINCE": news.since.isoformat().replace("+00:00", "Z"),
        }
        how = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT,
            "env": environment,
            "start_new_session": os.name == "posix",
        }
        if self._command.shell:
            return await asyncio.create_subprocess_shell(line, **how)  # type: ignore[arg-type]
        return await asyncio.create_subprocess_exec(*parts(line), **how)  # type: ignore[arg-type]

    async def _watched(self, process: Process, event: LinkEvent) -> None:
        said = bytearray()
        assert process.stdout is not None
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(_listen(process.stdout, said))
            try:
                async with asyncio.timeout(self._command.seconds):
                    status = await process.wait()
            except TimeoutError:
                log.error("the command for %s was ended: it took longer than %g s", event.value, self._command.seconds)
            else:
                await asyncio.wait({listening}, timeout=LAST_WORDS_SECONDS)
                level = logging.WARNING if status else logging.INFO
                log.log(level, "the command for %s ended with status %d", event.value, status)
            listening.cancel()
        if said:
            log.info("the command for %s said: %s", event.value, _text(said))


async def _listen(output: asyncio.StreamReader, said: bytearray) -> None:
    """All of it, so that the command is never held up; the beginning is kept."""
    while piece := await output.read(4_096):
        said += piece[: MOST_OUTPUT - len(said)]


def _text(said: bytearray) -> str:
    """On one line of the log."""
    cut = "…" if len(said) == MOST_OUTPUT else ""
    return said.decode(errors="replace").strip().replace("\r", "").replace("\n", " | ") + cut


def _kill(process: Process) -> None:
    """With everything that it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform != "win32":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
