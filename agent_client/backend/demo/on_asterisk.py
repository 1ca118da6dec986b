"""The demo's PBX when it is a real one: an Asterisk of its own from start to end, and the telephones of everybody in the demo."""

from __future__ import annotations

import asyncio
import atexit
import secrets
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from agent_client.backend.ports.telephony import (
    Alive,
    CallId,
    CallOut,
    KeepLine,
    KnownCall,
    KnownLine,
    Listen,
    RingForCall,
    RingToConsult,
    RingToTest,
    TelephonyAction,
    TelephonyEvent,
)
from agent_client.backend.telephony.asterisk import Asterisk, AsteriskSettings
from agent_client.backend.telephony.asterisk.running import Throwaway, fetched, free_port, rtp_ports
from agent_client.backend.telephony.asterisk.setting_up.configuration import Plan, PlannedPhone, Trunk
from agent_client.backend.telephony.asterisk.setting_up.music import waiting
from agent_client.backend.telephony.simulator import CustomerBehaviour, PhoneBehaviour
from agent_client.rules.dial_numbers import canonical

from .telephones import Telephones

HOST, CARRIER = "127.0.0.1", "127.0.0.2"
"""The carrier has an address of its own, by which Asterisk knows it."""


class OnAsterisk(Asterisk):
    """``phones``: their names by number; ``country``: how the centre's own numbers are read. Nothing runs before `start`."""

    def __init__(
        self,
        folder: Path,
        phones: Mapping[str, str],
        country: str,
        *,
        phone: PhoneBehaviour,
        customer: CustomerBehaviour,
    ) -> None:
        self._folder = folder
        self._country = country
        passwords = {number: secrets.token_urlsafe(12) for number in phones}
        http, sip = (HOST, free_port(HOST)), (HOST, free_port(HOST, socket.SOCK_DGRAM))
        carrier = (CARRIER, free_port(CARRIER, socket.SOCK_DGRAM))
        listen = f"{HOST}:{free_port(HOST)}"
        settings = AsteriskSettings(
            url=f"http://{http[0]}:{http[1]}",
            password=secrets.token_urlsafe(24),
            listen=listen,
            answering=frozenset("*"),
        )
        self._plan = Plan(
            secret=settings.password,
            backend=listen,
            http=http,
            sip=f"{sip[0]}:{sip[1]}",
            media=HOST,
            rtp=rtp_ports(),
            trunk=Trunk(host=carrier[0], port=carrier[1], codecs="ulaw", asked_seconds=0),
            phones=tuple(
                PlannedPhone(phone=number, password=passwords[number], name=name) for number, name in phones.items()
            ),
            codecs="ulaw",
        )
        self._telephones = Telephones(sip, carrier, passwords, phone=phone, customer=customer)
        self._throwaway: Throwaway | None = None
        super().__init__(settings)

    async def start(
        self, tell: Callable[[TelephonyEvent], None], known: Sequence[KnownCall], lines: Sequence[KnownLine] = ()
    ) -> Alive:
        """Asterisk is fetched first where there is none. Raises `CannotFetch`, `CannotStart`, `NotRegistered`."""
        try:
            self._throwaway = await asyncio.to_thread(self._started)
            await self._telephones.open()
            return await super().start(tell, known, lines)
        except BaseException:
            await self.stop()
            raise

    def _started(self) -> Throwaway:
        made = Throwaway(fetched(self._folder), self._plan)
        atexit.register(made.stop)  # whatever becomes of the demo
        (made.folder / "music" / "waiting.wav").write_bytes(waiting())
        made.start()
        return made

    async def stop(self) -> None:
        await super().stop()
        await self._telephones.close()
        if self._throwaway is not None:
            await asyncio.to_thread(self._throwaway.stop)

    async def act(self, action: TelephonyAction) -> None:
        match action:
            case RingToTest() | KeepLine() | RingForCall() | RingToConsult() | CallOut() | Listen():
                self._telephones.expect(action.phone, test=isinstance(action, RingToTest))
            case _:
                pass
        await super().act(action)

    # The people of the demo.

    def call_in(self, ani: str, dnis: str, patience: float | None = None, talk: float | None = None) -> CallId:
        return self._telephones.call_in(ani, canonical(dnis, self._country) or dnis, patience, talk)

    def press_key(self, call: CallId, key: str, after: float = 0.0) -> bool:
        return self._telephones.press_key(call, key, after)

    def set_customer(self, number: str, behaviour: CustomerBehaviour) -> None:
        self._telephones.set_customer(number, behaviour)

    def set_phone(self, phone: str, behaviour: PhoneBehaviour) -> None:
        self._telephones.set_phone(phone, behaviour)
