"""A simulated PBX whose time is moved by hand, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agent_client.backend.ports.telephony import (
    CallArrived,
    CallId,
    LegAnswered,
    LegId,
    LegRinging,
    RingForCall,
)
from agent_client.backend.telephony.simulator import (
    HandTimers,
    Simulator,
)

LEG = LegId("leg-1")
CUSTOMER = "+31201234567"


class Bench:
    def __init__(self, timers: HandTimers, pbx: Simulator) -> None:
        self.timers = timers
        self.pbx = pbx
        self.heard: list[object] = []

    def news(self, seconds: float = 0.0) -> list[object]:
        """What is told while so much time passes."""
        self.timers.pass_(seconds)
        heard, self.heard[:] = list(self.heard), []
        return heard

    async def ringing(self, leg: LegId = LEG, phone: str = "204", **how: float) -> CallId:
        call = self.pbx.call_in(CUSTOMER, "100", **how)
        await self.pbx.act(RingForCall(leg, phone, call))
        assert self.news() == [CallArrived(call, CUSTOMER, "100"), LegRinging(leg)]
        return call

    async def talking(self, **how: float) -> CallId:
        call = await self.ringing(**how)
        assert self.pbx.pick_up("204")
        assert self.news() == [LegAnswered(LEG)]
        return call


@pytest.fixture
def new_bench() -> Callable[..., Bench]:
    def make(**how: Any) -> Bench:
        timers = HandTimers()
        return Bench(timers, Simulator(timers, **how))

    return make


@pytest.fixture
async def bench(new_bench: Callable[..., Bench]) -> Bench:
    made = new_bench()
    await made.pbx.start(made.heard.append, ())
    return made
