"""Running a program that whoever runs the server has named: with a limit of time, and never through a shell unless that was
asked for. What it is told stands in its environment."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping

from msgspec import Struct

MOST_OUTPUT = 4_000
LAST_WORDS_SECONDS = 0.5
"""For output after the program has ended: whoever it left behind may hold the other end open."""
TOKEN_VARIABLE = "AGENT_CLIENT_MESSAGE_TOKEN"
_SECRETS = frozenset(
    {"AGENT_CLIENT_PASSWORD", "AGENT_CLIENT_ASTERISK_PASSWORD", "AGENT_CLIENT_TRUNK_PASSWORD", TOKEN_VARIABLE}
)


class BadCommand(ValueError):
    """The text is no command."""


class Ran(Struct, frozen=True):
    """``status`` None: it took too long and was ended. ``said``: the beginning of it, on one line."""

    status: int | None
    said: str


def parts(command: str) -> list[str]:
    """The program and its arguments. Raises `BadCommand`."""
    try:
        found = shlex.split(command, posix=os.name == "posix")
    except ValueError as error:
        raise BadCommand(f"{command!r} is no command: {str(error).lower()}") from None
    if not found:
        raise BadCommand("the command is empty")
    return found


async def run(command: str, told: Mapping[str, str], *, seconds: float, shell: bool) -> Ran:
    """``told``: beside the server's own environment. Cancelled, it is ended with everything that it has started. Raises
    `OSError` and `BadCommand` when it cannot be run."""
    process = await _started(command, told, shell=shell)
    try:
        return await _watched(process, seconds)
    finally:
        if process.returncode is None:
            _kill(process)
            await process.wait()


async def _started(command: str, told: Mapping[str, str], *, shell: bool) -> Process:
    how = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "env": {name: value for name, value in os.environ.items() if name not in _SECRETS} | dict(told),
        "start_new_session": os.name == "posix",
    }
    if shell:
        return await asyncio.create_subprocess_shell(command, **how)  # type: ignore[arg-type]
    return await asyncio.create_subprocess_exec(*parts(command), **how)  # type: ignore[arg-type]


async def _watched(process: Process, seconds: float) -> Ran:
    said = bytearray()
    assert process.stdout is not None
    status: int | None = None
    async with asyncio.TaskGroup() as group:
        listening = group.create_task(_listen(process.stdout, said))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                status = await process.wait()
        if status is not None:
            await asyncio.wait({listening}, timeout=LAST_WORDS_SECONDS)
        listening.cancel()
    return Ran(status, _text(said))


async def _listen(output: asyncio.StreamReader, said: bytearray) -> None:
    """All of it, so that the program is never held up; the beginning is kept."""
    while piece := await output.read(4_096):
        said += piece[: MOST_OUTPUT - len(said)]


def _text(said: bytearray) -> str:
    cut = "…" if len(said) == MOST_OUTPUT else ""
    return said.decode(errors="replace").strip().replace("\r", "").replace("\n", " | ") + cut


def _kill(process: Process) -> None:
    """With everything that it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform != "win32":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
