"""The simulated PBX does what its port says."""

from __future__ import annotations

import asyncio

from agent_client.backend.ports.telephony import (
    Alive,
    AnswerLeg,
    CallArrived,
    CallEnded,
    CallId,
    CallOut,
    Cause,
    CustomerAnswered,
    DeclineLeg,
    EndCall,
    KnownCall,
    LegAnswered,
    LegFailed,
    LegId,
    LegRinging,
    RingForCall,
    RingToTest,
    StopRinging,
)
from agent_client.backend.telephony.simulator import (
    CustomerBehaviour,
    HandTimers,
    LoopTimers,
    PhoneBehaviour,
    Simulator,
)

LEG, OTHER_LEG = LegId("leg-1"), LegId("leg-2")
OUT = CallId("out-1")
CUSTOMER = "+31201234567"


async def test_the_agent_hangs_up(bench) -> None:
    call = await bench.talking()
    assert bench.pbx.put_down("204")
    assert bench.news() == [CallEnded(call, by_agent=True)]
    assert not bench.pbx.hang_up(call)


async def test_the_caller_hangs_up_while_it_rings(bench) -> None:
    call = await bench.ringing()
    assert bench.pbx.hang_up(call)
    assert bench.news() == [CallEnded(call)]
    assert not bench.pbx.pick_up("204")


async def test_orders_about_a_ringing_leg(bench) -> None:
    bench.pbx.set_phone("204", PhoneBehaviour(desktop=True))
    call = await bench.ringing()
    await bench.pbx.act(DeclineLeg(LEG))
    assert bench.news() == [LegFailed(LEG, Cause.DECLINED)]
    await bench.pbx.act(RingForCall(OTHER_LEG, "204", call))
    await bench.pbx.act(StopRinging(OTHER_LEG))
    assert bench.news() == []
    third = LegId("leg-3")
    await bench.pbx.act(RingForCall(third, "204", call))
    assert bench.news() == [LegRinging(third)]
    await bench.pbx.act(AnswerLeg(third))
    assert bench.news() == [LegAnswered(third)]


async def test_a_phone_that_cannot_be_answered_from_the_desktop_is_not(bench) -> None:
    await bench.ringing()
    assert not bench.pbx.can_answer("204")
    await bench.pbx.act(AnswerLeg(LEG))
    assert bench.news() == []


async def test_taking_back_an_answered_leg_has_the_customer_wait_again(bench) -> None:
    call = await bench.talking(patience=50, talk=10)
    await bench.pbx.act(StopRinging(LEG))
    assert bench.news(49) == []
    await bench.pbx.act(RingForCall(OTHER_LEG, "204", call))
    assert bench.news() == [LegRinging(OTHER_LEG)]


async def test_ending_a_call_frees_everybody(bench) -> None:
    call = await bench.talking()
    await bench.pbx.act(EndCall(call))
    assert bench.news() == [CallEnded(call, by_agent=True)]
    assert not bench.pbx.put_down("204")


async def test_a_test_ring_is_hung_up_once_answered(bench) -> None:
    bench.pbx.set_phone("204", PhoneBehaviour(answers_test_after=1.5, answers_after=9))
    await bench.pbx.act(RingToTest(LEG, "204"))
    assert bench.news() == [LegRinging(LEG)]
    assert bench.news(1.5) == [LegAnswered(LEG)]
    assert not bench.pbx.put_down("204")


async def test_calling_out(bench) -> None:
    bench.pbx.set_customer(CUSTOMER, CustomerBehaviour(after=6, talk=20))
    await bench.pbx.act(CallOut(LEG, "204", OUT, CUSTOMER, "100"))
    assert bench.news() == [LegRinging(LEG)]
    assert bench.pbx.pick_up("204")
    assert bench.news(5) == [LegAnswered(LEG)]
    assert bench.news(1) == [CustomerAnswered(OUT)]
    assert bench.news(20) == [CallEnded(OUT)]


async def test_an_outgoing_call_is_given_up_before_the_customer_is_dialled(bench) -> None:
    await bench.pbx.act(CallOut(LEG, "204", OUT, CUSTOMER, "100"))
    bench.news()
    bench.pbx.put_down("204")
    assert bench.news(60) == [LegFailed(LEG, Cause.DECLINED)]
    assert not bench.pbx.hang_up(OUT)


async def test_known_calls_are_taken_over(bench) -> None:
    await bench.pbx.stop()
    talks = KnownCall(CallId("a"), CUSTOMER, "100", LEG, "204", talking=True)
    waits = KnownCall(CallId("b"), CUSTOMER, "100")
    rang = KnownCall(CallId("c"), CUSTOMER, "100", OTHER_LEG, "205")
    alive = await bench.pbx.start(bench.heard.append, [talks, waits, rang])
    assert alive == Alive(frozenset({"a", "b", "c"}), frozenset({LEG}))
    assert not bench.pbx.pick_up("205"), "what rang does so no longer"
    assert bench.pbx.put_down("204")
    assert bench.pbx.hang_up(CallId("b"))
    assert bench.news() == [CallEnded(CallId("a"), by_agent=True), CallEnded(CallId("b"))]


async def test_a_pbx_that_was_away_knows_no_call() -> None:
    pbx = Simulator(HandTimers(), adopts=False)
    assert await pbx.start(lambda _: None, [KnownCall(CallId("a"), "", "100")]) == Alive()


async def test_stopped_it_is_silent(bench) -> None:
    await bench.ringing(patience=5)
    await bench.pbx.stop()
    assert bench.news(60) == []


async def test_real_time_can_be_quickened() -> None:
    heard: list[object] = []
    told = asyncio.Event()

    def tell(event: object) -> None:
        heard.append(event)
        if isinstance(event, CallEnded):
            told.set()

    pbx = Simulator(LoopTimers(speed=1000))
    await pbx.start(tell, ())
    call = pbx.call_in(CUSTOMER, "100", patience=30)
    async with asyncio.timeout(60):
        await told.wait()
    assert heard == [CallArrived(call, CUSTOMER, "100"), CallEnded(call)]
    await pbx.stop()
