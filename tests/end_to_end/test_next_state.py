"""What comes after this call is chosen during it (B2)."""

from __future__ import annotations

from agent_client.client.store.views import idle_reason_name
from agent_client.protocol.agents import NextState
from agent_client.protocol.names import AgentState, NotReadyReason, Phase


def said(anna):
    return anna.window.header.switch.text(), anna.window.header.switch.then()


async def test_B2_lunch_after_this_call_by_keys(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    await anna.choose_state("3")
    await anna.until(lambda: said(anna) == ("On contact", "· then Lunch"), "what comes then")
    assert anna.state.me.next == NextState(AgentState.NOT_READY, anna.state.centre.idle_reasons[0].id)
    await anna.press("F8")
    await anna.until(lambda: said(anna) == ("Wrap-up", "· then Lunch"), "wrap-up")
    await anna.wrap_up()
    await anna.until_phase(Phase.PAUSE)
    me = anna.state.me
    assert (me.not_ready, idle_reason_name(anna.state, me.idle_reason), me.next) == (NotReadyReason.IDLE, "Lunch", None)
    assert said(anna) == ("Lunch", "")
    assert anna.window.header.switch.why(), "it says why the state has changed"
    await centre.call(team.known, team.main)
    await anna.until(lambda: anna.state.queues and any(q.waiting for q in anna.state.queues.values()), "a call to wait")
    assert not anna.popovers.shown(), "at lunch nobody is called"


async def test_B2_another_choice_counts_and_no_change_takes_it_back(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    await anna.choose_state("3")
    await anna.until(lambda: said(anna)[1] == "· then Lunch", "Lunch")
    await anna.choose_state("2")
    await anna.until(lambda: said(anna)[1] == "· then Pause", "Pause")
    await anna.choose_state("0")
    await anna.until(lambda: said(anna) == ("On contact", ""), "no change")
    await anna.press("F8")
    await anna.wrap_up()
    await anna.until_phase(Phase.WAITING)


async def test_B2_a_call_that_is_not_answered_leaves_rona_and_no_choice(anna, centre, team):
    await centre.call(team.known, team.quick)
    await anna.until_phase(Phase.SETUP)
    await anna.choose_state("3")
    await anna.rona()
    assert (anna.state.me.not_ready, anna.state.me.next) == (NotReadyReason.RONA, None)
    assert said(anna)[1] == ""
