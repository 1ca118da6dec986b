"""How phones behave, second by second."""

from __future__ import annotations

import pytest

from agent_client.backend.ports.telephony import (
    CallArrived,
    CallId,
    Cause,
    DialToConsult,
    LegAnswered,
    LegEnded,
    LegFailed,
    LegId,
    LegRinging,
    RingForCall,
)
from agent_client.backend.telephony.simulator import CustomerBehaviour, PhoneBehaviour, PhoneKind

LEG, OTHER_LEG = LegId("leg-1"), LegId("leg-2")
OUT = CallId("out-1")
CUSTOMER = "+31201234567"


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (PhoneKind.BUSY, Cause.BUSY),
        (PhoneKind.DECLINES, Cause.DECLINED),
        (PhoneKind.UNREACHABLE, Cause.UNREACHABLE),
    ],
)
async def test_phones_that_do_not_ring_say_why(bench, kind: PhoneKind, cause: Cause) -> None:
    bench.pbx.set_phone("204", PhoneBehaviour(kind=kind))
    call = bench.pbx.call_in(CUSTOMER, "100")
    await bench.pbx.act(RingForCall(LEG, "204", call))
    assert bench.news() == [CallArrived(call, CUSTOMER, "100"), LegFailed(LEG, cause)]
    await bench.pbx.act(RingForCall(OTHER_LEG, "205", call))
    assert bench.news() == [LegRinging(OTHER_LEG)], "the caller still waits"


async def test_a_dead_phone_says_nothing(bench) -> None:
    bench.pbx.set_phone("204", PhoneBehaviour(kind=PhoneKind.DEAD))
    call = bench.pbx.call_in(CUSTOMER, "100")
    await bench.pbx.act(RingForCall(LEG, "204", call))
    assert bench.news(600) == [CallArrived(call, CUSTOMER, "100")]


async def test_a_phone_in_use_is_busy(bench) -> None:
    await bench.talking()
    second = bench.pbx.call_in("", "100")
    await bench.pbx.act(RingForCall(OTHER_LEG, "204", second))
    assert bench.news() == [CallArrived(second, "", "100"), LegFailed(OTHER_LEG, Cause.BUSY)]


async def test_phones_that_act_by_themselves(bench) -> None:
    bench.pbx.set_phone("204", PhoneBehaviour(rings_after=1, answers_after=3))
    bench.pbx.set_phone("205", PhoneBehaviour(gives_up_after=20))
    one, two = bench.pbx.call_in(CUSTOMER, "100"), bench.pbx.call_in(CUSTOMER, "100")
    await bench.pbx.act(RingForCall(LEG, "204", one))
    await bench.pbx.act(RingForCall(OTHER_LEG, "205", two))
    assert bench.news()[2:] == [LegRinging(OTHER_LEG)]
    assert bench.news(1) == [LegRinging(LEG)]
    assert bench.news(3) == [LegAnswered(LEG)]
    assert bench.news(16) == [LegFailed(OTHER_LEG, Cause.NO_ANSWER)]


async def test_somebody_outside_rings_answers_and_hangs_up_by_the_second(bench) -> None:
    bench.pbx.set_customer(CUSTOMER, CustomerBehaviour(after=6, talk=20))
    call = await bench.talking()
    await bench.pbx.act(DialToConsult(OTHER_LEG, CUSTOMER, "100", call))
    assert bench.news(5.9) == [LegRinging(OTHER_LEG)]
    assert bench.news(0.1) == [LegAnswered(OTHER_LEG)]
    assert bench.news(19.9) == []
    assert bench.news(0.1) == [LegEnded(OTHER_LEG)]
