"""The demo's people on real telephones: a soft phone on each desk, and everybody outside behind the carrier's trunk."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from agent_client.backend.ports.telephony import CallId
from agent_client.backend.softphone import Behaviour, Call, CallState, Customers, Kind, Phone
from agent_client.backend.tasks import TaskOwner
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind, PhoneBehaviour, PhoneKind

VOICE, CUSTOMERS_VOICE = 500, 700
"""The tones that agents and everybody outside speak with."""
LOOK_SECONDS = 1.0
HEARD_SECONDS = 0.2
WITHHELD = "+31200000000"
"""Whose number the carrier knows, and does not show."""
_KINDS = {
    PhoneKind.RINGS: Kind.RINGS,
    PhoneKind.BUSY: Kind.BUSY,
    PhoneKind.DECLINES: Kind.DECLINES,
    PhoneKind.UNREACHABLE: Kind.REFUSES,
    PhoneKind.DEAD: Kind.DEAD,
    PhoneKind.VOICEMAIL: Kind.RINGS,
}
_KINDS_OUTSIDE = {CustomerKind.BUSY: Kind.BUSY, CustomerKind.UNREACHABLE: Kind.REFUSES}


class DeskPhone(Phone):
    """``tested``: its next ring is the test of a sign-on, which it may answer by itself."""

    def __init__(self, name: str, password: str, pbx: tuple[str, int], how: PhoneBehaviour) -> None:
        super().__init__(name, password, pbx, says=VOICE)
        self.how = how
        self.tested = False

    def behaviour(self, number: str) -> Behaviour:
        answers = self.how.answers_after
        if self.tested and self.how.answers_test_after is not None:
            answers = self.how.answers_test_after
        self.tested = False
        return Behaviour(
            kind=_KINDS[self.how.kind],
            after=self.how.rings_after,
            answers_after=answers,
            gives_up_after=self.how.gives_up_after,
        )


class Outside(Customers):
    """``anybody``: how those behave of whom nothing was said."""

    def __init__(self, pbx: tuple[str, int], anybody: CustomerBehaviour) -> None:
        super().__init__(pbx, lambda _number: CUSTOMERS_VOICE)
        self._anybody = _outside(anybody)

    def behaviour(self, number: str) -> Behaviour:
        return self.ways.get(number, self._anybody)


class Telephones:
    """``phones``: the passwords by name; ``carrier``: the address that everybody outside has."""

    def __init__(
        self,
        pbx: tuple[str, int],
        carrier: tuple[str, int],
        phones: Mapping[str, str],
        *,
        phone: PhoneBehaviour,
        customer: CustomerBehaviour,
    ) -> None:
        self._host = pbx[0]
        self._carrier = carrier
        self._desks = {name: DeskPhone(name, password, pbx, phone) for name, password in phones.items()}
        self._outside = Outside(pbx, customer)
        self._tasks = TaskOwner()

    async def open(self) -> None:
        """Returns once all are registered. Raises `NotRegistered`."""
        await self._outside.open(*self._carrier)
        for desk in self._desks.values():
            await desk.open(self._host)
        await asyncio.gather(*(desk.register() for desk in self._desks.values()))
        for name, desk in self._desks.items():
            self._tasks.start(desk.stay_registered(), f"phone {name} stays registered")

    async def close(self) -> None:
        await self._tasks.close()
        await asyncio.gather(*(station.close() for station in (self._outside, *self._desks.values())))

    # What people do.

    def call_in(self, ani: str, dnis: str, patience: float | None = None, talk: float | None = None) -> CallId:
        call = self._outside.call(dnis, ani or WITHHELD, withheld=not ani)
        self._tasks.start(_live(call, patience, talk), "a customer calls")
        return CallId(call.id)

    def press_key(self, call: CallId, key: str, after: float = 0.0) -> bool:
        found = next((one for one in self._outside.calls if one.id == call), None)
        if found is not None:
            self._tasks.start(_press(found, key, after), "a customer presses a key")
        return found is not None

    def set_customer(self, number: str, behaviour: CustomerBehaviour) -> None:
        self._outside.ways[number] = _outside(behaviour)

    def set_phone(self, phone: str, behaviour: PhoneBehaviour) -> None:
        """A desk's, or an agent's number outside."""
        desk = self._desks.get(phone)
        if desk is not None:
            desk.how = behaviour
        else:
            self._outside.ways[phone] = Behaviour(
                kind=_KINDS[behaviour.kind],
                after=behaviour.rings_after,
                answers_after=behaviour.answers_after,
                presses_after=behaviour.presses_after,
                gives_up_after=behaviour.gives_up_after,
            )

    def expect(self, phone: str, *, test: bool) -> None:
        """What its next ring is."""
        if (desk := self._desks.get(phone)) is not None:
            desk.tested = test


def _outside(how: CustomerBehaviour) -> Behaviour:
    kind = _KINDS_OUTSIDE.get(how.kind, Kind.RINGS)
    if kind is not Kind.RINGS:
        return Behaviour(kind=kind, after=how.after)
    if how.kind is CustomerKind.NO_ANSWER:
        return Behaviour(gives_up_after=how.after)
    return Behaviour(answers_after=how.after, talks=how.talk)


async def _live(call: Call, patience: float | None, talk: float | None) -> None:
    """Wait for an agent's voice, talk, hang up."""
    waited = talked = 0.0
    while call.state is not CallState.ENDED:
        await asyncio.sleep(LOOK_SECONDS)
        if VOICE in call.sound.hears([VOICE], HEARD_SECONDS):
            talked += LOOK_SECONDS
        elif not talked:
            waited += LOOK_SECONDS
        if (talk is not None and talked >= talk) or (patience is not None and waited >= patience):
            call.hang_up()
            return


async def _press(call: Call, key: str, after: float) -> None:
    await asyncio.sleep(after)
    if call.state is CallState.UP:
        call.sound.key(key)
