"""What the simulated colleagues do while they talk: they ask each other and the user, pass customers on, and end the call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre
from agent_client.backend.ports.units import Tx, Units
from agent_client.backend.services import call_control, calls, consulting, transfers
from agent_client.protocol.contacts import Contact, Target
from agent_client.protocol.names import AgentState, ContactState, Part, TargetKind
from agent_client.protocol.time import seconds_between
from agent_client.rules.parties import ContactAction, allowed

LONGEST_TALK, LONGEST_CONSULT = 110.0, 45.0
"""Seconds; those who are asked have more patience than those who ask."""
ASKS, PASSES_ON = 0.02, 0.02
"""How likely at each look at a conversation that goes on."""


class Conversations:
    """``tempo`` 1 is human; less is quicker."""

    def __init__(self, units: Units, random: Random, tempo: float) -> None:
        self._units = units
        self._random = random
        self._tempo = tempo

    async def go_on(self, who: Caller, contact: Contact, now: datetime) -> None:
        """The next thing, if there is one to be done now."""
        done = self._next(contact, now)
        if done in allowed(contact):
            await self._units.write(lambda tx: self._do(tx, who, contact, done))

    def _next(self, contact: Contact, now: datetime) -> ContactAction | None:
        talked = self._since(contact.connected_at, now)
        match contact.state:
            case ContactState.CONNECTED:
                return self._with_the_customer(talked)
            case ContactState.HELD:  # whoever was asked has gone
                return ContactAction.RESUME
            case ContactState.CONSULTING | ContactState.CONFERENCE if contact.part is Part.CONSULTED:
                bored = talked > LONGEST_CONSULT and self._random.random() < 0.2
                return ContactAction.END_CONSULT if bored else None
            case ContactState.CONSULTING | ContactState.CONFERENCE:
                return self._with_a_colleague(contact, now)
            case _:
                return None

    def _since(self, at: datetime | None, now: datetime) -> float:
        return seconds_between(at or now, now) / self._tempo

    def _with_the_customer(self, talked: float) -> ContactAction | None:
        if talked > LONGEST_TALK:
            return ContactAction.END
        chance = self._random.random()
        if talked > 10 and chance < ASKS:
            return ContactAction.CONSULT
        return ContactAction.TRANSFER if talked > 10 and chance < ASKS + PASSES_ON else None

    def _with_a_colleague(self, contact: Contact, now: datetime) -> ContactAction | None:
        since = None if contact.consult is None else contact.consult.connected_at
        if self._since(since, now) < 12:
            return None
        if contact.state is ContactState.CONFERENCE:
            return ContactAction.END_CONSULT
        actions = (ContactAction.END_CONSULT, ContactAction.TRANSFER, ContactAction.CONFERENCE)
        return self._random.choices(actions, weights=(5, 3, 2))[0]

    def _do(self, tx: Tx, who: Caller, contact: Contact, action: ContactAction | None) -> None:
        simple: dict[ContactAction, Callable[..., Contact]] = {
            ContactAction.END: calls.end,
            ContactAction.RESUME: call_control.resume,
            ContactAction.END_CONSULT: consulting.end_consult,
            ContactAction.CONFERENCE: consulting.conference,
        }
        if action in simple:
            simple[action](tx, who, contact.id, contact.version)
        elif action is ContactAction.CONSULT:
            colleague = self._free(tx, who)
            if colleague is not None:
                consulting.consult(tx, who, contact.id, contact.version, colleague)
        else:
            passes_on = contact.state is ContactState.CONNECTED
            target = self._elsewhere(tx, contact) if passes_on else None
            transfers.transfer(tx, who, contact.id, contact.version, target)

    def _free(self, tx: Tx, who: Caller) -> Target | None:
        """Whoever waits for calls, the user included."""
        found = [
            one.id for one in agents.all_presences(tx.conn) if one.state is AgentState.READY and one.id != who.agent
        ]
        return Target(kind=TargetKind.AGENT, id=self._random.choice(found)) if found else None

    def _elsewhere(self, tx: Tx, contact: Contact) -> Target:
        """The other queue, where there is one."""
        others = [queue for queue in centre.queue_ids(tx.conn) if queue != contact.queue]
        return Target(kind=TargetKind.QUEUE, id=self._random.choice(others or [contact.queue]))
