"""The simulated customers: they call by themselves, at a pace, most of them known, and some give up."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from random import Random

from agent_client.backend.hub import Hub, Over
from agent_client.backend.persistence import agents, bulk, centre, queue_standing
from agent_client.backend.ports.units import Tx, Units
from agent_client.backend.services import callback_requests, previews
from agent_client.backend.telephony.simulator import CustomerBehaviour
from agent_client.protocol.cursor import CENTRE
from agent_client.protocol.names import AgentId, AgentState, CallbackOrigin

from .people import stranger
from .seed import CALLBACK_KEY, SALES_DNIS, SUPPORT_DNIS
from .wishes import ON_THE_WEB
from .world import World

MOST_WAITING = 4
"""Nobody calls while so many wait: a demo should show a queue, not a disaster."""
WELCOME_SECONDS = 1.2
"""Between the calls that follow each other until the user's phone rings for the first time."""
MOST_WELCOMING = 8
LONGEST_LOOK_SECONDS = 30.0
ASK_TO_BE_CALLED, ARE_CALLED = 0.05, 0.04
"""Of so many the contact is no call of theirs: they asked on the web to be called, or a campaign has them called."""
PRESS_A_KEY = 0.3
"""Of those who have waited a while so many would rather be called."""


class Callers:
    """``per_minute`` callers on average. ``colleagues`` are those who are simulated too: anybody else is the user."""

    def __init__(
        self,
        units: Units,
        hub: Hub,
        pbx: World,
        random: Random,
        *,
        per_minute: float,
        tempo: float = 1.0,
        colleagues: Collection[AgentId],
    ) -> None:
        self._units = units
        self._hub = hub
        self._pbx = pbx
        self._random = random
        self._per_minute = per_minute
        self._tempo = tempo
        self._colleagues = colleagues
        self._numbers: Sequence[str] = ()

    async def call(self) -> None:
        """Until cancelled."""
        self._numbers = await self._units.read(lambda tx: bulk.first_numbers(tx.conn))
        while True:
            await asyncio.sleep(min(120.0, self._random.expovariate(self._per_minute / 60)))
            if await self._units.read(_waiting) < MOST_WAITING:
                chance = self._random.random()
                if chance < ASK_TO_BE_CALLED + ARE_CALLED:
                    await self._units.write(self._asked if chance < ASK_TO_BE_CALLED else self._campaign)
                else:
                    self._one()

    def _asked(self, tx: Tx) -> None:
        """Somebody fills in the form on the web."""
        queue = self._random.choice(centre.queue_ids(tx.conn))
        number = stranger(self._random)
        self._will_answer(number)
        name = self._random.choice(ON_THE_WEB)
        callback_requests.request(tx, number=number, name=name, queue=queue, origin=CallbackOrigin.WEB)

    def _campaign(self, tx: Tx) -> None:
        """A customer is to be called, of one whose agent may read first."""
        number = self._random.choice(self._numbers) if self._numbers else stranger(self._random)
        self._will_answer(number)
        queue = centre.queue_ids(tx.conn)[0]  # the others stay free for agents without a computer
        previews.add(tx, queue=queue, number=number, name="", values={"Campaign": "Service contract runs out"})

    def _will_answer(self, number: str) -> None:
        after, talk = self._random.uniform(3, 12) * self._tempo, self._random.uniform(25, 70) * self._tempo
        self._pbx.set_customer(number, CustomerBehaviour(after=after, talk=talk))

    async def welcome(self) -> None:
        """The user's first call comes within seconds of becoming ready: as many call as colleagues are free before them."""
        watched = self._hub.subscribe([CENTRE])
        try:
            while not await self._units.read(self._somebody_waits_for_a_call):
                await watched.next(LONGEST_LOOK_SECONDS)
        except Over:
            return
        finally:
            self._hub.unsubscribe(watched)
        await asyncio.sleep(WELCOME_SECONDS * self._tempo)
        self._numbers = self._numbers or await self._units.read(lambda tx: bulk.first_numbers(tx.conn))
        for _ in range(MOST_WELCOMING):
            self._one(stays=True)
            await asyncio.sleep(WELCOME_SECONDS * self._tempo)
            if not await self._units.read(self._somebody_waits_for_a_call):
                return

    def _somebody_waits_for_a_call(self, tx: Tx) -> bool:
        return any(
            one.state is AgentState.READY and one.id not in self._colleagues for one in agents.all_presences(tx.conn)
        )

    def _one(self, *, stays: bool = False) -> None:
        impatient = not stays and self._random.random() < 0.15
        patience = self._random.uniform(6, 20) if impatient else self._random.uniform(60, 200)
        kind = self._random.random()
        if stays or kind < 0.78:
            number = self._random.choice(self._numbers) if self._numbers else stranger(self._random)
        else:
            number = stranger(self._random) if kind < 0.93 else ""
        dnis = SALES_DNIS if self._random.random() < 0.55 else SUPPORT_DNIS
        talk = 30 + 90 * self._random.random() ** 2
        call = self._pbx.call_in(number, dnis, patience * self._tempo, talk * self._tempo)
        if not stays and self._random.random() < PRESS_A_KEY:
            self._pbx.press_key(call, CALLBACK_KEY, after=self._random.uniform(10, 30) * self._tempo)


def _waiting(tx: Tx) -> int:
    return sum(queue.waiting for queue in queue_standing.every(tx.conn))
