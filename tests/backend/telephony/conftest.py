"""The PBX port's contract: what every engine behind it must do. An engine implements `Engine`'s primitives and is made by
the fixture ``engine``; the tests beside this file then hold for it. They read no engine's insides.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeAlias

import pytest

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import (
    Alive,
    CallArrived,
    CallId,
    CallOut,
    CustomerAnswered,
    Hear,
    KnownCall,
    KnownLine,
    LegAnswered,
    LegId,
    LegRinging,
    Listen,
    RecordingMade,
    RingForCall,
    RingToConsult,
    Telephony,
    TelephonyAction,
    TelephonyEvent,
    TransferAsked,
)
from agent_client.backend.telephony.simulator import (
    CustomerBehaviour,
    HandTimers,
    PhoneBehaviour,
    Simulator,
)
from agent_client.protocol.names import Listening
from tests.fakes.own_asterisk import OwnAsterisk, for_one_test, own_asterisk
from tests.fakes.real_engine import AsteriskHangs, RealEngine

Hearing: TypeAlias = set[tuple[str, str]]
Stretch: TypeAlias = tuple[frozenset[str], float]
"""Who is heard in a stretch of a recording, and for how many seconds."""

CUSTOMER, DNIS = "+31201234567", "+31800100300"
OWNER, ASKED = "204", "205"
LEG, ASKED_LEG = LegId("leg-owner"), LegId("leg-asked")
LISTENER, LISTENER_LEG = "206", LegId("leg-listener")
"""A supervisor's phone: the party ``listener`` of `Engine.hears`."""
OUT = CallId("out-1")


class Engine(ABC):
    """A PBX, and the people around it."""

    pbx: Telephony

    @abstractmethod
    async def told(self, *events: TelephonyEvent, within: float = 0.0) -> None:
        """Exactly these are told, in this order, before so many seconds have passed. A recording that is over is told when it
        likes, and counts only where it is asked for."""

    @abstractmethod
    async def pass_(self, seconds: float) -> None:
        """Time passes, and nothing is told."""

    @abstractmethod
    def seconds(self, seconds: float) -> float:
        """What a clock shows when so many have passed: an engine of real time hurries."""

    @abstractmethod
    async def restarted(self, known: Sequence[KnownCall], lines: Sequence[KnownLine] = ()) -> Alive:
        """The centre's server has died and comes back; the PBX has not."""

    @abstractmethod
    async def calls_in(self, ani: str = CUSTOMER) -> CallId: ...
    @abstractmethod
    async def customer_hangs_up(self, call: CallId) -> None: ...
    @abstractmethod
    async def customer_presses(self, call: CallId, key: str) -> None: ...
    @abstractmethod
    async def picks_up(self, phone: str) -> None: ...
    @abstractmethod
    async def puts_down(self, phone: str) -> None: ...
    @abstractmethod
    async def dies(self, phone: str) -> None: ...
    @abstractmethod
    async def holds(self, phone: str, *, held: bool = True) -> None:
        """By its own key; and takes back again."""

    @abstractmethod
    async def transfers(self, phone: str, number: str, *, talked: bool = False) -> TransferAsked:
        """By its own key; ``talked``: after a second call from the same phone, which was answered there. Returns what is
        told of it, and nothing else is told."""

    @abstractmethod
    async def transfer_shown(self, phone: str) -> bool | None:
        """What the phone shows of its transfer: whether it was taken; None: nothing yet."""

    @abstractmethod
    async def phone(self, phone: str, behaviour: PhoneBehaviour) -> None: ...
    @abstractmethod
    async def outside(self, number: str, behaviour: CustomerBehaviour) -> None: ...
    @abstractmethod
    async def loses_link(self) -> None:
        """Between the centre and the PBX."""

    @abstractmethod
    async def link_back(self) -> None: ...
    @abstractmethod
    async def hears(self, call: CallId) -> Hearing:
        """Who hears whom, by what arrives at their ears."""

    @abstractmethod
    async def keyed(self, call: CallId) -> dict[str, str]:
        """Which tones reached whom."""

    @abstractmethod
    async def spoken(self, call: CallId) -> tuple[Prompt | int, ...]:
        """What the caller was told, or is being told, by name; numbers as they were meant."""

    @abstractmethod
    async def recording(self, call: CallId, name: str) -> list[Stretch]:
        """What can be heard in it, stretch by stretch."""

    @abstractmethod
    async def recordings_told(self) -> set[str]:
        """Since something else was told last."""

    # Ways to a situation.

    async def act(self, *actions: TelephonyAction) -> None:
        for action in actions:
            await self.pbx.act(action)

    async def waiting(self) -> CallId:
        call = await self.calls_in()
        await self.told(CallArrived(call, CUSTOMER, DNIS))
        return call

    async def ringing(self, leg: LegId = LEG) -> CallId:
        """``leg``: never one that there has been, as in the centre itself."""
        call = await self.waiting()
        await self.act(RingForCall(leg, OWNER, call))
        await self.told(LegRinging(leg))
        return call

    async def talking(self, leg: LegId = LEG) -> CallId:
        call = await self.ringing(leg)
        await self.picks_up(OWNER)
        await self.told(LegAnswered(leg))
        return call

    async def asking(self) -> CallId:
        """The customer is on hold, a colleague's phone rings."""
        call = await self.talking()
        await self.act(Hear(call, customer=False), RingToConsult(ASKED_LEG, ASKED, call))
        await self.told(LegRinging(ASKED_LEG))
        return call

    async def consulting(self) -> CallId:
        call = await self.asking()
        await self.picks_up(ASKED)
        await self.told(LegAnswered(ASKED_LEG))
        return call

    async def conference(self) -> CallId:
        call = await self.consulting()
        await self.act(Hear(call, customer=True, consulted=True))
        return call

    async def listened_to(self, call: CallId, how: Listening = Listening.LISTEN, leg: LegId = LISTENER_LEG) -> None:
        """A supervisor's phone has been answered for it."""
        await self.act(Listen(leg, LISTENER, call, how))
        await self.told(LegRinging(leg))
        await self.picks_up(LISTENER)
        await self.told(LegAnswered(leg))

    async def calling_out(self) -> CallId:
        """The agent has picked up; the customer's phone rings."""
        await self.act(CallOut(LEG, OWNER, OUT, CUSTOMER, DNIS))
        await self.told(LegRinging(LEG))
        await self.picks_up(OWNER)
        await self.told(LegAnswered(LEG))
        return OUT

    async def called_out(self) -> CallId:
        await self.outside(CUSTOMER, CustomerBehaviour(after=0.2))
        call = await self.calling_out()
        await self.told(CustomerAnswered(call), within=2)
        return call


class Simulated(Engine):
    def __init__(self) -> None:
        self._timers = HandTimers()
        self.heard: list[TelephonyEvent] = []
        self._simulator = Simulator(self._timers)
        self.pbx = self._simulator

    async def told(self, *events: TelephonyEvent, within: float = 0.0) -> None:
        self._timers.pass_(within)
        heard, self.heard[:] = list(self.heard), []
        made = any(isinstance(event, RecordingMade) for event in events)
        assert [event for event in heard if made or not isinstance(event, RecordingMade)] == list(events)

    async def pass_(self, seconds: float) -> None:
        await self.told(within=seconds)

    def seconds(self, seconds: float) -> float:
        return seconds

    async def restarted(self, known: Sequence[KnownCall], lines: Sequence[KnownLine] = ()) -> Alive:
        await self.pbx.stop()
        return await self.pbx.start(self.heard.append, known, lines)

    async def calls_in(self, ani: str = CUSTOMER) -> CallId:
        return self._simulator.call_in(ani, DNIS)

    async def customer_hangs_up(self, call: CallId) -> None:
        assert self._simulator.hang_up(call)

    async def customer_presses(self, call: CallId, key: str) -> None:
        assert self._simulator.press_key(call, key)

    async def picks_up(self, phone: str) -> None:
        assert self._simulator.pick_up(phone)

    async def puts_down(self, phone: str) -> None:
        assert self._simulator.put_down(phone)

    async def dies(self, phone: str) -> None:
        self._simulator.kill_phone(phone)

    async def holds(self, phone: str, *, held: bool = True) -> None:
        assert self._simulator.keys.hold(phone, held=held)

    async def transfers(self, phone: str, number: str, *, talked: bool = False) -> TransferAsked:
        assert self._simulator.keys.transfer(phone, number, talked=talked)
        self._timers.pass_()
        [asked] = self.heard
        self.heard.clear()
        assert isinstance(asked, TransferAsked)
        return asked

    async def transfer_shown(self, phone: str) -> bool | None:
        return self._simulator.keys.shown(phone)

    async def phone(self, phone: str, behaviour: PhoneBehaviour) -> None:
        self._simulator.set_phone(phone, behaviour)

    async def outside(self, number: str, behaviour: CustomerBehaviour) -> None:
        self._simulator.set_customer(number, behaviour)

    async def loses_link(self) -> None:
        assert self._simulator.lose_link()

    async def link_back(self) -> None:
        assert self._simulator.restore_link()

    async def hears(self, call: CallId) -> Hearing:
        return {(str(listener), str(speaker)) for listener, speaker in self._simulator.hears(call)}

    async def keyed(self, call: CallId) -> dict[str, str]:
        return self._simulator.digits(call)

    async def spoken(self, call: CallId) -> tuple[Prompt | int, ...]:
        return self._simulator.spoken(call)

    async def recording(self, call: CallId, name: str) -> list[Stretch]:
        found = self._simulator.recordings(call)[name]
        return [(frozenset(map(str, one.heard)), one.end - one.start) for one in found]

    async def recordings_told(self) -> set[str]:
        self._timers.pass_(2)
        return {event.name for event in self.heard if isinstance(event, RecordingMade)}


@asynccontextmanager
async def _simulated() -> AsyncIterator[Engine]:
    engine = Simulated()
    await engine.pbx.start(engine.heard.append, ())
    yield engine
    await engine.pbx.stop()


@pytest.fixture(scope="session")
def kept_asterisk() -> Iterator[OwnAsterisk]:
    with own_asterisk() as own:
        yield own


@pytest.fixture
def asterisk(kept_asterisk: OwnAsterisk) -> Iterator[OwnAsterisk]:
    with for_one_test(kept_asterisk) as own:
        yield own


class OnAsterisk(RealEngine, Engine):
    """The real one, with soft phones."""


@asynccontextmanager
async def _on_asterisk(own: OwnAsterisk) -> AsyncIterator[OnAsterisk]:
    engine = OnAsterisk(own)
    try:
        try:
            await engine.begin()
        except AsteriskHangs:  # no test's fault but an earlier one's; a second time it is ours
            await engine.finish()
            await asyncio.to_thread(own.ready)
            engine = OnAsterisk(own)
            await engine.begin()
        yield engine
    finally:
        await engine.finish()


ENGINES = ["simulator", "asterisk"]


@pytest.fixture(params=ENGINES)
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[Engine]:
    real = request.param == "asterisk"
    made = _on_asterisk(request.getfixturevalue("asterisk")) if real else _simulated()
    async with made as engine:
        yield engine


@pytest.fixture
async def on_asterisk(asterisk: OwnAsterisk) -> AsyncIterator[OnAsterisk]:
    """For what only a real one can suffer."""
    async with _on_asterisk(asterisk) as made:
        yield made
