"""How phones, callers and customers behave, second by second and in every order."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_client.backend.ports.telephony import (
    CallArrived,
    CallEnded,
    CallId,
    CallOut,
    Cause,
    CustomerFailed,
    EndCall,
    LegAnswered,
    LegFailed,
    LegId,
    LegRinging,
    RingForCall,
    StopRinging,
)
from agent_client.backend.telephony.simulator import (
    CustomerBehaviour,
    CustomerKind,
    PhoneBehaviour,
    PhoneKind,
)

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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(st.integers(0, 9), max_size=30))
def test_whatever_comes_every_call_ends_once_and_nothing_is_told_of_it_after(new_bench, plan: list[int]) -> None:
    async def play() -> None:
        bench = new_bench(customer=CustomerBehaviour(after=3))
        timers = bench.timers
        await bench.pbx.start(bench.heard.append, ())
        calls: list[CallId] = []
        for turn, what in enumerate(plan):
            leg = LegId(f"leg-{turn}")
            last = calls[-1] if calls else CallId("none")
            match what:
                case 0 | 1:
                    calls.append(bench.pbx.call_in(CUSTOMER, "100", patience=9.0, talk=5.0))
                case 2 | 3:
                    await bench.pbx.act(RingForCall(leg, "204", last))
                case 4:
                    bench.pbx.pick_up("204")
                case 5:
                    bench.pbx.put_down("204")
                case 6:
                    await bench.pbx.act(StopRinging(LegId(f"leg-{turn - 1}")))
                case 7:
                    await bench.pbx.act(EndCall(last))
                case 8:
                    calls.append(CallId(f"out-{turn}"))
                    await bench.pbx.act(CallOut(leg, "205", calls[-1], CUSTOMER, "100"))
                    timers.pass_()
                    bench.pbx.pick_up("205")
                case _:
                    timers.pass_(2.0)
        for call in calls:
            await bench.pbx.act(EndCall(call))
        timers.pass_(100)
        ends = (CallEnded, CustomerFailed)
        for call in calls:
            of_call = [event for event in bench.heard if getattr(event, "call", None) == call]
            assert sum(isinstance(event, ends) for event in of_call) <= 1
            assert not any(isinstance(event, ends) for event in of_call[:-1]), "the end is the last that is told"
            if any(isinstance(event, CallArrived) for event in of_call):
                assert isinstance(of_call[-1], CallEnded)
        assert not bench.pbx.put_down("204")
        assert not bench.pbx.put_down("205")

    asyncio.run(play())
