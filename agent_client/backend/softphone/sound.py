"""The sound of one call: a tone goes out every 20 ms, and what comes in is kept for ten seconds, to be looked into."""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from collections import deque
from collections.abc import Sequence
from typing import Any

from agent_client.backend.tasks import TaskOwner

from . import keys, tones
from .messages import Address
from .sessions import KEYS, SOUND, Direction

FRAME_SECONDS = 0.02
KEPT_FRAMES = 500
_MARK = 0x80


class Beat:
    """One clock for the sound of many calls."""

    def __init__(self) -> None:
        self._tasks = TaskOwner()
        self._sounds: set[Sound] = set()
        self._beating: asyncio.Task[None] | None = None

    def add(self, sound: Sound) -> None:
        """One that was the last a moment ago has left a clock that still runs."""
        self._sounds.add(sound)
        if self._beating is None or self._beating.done():
            self._beating = self._tasks.start(self._beats(), "soft phones' sound")

    def remove(self, sound: Sound) -> None:
        self._sounds.discard(sound)

    async def close(self) -> None:
        self._sounds.clear()
        await self._tasks.close()

    async def _beats(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while self._sounds:
            for sound in list(self._sounds):
                sound.beat()
            due = max(due + FRAME_SECONDS, loop.time() - 5 * FRAME_SECONDS)
            await asyncio.sleep(due - loop.time())


class Sound(asyncio.DatagramProtocol):
    """``says``: the tone that goes out; 0 is silence that nobody sends."""

    def __init__(self, host: str, says: int, beat: Beat) -> None:
        self._beat = beat
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((host, 0))
        self.address: Address = self._socket.getsockname()[:2]
        self.to: Address | None = None
        self.says = says
        self.direction = Direction.BOTH
        self.unplugged = False
        self.arrived = 0
        """Packets with sound, since the beginning."""
        self._transport: asyncio.DatagramTransport | None = None
        self._opened, self._over = False, asyncio.Event()
        self._ear = keys.Ear()
        self._frames: deque[tuple[float, bytes]] = deque(maxlen=KEPT_FRAMES)
        self._to_key: deque[bytes | None] = deque()
        self._key_began = 0
        self._sequence, self._timestamp = random.getrandbits(15), random.getrandbits(31)
        self._source = random.getrandbits(32)

    async def open(self) -> None:
        """Repeatable."""
        if self._opened or self._over.is_set():
            return
        self._opened = True
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=self._socket)
        if self._over.is_set():  # meanwhile
            transport.close()
            return
        self._transport = transport
        self._beat.add(self)

    def close(self) -> None:
        self._over.set()
        self._beat.remove(self)
        if self._transport is not None:
            self._transport.close()
        elif not self._opened:
            self._socket.close()

    # Out.

    def key(self, digits: str) -> None:
        """These keys are sent, one after the other."""
        for digit in digits:
            self._to_key.extend(keys.events(digit))
            self._to_key.extend([None] * keys.PAUSE)

    def beat(self) -> None:
        """The next 20 ms."""
        self._timestamp = self._timestamp + tones.FRAME & 0xFFFFFFFF
        if self._to_key:
            self._send_key(self._to_key.popleft())
        elif self.says and self.direction.sends:
            self._send(SOUND, tones.tone(self.says), self._timestamp)

    def _send_key(self, event: bytes | None) -> None:
        if event is None:
            return
        first = event[2:] == struct.pack(">H", tones.FRAME)
        if first:
            self._key_began = self._timestamp
        self._send(KEYS, event, self._key_began, mark=first)

    def _send(self, kind: int, payload: bytes, timestamp: int, *, mark: bool = False) -> None:
        if self.to is None or self.unplugged or self._transport is None or self._transport.is_closing():
            return
        self._sequence = self._sequence + 1 & 0xFFFF
        marked = kind | (_MARK if mark else 0)
        head = struct.pack(">BBHII", 0x80, marked, self._sequence, timestamp, self._source)
        self._transport.sendto(head + payload, self.to)

    # In.

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        if self.unplugged or len(data) < 12:
            return
        kind, timestamp = data[1] & 127, struct.unpack(">I", data[4:8])[0]
        if kind == SOUND:
            self.arrived += 1
            self._frames.append((asyncio.get_running_loop().time(), data[12:]))
        elif kind == KEYS:
            self._ear.hear(timestamp, data[12:])

    def error_received(self, exc: Exception) -> None:
        """Whoever hung up a moment before us has closed their port."""

    @property
    def keyed(self) -> str:
        """The keys that have arrived, since the beginning."""
        return self._ear.text

    def frames(self, since: float) -> list[bytes]:
        """What has arrived since this time of the loop."""
        return [frame for at, frame in self._frames if at >= since]

    def hears(self, frequencies: Sequence[int], seconds: float = 0.1) -> frozenset[int]:
        """Which of these tones, of late."""
        return tones.heard(self.frames(asyncio.get_running_loop().time() - seconds), frequencies)
