from __future__ import annotations

from agent_client.backend.ports.telephony import CallId, LegId
from agent_client.backend.telephony.sides import Customer, LegKind
from agent_client.backend.telephony.simulator.audio import Party
from agent_client.backend.telephony.simulator.lines import Call, Leg, Lines
from agent_client.backend.telephony.simulator.recordings import KEPT, Recordings, Segment

OWNER = LegId("owner")


class Desk:
    def __init__(self) -> None:
        self.now = 100.0
        self.lines = Lines()
        self.recordings = Recordings(self.lines, lambda: self.now)

    def call(self, name: str) -> Call:
        call = Call(CallId(name), "", "100", Customer.TALKING, owner=OWNER, hears_customer=True)
        self.lines.calls[call.id] = call
        self.lines.legs[OWNER] = Leg(OWNER, "204", LegKind.FOR_CALL, call.id, answered=True)
        return call

    def end(self, call: Call) -> None:
        self.lines.forget(call)
        self.recordings.follow()


def test_seconds_count_from_its_beginning_and_what_goes_on_ends_now() -> None:
    desk = Desk()
    call = desk.call("a")
    desk.now += 5
    desk.recordings.record(call, "tape")
    assert desk.recordings.of_call(call.id) == {"tape": ()}
    desk.now += 2
    heard = (Party.CUSTOMER, Party.OWNER)
    assert desk.recordings.of_call(call.id) == {"tape": (Segment(0, 2, heard),)}
    desk.end(call)
    desk.now += 9
    assert desk.recordings.of_call(call.id) == {"tape": (Segment(0, 2, heard),)}


def test_the_oldest_that_are_over_are_forgotten_those_that_run_are_not() -> None:
    desk = Desk()
    runs = desk.call("runs")
    desk.recordings.record(runs, "runs")
    for number in range(KEPT + 3):
        call = desk.call(f"call-{number}")
        desk.recordings.record(call, f"tape-{number}")
        desk.end(call)
    assert desk.recordings.of_call(runs.id)
    assert desk.recordings.of_call(CallId("call-0")) == {}
    assert desk.recordings.of_call(CallId(f"call-{KEPT + 2}"))
