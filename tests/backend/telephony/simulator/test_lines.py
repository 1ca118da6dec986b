from __future__ import annotations

from agent_client.backend.ports.telephony import CallId, LegId
from agent_client.backend.telephony.sides import Customer, LegKind
from agent_client.backend.telephony.simulator import HandTimers
from agent_client.backend.telephony.simulator.lines import Call, Leg


def test_what_is_calmed_does_nothing_more_by_itself() -> None:
    timers, happened = HandTimers(), list[str]()
    call = Call(CallId("a"), "", "100", Customer.WAITING, timer=timers.after(1, lambda: happened.append("call")))
    leg = Leg(LegId("b"), "204", LegKind.TEST, timers=[timers.after(1, lambda: happened.append("leg"))])
    call.calm()
    leg.calm()
    timers.pass_(5)
    assert happened == []
    assert (call.timer, leg.timers) == (None, [])
