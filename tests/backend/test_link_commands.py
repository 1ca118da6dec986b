"""Real commands, run when the link to the PBX is lost and when it is there again (F8)."""

from __future__ import annotations

import asyncio
import logging
import os
import shlex
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from agent_client.backend.link_commands import LinkCommands
from agent_client.backend.programs import MOST_OUTPUT, BadCommand, parts
from agent_client.backend.services.pbx_link import LinkEvent, LinkNews
from agent_client.backend.settings import LinkCommand, Settings
from agent_client.backend.tasks import TaskOwner

SINCE = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
LOST, BACK = LinkNews(LinkEvent.LOST, SINCE), LinkNews(LinkEvent.BACK, SINCE)


def python(program: str, *arguments: str) -> str:
    return shlex.join([sys.executable, "-I", "-c", program, *arguments])


def noting(file: Path) -> str:
    """A command that writes down what it was told."""
    program = (
        "import os, sys; open(sys.argv[1], 'a').write("
        "os.environ['AGENT_CLIENT_EVENT'] + ' ' + os.environ['AGENT_CLIENT_SINCE'] + '\\n')"
    )
    return python(program, str(file))


@asynccontextmanager
async def running(command: LinkCommand) -> AsyncIterator[LinkCommands]:
    tasks, commands = TaskOwner(), LinkCommands(command)
    tasks.start(commands.run(), "commands")
    yield commands
    await tasks.close()


async def until(said: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not said():  # noqa: ASYNC110 - by another process
            await asyncio.sleep(0.01)


def lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


async def test_F8_the_command_is_run_once_for_a_loss_and_once_for_the_end_of_it(tmp_path: Path) -> None:
    file = tmp_path / "told"
    async with running(LinkCommand(on_lost=noting(file), on_back=noting(file))) as commands:
        commands.announce(LOST)
        commands.announce(BACK)
        await until(lambda: len(lines(file)) == 2)
    assert lines(file) == ["pbx-lost 2026-03-02T14:02:00Z", "pbx-back 2026-03-02T14:02:00Z"]


async def test_F8_no_shell_reads_it_unless_that_was_asked_for(tmp_path: Path) -> None:
    file, program = tmp_path / "told", "import sys; open(sys.argv[1], 'w').write(' '.join(sys.argv[2:]))"
    line = f"{python(program, str(file))} $HOME ; echo `id`"
    async with running(LinkCommand(on_lost=line)) as commands:
        commands.announce(LOST)
        await until(lambda: bool(lines(file)))
    assert lines(file) == ["$HOME ; echo `id`"]


@pytest.mark.skipif(os.name != "posix", reason="the shell of other systems reads otherwise")
async def test_F8_a_shell_reads_it_when_asked_to(tmp_path: Path) -> None:
    file = tmp_path / "told"
    async with running(
        LinkCommand(on_lost=f'echo "$AGENT_CLIENT_EVENT" > {shlex.quote(str(file))}', shell=True)
    ) as commands:
        commands.announce(LOST)
        await until(lambda: bool(lines(file)))
    assert lines(file) == ["pbx-lost"]


async def test_F8_what_takes_too_long_is_ended_with_all_that_it_started(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "pids"
    program = (
        "import os, subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "open(sys.argv[1], 'w').write(f'{os.getpid()} {child.pid}'); time.sleep(60)"
    )
    async with running(LinkCommand(on_lost=python(program, str(file)), seconds=2)) as commands:
        commands.announce(LOST)
        await until(lambda: "took longer than 2 s" in caplog.text)
        await until(lambda: not any(alive(int(pid)) for pid in file.read_text().split()))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def test_F8_nobody_waits_for_it(tmp_path: Path) -> None:
    async with running(LinkCommand(on_lost=python("import time; time.sleep(60)"))) as commands:
        commands.announce(LOST)
        turns = 0
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            await asyncio.sleep(0)
            turns += 1
        assert turns > 100


async def test_F8_the_servers_end_is_the_commands_end(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    program = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"
    async with running(LinkCommand(on_lost=python(program, str(file)))) as commands:
        commands.announce(LOST)
        await until(lambda: bool(lines(file)))
    assert not alive(int(file.read_text()))


async def test_F8_what_it_says_is_in_the_log_and_not_all_of_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    program = "import sys; print('Mail sent.'); print('Twice.', file=sys.stderr); print('x' * 1_000_000)"
    async with running(LinkCommand(on_lost=python(program))) as commands:
        commands.announce(LOST)
        await until(lambda: "said:" in caplog.text)
    (said,) = [record.getMessage() for record in caplog.records if "said:" in record.getMessage()]
    assert "Mail sent." in said
    assert "\n" not in said
    assert len(said) < MOST_OUTPUT + 100
    assert said.endswith("…")


async def test_F8_a_command_that_fails_or_is_not_there_is_told_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "told"
    async with running(LinkCommand(on_lost=str(tmp_path / "nothing"), on_back=noting(file))) as commands:
        commands.announce(LOST)
        commands.announce(BACK)
        await until(lambda: bool(lines(file)))
    assert "the command for pbx-lost cannot be run" in caplog.text
    async with running(LinkCommand(on_lost=python("raise SystemExit(3)"))) as commands:
        commands.announce(LOST)
        await until(lambda: "ended with status 3" in caplog.text)


async def test_F8_without_a_command_the_log_says_it(caplog: pytest.LogCaptureFixture) -> None:
    async with running(LinkCommand()) as commands:
        commands.announce(LOST)
        await until(lambda: "pbx-lost, lost since 2026-03-02T14:02:00+00:00" in caplog.text)
    assert caplog.records[-1].levelno == logging.ERROR


async def test_the_administrators_password_is_kept_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGENT_CLIENT_PASSWORD", "Geheim 1")
    file = tmp_path / "told"
    program = "import os, sys; open(sys.argv[1], 'w').write(str('AGENT_CLIENT_PASSWORD' in os.environ))"
    async with running(LinkCommand(on_lost=python(program, str(file)))) as commands:
        commands.announce(LOST)
        await until(lambda: lines(file) == ["False"])


@pytest.mark.parametrize("line", ['mail "admin', "", "   "])
def test_what_is_no_command(line: str) -> None:
    with pytest.raises(BadCommand):
        parts(line)


def test_F8_the_whole_server(
    settings: Settings,
    made_centre: Callable[[Settings], Settings],
    run_centre: Callable[[Settings], Any],
    sign_in: Callable[..., Any],
    eventually: Callable[..., None],
    tmp_path: Path,
) -> None:
    """From the simulated PBX to the command's file and to everybody's screen; and a server that is started anew."""
    file = tmp_path / "told"
    command = LinkCommand(on_lost=noting(file), on_back=noting(file))
    centre = run_centre(made_centre(replace(settings, link_command=command)))
    with sign_in(centre, "anna").events() as events:
        events.next(), events.next()
        for _ in range(2):
            assert centre.on_loop(centre.pbx.lose_link)
            since = events.until("centre.changed")["centre"]["pbx_lost_since"]
            assert since is not None
            assert centre.on_loop(centre.pbx.restore_link)
            assert events.until("centre.changed")["centre"]["pbx_lost_since"] is None
        eventually(lambda: len(lines(file)) == 4)
        assert [line.split()[0] for line in lines(file)] == ["pbx-lost", "pbx-back"] * 2
        assert centre.on_loop(centre.pbx.lose_link)
        events.until("centre.changed")
        eventually(lambda: len(lines(file)) == 5)
    centre.stop()
    run_centre(centre.settings)
    eventually(lambda: len(lines(file)) == 6)
    assert lines(file)[-1].startswith("pbx-back")
