"""The simulated PBX behaves as its port says, second by second, and in every order of events."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_client.backend.ports.telephony import (
    AnswerLeg,
    CallArrived,
    CallEnded,
    CallId,
    CallOut,
    Cause,
    CustomerAnswered,
    CustomerFailed,
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
    CustomerKind,
    HandTimers,
    LoopTimers,
    PhoneBehaviour,
    PhoneKind,
    Simulator,
)

LEG, OTHER_LEG = LegId("leg-1"), LegId("leg-2")
OUT = CallId("out-1")
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
async def bench() -> Bench:
    timers = HandTimers()
    made = Bench(timers, Simulator(timers))
    await made.pbx.start(made.heard.append, ())
    return made


async def test_a_caller_loses_patience(bench: Bench) -> None:
    call = bench.pbx.call_in(CUSTOMER, "100", patience=30)
    assert bench.news(29) == [CallArrived(call, CUSTOMER, "100")]
    assert bench.news(1) == [CallEnded(call)]


async def test_a_conversation_ends_when_the_customer_has_talked(bench: Bench) -> None:
    call = await bench.talking(patience=10, talk=60)
    assert bench.news(59) == []
    assert bench.news(1) == [CallEnded(call)]
    assert not bench.pbx.put_down("204")


async def test_the_agent_hangs_up(bench: Bench) -> None:
    call = await bench.talking()
    assert bench.pbx.put_down("204")
    assert bench.news() == [CallEnded(call, by_agent=True)]
    assert not bench.pbx.hang_up(call)


async def test_the_caller_hangs_up_while_it_rings(bench: Bench) -> None:
    call = await bench.ringing()
    assert bench.pbx.hang_up(call)
    assert bench.news() == [CallEnded(call)]
    assert not bench.pbx.pick_up("204")


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (PhoneKind.BUSY, Cause.BUSY),
        (PhoneKind.DECLINES, Cause.DECLINED),
        (PhoneKind.UNREACHABLE, Cause.UNREACHABLE),
    ],
)
async def test_phones_that_do_not_ring_say_why(bench: Bench, kind: PhoneKind, cause: Cause) -> None:
    bench.pbx.set_phone("204", PhoneBehaviour(kind=kind))
    call = bench.pbx.call_in(CUSTOMER, "100")
    await bench.pbx.act(RingForCall(LEG, "204", call))
    assert bench.news() == [CallArrived(call, CUSTOMER, "100"), LegFailed(LEG, cause)]
    await bench.pbx.act(RingForCall(OTHER_LEG, "205", call))
    assert bench.news() == [LegRinging(OTHER_LEG)], "the caller still waits"


async def test_a_dead_phone_says_nothing(bench: Bench) -> None:
    bench.pbx.set_phone("204", PhoneBehaviour(kind=PhoneKind.DEAD))
    call = bench.pbx.call_in(CUSTOMER, "100")
    await bench.pbx.act(RingForCall(LEG, "204", call))
    assert bench.news(600) == [CallArrived(call, CUSTOMER, "100")]


async def test_a_phone_in_use_is_busy(bench: Bench) -> None:
    await bench.talking()
    second = bench.pbx.call_in("", "100")
    await bench.pbx.act(RingForCall(OTHER_LEG, "204", second))
    assert bench.news() == [CallArrived(second, "", "100"), LegFailed(OTHER_LEG, Cause.BUSY)]


async def test_phones_that_act_by_themselves(bench: Bench) -> None:
    bench.pbx.set_phone("204", PhoneBehaviour(rings_after=1, answers_after=3))
    bench.pbx.set_phone("205", PhoneBehaviour(gives_up_after=20))
    one, two = bench.pbx.call_in(CUSTOMER, "100"), bench.pbx.call_in(CUSTOMER, "100")
    await bench.pbx.act(RingForCall(LEG, "204", one))
    await bench.pbx.act(RingForCall(OTHER_LEG, "205", two))
    assert bench.news()[2:] == [LegRinging(OTHER_LEG)]
    assert bench.news(1) == [LegRinging(LEG)]
    assert bench.news(3) == [LegAnswered(LEG)]
    assert bench.news(16) == [LegFailed(OTHER_LEG, Cause.NO_ANSWER)]


async def test_orders_about_a_ringing_leg(bench: Bench) -> None:
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


async def test_a_phone_that_cannot_be_answered_from_the_desktop_is_not(bench: Bench) -> None:
    await bench.ringing()
    assert not bench.pbx.can_answer("204")
    await bench.pbx.act(AnswerLeg(LEG))
    assert bench.news() == []


async def test_taking_back_an_answered_leg_has_the_customer_wait_again(bench: Bench) -> None:
    call = await bench.talking(patience=50, talk=10)
    await bench.pbx.act(StopRinging(LEG))
    assert bench.news(49) == []
    await bench.pbx.act(RingForCall(OTHER_LEG, "204", call))
    assert bench.news() == [LegRinging(OTHER_LEG)]


async def test_ending_a_call_frees_everybody(bench: Bench) -> None:
    call = await bench.talking()
    await bench.pbx.act(EndCall(call))
    assert bench.news() == [CallEnded(call, by_agent=True)]
    assert not bench.pbx.put_down("204")


async def test_a_test_ring_is_hung_up_once_answered(bench: Bench) -> None:
    bench.pbx.set_phone("204", PhoneBehaviour(answers_test_after=1.5, answers_after=9))
    await bench.pbx.act(RingToTest(LEG, "204"))
    assert bench.news() == [LegRinging(LEG)]
    assert bench.news(1.5) == [LegAnswered(LEG)]
    assert not bench.pbx.put_down("204")


async def test_calling_out(bench: Bench) -> None:
    bench.pbx.set_customer(CUSTOMER, CustomerBehaviour(after=6, talk=20))
    await bench.pbx.act(CallOut(LEG, "204", OUT, CUSTOMER, "100"))
    assert bench.news() == [LegRinging(LEG)]
    assert bench.pbx.pick_up("204")
    assert bench.news(5) == [LegAnswered(LEG)]
    assert bench.news(1) == [CustomerAnswered(OUT)]
    assert bench.news(20) == [CallEnded(OUT)]


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (CustomerKind.BUSY, Cause.BUSY),
        (CustomerKind.NO_ANSWER, Cause.NO_ANSWER),
        (CustomerKind.UNREACHABLE, Cause.UNREACHABLE),
    ],
)
async def test_customers_who_are_not_reached(bench: Bench, kind: CustomerKind, cause: Cause) -> None:
    bench.pbx.set_customer(CUSTOMER, CustomerBehaviour(kind=kind, after=7))
    await bench.pbx.act(CallOut(LEG, "204", OUT, CUSTOMER, "100"))
    bench.news()
    bench.pbx.pick_up("204")
    assert bench.news(7) == [LegAnswered(LEG), CustomerFailed(OUT, cause)]
    assert not bench.pbx.put_down("204")


async def test_an_outgoing_call_is_given_up_before_the_customer_is_dialled(bench: Bench) -> None:
    await bench.pbx.act(CallOut(LEG, "204", OUT, CUSTOMER, "100"))
    bench.news()
    bench.pbx.put_down("204")
    assert bench.news(60) == [LegFailed(LEG, Cause.DECLINED)]
    assert not bench.pbx.hang_up(OUT)


async def test_known_calls_are_taken_over(bench: Bench) -> None:
    await bench.pbx.stop()
    talks = KnownCall(CallId("a"), CUSTOMER, "100", LEG, "204", talking=True)
    waits = KnownCall(CallId("b"), CUSTOMER, "100")
    rang = KnownCall(CallId("c"), CUSTOMER, "100", OTHER_LEG, "205")
    alive = await bench.pbx.start(bench.heard.append, [talks, waits, rang])
    assert alive == {"a", "b", "c"}
    assert not bench.pbx.pick_up("205"), "what rang does so no longer"
    assert bench.pbx.put_down("204")
    assert bench.pbx.hang_up(CallId("b"))
    assert bench.news() == [CallEnded(CallId("a"), by_agent=True), CallEnded(CallId("b"))]


async def test_a_pbx_that_was_away_knows_no_call() -> None:
    pbx = Simulator(HandTimers(), adopts=False)
    assert await pbx.start(lambda _: None, [KnownCall(CallId("a"), "", "100")]) == frozenset()


async def test_stopped_it_is_silent(bench: Bench) -> None:
    await bench.ringing(patience=5)
    await bench.pbx.stop()
    assert bench.news(60) == []


@given(st.lists(st.integers(0, 9), max_size=30))
def test_whatever_comes_every_call_ends_once_and_nothing_is_told_of_it_after(plan: list[int]) -> None:
    async def play() -> None:
        timers = HandTimers()
        bench = Bench(timers, Simulator(timers, customer=CustomerBehaviour(after=3)))
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
    async with asyncio.timeout(20):
        await told.wait()
    assert heard == [CallArrived(call, CUSTOMER, "100"), CallEnded(call)]
    await pbx.stop()
