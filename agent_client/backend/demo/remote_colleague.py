"""The simulated colleague without a computer (A15): calls the service number to sign in, takes calls on a mobile phone, and
calls again to sign out."""

from __future__ import annotations

import asyncio
from random import Random

from agent_client.backend.persistence import agents
from agent_client.backend.ports.units import Tx, Units
from agent_client.backend.telephony.simulator import PhoneBehaviour
from agent_client.protocol.agents import Me
from agent_client.protocol.names import AgentId, AgentState

from .seed import SERVICE_NUMBER, Somebody
from .world import World

TAKEN_IN = 1.0
"""Seconds in which a call is known at the centre, however quick the demo is: one more would change them over again."""


class RemoteColleague:
    """``tempo`` 1 is human; less is quicker."""

    def __init__(
        self, who: Somebody, agent: AgentId, units: Units, pbx: World, random: Random, tempo: float = 1.0
    ) -> None:
        self._somebody = who
        self._agent = agent
        self._units = units
        self._pbx = pbx
        self._random = random
        self._tempo = tempo

    async def work(self) -> None:
        """Until cancelled."""
        await self._takes(10, 30)
        while True:
            await self._be(signed_in=True)
            await self._takes(240, 600)
            await self._be(signed_in=False)
            await self._takes(60, 180)

    async def _be(self, *, signed_in: bool) -> None:
        """Call until it is so; with somebody on the phone later, as the centre asks for."""
        hears_it = self._random.random() < 0.9
        answers = self._random.uniform(2, 6) * self._tempo if hears_it else None
        self._pbx.set_phone(self._somebody.phone, PhoneBehaviour(rings_after=0.3, answers_after=answers))
        while (me := await self._units.read(self._look)).remote is not signed_in:
            if me.state in (AgentState.SIGNED_OUT, AgentState.READY):
                self._pbx.call_in(self._somebody.phone, SERVICE_NUMBER)
            await asyncio.sleep(max(TAKEN_IN, self._random.uniform(15, 30) * self._tempo))

    def _look(self, tx: Tx) -> Me:
        return agents.me(tx.conn, self._agent)

    async def _takes(self, least: float, most: float) -> None:
        await asyncio.sleep(self._random.uniform(least, most) * self._tempo)
