"""Calls that their agent does not take: not answered, declined, refused to be left alone (C6, B2, A11)."""

from __future__ import annotations

import pytest

from agent_client.client.store.state import Link
from agent_client.protocol.names import NotReadyReason, Phase


async def test_C6_B2_a_call_not_answered_goes_to_a_colleague_and_its_agent_must_choose(anna, colleague, centre, team):
    bram = await colleague(team.bram).ready()  # Anna has been free for longer
    call = await centre.call(team.known, team.quick)
    await anna.popover()
    [offered] = anna.state.contacts.values()
    again = await bram.until_request()
    assert again.id == offered.id
    await anna.until_phase(Phase.RONA)
    popover = await anna.rona()
    assert popover.why.text().startswith(f"Rang 1 s on {team.anna.phone}, not answered → RONA, ")
    assert popover.question.text() == "Are you back?"
    assert not anna.state.contacts
    page = anna.window.contact.states
    assert page.title.text() == "A call was not answered"
    assert page.available.isVisible() and page.idle.isVisible()
    await centre.hang_up(call)
    await anna.hands.click(popover.available)
    await anna.until_phase(Phase.WAITING)
    await anna.until(lambda: not anna.popovers.shown(), "the popover to go")


async def test_B2_after_rona_idle_is_chosen_from_the_popover(anna, centre, team):
    call = await centre.call(team.known, team.quick)
    popover = await anna.rona()
    waiting = await anna.until(lambda: anna.state.queues[anna.state.me.queues[1]].waiting, "the caller in the queue")
    assert waiting == 1, "the contact is back in its queue"
    await anna.hands.click(popover.idle)
    await anna.until_phase(Phase.PAUSE)
    await centre.hang_up(call)


async def test_C6_a_phone_that_is_busy_or_unreachable_says_so(anna, centre, team):
    await centre.pbx(f"phones/{team.anna.phone}", kind="busy")
    call = await centre.call(team.known, team.main)
    popover = await anna.rona()
    assert popover.why.text().startswith(f"Your phone {team.anna.phone} was busy → RONA, ")
    await centre.pbx(f"phones/{team.anna.phone}", kind="unreachable")
    await anna.hands.click(popover.available)
    await anna.until(lambda: anna.state.me.not_ready is NotReadyReason.UNREACHABLE, "the unreachable phone")
    await anna.until(
        lambda: anna.window.status_bar.phone.text() == f"Phone {team.anna.phone} cannot be reached", "the warning"
    )
    await centre.hang_up(call)


@pytest.mark.parametrize("by", ["mouse", "key"])
async def test_C6_a_declined_call_goes_to_a_colleague(anna, colleague, centre, team, by):
    bram = await colleague(team.bram).ready()
    await centre.call(team.known, team.main)
    popover = await anna.popover()
    [offered] = anna.state.contacts.values()
    if by == "key":
        await anna.press("Ctrl+Shift+D")
    else:
        await anna.hands.click(popover.decline)
    assert (await bram.until_request()).id == offered.id
    await anna.until_phase(Phase.PAUSE)
    assert anna.window.contact.states.title.text() == "Declined"
    assert not anna.popovers.shown(), "after declining nothing has to be chosen at once"


async def test_A11_nobody_signs_out_while_a_popover_shows(anna, centre, team):
    await centre.call(team.known, team.main)
    popover = await anna.popover()
    for leave in (anna.window.actions_["sign_out"].trigger, anna.window.close):
        leave()
        await anna.until(
            lambda: any("not possible in the state" in line for line in anna.window.notice_bar.lines()), "the refusal"
        )
        for notice in anna.desk.notices.current():
            anna.desk.notices.dismiss(notice)
    assert anna.window.isVisible() and anna.state.link is Link.UP
    await anna.hands.click(popover.answer)
    await anna.until_phase(Phase.CALL)
