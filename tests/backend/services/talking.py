"""Two agents of whom one has a customer on the line: what they press, and who hears whom."""

from __future__ import annotations

from agent_client.backend.services import consulting
from agent_client.backend.telephony.simulator.audio import Party
from agent_client.protocol.contacts import Target
from agent_client.protocol.names import TargetKind

CUS, OWN, ASK = Party.CUSTOMER, Party.OWNER, Party.CONSULTED
OUTSIDE = "+31307654321"


def to(agent=None, queue=None, project=None, number=""):
    if agent is not None:
        return Target(kind=TargetKind.AGENT, id=agent.agent if hasattr(agent, "agent") else agent)
    if queue is not None:
        return Target(kind=TargetKind.QUEUE, id=queue)
    if project is not None:
        return Target(kind=TargetKind.ENTRY_POINT, id=project)
    return Target(kind=TargetKind.NUMBER, number=number)


class Bench:
    """Anna talks with Jan; Bram is available."""

    def __init__(self, world, anna, bram, call):
        self.world, self.anna, self.bram, self.call = world, anna, bram, call

    async def press(self, who, unit, *more):
        contact = await self.world.in_hand(who)
        await self.world.write(lambda tx: unit(tx, who, contact.id, contact.version, *more))
        await self.world.settle()

    async def consult(self, target=None):
        await self.press(self.anna, consulting.consult, target or to(self.bram))

    async def accepted(self, target=None):
        await self.consult(target)
        assert self.world.pbx.pick_up(self.bram.phone)
        await self.world.settle()

    async def annas(self):
        return await self.world.in_hand(self.anna)

    async def brams(self):
        return await self.world.in_hand(self.bram)

    def talks(self):
        """Who hears whom, without the music."""
        return {(one, other) for one, other in self.world.pbx.hears(self.call) if other is not Party.MUSIC}

    def on_music(self):
        return {one for one, other in self.world.pbx.hears(self.call) if other is Party.MUSIC}


def pair(one, other):
    return {(one, other), (other, one)}
