"""Real commands and a real HTTP server get the text messages (A15)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import shlex
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent_client.backend.messengers import CommandMessenger, HookMessenger, NoMessenger, NotSent, messenger
from agent_client.backend.settings import MessageWay
from agent_client.protocol.remote import TextProblem

NUMBER, TEXT = "+31612345678", "Bel Jo; $HOME `id`"


def python(program: str, *arguments: str) -> str:
    return shlex.join([sys.executable, "-I", "-c", program, *arguments])


async def problem(way: MessageWay) -> NotSent:
    with pytest.raises(NotSent) as raised:
        await messenger(way).send(NUMBER, TEXT)
    assert NUMBER not in str(raised.value)
    return raised.value


async def test_A15_a_command_gets_number_and_text_in_its_environment(tmp_path: Path) -> None:
    file = tmp_path / "sent"
    program = (
        "import json, os, sys; told = {name: os.environ.get(name) for name in ('AGENT_CLIENT_TO', 'AGENT_CLIENT_TEXT',"
        " 'AGENT_CLIENT_MESSAGE_TOKEN')}; open(sys.argv[1], 'w').write(json.dumps(told))"
    )
    os.environ["AGENT_CLIENT_MESSAGE_TOKEN"] = "secret"
    try:
        await CommandMessenger(MessageWay(command=python(program, str(file)))).send(NUMBER, TEXT)
    finally:
        del os.environ["AGENT_CLIENT_MESSAGE_TOKEN"]
    assert json.loads(file.read_text()) == {
        "AGENT_CLIENT_TO": NUMBER,
        "AGENT_CLIENT_TEXT": TEXT,
        "AGENT_CLIENT_MESSAGE_TOKEN": None,
    }


@pytest.mark.parametrize(
    ("command", "said", "problem_", "figure"),
    [
        (
            python("import sys; print(sys.argv); raise SystemExit(3)"),
            "the command ended with status 3",
            TextProblem.COMMAND_FAILED,
            3,
        ),
        (
            "/there/is/nothing",
            "the command cannot be run: No such file or directory",
            TextProblem.COMMAND_UNUSABLE,
            None,
        ),
        (
            python("import time; time.sleep(60)"),
            "the command took longer than 0.2 s",
            TextProblem.COMMAND_SLOW,
            0.2,
        ),
    ],
)
async def test_A15_a_command_that_fails_is_told_without_what_it_was_to_send(
    command: str, said: str, problem_: TextProblem, figure: float | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    failure = await problem(MessageWay(command=command, seconds=0.2 if "60" in command else 30))
    assert (str(failure), failure.for_good) == (said, False)
    assert (failure.problem, failure.figure) == (problem_, figure)
    assert TEXT not in caplog.text


@contextlib.asynccontextmanager
async def gateway(*answers: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that gives these answers; its address, and what it was asked."""
    asked: list[bytes] = []
    left, writers = list(answers), list[asyncio.StreamWriter]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-le")
        )
        asked.append(head + await reader.readexactly(length))
        if left:
            writer.write(left.pop(0))
            await writer.drain()
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/send", asked
        for writer in writers:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


def answer(status: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


async def test_A15_an_address_gets_a_post_with_the_token_and_no_log_has_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with gateway(answer("202 Accepted")) as (url, asked):
        await HookMessenger(MessageWay(url=f"{url}?key=k3y", token="s3cret")).send(NUMBER, TEXT)
    assert not any(secret in caplog.text for secret in ("s3cret", "k3y", NUMBER, TEXT))
    (request,) = asked
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /send?key=k3y HTTP/1.1")
    assert b"Authorization: Bearer s3cret" in head
    assert json.loads(body) == {"to": NUMBER, "text": TEXT}


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("500 Internal Server Error", "the address answered with status 500"),
        ("302 Found", "the address answered with status 302"),
    ],
)
async def test_A15_an_address_that_refuses_is_told(status: str, said: str) -> None:
    async with gateway(answer(status)) as (url, _):
        failure = await problem(MessageWay(url=url, token="s3cret"))
    assert (str(failure), failure.problem, failure.figure) == (said, TextProblem.REFUSED, float(status[:3]))


async def test_A15_an_address_that_is_silent_or_not_there_is_told() -> None:
    async with gateway() as (url, _):
        silent = await problem(MessageWay(url=url, seconds=0.2))
    assert (str(silent), silent.problem, silent.figure) == ("no answer within 0.2 s", TextProblem.NO_ANSWER, 0.2)
    away = await problem(MessageWay(url=url))
    assert (str(away), away.problem) == ("the address cannot be reached: ConnectError", TextProblem.NOT_REACHED)


async def test_A15_where_nothing_is_set_up_nothing_is_tried_again() -> None:
    assert isinstance(messenger(MessageWay()), NoMessenger)
    nothing = await problem(MessageWay())
    assert (nothing.for_good, nothing.problem) == (True, TextProblem.NO_WAY)


def test_A15_the_token_stands_in_no_text_of_the_settings() -> None:
    assert "s3cret" not in repr(MessageWay(url="https://example.org/?key=s3cret", token="s3cret"))
