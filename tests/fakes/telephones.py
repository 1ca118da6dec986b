"""The people around a real PBX: agents at soft phones, callers, and whoever is dialled; and who of them hears whom, by the tone
that each of them speaks with."""

from __future__ import annotations

import asyncio
import io
import itertools
import wave
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import (
    CallId,
    CallOut,
    DialToConsult,
    HandOver,
    LegId,
    Listen,
    RingForCall,
    RingToConsult,
    StopRinging,
    TelephonyAction,
    TransferOut,
)
from agent_client.backend.softphone import Behaviour, Call, CallState, Customers, Kind, Phone
from agent_client.backend.softphone.tones import FRAME, found, heard
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind, PhoneBehaviour, PhoneKind
from tests.fakes.own_asterisk import HOST, MUSIC, OUTSIDE, PASSWORD, SAYS, VOICES, OwnAsterisk

AT_DESKS = ("204", "205", "206", "207")
_KINDS = {
    PhoneKind.RINGS: Kind.RINGS,
    PhoneKind.BUSY: Kind.BUSY,
    PhoneKind.DECLINES: Kind.DECLINES,
    PhoneKind.DEAD: Kind.DEAD,
    PhoneKind.VOICEMAIL: Kind.RINGS,
}
NOTICES_SECONDS = 10
WINDOW = 0.06
MOMENT, LATE = 4, 8
"""Frames. Of sound that comes a tenth of a second late from somebody, Asterisk throws away what it has of all."""
SETTLES = 0.08
"""Between an order and its sound: the order's way, a frame that is on its way, and the one that is being mixed."""
STILL = 12
"""So many times alike where somebody hears nothing: it is either so, or the sound is late on a busy computer."""


class People:
    """Those of one test. Whatever is dialled outside and every phone of ``at_desks`` is one of them."""

    def __init__(self, own: OwnAsterisk, at_desks: Sequence[str] = AT_DESKS) -> None:
        self._own = own
        self._voices = itertools.cycle(VOICES)
        """Who came long ago has gone again."""
        self._by_tone: dict[int, str] = {}
        self._tones: dict[str, int] = {}
        self.customers = Customers(own.sip, self.voice)
        self.phones = {name: Phone(name, PASSWORD, own.sip, says=self.voice(name)) for name in at_desks}

    async def sit_down(self) -> None:
        await self.customers.open(OUTSIDE, self._own.carrier_port)
        await asyncio.gather(*map(self._plug_in, self.phones.values()))
        await self._until(self.phones.keys(), there=True)

    async def sit_down_too(self, name: str) -> None:
        """At one more phone; repeatable."""
        if name not in self.phones:
            self.phones[name] = Phone(name, PASSWORD, self._own.sip, says=self.voice(name))
            await self._plug_in(self.phones[name])
            await self._until({name}, there=True)

    async def _plug_in(self, phone: Phone) -> None:
        await phone.open(HOST)
        await phone.register()

    async def hang_up(self) -> None:
        """All of them, everywhere."""
        for station in (self.customers, *self.phones.values()):
            for call in list(station.calls):
                call.hang_up()

    async def register(self) -> None:
        await asyncio.gather(*(phone.register() for phone in self.phones.values()))

    def vanish(self) -> None:
        """All put down, and nobody is told: the PBX they were connected by is no more."""
        for station in (self.customers, *self.phones.values()):
            for call in list(station.calls):
                call.vanish()

    async def leave(self) -> None:
        """Nobody is there then, for Asterisk too: whoever comes next would be taken for there, or be called in vain."""
        try:
            if not self._own.ended():
                await asyncio.gather(*(self._unplug_for_good(one) for one in self.phones.values()))
                await self._until(self.phones.keys(), there=False)
        finally:
            await asyncio.gather(*(station.close() for station in (self.customers, *self.phones.values())))

    async def _unplug_for_good(self, phone: Phone) -> None:
        if phone.endpoint.address[1]:
            phone.plug_in()
            await phone.register(0)

    async def _until(self, phones: Iterable[str], *, there: bool) -> None:
        """Asterisk takes a moment to know."""
        async with asyncio.timeout(NOTICES_SECONDS):
            while True:
                online = await asyncio.to_thread(self._own.online)
                if all((phone in online) is there for phone in phones):
                    return
                await asyncio.sleep(0.01)

    def voice(self, who: str) -> int:
        if who not in self._tones:
            self._tones[who] = next(self._voices)
            self._by_tone[self._tones[who]] = who
        return self._tones[who]

    def calls_of(self, who: str) -> list[Call]:
        """A phone's, or a number's outside."""
        if who in self.phones:
            return list(self.phones[who].calls)
        return [call for call in self.customers.calls if who == call.number]

    async def ringing(self, who: str) -> Call:
        station = self.phones.get(who, self.customers)
        async with asyncio.timeout(60):
            while True:
                for call in self.calls_of(who):
                    if call.state is CallState.RINGING:
                        return call
                station.turn.clear()
                await station.turn.wait()

    async def behave(self, who: str, how: PhoneBehaviour) -> None:
        phone = self.phones.get(who)
        if phone is None:
            answers = 0.05 if how.kind is PhoneKind.VOICEMAIL else how.answers_after
            presses = None if how.kind is PhoneKind.VOICEMAIL else how.presses_after
            self.customers.ways[who] = Behaviour(
                kind=_KINDS[how.kind], answers_after=answers, presses_after=presses, gives_up_after=how.gives_up_after
            )
            return
        if how.kind is PhoneKind.UNREACHABLE:
            await phone.register(0)
            return
        await phone.register()
        phone.way = Behaviour(
            kind=_KINDS[how.kind],
            after=how.rings_after,
            answers_after=how.answers_after,
            gives_up_after=how.gives_up_after,
        )

    def behave_outside(self, number: str, how: CustomerBehaviour) -> None:
        match how.kind:
            case CustomerKind.ANSWERS:
                way = Behaviour(answers_after=how.after, talks=how.talk)
            case CustomerKind.BUSY:
                way = Behaviour(kind=Kind.BUSY, after=how.after)
            case CustomerKind.NO_ANSWER:
                way = Behaviour(gives_up_after=how.after)
            case CustomerKind.UNREACHABLE:
                way = Behaviour(kind=Kind.REFUSES, after=how.after)
        self.customers.ways[number] = way

    async def unplug(self, phone: str) -> None:
        """And Asterisk looks after it now instead of at its next time."""
        self.phones[phone].unplug()
        await asyncio.to_thread(self._own.pbx.say, f"pjsip qualify {phone}")

    # What is heard.

    def who(self, tone: int) -> str:
        """A phone, a number, ``music`` or ``centre``."""
        if tone == MUSIC:
            return "music"
        return "centre" if tone in SAYS else self._by_tone[tone]

    def tones(self) -> list[int]:
        return [MUSIC, *SAYS, *self._by_tone]

    def heard_by(self, call: Call, seconds: float = WINDOW) -> set[str]:
        return {self.who(tone) for tone in call.sound.hears(self.tones(), seconds)}

    async def hearing(
        self, present: Callable[[], Mapping[str, tuple[str, Call]]], alike: int = 3
    ) -> set[tuple[str, str]]:
        """Who hears whom of those who are present: by part, who plays it and their call. What is heard so many times alike is
        so."""
        await asyncio.sleep(SETTLES)
        before: set[tuple[str, str]] | None = None
        times = 0
        for _ in range(40):
            await asyncio.sleep(WINDOW)
            there = present()
            parts = {who: part for part, (who, _) in there.items()}
            pairs = {(part, parts.get(who, who)) for part, (_, call) in there.items() for who in self.heard_by(call)}
            times = times + 1 if pairs == before else 1
            before = pairs
            if times >= (alike if {ear for ear, _ in pairs} >= set(there) else STILL):
                break
        return before or set()

    def said_to(self, call: Call) -> tuple[Prompt | int, ...]:
        """One after the other."""
        frames = [heard([frame], list(SAYS)) for frame in call.sound.frames(0)]
        runs = [(one, len(list(run))) for one, run in groupby(frames)]
        return tuple(SAYS[tone] for tones, length in runs if length > 3 for tone in sorted(tones))

    def voices_in(self, recording: bytes) -> list[tuple[frozenset[str], float]]:
        """Who speaks in it, stretch by stretch, for how many seconds; without its silences."""
        with wave.open(io.BytesIO(recording)) as file:
            samples = array("h", file.readframes(file.getnframes()))
        tones = self.tones()
        frames = [found(samples[at : at + FRAME], tones) for at in range(0, len(samples) - FRAME + 1, FRAME)]
        stretches = _joined((tones, len(list(run))) for tones, run in groupby(frames))
        return [(frozenset(map(self.who, tones)), length * FRAME / 8_000) for tones, length in stretches if tones]


def _joined(runs: Iterable[tuple[frozenset[int], int]]) -> list[tuple[frozenset[int], int]]:
    """What lasts for a moment only, while somebody comes or goes or a packet is late, belongs to what was before; at the
    beginning, to what comes."""
    joined: list[tuple[frozenset[int], int]] = []
    for tones, length in runs:
        if len(joined) > 1 and joined[-2][0] == tones and not joined[-1][0] and joined[-1][1] <= LATE:
            (_, late), (_, before) = joined.pop(), joined.pop()
            joined.append((tones, before + late + length))
        elif joined and joined[-1][1] <= MOMENT:
            joined[-1] = (tones, joined[-1][1] + length)
        elif joined and (length <= MOMENT or joined[-1][0] == tones):
            joined[-1] = (joined[-1][0], joined[-1][1] + length)
        else:
            joined.append((tones, length))
    return joined


class Parts:
    """Who is what in each call, by the orders that the centre gave."""

    def __init__(self) -> None:
        self._of: dict[CallId, dict[str, str]] = {}
        self._ever: dict[CallId, dict[str, str]] = {}
        self._legs: dict[LegId, tuple[CallId, str]] = {}

    def of(self, call: CallId) -> dict[str, str]:
        """By part: the phone or number. The customer of a call that came in is not among them."""
        return self._of.setdefault(call, {})

    def ever(self, call: CallId) -> dict[str, str]:
        """By phone or number: what they were last in this call."""
        return self._ever.setdefault(call, {}) | {who: part for part, who in self.of(call).items()}

    def order(self, action: TelephonyAction) -> None:
        match action:
            case RingForCall(leg=leg, phone=phone, call=call):
                self._set(call, "owner", phone, leg)
            case CallOut(leg=leg, phone=phone, call=call, number=number):
                self._set(call, "owner", phone, leg)
                self.of(call)["customer"] = number
            case RingToConsult(leg=leg, phone=who, call=call) | DialToConsult(leg=leg, number=who, call=call):
                self._set(call, "consulted", who, leg)
            case Listen(leg=leg, phone=phone, call=call):
                self._set(call, "listener", phone, leg)
            case TransferOut(leg=leg, number=number, call=call):
                self._set(call, "outside", number, leg)
            case HandOver(call=call):
                self._hand_over(call)
            case StopRinging(leg=leg):
                self.gone(leg)

    def consulted(self, call: CallId, phone: str, leg: LegId) -> None:
        self._set(call, "consulted", phone, leg)

    def gone(self, leg: LegId) -> None:
        call, part = self._legs.pop(leg, (None, ""))
        if call is not None:
            self.of(call).pop(part, None)

    def call_of(self, leg: LegId) -> CallId:
        return self._legs[leg][0]

    def _set(self, call: CallId, part: str, who: str, leg: LegId) -> None:
        for other, (of, had) in list(self._legs.items()):
            if (of, had) == (call, part) and other != leg:
                del self._legs[other]
        self.of(call)[part] = who
        self._ever.setdefault(call, {})[who] = part
        self._legs[leg] = (call, part)

    def _hand_over(self, call: CallId) -> None:
        parts = self.of(call)
        if (took := parts.pop("consulted", None)) is not None:
            new = "outside" if took.startswith("+") else "owner"
            if new == "outside":
                parts.pop("owner", None)
            parts[new] = took
            for leg, (of, part) in list(self._legs.items()):
                if of == call and part == "consulted":
                    self._legs[leg] = (call, new)
