"""An Asterisk for tests: fetched once a computer, started once a worker, with sounds that are tones, so that what is heard can be
told; and the cable between it and the centre, which can be pulled."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.softphone.tones import STEP, tone
from agent_client.backend.telephony.asterisk.running import (
    CannotFetch,
    CannotStart,
    Throwaway,
    fetched,
    free_port,
    is_free,
    kept_folder,
    rtp_ports,
)
from agent_client.backend.telephony.asterisk.setting_up.configuration import Plan, PlannedPhone, Trunk
from agent_client.backend.telephony.asterisk.settings import AsteriskSettings

HOST, OUTSIDE = "127.0.0.1", "127.0.0.2"
PHONES = tuple(str(number) for number in range(201, 221))
DESKTOP = "207"
"""The phone that can be answered from the desktop."""
PASSWORD = "soft-phone-9"
SAID_FRAMES, PAUSE_FRAMES = 18, 4
"""How long each sound is: 20 ms a frame."""
CHANGES = {
    "qualify_frequency": "60",  # it is asked to when a phone dies
    "qualify_timeout": "1",  # a phone in the process of a window that is being made may need most of it
    "rtp_timeout": "2",
    "reconnect_interval": "20",
}
"""Asterisk's own patience, shortened."""
SILENCE = b"\xff" * 160
_FREE = iter(range(600, 3_400, STEP))
"""Below 600 Hz is what Asterisk itself sends: the tone of ringing and its neighbours."""
MUSIC = 300
BEEP = next(_FREE)
SAYS: dict[int, Prompt | int] = {next(_FREE): said for said in (*range(11), *Prompt)}
"""By frequency."""
VOICES = tuple(_FREE)
"""What is left for people."""


def write_sounds(data: Path, unpacked: Path | None) -> None:
    """Asterisk's folder of data, with tones in the place of its sounds."""
    data.mkdir()
    for part in unpacked.iterdir() if unpacked is not None else ():
        if part.name != "sounds":
            (data / part.name).symlink_to(part)
    english = data / "sounds/en"
    (english / "digits").mkdir(parents=True)
    (english / "agent_client").mkdir()
    for frequency, said in SAYS.items():
        name = f"agent_client/{said.value}" if isinstance(said, Prompt) else f"digits/{said}"
        _write(english / f"{name}.ulaw", frequency)
    _write(english / "beep.ulaw", BEEP, frames=3)
    music = data.parent / "music"
    music.mkdir(exist_ok=True)
    (music / "tone.ulaw").write_bytes(tone(MUSIC) * 50)


def _write(path: Path, frequency: int, frames: int = SAID_FRAMES) -> None:
    path.write_bytes(tone(frequency) * frames + SILENCE * PAUSE_FRAMES)


class OwnAsterisk:
    """``settings``: what the centre is told; it reaches Asterisk, and Asterisk it, by a `Cable` each. ``pulled``: a test has
    pulled one."""

    def __init__(self, phones: Sequence[str]) -> None:
        self._phones = phones
        self.pulled = False
        self._unpacked = fetched(kept_folder())
        self._sounds = Path(tempfile.mkdtemp(prefix="pbx-sounds-"))
        self._sounds.chmod(0o755)
        write_sounds(self._sounds / "data", self._unpacked.data)
        self._set_up()

    def _set_up(self) -> None:
        self.carrier_port, self.cable_port = free_port(OUTSIDE, socket.SOCK_DGRAM), free_port(HOST)
        self.centre_port, self.http_cable_port = free_port(HOST), free_port(HOST)
        self.settings = AsteriskSettings(
            url=f"http://{HOST}:{self.http_cable_port}",
            password=PASSWORD,
            listen=f"{HOST}:{self.centre_port}",
            answering=frozenset({DESKTOP}),
        )
        plan = Plan(
            secret=PASSWORD,
            backend=f"{HOST}:{self.cable_port}",
            http=(HOST, free_port(HOST)),
            sip=f"{HOST}:{free_port(HOST, socket.SOCK_DGRAM)}",
            media=HOST,
            rtp=rtp_ports(),
            trunk=Trunk(host=OUTSIDE, port=self.carrier_port, asked_seconds=0),
            phones=tuple(PlannedPhone(phone=phone, password=PASSWORD) for phone in self._phones),
            codecs="ulaw,alaw",
        )
        self.http = plan.http
        self.sip = (HOST, int(plan.sip.rpartition(":")[2]))
        sounds = self._sounds
        self.pbx = Throwaway(self._unpacked, plan, data=sounds / "data", music=sounds / "music", changes=CHANGES)

    def ended(self) -> str:
        """How and with what words it died; empty: it runs."""
        how = self.pbx.ended
        if how is None:
            return ""
        by = signal.Signals(-how).name if how < 0 else f"status {how}"
        return f"Asterisk died by {by}. Its last words:\n{self.pbx.last_words()}"

    def ready(self) -> None:
        """A test begins: one that died, or that somebody took a port of, is replaced."""
        free = all(is_free(HOST, port) for port in (self.cable_port, self.http_cable_port, self.centre_port))
        if self.ended() or not free or not is_free(OUTSIDE, self.carrier_port, socket.SOCK_DGRAM):
            self.pbx.stop()
            self._set_up()
            self.pbx.start()
            self.pulled = False

    def online(self) -> set[str]:
        """The phones that it reaches."""
        return {one["resource"] for one in self.ask("GET", "endpoints/PJSIP") or () if one["state"] == "online"}

    def ask(self, method: str, path: str) -> Any:
        """Of its REST interface, past every cable. None: it says no."""
        connection = http.client.HTTPConnection(*self.http, timeout=60)
        who = base64.b64encode(f"{self.settings.user}:{self.settings.password}".encode()).decode()
        try:
            connection.request(method, f"/ari/{path}", headers={"Authorization": f"Basic {who}"})
            answer = connection.getresponse()
            body = answer.read()
            return json.loads(body) if answer.status < 300 and body else None
        finally:
            connection.close()

    def channels(self) -> list[str]:
        return [str(one["id"]) for one in self.ask("GET", "channels") or ()]

    def stop(self) -> None:
        self.pbx.stop()
        shutil.rmtree(self._sounds, ignore_errors=True)

    def clean(self) -> None:
        """Nobody is in it any more. Who has hung up is given a moment to be gone."""
        until = time.monotonic() + 0.5
        while (channels := self.channels()) and time.monotonic() < until:
            time.sleep(0.01)
        for channel in channels:
            self.ask("DELETE", f"channels/{channel}")
        for bridge in self.ask("GET", "bridges") or ():
            self.ask("DELETE", f"bridges/{bridge['id']}")
        for recording in self.ask("GET", "recordings/stored") or ():
            self.ask("DELETE", f"recordings/stored/{quote(recording['name'], safe='')}")


@contextmanager
def own_asterisk(phones: Sequence[str] = PHONES) -> Iterator[OwnAsterisk]:
    """Fails in CI where it cannot be had; elsewhere the test is skipped."""
    try:
        own = OwnAsterisk(phones)
        own.pbx.start()
    except (CannotFetch, CannotStart) as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no Asterisk: {error}")
    try:
        yield own
    finally:
        own.stop()


@contextmanager
def for_one_test(own: OwnAsterisk) -> Iterator[OwnAsterisk]:
    """The test in which it dies fails, and says so; the next has another."""
    own.ready()
    yield own
    if died := own.ended():
        pytest.fail(died, pytrace=False)


class _End(asyncio.Protocol):
    def __init__(self) -> None:
        self.other: _End | None = None
        self.kept = b""
        self.over = False
        self.accepted = self.deaf = False
        self.said = 0.0
        """When, by the loop's clock."""

    def connection_made(self, transport: Any) -> None:
        self.transport: asyncio.Transport = transport
        own: socket.socket = transport.get_extra_info("socket")
        own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        self.said = asyncio.get_running_loop().time()
        if sys.platform == "linux":  # Asterisk writes each message in two pieces
            own: socket.socket = self.transport.get_extra_info("socket")
            with suppress(OSError):
                own.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        if self.deaf:
            return
        if self.other is not None:
            self.other.transport.write(data)
        else:
            self.kept += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.over = True
        if self.other is not None:
            self.other.transport.abort()


class Cable:
    """Passes TCP on from one port to another, on the test's own loop, until it is pulled. It accepts by itself: asyncio's own
    server forgets, open, a connection that comes while it closes, and Asterisk would wait for it."""

    def __init__(self, port: int, to: tuple[str, int]) -> None:
        self._port = port
        self._to = to
        self._ends: list[_End] = []
        self._listener: socket.socket | None = None
        self._joining: dict[asyncio.Task[None], socket.socket] = {}

    def plug_in(self) -> None:
        self._abort()
        self._listener = socket.create_server((HOST, self._port))
        self._listener.setblocking(False)
        asyncio.get_running_loop().add_reader(self._listener, self._accept)

    def quiet(self) -> float:
        """For how many seconds nothing has been said through it."""
        return asyncio.get_running_loop().time() - max((end.said for end in self._ends), default=0.0)

    async def pull(self, *, unseen: bool = False) -> None:
        """Every connection breaks, and there are no new ones. ``unseen``: who made a connection goes on believing in it until
        the cable is plugged in again, and what they say meanwhile is lost."""
        if self._listener is not None:
            asyncio.get_running_loop().remove_reader(self._listener)
            self._listener.close()
            self._listener = None
        joining = dict(self._joining)
        for task in joining:
            task.cancel()
        await asyncio.gather(*joining, return_exceptions=True)
        for end in self._ends:
            if unseen and end.accepted and end.other is not None:
                end.other.other, end.other, end.deaf = None, None, True
        self._abort(but_deaf=unseen)
        for taken in joining.values():
            taken.close()
        await asyncio.sleep(0)

    def _abort(self, *, but_deaf: bool = False) -> None:
        stay = [end for end in self._ends if but_deaf and end.deaf]
        for end in self._ends:
            if end not in stay:
                end.transport.abort()
        self._ends = stay

    def _accept(self) -> None:
        assert self._listener is not None
        try:
            taken, _ = self._listener.accept()
        except OSError:
            return
        taken.setblocking(False)
        self._ends = [one for one in self._ends if not one.over]
        task = asyncio.get_running_loop().create_task(self._join(taken))
        self._joining[task] = taken
        task.add_done_callback(self._joining.pop)

    async def _join(self, taken: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            _, other = await loop.create_connection(_End, *self._to)
        except OSError:
            taken.close()
            return
        self._ends.append(other)
        _, end = await loop.connect_accepted_socket(_End, taken)
        end.accepted = True
        self._ends.append(end)
        if other.over or end.over:  # the one was lost before it had the other
            other.transport.abort()
            end.transport.abort()
            return
        end.other, other.other = other, end
        other.transport.write(end.kept)
        end.transport.write(other.kept)
