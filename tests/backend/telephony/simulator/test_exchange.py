"""In whatever order people and the centre act: calls end once, legs have one place, nothing is told twice."""

from __future__ import annotations

import asyncio

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_client.backend.ports.telephony import (
    CallEnded,
    CallId,
    CallOut,
    CustomerFailed,
    DialToConsult,
    EndCall,
    HandOver,
    Hear,
    LegAnswered,
    LegEnded,
    LegFailed,
    LegId,
    LegRinging,
    MuteLeg,
    Record,
    RingForCall,
    RingToConsult,
    SendDigits,
    StopRinging,
    TransferOut,
)
from agent_client.backend.telephony.sides import Customer
from agent_client.backend.telephony.simulator import (
    CustomerBehaviour,
    PhoneBehaviour,
    audio,
)

LEG, OTHER_LEG = LegId("leg-1"), LegId("leg-2")
OUT = CallId("out-1")
CUSTOMER = "+31201234567"


class Anybody:
    """Does one thing after the other in an exchange; what is not possible then does nothing."""

    def __init__(self, bench) -> None:
        self.bench = bench
        self.calls: list[CallId] = []
        self.legs: list[LegId] = []

    async def do(self, turn: int, action: str, which: int) -> None:
        pbx, phone = self.bench.pbx, f"20{4 + which % 3}"
        call = self.calls[-1 - which % len(self.calls)] if self.calls else CallId("none")
        last = self.legs[-1 - which % len(self.legs)] if self.legs else LegId("none")
        leg = LegId(f"leg-{turn}")
        orders = {
            "ring": RingForCall(leg, phone, call),
            "stop": StopRinging(last),
            "end": EndCall(call),
            "out": CallOut(leg, phone, CallId(f"out-{turn}"), CUSTOMER, "100"),
            "consult": RingToConsult(leg, phone, call),
            "dial": DialToConsult(leg, CUSTOMER, "100", call),
            "hear": Hear(call, customer=which % 2 == 0, consulted=which % 3 > 0),
            "hand_over": HandOver(call, last),
            "transfer": TransferOut(leg, CUSTOMER, "100", call),
            "record": Record(call, f"tape-{call}"),
            "mute": MuteLeg(last, which % 2 == 0),
            "digits": SendDigits(last, "1"),
        }
        match action:
            case "call_in":
                self.calls.append(pbx.call_in(CUSTOMER, "100", patience=9.0, talk=5.0))
            case "conference":
                await self._conference(turn, which)
            case "pick_up":
                pbx.pick_up(phone)
            case "put_down":
                pbx.put_down(CUSTOMER if which == 5 else phone)
            case "hang_up":
                pbx.hang_up(call)
            case "kill":
                pbx.kill_phone(phone)
                pbx.set_phone(phone, PhoneBehaviour(mutes=True))
            case "wait":
                self.bench.timers.pass_(1.0 + which)
            case _:
                await pbx.act(orders[action])
                self.legs.append(leg)
                self.calls += [orders["out"].call] if action == "out" else []
        if which % 4:
            self.bench.timers.pass_()

    async def _conference(self, turn: int, which: int) -> None:
        """So far as the phones are free."""
        pbx, call = self.bench.pbx, self.bench.pbx.call_in(CUSTOMER, "100")
        self.calls.append(call)
        for number, (ring, phone) in enumerate(((RingForCall, "204"), (RingToConsult, "205"))):
            self.legs.append(LegId(f"leg-{turn}-{number}"))
            await pbx.act(ring(self.legs[-1], phone, call))
            self.bench.timers.pass_()
            pbx.pick_up(phone)
        await pbx.act(Hear(call, customer=which % 3 > 0, consulted=which % 3 < 2))


_ACTIONS = (
    *("call_in", "call_in", "ring", "ring", "ring", "pick_up", "pick_up", "pick_up", "put_down", "hang_up", "kill"),
    *("wait", "stop", "end", "out", "consult", "consult", "dial", "hear", "hear", "hand_over", "transfer", "record"),
    *("mute", "digits", "conference", "conference"),
)


def _consistent(lines) -> None:
    """Every leg has its one place, and nobody is at once in conversation and with music."""
    placed = [leg for call in lines.calls.values() for leg in (call.owner, call.consulted, call.outside) if leg]
    tests = [leg.id for leg in lines.legs.values() if leg.call is None]
    assert sorted(placed + tests) == sorted(lines.legs)
    for call in lines.calls.values():
        talks = audio.conversation(lines, call)
        music = {listener for listener, speaker in audio.hears(lines, call) if speaker is audio.Party.MUSIC}
        assert talks | music == set(audio.present(lines, call))
        assert not talks & music
        assert call.consulted is None or call.outside is None
        if call.customer is Customer.TALKING and not call.gone:
            assert call.owner or call.consulted, "a customer who has an agent has one who is there"


def _told_once(heard, calls) -> None:
    ends = (CallEnded, CustomerFailed)
    for call in calls:
        of_call = [event for event in heard if getattr(event, "call", None) == call]
        assert sum(isinstance(event, ends) for event in of_call) <= 1
        assert not any(isinstance(event, ends) for event in of_call[:-1]), "the end is the last that is told"
    for leg in {event.leg for event in heard if hasattr(event, "leg")}:
        course = [type(event) for event in heard if getattr(event, "leg", None) == leg]
        assert course in (
            [LegFailed],
            [LegRinging],
            [LegRinging, LegFailed],
            [LegRinging, LegAnswered],
            [LegRinging, LegAnswered, LegEnded],
        )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(st.tuples(st.sampled_from(_ACTIONS), st.integers(0, 11)), max_size=40))
def test_whatever_comes_every_call_ends_once_and_nothing_is_told_of_it_after(new_bench, plan) -> None:
    async def play() -> None:
        bench = new_bench(customer=CustomerBehaviour(after=3, talk=8), phone=PhoneBehaviour(mutes=True))
        await bench.pbx.start(bench.heard.append, ())
        anybody = Anybody(bench)
        lines = bench.pbx._exchange.lines
        for turn, (action, which) in enumerate(plan):
            await anybody.do(turn, action, which)
            _consistent(lines)
        for call in anybody.calls:
            await bench.pbx.act(EndCall(call))
        bench.timers.pass_(100)
        assert (lines.calls, lines.legs) == ({}, {})
        _told_once(bench.heard, anybody.calls)

    asyncio.run(play())
