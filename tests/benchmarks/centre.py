"""The centre that the measured clients talk to: the quiet demo in its own process, with a password for everybody; and a
witness on an agent's event stream, which says when an event could first be read."""

from __future__ import annotations

import contextlib
import os
import queue
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
from children import Bench, Child

from agent_client.backend.demo.running import QUIET, prepare
from agent_client.backend.demo.seed import COLLEAGUES, PASSWORD, SUPERVISOR, USER
from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence import tables
from agent_client.backend.persistence.engine import open_sqlite
from agent_client.backend.settings import Settings
from agent_client.protocol.events import Envelope, read_envelope
from agent_client.protocol.paths import API, EVENTS, PULSE, SCHEMA_HEADER
from agent_client.protocol.sessions import PULSE_SECONDS, SCHEMA

PHONES = {one.user: one.phone for one in (USER, SUPERVISOR, *COLLEAGUES)}
USERS = tuple(PHONES)
IN_SUPPORT, IN_SALES = "cleo", "dieter"
"""Each the only one of a queue once nobody else is ready."""
SUPPORT, SALES = "0800100200", "0800100300"


def make_database(file: Path) -> None:
    """The demo's, but in the demo only two agents have a password that somebody knows."""
    settings = Settings(database=file)
    prepare(settings, QUIET, fresh=True)
    passwords = Passwords(settings.password_cost)
    engine = open_sqlite(file)
    with engine.begin() as conn:
        conn.execute(tables.agents.update().values(password_hash=passwords.hashed(PASSWORD)))
        conn.execute(tables.customers.update().values(operators=[]))  # a call goes to whoever serves its queue
    engine.dispose()
    passwords.close()


class Centre:
    def __init__(self, bench: Bench, name: str, more: Callable[[Path], None] = lambda _: None) -> None:
        """``more`` goes into the database before the server starts."""
        file = bench.folder / f"{name}.sqlite"
        make_database(file)
        more(file)
        options = ("--quiet", "--port", "0", "--database", f"sqlite:///{file}")
        self._server = Child(bench.environment(), "-m", "agent_client.backend", "demo", *options)
        (self.url,) = self._server.hear("ready")
        self._http = httpx.Client(base_url=self.url, timeout=10.0, trust_env=False)

    def __enter__(self) -> Centre:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()
        self._server.end()

    def call(self, ani: str, dnis: str) -> str:
        """The call's name."""
        answer = self._http.post(f"{API}/simulator/calls", json={"ani": ani, "dnis": dnis}).raise_for_status()
        return str(answer.json()["call"])

    def pick_up(self, phone: str) -> None:
        self._http.post(f"{API}/simulator/phones/{phone}/pick-up").raise_for_status()

    def hang_up(self, call: str) -> None:
        self._http.post(f"{API}/simulator/calls/{call}/hang-up").raise_for_status()


@dataclass(frozen=True)
class Seen:
    """``came_at`` is monotonic, in ns; ``envelope.at`` is when the server began the transaction."""

    came_at: int
    envelope: Envelope


_STAMPS = 35
"""SO_TIMESTAMPNS of Linux, which Python does not name."""


def wall_apart() -> int:
    """Nanoseconds from this computer's monotonic clock to its wall clock."""
    return time.time_ns() - time.monotonic_ns()


def ask_for_stamps(connection: socket.socket) -> None:
    """When each byte arrived: of the kernel, where it tells."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, _STAMPS, 1)


def read_stamped(connection: socket.socket) -> tuple[bytes, int]:
    """A few bytes, since one stamp is for all that is read at once; and when they had arrived, monotonic."""
    data, beside, _, _ = connection.recvmsg(512, 256)
    return data, _stamped(beside) or time.monotonic_ns()


def go_first() -> None:
    """This thread, before all others: as the administrator alone may."""
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))


def _stamped(beside: list[tuple[int, int, bytes]]) -> int:
    """When the newest of the bytes that were read had arrived, monotonic; 0 where nobody says."""
    for level, kind, data in beside:
        if (level, kind) == (socket.SOL_SOCKET, _STAMPS) and len(data) == 16:
            seconds, nanoseconds = struct.unpack("@qq", data)
            return int(seconds * 1_000_000_000 + nanoseconds - wall_apart())
    return 0


class Witness:
    """Reads an agent's stream beside the agent's client, on a bare socket, and says that the client is alive.

    Where the kernel stamps what arrives (Linux), an event came when its bytes did, however busy the processors are and
    whoever gets one first; elsewhere when the blocking read returned.
    """

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        where = urlsplit(url)
        assert where.hostname is not None and where.port is not None
        self._socket = socket.create_connection((where.hostname, where.port))
        self._socket.sendall(
            f"GET {EVENTS} HTTP/1.1\r\nHost: {where.netloc}\r\nAuthorization: Bearer {token}\r\n"
            f"{SCHEMA_HEADER}: {SCHEMA}\r\nAccept: text/event-stream\r\n\r\n".encode()
        )
        ask_for_stamps(self._socket)
        self._events: queue.SimpleQueue[Seen] = queue.SimpleQueue()
        self._closed = threading.Event()
        for work in (self._read, self._pulse):
            threading.Thread(target=work, daemon=True).start()

    def _pulse(self) -> None:
        """As often as a client does, that may be stopped while it is not its turn, or that a floor does without."""
        headers = {"Authorization": f"Bearer {self._token}", SCHEMA_HEADER: str(SCHEMA)}
        with (
            httpx.Client(base_url=self._url, headers=headers, trust_env=False) as http,
            contextlib.suppress(httpx.HTTPError),
        ):
            while not self._closed.wait(PULSE_SECONDS):
                http.post(PULSE, json={})

    def _read(self) -> None:
        go_first()
        left = b""
        while True:
            try:
                data, came = read_stamped(self._socket)
            except OSError:
                return
            if not data:
                return
            *lines, left = (left + data).split(b"\n")
            for line in lines:
                if line.startswith(b'data: {"stream":'):
                    self._events.put(Seen(came, read_envelope(line.removeprefix(b"data: "))))

    def wait(self, name: str, seconds: float = 20.0) -> Seen:
        while True:
            seen = self._events.get(timeout=seconds)
            if seen.envelope.name == name:
                return seen

    def wait_state(self, state: str, seconds: float = 20.0) -> None:
        """Until the agent is in this state."""
        while True:
            seen = self.wait("agent.state_changed", seconds)
            if msgspec.json.decode(seen.envelope.body)["me"]["state"] == state:
                return

    def close(self) -> None:
        self._closed.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
