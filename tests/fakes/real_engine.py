"""The primitives of the port's contract suite on the real Asterisk: real phones, real sound, real time. Waiting is shortened
where nothing but its length would differ."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import (
    Alive,
    AnswerTransfer,
    CallArrived,
    CallId,
    KnownCall,
    KnownLine,
    LegEnded,
    LegFailed,
    PbxLost,
    PhoneHeld,
    PhoneState,
    Record,
    RecordingMade,
    TelephonyAction,
    TelephonyEvent,
    TransferAsked,
)
from agent_client.backend.softphone import Call, CallState
from agent_client.backend.telephony.simulator import CustomerBehaviour, PhoneBehaviour
from tests.fakes.own_asterisk import HOST, Cable, OwnAsterisk
from tests.fakes.telephones import Parts, People

CUSTOMER, DNIS = "+31201234567", "+31800100300"
FACTOR, RECORDED = 0.3, 0.5
"""Of the seconds that a test lets pass; the latter while they are measured."""
LONGEST = 2.0
QUIET = 0.15
"""What was caused has come by then."""
MOMENT = 0.02
PATIENCE = 20.0
"""For what has to come, on a busy computer."""
ORDERS = ("POST ", "DELETE ")
"""The names of tasks that wait for Asterisk to have done it."""
WITH_LISTENER = 5
"""So many times what is heard must be alike: a companion of whoever listens comes a tenth of a second after the last."""
SAYING_SECONDS = 0.6
"""The longest sound, and the way to it."""
KEY_SECONDS = 0.3
"""From one key to the next, at most."""


class AsteriskHangs(Exception):
    """It runs, and connects to the centre no more: it was writing when a test before pulled the cable (`ItsCalls`)."""


class RealEngine:
    def __init__(self, own: OwnAsterisk) -> None:
        self._own = own
        self.people = People(own)
        self.heard: list[TelephonyEvent] = []
        self.pbx = _centre(own)
        self._made: dict[str, RecordingMade] = {}
        self._parts = Parts()
        self._factor = FACTOR
        self._callers: dict[CallId, Call] = {}
        self._nameless: list[tuple[CallId, Call]] = []
        """Who called while the link was lost: by a name of ours, until theirs is told."""
        self._names: dict[CallId, CallId] = {}
        """Of theirs: ours."""
        self._linked = True
        self._transferred: dict[str, Call] = {}
        self._transfer_decided = False
        self._turn = asyncio.Event()
        self._cables = [Cable(own.cable_port, (HOST, own.centre_port)), Cable(own.http_cable_port, own.http)]

    async def begin(self) -> None:
        for cable in self._cables:
            cable.plug_in()
        await self.people.sit_down()
        await self.pbx.start(self._tell, ())
        if PbxLost() in self.heard:
            self._own.pbx.kill()
            if self._own.pulled:
                raise AsteriskHangs
            raise AssertionError("Asterisk does not connect to the centre any more")

    async def finish(self) -> None:
        """The next test finds nobody in a call, whatever became of this one. The link is the last to go: Asterisk may die of
        one that is cut while it has something to tell."""
        async with contextlib.AsyncExitStack() as ends:
            for cable in self._cables:
                ends.push_async_callback(cable.pull)
            ends.push_async_callback(self.pbx.stop)
            ends.push_async_callback(self.people.leave)
            if self._own.ended():
                return
            if not self._linked:
                await self.link_back()
            await self.people.hang_up()
            await asyncio.to_thread(self._own.clean)

    # What is told.

    def _tell(self, event: TelephonyEvent) -> None:
        if isinstance(event, RecordingMade):
            event = replace(event, seconds=event.seconds / RECORDED)
            self._made[event.name] = event
        if isinstance(event, LegFailed | LegEnded):
            self._parts.gone(event.leg)
        self.heard.append(self._named(event))
        self._turn.set()

    def _named(self, event: TelephonyEvent) -> TelephonyEvent:
        """With the name that we gave the call."""
        if isinstance(event, CallArrived) and event.call not in self._callers:
            while self._nameless:
                ours, call = self._nameless.pop(0)
                if call.state is not CallState.ENDED:
                    self._names[event.call] = ours
                    break
        call = getattr(event, "call", None)
        return _renamed(event, self._names[call]) if call in self._names else event

    async def told(self, *events: TelephonyEvent, within: float = 0.0) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + (PATIENCE + within if events else max(QUIET, min(within * self._factor, LONGEST)))
        while loop.time() < until and (not events or len(self._news(events)) < len(events)):
            self._turn.clear()
            try:
                await asyncio.wait_for(self._turn.wait(), until - loop.time())
            except TimeoutError:
                break
        news = self._news(events)
        self.heard.clear()
        assert news == list(events), news

    async def many(self, count: int, kind: type[TelephonyEvent]) -> list[Any]:
        """So many of this kind, whatever else is told meanwhile; nothing of it is left."""
        async with asyncio.timeout(60):
            while len(told := [event for event in self.heard if isinstance(event, kind)]) < count:
                self._turn.clear()
                await self._turn.wait()
        self.heard.clear()
        return told

    def news(self) -> list[TelephonyEvent]:
        """What was told, but of phones."""
        return [event for event in self.heard if not isinstance(event, PhoneState)]

    def _news(self, expected: Sequence[TelephonyEvent]) -> list[TelephonyEvent]:
        """What is told of phones and files beside a call comes when it likes, and counts only where it is asked for."""
        kinds = {type(event) for event in expected}
        beside = {PhoneState, RecordingMade} - kinds
        return [event for event in self.heard if type(event) not in beside]

    async def recordings_told(self) -> set[str]:
        await asyncio.sleep(QUIET)
        return {event.name for event in self.heard if isinstance(event, RecordingMade)}

    def seconds(self, seconds: float) -> float:
        return seconds * RECORDED

    async def pass_(self, seconds: float) -> None:
        await self.told(within=seconds)

    async def restarted(self, known: Sequence[KnownCall], lines: Sequence[KnownLine] = ()) -> Alive:
        await asyncio.sleep(QUIET)
        await self.pbx.stop()
        self.pbx = _centre(self._own)
        return await self.pbx.start(self._tell, known, lines)

    async def act(self, *actions: TelephonyAction) -> None:
        for action in actions:
            self._parts.order(action)
            await self.pbx.act(self._for_them(action))
            self._transfer_decided = self._transfer_decided or isinstance(action, AnswerTransfer)
            if isinstance(action, Record):
                self._factor = RECORDED
                await self._until_recorded(action.name)

    async def _until_recorded(self, name: str) -> None:
        """The clock of the test runs from when the tape does. A moment long: it may have been ordered in vain."""
        loop = asyncio.get_running_loop()
        until = loop.time() + 1
        path = f"recordings/live/{self._own.settings.recordings}%2F{name}"
        while loop.time() < until and await asyncio.to_thread(self._own.ask, "GET", path) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    def _for_them(self, action: TelephonyAction) -> TelephonyAction:
        call = getattr(action, "call", None)
        theirs = next((theirs for theirs, ours in self._names.items() if ours == call), None)
        return action if theirs is None else _renamed(action, theirs)

    # What people do.

    async def calls_in(self, ani: str = CUSTOMER, name: str = "") -> CallId:
        before = {event.call for event in self.heard if isinstance(event, CallArrived)} | self._callers.keys()
        call = self.people.customers.call(DNIS, ani or CUSTOMER, name, withheld=not ani)
        if not self._linked:
            name = CallId(f"nameless-{len(self._nameless)}")
            self._nameless.append((name, call))
            self._callers[name] = call
            async with asyncio.timeout(PATIENCE):
                await call.until(CallState.RINGING, CallState.UP, CallState.ENDED)
            return name
        async with asyncio.timeout(PATIENCE):
            while True:
                for event in self.heard:
                    if isinstance(event, CallArrived) and event.call not in before:
                        self._callers[event.call] = call
                        return event.call
                self._turn.clear()
                await self._turn.wait()

    def _customer(self, call: CallId) -> Call | None:
        if call in self._callers:
            return self._callers[call]
        number = self._parts.of(call).get("customer", "")
        return next(iter(self.people.calls_of(number)), None) if number else None

    async def customer_hangs_up(self, call: CallId) -> None:
        customer = self._customer(call)
        assert customer is not None
        customer.hang_up()

    async def customer_presses(self, call: CallId, key: str) -> None:
        customer = self._customer(call)
        assert customer is not None
        async with asyncio.timeout(PATIENCE):
            await customer.until(CallState.UP)
        await self._carried_out()
        customer.sound.key(key)
        await asyncio.sleep(KEY_SECONDS)

    async def picks_up(self, phone: str) -> None:
        call = await self.people.ringing(phone)
        assert call.answer()
        await self._taken_in()
        way = self.people.customers.ways.get(phone)
        if phone.startswith("+") and (way is None or way.presses_after is None):
            call.sound.key("1")

    async def puts_down(self, phone: str) -> None:
        calls = [call for call in self.people.calls_of(phone) if call.state is not CallState.ENDED]
        assert calls
        for call in calls:
            call.hang_up()
        await self._taken_in()

    async def _taken_in(self) -> None:
        """What somebody did at a phone is known to the centre, as in an engine without any way to it."""
        self._turn.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._turn.wait(), QUIET)

    async def dies(self, phone: str) -> None:
        await self.people.unplug(phone)

    async def holds(self, phone: str, *, held: bool = True) -> None:
        [call] = self.people.calls_of(phone)
        assert await call.hold(held) == 200

    async def transfers(self, phone: str, number: str, *, talked: bool = False) -> TransferAsked:
        [call] = self.people.calls_of(phone)
        second = None
        if talked:
            second = self.people.phones[phone].call(number)
            (await self.people.ringing(number)).answer()
            async with asyncio.timeout(PATIENCE):
                await second.until(CallState.UP)
        self._transferred[phone], self._transfer_decided = call, False
        assert await call.transfer(number, second) == 202
        async with asyncio.timeout(PATIENCE):
            while not any(isinstance(event, TransferAsked) for event in self.heard):
                self._turn.clear()
                await self._turn.wait()
        [asked] = [event for event in self.heard if type(event) not in (PhoneState, PhoneHeld)]
        self.heard.clear()
        assert isinstance(asked, TransferAsked)
        if asked.talked_to is not None:
            self._parts.consulted(self._parts.call_of(asked.leg), number, asked.talked_to)
        return asked

    async def transfer_shown(self, phone: str) -> bool | None:
        for _ in range(round(PATIENCE / QUIET) if self._transfer_decided else 1):
            await asyncio.sleep(QUIET)
            shown = self._shown_of_transfer(phone)
            if shown is not None:
                return shown
        return None

    def _shown_of_transfer(self, phone: str) -> bool | None:
        shown = [text.split()[1] for text in self._transferred[phone].notified if text.startswith("SIP/2.0 ")]
        return None if not shown or shown[-1].startswith("1") else shown[-1].startswith("2")

    async def phone(self, phone: str, behaviour: PhoneBehaviour) -> None:
        await self.people.behave(phone, behaviour)

    async def outside(self, number: str, behaviour: CustomerBehaviour) -> None:
        self.people.behave_outside(number, behaviour)

    async def loses_link(self, *, unseen: bool = False) -> None:
        """``unseen``: as by a switch that is off, so that Asterisk tells what nobody hears. In a quiet moment: of a link that
        breaks while Asterisk has something to tell it may die (README)."""
        await asyncio.sleep(QUIET)  # what was ordered before is on its way
        for _ in range(round(LONGEST / MOMENT)):
            if min(cable.quiet() for cable in self._cables) >= QUIET:
                break
            await asyncio.sleep(MOMENT)
        self._linked = False
        self._own.pulled = True
        for cable in self._cables:
            await cable.pull(unseen=unseen)

    async def link_back(self) -> None:
        for cable in self._cables:
            cable.plug_in()
        self._linked = True

    # What is heard.

    def _present(self, call: CallId) -> dict[str, tuple[str, Call]]:
        """Who is on an open line, by part."""
        customer = self._customer(call)
        there = {} if customer is None else {"customer": (self._voice(call, "customer"), customer)}
        for part, who in self._parts.of(call).items():
            if part != "customer" and (calls := self.people.calls_of(who)):
                there[part] = (who, calls[0])
        return {part: (who, one) for part, (who, one) in there.items() if one.state is CallState.UP}

    async def hears(self, call: CallId) -> set[tuple[str, str]]:
        await self._carried_out()
        alike = WITH_LISTENER if "listener" in self._parts.of(call) else 3
        return await self.people.hearing(lambda: self._present(call), alike)

    async def _carried_out(self) -> None:
        """What the centre has ordered Asterisk has done; on a busy computer that takes its time."""
        async with asyncio.timeout(PATIENCE):
            while orders := [task for task in asyncio.all_tasks() if task.get_name().startswith(ORDERS)]:
                await asyncio.wait(orders)

    def _voice(self, call: CallId, part: str) -> str:
        if part == "customer" and call in self._callers:
            return self._callers[call].caller
        return self._parts.of(call)[part]

    async def keyed(self, call: CallId) -> dict[str, str]:
        await self._carried_out()
        before, times = None, 0
        while times < 3:
            keyed = {part: one.sound.keyed for part, (_, one) in self._present(call).items()}
            before, times = keyed, times + 1 if keyed == before else 1
            await asyncio.sleep(KEY_SECONDS / 2)
        return {part: keys for part, keys in (before or {}).items() if keys}

    async def spoken(self, call: CallId) -> tuple[Prompt | int, ...]:
        customer = self._callers[call]
        before: tuple[Prompt | int, ...] | None = None
        while (said := self.people.said_to(customer)) != before and customer.state is not CallState.ENDED:
            before = said
            await asyncio.sleep(SAYING_SECONDS)
        return said

    async def recording(self, call: CallId, name: str) -> list[tuple[frozenset[str], float]]:
        """Ends the call, if it has not ended: only then is there a file."""
        parts = self._parts.ever(call) | {self._voice(call, "customer"): "customer"}
        customer = self._customer(call)
        if customer is not None:
            customer.hang_up()
        async with asyncio.timeout(PATIENCE):
            while name not in self._made:
                self._turn.clear()
                await self._turn.wait()
        assert not self._made[name].problem
        sound = b"".join([piece async for piece in await self.pbx.fetch(name)])
        stretches = self.people.voices_in(sound)
        return [(frozenset(parts.get(who, who) for who in whom), length / RECORDED) for whom, length in stretches]


def _centre(own: OwnAsterisk) -> Any:
    from agent_client.backend.telephony.asterisk import Asterisk

    return Asterisk(own.settings)


def _renamed(what: Any, call: CallId) -> Any:
    return replace(what, call=call)
