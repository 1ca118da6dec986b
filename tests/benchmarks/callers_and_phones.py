"""Many telephones and their callers in one process, with sound both ways at little cost; the same for both sides.

argv: the PBX's ``HOST:PORT``, the carrier's, the number that is called, and the phones. Says ``registered``. Told ``call N``, N
more callers call, so many a second, and it says ``invited NUMBER ns`` for each just before; told ``begin`` and ``end``, it counts
the sound meanwhile and says ``sound streams sent expected missing``; told ``hang_up``, ``over``.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import socket
import struct
import sys
import time

from agent_client.backend.softphone import Behaviour, CallState, Customers, Phone, calls
from agent_client.backend.softphone.messages import Address
from agent_client.backend.softphone.sessions import SOUND, Direction
from agent_client.backend.softphone.sound import Beat
from agent_client.backend.softphone.tones import FRAME, tone

from asterisks import HOST, SECRET, TONE  # isort: skip

A_SECOND = 4
"""Calls."""
AT_ONCE = Behaviour(answers_after=0.0)


class CheapSound:
    """`softphone.sound.Sound`, as far as calls use it: what has come is counted at each beat, not looked into."""

    every: set[CheapSound] = set()  # noqa: RUF012 - of all calls

    def __init__(self, host: str, says: int, beat: Beat) -> None:
        self._beat = beat
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((host, 0))
        self.address: Address = self._socket.getsockname()[:2]
        self.to: Address | None = None
        self.direction = Direction.BOTH
        self._says = tone(says) if says else b""
        self._sequence, self._timestamp = random.getrandbits(15), random.getrandbits(31)
        self._source = random.getrandbits(32)
        self._open = False
        self.sent = self.arrived = 0
        self.first: int | None = None
        self.last = 0

    async def open(self) -> None:
        if not self._open and self._socket.fileno() >= 0:
            self._open = True
            self.every.add(self)
            self._beat.add(self)  # type: ignore[arg-type]

    def close(self) -> None:
        self.every.discard(self)
        self._beat.remove(self)  # type: ignore[arg-type]
        self._socket.close()

    def begin(self) -> None:
        """Counting."""
        self.sent = self.arrived = 0
        self.first = None

    @property
    def expected(self) -> int:
        return 0 if self.first is None else (self.last - self.first & 0xFFFF) + 1

    def beat(self) -> None:
        self._timestamp = self._timestamp + FRAME & 0xFFFFFFFF
        self._listen()
        if self.to is not None and self._says:
            self._sequence = self._sequence + 1 & 0xFFFF
            head = struct.pack(">BBHII", 0x80, SOUND, self._sequence, self._timestamp, self._source)
            try:
                self._socket.sendto(head + self._says, self.to)
                self.sent += 1
            except OSError:  # its other end has gone
                pass

    def _listen(self) -> None:
        while True:
            try:
                data = self._socket.recv(2_048)
            except OSError:  # nothing more, for now
                return
            if len(data) > 12 and data[1] & 127 == SOUND:
                self.last = data[2] << 8 | data[3]
                self.first = self.last if self.first is None else self.first
                self.arrived += 1


async def main(pbx: Address, carrier: Address, dnis: str, names: list[str]) -> None:
    customers = Customers(pbx, lambda _: TONE)
    await customers.open(*carrier)
    phones = [Phone(name, SECRET, pbx, says=TONE) for name in names]
    for phone in phones:
        phone.way = AT_ONCE
        await phone.open(HOST)
        await phone.register()
    print("registered", flush=True)
    numbers = (f"+3120200{number:04}" for number in itertools.count(1))
    told = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(told), sys.stdin)
    while line := (await told.readline()).decode().split():
        match line:
            case ["call", count]:
                for number in itertools.islice(numbers, int(count)):
                    print("invited", number, time.monotonic_ns(), flush=True)
                    customers.call(dnis, number)
                    await asyncio.sleep(1 / A_SECOND)
            case ["begin"]:
                for sound in CheapSound.every:
                    sound.begin()
            case ["end"]:
                every = list(CheapSound.every)
                missing = sum(max(0, one.expected - one.arrived) for one in every)
                print("sound", len(every), sum(one.sent for one in every), sum(one.expected for one in every), missing)
                sys.stdout.flush()
            case ["hang_up"]:
                for call in list(customers.calls):
                    call.hang_up()
                    await call.until(CallState.ENDED)
                print("over", flush=True)


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    return host, int(port)


calls.Sound = CheapSound  # type: ignore[assignment,misc]
asyncio.run(main(_address(sys.argv[1]), _address(sys.argv[2]), sys.argv[3], sys.argv[4:]))
