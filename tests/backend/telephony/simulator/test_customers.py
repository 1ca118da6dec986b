"""How callers and customers behave, second by second."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import (
    CallArrived,
    CallEnded,
    CallId,
    CallOut,
    Cause,
    CustomerFailed,
    Hear,
    LegAnswered,
    LegId,
)
from agent_client.backend.telephony.simulator import CustomerBehaviour, CustomerKind

LEG, OTHER_LEG = LegId("leg-1"), LegId("leg-2")
OUT = CallId("out-1")
CUSTOMER = "+31201234567"


async def test_a_caller_loses_patience(bench) -> None:
    call = bench.pbx.call_in(CUSTOMER, "100", patience=30)
    assert bench.news(29) == [CallArrived(call, CUSTOMER, "100")]
    assert bench.news(1) == [CallEnded(call)]


async def test_a_conversation_ends_when_the_customer_has_talked(bench) -> None:
    call = await bench.talking(patience=10, talk=60)
    assert bench.news(59) == []
    assert bench.news(1) == [CallEnded(call)]
    assert not bench.pbx.put_down("204")


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (CustomerKind.BUSY, Cause.BUSY),
        (CustomerKind.NO_ANSWER, Cause.NO_ANSWER),
        (CustomerKind.UNREACHABLE, Cause.UNREACHABLE),
    ],
)
async def test_customers_who_are_not_reached(bench, kind: CustomerKind, cause: Cause) -> None:
    bench.pbx.set_customer(CUSTOMER, CustomerBehaviour(kind=kind, after=7))
    await bench.pbx.act(CallOut(LEG, "204", OUT, CUSTOMER, "100"))
    bench.news()
    bench.pbx.pick_up("204")
    assert bench.news(7) == [LegAnswered(LEG), CustomerFailed(OUT, cause)]
    assert not bench.pbx.put_down("204")


async def test_a_customer_on_hold_has_as_much_time_as_ever(bench) -> None:
    call = await bench.talking(talk=60)
    assert bench.news(30) == []
    await bench.pbx.act(Hear(call, customer=False))
    assert bench.news(20) == []
    await bench.pbx.act(Hear(call, customer=True))
    assert bench.news(9) == []
    assert bench.news(1) == [CallEnded(call)]
