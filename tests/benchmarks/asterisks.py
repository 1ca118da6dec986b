"""A real Asterisk for one side of a measurement, alike for both; soft phones around it; a witness of who is joined to whom."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import http.client
import json
import queue
import socket
import sys
import threading
import time
from collections.abc import Coroutine, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from centre import ask_for_stamps, go_first, read_stamped

from agent_client.backend.softphone import Behaviour, Call, CallState, Customers, Phone
from agent_client.backend.telephony.asterisk.running import Throwaway, fetched, free_port, kept_folder, rtp_ports
from agent_client.backend.telephony.asterisk.setting_up.configuration import Plan, PlannedPhone, Trunk

T = TypeVar("T")
HOST, CARRIER = "127.0.0.1", "127.0.0.2"
SECRET = "a-secret-of-benchmarks"
USER = "agent_client"
TONE = 600
"""Hertz: what phones say who have to be heard."""


class Pbx:
    """``app``: of whoever commands it. ``listens``: Asterisk connects to ``backend``, as to the product; else it is connected
    to, as a prototype does."""

    def __init__(self, app: str, phones: Iterable[str], *, listens: bool = False) -> None:
        self.app = app
        self.backend = f"{HOST}:{free_port(HOST)}" if listens else ""
        self.http = (HOST, free_port(HOST))
        self.sip = (HOST, free_port(HOST, socket.SOCK_DGRAM))
        self.carrier = (CARRIER, free_port(CARRIER, socket.SOCK_DGRAM))
        plan = Plan(
            secret=SECRET,
            user=USER,
            app=app,
            backend=self.backend,
            http=self.http,
            sip=f"{HOST}:{self.sip[1]}",
            media=HOST,
            rtp=rtp_ports(),
            trunk=Trunk(host=CARRIER, port=self.carrier[1], codecs="ulaw", asked_seconds=0),
            phones=tuple(PlannedPhone(phone=phone, password=SECRET) for phone in phones),
            codecs="ulaw",
        )
        self._process = Throwaway(fetched(kept_folder()), plan)
        (self._process.folder / "music" / "quiet.ulaw").write_bytes(b"\xff" * 8_000)

    def __enter__(self) -> Pbx:
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stop()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.http[1]}"

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def proof(self) -> str:
        return "Basic " + base64.b64encode(f"{USER}:{SECRET}".encode()).decode()

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """Of its REST interface. None: it says nothing, or no."""
        connection = http.client.HTTPConnection(*self.http, timeout=10)
        headers = {"Authorization": self.proof, "Content-Type": "application/json"}
        with contextlib.closing(connection):
            connection.request(method, f"/ari/{path}", None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            said = answer.read()
            return json.loads(said) if answer.status < 300 and said else None


@dataclass(frozen=True)
class Joined:
    """``at``: monotonic, in ns. ``callers``: the numbers that the two channels call themselves by."""

    at: int
    callers: frozenset[str]


class BridgeWitness:
    """Tells of each bridge when its second channel had entered, on a bare socket, as the kernel stamps what arrives."""

    NAME = "witness"

    def __init__(self, pbx: Pbx) -> None:
        self._socket = socket.create_connection(pbx.http)
        key = base64.b64encode(b"sixteen bytes it").decode()
        self._socket.sendall(
            f"GET /ari/events?app={self.NAME}&subscribeAll=true HTTP/1.1\r\nHost: {HOST}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"Authorization: {pbx.proof}\r\n\r\n".encode()
        )
        self._data = b""
        while b"\r\n\r\n" not in self._data:
            self._data += self._socket.recv(1)
        assert b" 101 " in self._data, self._data
        self._data = b""
        wanted = {"allowed": [{"type": "ChannelEnteredBridge"}]}
        pbx.ask("PUT", f"applications/{self.NAME}/eventFilter", wanted)
        ask_for_stamps(self._socket)
        self._in: dict[str, dict[str, str]] = {}
        self._joined: queue.SimpleQueue[Joined] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> BridgeWitness:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def wait(self, seconds: float = 20.0) -> Joined:
        return self._joined.get(timeout=seconds)

    def _read(self) -> None:
        go_first()
        while True:
            try:
                data, came = read_stamped(self._socket)
            except OSError:
                return
            if not data:
                return
            if sys.platform == "linux":  # Asterisk writes each message in two pieces
                with contextlib.suppress(OSError):
                    self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            self._data += data
            for message in self._messages():
                self._take(json.loads(message), came)

    def _messages(self) -> Iterator[bytes]:
        """Of a server: not masked, and never in parts."""
        while len(self._data) >= 2:
            length, begins = self._data[1], 2
            if length == 126:
                length, begins = int.from_bytes(self._data[2:4]), 4
            elif length == 127:
                length, begins = int.from_bytes(self._data[2:10]), 10
            if len(self._data) < begins + length:
                return
            kind, message = self._data[0] & 15, self._data[begins : begins + length]
            self._data = self._data[begins + length :]
            if kind == 1:
                yield message

    def _take(self, event: dict[str, Any], came: int) -> None:
        if event["type"] != "ChannelEnteredBridge":
            return
        channel = event["channel"]
        there = self._in.setdefault(event["bridge"]["id"], {})
        if channel["id"] not in there:
            there[channel["id"]] = channel["caller"]["number"]
            if len(there) == 2:
                self._joined.put(Joined(came, frozenset(there.values())))


class Desk:
    """Telephones, on a thread of their own."""

    def __init__(self, pbx: Pbx) -> None:
        self._pbx = pbx
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="telephones", daemon=True)
        self._customers = Customers(pbx.sip)
        self._phones: dict[str, Phone] = {}

    def __enter__(self) -> Desk:
        self._thread.start()
        self._wait(self._customers.open(*self._pbx.carrier))
        return self

    def __exit__(self, *_: object) -> None:
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, T], seconds: float = 30.0) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    async def _close(self) -> None:
        for station in (self._customers, *self._phones.values()):
            await station.close()

    def put(self, phone: str, way: Behaviour) -> None:
        """One more, registered; it is heard, as silence would be taken for a broken line."""
        self._wait(self._put(phone, way))

    async def _put(self, name: str, way: Behaviour) -> None:
        self._phones[name] = phone = Phone(name, SECRET, self._pbx.sip, says=TONE)
        phone.way = way
        await phone.open(HOST)
        await phone.register()

    def behave(self, phone: str, way: Behaviour) -> None:
        self._phones[phone].way = way

    def call(self, dnis: str, ani: str) -> tuple[Call, int]:
        """And when it was about to be sent, monotonic, in ns."""

        async def calls() -> tuple[Call, int]:
            began = time.monotonic_ns()
            return self._customers.call(dnis, ani), began

        return self._wait(calls())

    def pick_up(self, phone: str) -> int:
        """What rings there; when the answer was about to be sent."""
        return self._wait(self._pick_up(self._phones[phone]))

    async def _pick_up(self, phone: Phone) -> int:
        async with asyncio.timeout(10):
            while (call := phone.ringing()) is None:
                phone.turn.clear()
                await phone.turn.wait()
        began = time.monotonic_ns()
        assert call.answer()
        return began

    def hang_up(self, call: Call) -> None:
        self._wait(self._hang_up(call))

    async def _hang_up(self, call: Call) -> None:
        call.hang_up()
        await call.until(CallState.ENDED)
