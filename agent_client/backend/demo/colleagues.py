"""The simulated colleagues: they sign in, take calls, write notes, wrap up, pause, call back, and now and then miss a call.
What they do while they talk is in `conversations`.

They work through the same services as everybody; only their hands and voices are made up.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from random import Random

from agent_client.backend.domain.caller import Caller
from agent_client.backend.hub import Hub, Over
from agent_client.backend.persistence import agents, centre, contact_view
from agent_client.backend.ports.units import Tx, Units
from agent_client.backend.services import agent_states, links, locks, records, requests, signing_in, wrapping_up
from agent_client.backend.services import callbacks as callback_service
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind, PhoneBehaviour
from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.contacts import Contact, WrapUp
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.customers import NewRecord
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    ContactState,
    CustomerId,
    Direction,
    IdleReasonId,
    NotReadyReason,
    Part,
    Section,
    WhyCode,
)
from agent_client.protocol.refusals import NotSignedIn, Refusal
from agent_client.protocol.sessions import SignIn
from agent_client.protocol.time import seconds_between

from . import notes
from .conversations import Conversations
from .seed import Somebody
from .world import World

log = logging.getLogger(__name__)

LONGEST_LOOK_SECONDS = 30.0
"""However little happens, each looks up so often."""
MISSES = 0.05
"""Of so many calls a colleague does not hear the phone."""
_EDITS = 0.1
"""Of so many looks up from a conversation a colleague opens the customer's card."""
_STUCK = (NotReadyReason.RONA, NotReadyReason.UNREACHABLE, NotReadyReason.DECLINED)


class Colleague:
    """``tempo`` 1 is human; less is quicker."""

    def __init__(
        self, who: Somebody, agent: AgentId, units: Units, hub: Hub, pbx: World, random: Random, tempo: float = 1.0
    ) -> None:
        self._somebody = who
        self._agent = agent
        self._units = units
        self._hub = hub
        self._pbx = pbx
        self._random = random
        self._tempo = tempo
        self._conversations = Conversations(units, random, tempo)
        self._noted: int | None = None
        """The contact about which they have written already."""

    async def work(self) -> None:
        """Until cancelled. Whatever goes wrong in one go is left, and they look up again."""
        while True:
            try:
                await self._shift(await self._sign_in())
            except NotSignedIn as ended:
                log.info("%s was signed out: %s", self._somebody.name, ended.params.get("why", ""))
            except Over:
                return
            except Refusal as refusal:
                log.info("%s: %s", self._somebody.name, refusal)
            await self._takes(5, 20)

    async def _sign_in(self) -> Caller:
        request = SignIn(
            user=self._somebody.user,
            password="-",
            phone=self._somebody.phone,
            seat=f"SEAT-{self._somebody.phone}",
            host="demo",
            client="demo",
        )
        await self._units.write(lambda tx: signing_in.sign_in(tx, request, self._agent, "127.0.0.1"))
        who = await self._units.read(lambda tx: agents.caller_of(tx.conn, self._agent))
        if who is None:
            raise NotSignedIn("no session")
        await self._units.write(lambda tx: links.opened(tx, who))
        return who

    async def _shift(self, who: Caller) -> None:
        """Raises `NotSignedIn` when the session ends."""
        subscription = self._hub.subscribe([agent_stream(self._agent)])
        try:
            while True:
                session = await self._units.read(lambda tx: agents.caller_of(tx.conn, self._agent))
                if session is None or session.session != who.session:
                    raise NotSignedIn("the session has ended")
                try:
                    patience = await self._act(who)
                except NotSignedIn:
                    raise
                except Refusal as refusal:  # it moved on in the meantime
                    log.debug("%s: %s", self._somebody.name, refusal)
                    patience = 1.0
                await subscription.next(min(patience, LONGEST_LOOK_SECONDS) * self._tempo)
        finally:
            self._hub.unsubscribe(subscription)

    async def _act(self, who: Caller) -> float:
        """One look at the own screen; returns for how many seconds nothing is to be done unless something happens."""
        me, in_hand = await self._units.read(lambda tx: _look(tx, who))
        contact = in_hand[0] if in_hand else None
        match me.state:
            case AgentState.READY:
                return await self._ready(who, me)
            case AgentState.NOT_READY:
                return await self._not_ready(who, me)
            case AgentState.OFFERED if contact is not None and contact.direction is Direction.PREVIEW:
                return await self._preview(who, contact)
            case AgentState.ON_CONTACT if contact is not None:
                return await self._talk(who, me, contact)
            case AgentState.WRAP_UP if contact is not None:
                return await self._wrap_up(who, contact)
            case _:
                return LONGEST_LOOK_SECONDS

    async def _ready(self, who: Caller, me: Me) -> float:
        now = await self._units.read(lambda tx: tx.now)
        waited = seconds_between(me.since, now)
        if waited > 20 * self._tempo:
            chance = self._random.random()
            if chance < 0.25 and await self._call_back(who):
                return LONGEST_LOOK_SECONDS
            if chance > 0.92:
                await self._wish(who, AgentState.NOT_READY, idle=True)
                return LONGEST_LOOK_SECONDS
        return self._random.uniform(10, 25)

    async def _not_ready(self, who: Caller, me: Me) -> float:
        if me.not_ready is NotReadyReason.SIGNING_ON:
            return LONGEST_LOOK_SECONDS
        if me.not_ready is NotReadyReason.IDLE:
            await self._takes(40, 150)
        elif me.why is not None and me.why.code is WhyCode.STATE_SET_BY:  # a supervisor wanted it
            await self._takes(30, 90)
        elif me.not_ready in _STUCK:
            await self._takes(6, 20)
        else:
            await self._takes(0.5, 3)
        self._settle_phone()
        await self._wish(who, AgentState.READY)
        return 2.0

    async def _preview(self, who: Caller, contact: Contact) -> float:
        """Read, then dialled, or now and then left to another."""
        if contact.state is ContactState.CONNECTING and contact.ringing_at is not None:  # shown, and not dialled yet
            await self._takes(2, 6)
            wish = requests.decline if self._random.random() < 0.15 else requests.answer
            self._pbx.set_customer(contact.ani, self._customer())
            await self._units.write(lambda tx: wish(tx, who, contact.id, contact.version))
        return LONGEST_LOOK_SECONDS

    async def _talk(self, who: Caller, me: Me, contact: Contact) -> float:
        now = await self._units.read(lambda tx: tx.now)
        talked = seconds_between(contact.connected_at or now, now) / self._tempo
        has_customer = contact.part is Part.OWNER
        if has_customer and talked > 8 and self._noted != contact.id and self._random.random() < 0.4:
            await self._note(who, contact)
        if has_customer and contact.customer is not None and self._random.random() < _EDITS:
            await self._edit_card(who, contact.customer.id)
        await self._conversations.go_on(who, contact, now)
        return self._random.uniform(6, 15)

    async def _wrap_up(self, who: Caller, contact: Contact) -> float:
        await self._takes(3, 9)
        if self._noted != contact.id and self._random.random() < 0.7:
            await self._note(who, contact)
            await self._takes(1, 4)
        self._settle_phone()
        await self._units.write(partial(self._finish, who=who, contact=contact))
        return 2.0

    def _finish(self, tx: Tx, who: Caller, contact: Contact) -> None:
        reason = self._random.choice(centre.centre(tx.conn).wrap_up_reasons)
        wrapping_up.wrap_up(tx, who, contact.id, WrapUp(contact.version, reason.id))

    async def _note(self, who: Caller, contact: Contact) -> None:
        self._noted = contact.id
        new = NewRecord(text=notes.record(self._random), contact=contact.id)
        await self._units.write(lambda tx: records.add(tx, who, new))

    async def _call_back(self, who: Caller) -> bool:
        """The oldest open entry that nobody is calling, and nobody has an appointment with. False when there is none."""
        found = await self._units.read(lambda tx: callback_service.listed(tx, who, Section.OPEN))
        free = [entry for entry in found.entries if _is_free(entry)]
        if not free:
            return False
        entry = free[-1]
        self._pbx.set_customer(entry.number, self._customer())
        await self._units.write(lambda tx: callback_service.call(tx, who, entry.id))
        return True

    async def _edit_card(self, who: Caller, customer: CustomerId) -> None:
        """Open for a while, and nothing changed: others see that somebody works on it."""
        await self._units.write(lambda tx: locks.take(tx, who, customer))
        await self._takes(10, 30)
        await self._units.write(lambda tx: locks.release(tx, who, customer))

    def _customer(self) -> CustomerBehaviour:
        kinds = (CustomerKind.ANSWERS, CustomerKind.NO_ANSWER, CustomerKind.BUSY)
        kind = self._random.choices(kinds, weights=(65, 25, 10))[0]
        after = 2.0 if kind is CustomerKind.BUSY else self._random.uniform(4, 18)
        return CustomerBehaviour(kind=kind, after=after * self._tempo, talk=self._random.uniform(25, 70) * self._tempo)

    def _settle_phone(self) -> None:
        """How the phone is answered next: in a few seconds, now and then not at all."""
        misses = self._random.random() < MISSES
        answers = None if misses else self._random.uniform(2, 6) * self._tempo
        self._pbx.set_phone(
            self._somebody.phone,
            PhoneBehaviour(rings_after=0.3, answers_after=answers, answers_test_after=1.5 * self._tempo, desktop=True),
        )

    async def _wish(self, who: Caller, state: AgentState, *, idle: bool = False) -> None:
        reason = await self._units.read(self._idle_reason) if idle else None
        wish = ChangeState(state=state, idle_reason=reason)
        await self._units.write(lambda tx: agent_states.change(tx, who, wish, self._pbx.can_answer))

    def _idle_reason(self, tx: Tx) -> IdleReasonId:
        return self._random.choice(centre.centre(tx.conn).idle_reasons).id

    async def _takes(self, least: float, most: float) -> None:
        await asyncio.sleep(self._random.uniform(least, most) * self._tempo)


def _is_free(entry: Callback) -> bool:
    return bool(entry.number) and entry.claim is None and entry.appointment is None


def _look(tx: Tx, who: Caller) -> tuple[Me, tuple[Contact, ...]]:
    return agents.me(tx.conn, who.agent), contact_view.of_agent(tx.conn, who.agent)
