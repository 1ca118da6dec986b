"""The server as its own process: started, ended by a signal, killed; and its errors, one line each."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent_client.backend.server import AddressUnavailable, listening, url_of
from agent_client.protocol import paths

PROGRAM = [sys.executable, "-m", "agent_client.backend"]
SIGN_IN = {"user": "anna", "password": "Passwort 9", "phone": "201", "seat": "WS-1"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as here are POSIX's")


class Process:
    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        assert self.line.startswith("ready http://127.0.0.1:"), self.line + self.process.communicate()[1]
        self.http = httpx.Client(base_url=self.line.split()[1], timeout=60, verify=False)

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        self.process.send_signal(how)
        out, err = self.process.communicate(timeout=60)
        self.http.close()
        return self.process.returncode, out, err


@pytest.fixture
def start(made_centre: Callable[..., Any], settings: Any) -> Iterator[Callable[[], Process]]:
    made_centre(settings)
    with ExitStack() as running:

        def run() -> Process:
            process = Process("serve", "--port", "0", "--database", f"sqlite:///{settings.database}")
            running.callback(lambda: process.end(signal.SIGKILL) if process.process.poll() is None else None)
            return process

        yield run


def sign_in(process: Process) -> None:
    answer = process.http.post(paths.SESSIONS, json=SIGN_IN)
    process.http.headers["Authorization"] = f"Bearer {answer.json()['token']}"


def test_a_signal_ends_it_cleanly_with_streams_open(start: Callable[[], Process]) -> None:
    process = start()
    sign_in(process)
    with process.http.stream("GET", paths.EVENTS) as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith("retry:")
        process.process.send_signal(signal.SIGTERM)
        list(lines)  # an answer that is cut off would raise
    status, out, err = process.end()
    assert (status, out, err) == (0, "", "")


def test_what_was_acknowledged_survives_a_kill(start: Callable[[], Process], settings: Any) -> None:
    process = start()
    sign_in(process)
    acknowledged = [
        process.http.post(paths.RECORDS, json={"text": f"Note {number}", "customer": 6}).json() for number in range(20)
    ]
    process.end(signal.SIGKILL)
    again = start()
    sign_in(again)
    kept = again.http.get(paths.CUSTOMER.format(customer=6)).json()["records"]
    assert kept[:20] == acknowledged[::-1]
    with sqlite3.connect(settings.database) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    conn.close()


def refused(*arguments: str, **environment: str) -> str:
    """The one line that a wrong command says."""
    done = subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    (line,) = done.stderr.splitlines()
    return line


def test_a_port_in_use_is_one_line(made_centre: Callable[..., Any], settings: Any) -> None:
    made_centre(settings)
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        line = refused("serve", "--port", str(port), "--database", f"sqlite:///{settings.database}")
    assert f"127.0.0.1:{port}" in line
    assert "--port" in line


def test_a_made_centre_can_be_signed_in_to(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'centre.db'}"
    done = subprocess.run(
        [*PROGRAM, "init", "--database", database, "--name", "Ours", "--dnis", "0800 100 300"],
        input="Geheim 1\n", capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Geheim" not in done.stdout
    process = Process("serve", "--port", "0", "--database", database)
    try:
        assert process.http.get(paths.HELLO).json()["centre"] == "Ours"
        request = {**SIGN_IN, "user": "admin", "password": "Geheim 1"}
        assert process.http.post(paths.SESSIONS, json=request).json()["me"]["role"] == "administrator"
    finally:
        process.end()


def test_answers_are_not_held_back_for_an_acknowledgement() -> None:
    """TCP_NODELAY on what is accepted: without it every answer waits 40 ms on a loop that is not uvloop."""

    async def nodelay() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            peer = writer.get_extra_info("socket")
            accepted.set_result(peer.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listener = listening("127.0.0.1", 0)
        server = await asyncio.start_server(connected, sock=listener)
        _, writer = await asyncio.open_connection(*listener.getsockname())
        value = await accepted
        writer.close()
        server.close()
        return value

    assert asyncio.run(nodelay()) == 1


def test_where_it_listens() -> None:
    with listening("127.0.0.1", 0) as listener:
        assert url_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(AddressUnavailable, match="in use"):
            listening("127.0.0.1", listener.getsockname()[1])
    with pytest.raises(AddressUnavailable):
        listening("192.0.2.1", 0)
