from __future__ import annotations

from agent_client.backend.ports.telephony import (
    CallDetail,
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
from agent_client.backend.telephony.simulator import CustomerBehaviour, OwnCall, PhoneBehaviour

LEG, SECOND = LegId("leg-1"), LegId("leg-2")
OUTSIDE = "+420224811111"


async def test_where_nothing_goes_on_nothing_happens(bench) -> None:
    assert not bench.pbx.pick_up("204")
    assert not bench.pbx.put_down("204")
    assert not bench.pbx.hang_up(CallId("nobody"))
    bench.pbx.kill_phone("204")
    assert bench.news() == []
    nobody = CallId("nobody")
    assert (bench.pbx.hears(nobody), bench.pbx.digits(nobody), bench.pbx.recordings(nobody)) == (frozenset(), {}, {})


async def test_a_dead_phone_comes_back_with_a_new_behaviour(bench) -> None:
    call = await bench.ringing()
    bench.pbx.kill_phone("204")
    assert bench.news() == [LegFailed(LEG, Cause.UNREACHABLE)]
    bench.pbx.set_phone("204", PhoneBehaviour())
    await bench.pbx.act(RingForCall(SECOND, "204", call))
    assert bench.news() == [LegRinging(SECOND)]


async def test_somebody_outside_picks_up_and_hangs_up_when_told(bench) -> None:
    bench.pbx.set_customer(OUTSIDE, CustomerBehaviour(after=3600))
    call = await bench.talking()
    await bench.pbx.act(DialToConsult(SECOND, OUTSIDE, "100", call))
    assert bench.news() == [LegRinging(SECOND)]
    assert bench.pbx.pick_up(OUTSIDE)
    assert bench.pbx.put_down(OUTSIDE)
    assert bench.news() == [LegAnswered(SECOND), LegEnded(SECOND)]


async def test_the_centres_calls(bench) -> None:
    call = await bench.talking()
    assert bench.pbx.calls() == (call,)
    bench.pbx.hang_up(call)
    assert bench.pbx.calls() == ()


async def test_what_the_pbx_handles_by_itself_is_told_when_it_is_over(bench) -> None:
    call = bench.pbx.by_itself(OwnCall(number="+31201234567", group="600", phone="299", waited=5, talked=60))
    assert bench.news(64) == []
    assert bench.news(2) == [
        CallDetail(call=call, number="+31201234567", group="600", phone="299", waited=5, talked=60)
    ]
    assert bench.pbx.calls() == (), "it is not in the centre's hands"
