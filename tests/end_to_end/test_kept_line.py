"""A nailed-up agent at the real server: one answer, then call after call; and the phones that an administrator looks after."""

from __future__ import annotations

import pytest

from agent_client.protocol.agents import Rights
from agent_client.protocol.names import AgentState, NotReadyReason, Phase
from ui.administration.window import AdministrationWindow


@pytest.mark.parametrize("centre", ["simulator", "asterisk"], indirect=True)
async def test_A9_the_line_is_answered_once_and_calls_come_by_it_until_it_is_hung_up(sit_down, colleague, centre, team):
    phone, chief = team.anna.phone, await colleague(team.chief).sign_in()
    await centre.pbx(f"phones/{phone}", answers_test_after=0.01)
    anna = await sit_down(team.anna).sign_in()
    shown = anna.window.status_bar.phone
    await chief.session.api.save_rights(anna.state.me.id, Rights(keeps_line=True))
    await anna.until(lambda: shown.text() == f"Phone {phone}, line not up", "the line that is wanted")
    await anna.hands.click(anna.window.contact.states.available)
    await anna.until_phase(Phase.WAITING)
    assert shown.text().startswith(f"Phone {phone}, line up since ")
    for first, number in (("Jana", team.known), ("Marie", team.shared)):
        call = await centre.call(number, team.main)
        await anna.until_phase(Phase.CALL)
        assert not anna.popovers.shown(), "there is nothing to answer"
        assert anna.window.contact.call.head.who.whole() == team.customer(first)
        await centre.hang_up(call)
        await anna.wrap_up()
        await anna.until_phase(Phase.WAITING)
    await centre.call(team.known, team.main)
    await anna.until_phase(Phase.CALL)
    await centre.pbx(f"phones/{phone}/put-down")
    await anna.wrap_up()
    rona = await anna.rona()
    assert (anna.state.me.not_ready, shown.tone()) == (NotReadyReason.UNREACHABLE, "alarm")
    assert rona.why.text().startswith(f"The line to phone {phone} is not up: press Available")
    await centre.pbx(f"phones/{phone}", answers_test_after=0.01)
    await anna.hands.click(rona.available)
    await anna.until_phase(Phase.WAITING)
    await chief.session.api.save_rights(anna.state.me.id, Rights())
    await anna.until(lambda: shown.text() == f"Phone {phone}", "the line to go")
    assert anna.state.me.state is AgentState.READY


async def test_F3_an_administrator_adds_a_phone_that_connects_and_removes_it(sit_down, team):
    chief = await sit_down(team.chief).sign_in()
    await chief.press("Ctrl+,")
    window = await chief.new_window(AdministrationWindow)
    await chief.until(lambda: window.page() is not None, "the rules")
    await chief.hands.click_row(window.list, [one.key for one in window.list.things()].index("phones"))
    page = window.page()
    await chief.until(lambda: page.phones is not None, "the phones")
    number = str(7000 + team.number)
    await chief.hands.click(page.add)
    for name, text in (("phone", number), ("name", "Stores")):
        chief.hands.type(page.new.form.rows[name].entry.target(), text)
    await chief.hands.click(page.new.add)
    made = page.sheet.made
    await chief.until(lambda: made.isVisible() and made.password.text(), "the password")
    assert page.sheet.name.text() == f"{number} · Stores"
    await chief.until(lambda: ("Connection", "Online") in page.sheet.facts.shown(), "the phone to be set up")
    assert made.isVisible(), "it is still to be read"
    await chief.hands.click(made.done)
    await chief.hands.click(page.sheet.remove)
    await chief.hands.click(page.sheet.confirm)
    await chief.until(lambda: number not in [one.phone for one in page.phones.phones], "the phone to go")
