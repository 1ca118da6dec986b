"""The keys of the agents' phones themselves, and what the windows say of them (D1, D7)."""

from __future__ import annotations

from agent_client.client.store.views import current_contact
from agent_client.protocol.names import ContactState, Phase
from agent_client.rules.parties import ContactAction

TALK = {("customer", "owner"), ("owner", "customer")}


async def hears(centre, call):
    found = await centre.look(f"calls/{call}/hears")
    return {tuple(pair) for pair in found["pairs"]}


async def test_D1_what_the_phone_holds_the_phone_takes_back(anna, centre, team):
    call, _ = await anna.talk_to(team.known, team.main)
    page = anna.window.contact.call
    await centre.pbx(f"phones/{team.anna.phone}/hold")
    await anna.until(lambda: page.head.word.text() == "On hold at your phone", "the word beside the timer")
    assert page.held_at_phone.isVisible()
    assert await hears(centre, call) == {("customer", "music")}
    for action in ContactAction.HOLD, ContactAction.END:
        button = page.button(action)
        assert not button.isEnabled() and "take the call back there" in button.toolTip()
    assert not anna.window.actions_["hold"].isEnabled(), "nor by its key"
    await centre.pbx(f"phones/{team.anna.phone}/hold", held=False)
    await anna.until(lambda: page.end.isEnabled() and page.held_at_phone.isHidden(), "the end to be possible again")
    assert await hears(centre, call) == TALK
    words = [line.words for line in page.course.shown()]
    assert words[:2] == ["Back from hold at the phone", "On hold at the phone"]


async def test_D7_by_the_phones_key_to_a_colleague_who_pauses_and_then_is_there(anna, sit_down, centre, team):
    call, _ = await anna.talk_to(team.known, team.main)
    bram = await sit_down(team.bram).signed_on()
    await bram.choose_state("2")
    await bram.until_phase(Phase.PAUSE)
    page, phone = anna.window.contact.call, f"phones/{team.anna.phone}/transfer"
    await centre.pbx(phone, number=team.bram.phone)
    await anna.until(page.outcome.isVisible, "the reason")
    assert f"{team.bram.name} cannot take it now (Pause): choose somebody else." in page.outcome.text()
    assert await centre.look(phone) == {"taken": False}
    assert await hears(centre, call) == TALK
    await bram.hands.click(bram.window.contact.states.available)
    await bram.until_phase(Phase.WAITING)
    await centre.pbx(phone, number=team.bram.phone)
    await anna.until_phase(Phase.WRAP_UP)
    assert await centre.look(phone) == {"taken": True}
    popover = await bram.popover()
    await bram.hands.click(popover.answer)
    await bram.until_phase(Phase.CALL)
    contact = current_contact(bram.state)
    assert (contact.state, contact.customer.name) == (ContactState.CONNECTED, team.customer("Jana"))
    assert await hears(centre, call) == TALK


async def test_D7_by_the_phones_key_to_whom_they_have_talked_to_by_phone(anna, sit_down, centre, team):
    call, _ = await anna.talk_to(team.known, team.main)
    bram = await sit_down(team.bram).signed_on()
    await centre.pbx(f"phones/{team.anna.phone}/hold")
    await centre.pbx(f"phones/{team.anna.phone}/transfer", number=team.bram.phone, talked=True)
    await anna.until_phase(Phase.WRAP_UP)
    await bram.until_phase(Phase.CALL)
    page = bram.window.contact.call
    await bram.until(lambda: page.head.who.whole() == team.customer("Jana"), "the customer before Bram")
    assert f"Transferred by {team.anna.name}" in page.outcome.text()
    assert not bram.popovers.shown(), "nothing rang"
    assert await hears(centre, call) == TALK
