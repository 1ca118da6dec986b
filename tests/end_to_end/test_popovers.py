"""Every kind of request on the screen: written, asked for, of a campaign, of a colleague (C1 to C8)."""

from __future__ import annotations

import pytest

from agent_client.client.store.views import requests
from agent_client.protocol.contacts import Target
from agent_client.protocol.names import Channel, ContactState, NotReadyReason, Phase, TargetKind
from ui.popovers.request_popover import RequestPopover

WRITTEN = {
    "email": ("jana@example.org", "The boiler shows E4 again."),
    "social": ("@nordljus", "Still no answer…"),
    "chat": ("Oskar Lind", "Can I change the delivery address?"),
}


@pytest.fixture
def write_in(centre, team):
    """A customer writes; the contact's number."""

    async def write(channel, **more):
        sender, text = WRITTEN[channel]
        body = {"channel": channel, "from": sender, "text": text, "dnis": team.main, **more}
        return (await centre.pbx("messages", **body))["contact"]

    return write


@pytest.fixture
def ask(centre, team):
    """A customer asks to be called back."""

    async def request(number="", **more):
        body = {"number": number or team.stranger, "name": "Eva Horáková", "dnis": team.main, **more}
        return (await centre.pbx("callback-requests", **body))["contact"]

    return request


def titles(anna):
    return [one.title.whole().split(" · ")[0] for one in anna.popovers.shown() if isinstance(one, RequestPopover)]


async def armed(anna, popover):
    await anna.until(lambda: popover.armed, "the popover to take a press")
    return popover


async def until_state(anna, contact, state):
    await anna.until(
        lambda: contact in anna.state.contacts and anna.state.contacts[contact].state is state, f"contact in {state}"
    )


async def consult(bram, anna):
    """Bram, who has the customer, asks Anna."""
    [contact] = bram.state.contacts.values()
    target = Target(kind=TargetKind.AGENT, id=anna.state.me.id)
    await bram.session.api.consult(contact.id, contact.version, target)


async def test_C1_C4_a_consult_is_announced_with_who_asks_their_number_and_team(sit_down, colleague, centre, team):
    bram = await colleague(team.bram).ready()
    call = await centre.call(team.known, team.main)
    await bram.until_request()
    await centre.pbx(f"phones/{team.bram.phone}/pick-up")
    await bram.until_phase(Phase.CALL)
    anna = await sit_down(team.anna).signed_on()
    await centre.pbx(f"phones/{team.anna.phone}", rings_after=0.5, desktop=True)
    await consult(bram, anna)
    coming = await anna.until(lambda: anna.popovers.shown(), "the popover before the phone rings")
    assert coming[0].title.whole() == f"Connecting · Consult · from {team.bram.name}"
    popover = await anna.popover()
    assert popover is coming[0]
    assert popover.title.whole() == f"Consult · from {team.bram.name}"
    assert popover.who.whole() == team.bram.name
    fields = popover.variables.shown()
    assert fields[0] == ("Number", team.bram.phone)
    assert ("Contract", f"Gold {team.number}") in fields
    assert len(fields) <= 9
    await anna.hands.click(popover.answer)
    await anna.until_phase(Phase.CALL)
    await centre.hang_up(call)
    await anna.until_phase(Phase.WAITING)  # without wrap-up: the customer was Bram's (D5)
    assert not anna.state.contacts


async def test_C2_six_requests_stand_by_channel_and_the_sixth_is_a_page_away(anna, centre, team, write_in):
    for channel in ("chat", "email", "social", "chat", "email"):
        await write_in(channel)
    call = await centre.call(team.known, team.main)
    await anna.until(lambda: len(requests(anna.state)) == 6, "six requests")
    await anna.until(lambda: titles(anna)[-1:] == ["Incoming call"], "the call to ring")
    assert titles(anna) == ["E-mail", "E-mail", "Social", "Chat", "Incoming call"]
    oldest, newer = (one.contact_id for one in anna.popovers.shown()[:2])
    assert oldest < newer
    bar = anna.popovers.bar
    assert bar.isVisible()
    assert bar.shown.text() == "1–5 of 6"
    await anna.press("F6")
    await anna.until(
        lambda: titles(anna) == ["E-mail", "E-mail", "Social", "Chat", "Incoming call"], "the newest: the call"
    )
    await anna.hands.click(bar.down)
    assert titles(anna) == ["Chat", "Incoming call"]
    await anna.hands.click(bar.up)
    first = await armed(anna, anna.popovers.shown()[0])
    await anna.hands.click(first.answer)
    await anna.until(lambda: titles(anna) == ["E-mail", "Social", "Chat", "Chat", "Incoming call"], "the next to come")
    assert bar.shown.isHidden()
    await centre.hang_up(call)


async def test_C3_what_is_written_is_accepted_one_by_one(anna, write_in, team):
    contact = await write_in("email", name="Jana")
    popover = await anna.popover()
    assert popover.title.whole() == f"E-mail · Main {team.number}"
    assert popover.quote.text() == WRITTEN["email"][1]
    assert popover.answer.text() == "Accept"
    await anna.hands.click(popover.answer)
    await until_state(anna, contact, ContactState.CONNECTED)
    assert anna.state.me.state == "ready", "calls come all the same"
    assert not anna.popovers.shown()


async def test_C3_all_that_is_written_is_accepted_at_once_and_the_call_still_rings(anna, centre, team, write_in):
    made = [await write_in(channel) for channel in WRITTEN]
    call = await centre.call(team.known, team.main)
    await anna.until(lambda: len(requests(anna.state)) == 4, "four requests")
    bar = await anna.until(lambda: anna.popovers.bar, "the bar")
    await anna.until(lambda: bar.armed and bar.accept_all.text() == "Accept 3 requests", "the bar to take a press")
    await anna.hands.click(bar.accept_all)
    for contact in made:
        await until_state(anna, contact, ContactState.CONNECTED)
    [ringing] = requests(anna.state)
    assert ringing.channel is Channel.VOICE
    await anna.until(lambda: anna.popovers.bar is None, "the bar to go")
    await anna.press("Ctrl+Shift+A")
    await anna.until_phase(Phase.CALL)
    await centre.hang_up(call)


async def test_C4_D11_a_preview_is_seen_before_it_is_called(anna, centre, team):
    await centre.pbx(f"customers/{team.stranger}", after=0.1)
    await centre.pbx(
        "previews", number=team.stranger, name="Eva Horáková", dnis=team.main, variables={"contract": "Silver"}
    )
    popover = await anna.popover()
    assert popover.title.whole() == f"Preview call · Main {team.number}"
    assert (popover.answer.text(), popover.decline.text()) == ("Call", "Skip")
    assert popover.who.whole() == "Eva Horáková"
    assert ("Contract", "Silver") in popover.variables.shown()
    assert popover.left.text().endswith("s left")
    await anna.hands.click(popover.answer)
    await anna.until(lambda: requests(anna.state)[0].state is ContactState.RINGING, "the agent's own phone")
    await centre.pbx(f"phones/{team.anna.phone}/pick-up")
    await anna.until_phase(Phase.CALL)


async def test_C4_D11_a_skipped_preview_costs_nothing_and_does_not_come_back(anna, colleague, centre, team):
    bram = await colleague(team.bram).ready()
    await centre.pbx("previews", number=team.stranger, name="Eva", dnis=team.main)
    popover = await anna.popover()
    await anna.hands.click(popover.decline)
    await bram.until_request()
    await anna.until_phase(Phase.WAITING)
    assert not anna.popovers.shown()


async def test_C5_a_web_callback_is_dialled_and_its_popover_says_what_is_going_on(anna, centre, team, ask):
    await centre.pbx(f"customers/{team.stranger}", after=0.8)
    await ask()
    popover = await anna.popover()
    assert popover.title.whole() == "Callback · asked for on the web"
    fields = dict(popover.variables.shown())
    assert list(fields)[:3] == ["Phone number", "Queue", "DNIS"]
    assert fields["Queue"] == f"Main {team.number}"
    assert fields["Name"] == "Eva Horáková"
    assert popover.rung.text() == "received just now"
    await anna.hands.click(popover.answer)
    await anna.until(lambda: popover.rung.text().startswith("Calling the customer…"), "the customer to be called")
    assert popover.cancel.isVisible() and not popover.decline.isVisible()
    await anna.until_phase(Phase.CALL)
    await anna.until(lambda: not anna.popovers.shown(), "the popover to go")


async def test_C5_D10_a_cancelled_web_callback_leads_to_wrap_up(anna, team, ask):
    contact = await ask()
    popover = await anna.popover()
    await anna.hands.click(popover.cancel)
    await anna.until_phase(Phase.WRAP_UP)
    assert anna.state.contacts[contact].ended_by == "cancelled"
    await anna.wrap_up()
    await anna.until_phase(Phase.WAITING)
    assert not anna.popovers.shown(), "the customer is not called again"


async def test_C5_a_customer_who_does_not_answer_is_called_again_later(anna, centre, team, ask):
    await centre.pbx(f"customers/{team.stranger}", kind="no_answer", after=0.1)
    contact = await ask(origin="queue")
    popover = await anna.popover()
    assert popover.title.whole() == "Callback · asked for while waiting"
    assert not popover.cancel.isVisible()
    await anna.hands.click(popover.answer)
    await anna.until(lambda: contact not in anna.state.contacts, "the callback to return to the queue")
    await anna.until_phase(Phase.WAITING)
    again = await anna.popover()
    assert [one.id for one in requests(anna.state)] == [contact]
    await anna.hands.click(again.decline)


async def test_C6_what_is_written_and_not_accepted_is_rona(anna, write_in, team):
    await write_in("chat", dnis=team.quick)
    popover = await anna.rona()
    assert popover.title.whole() == "RONA · missed: Chat"
    assert popover.why.text().startswith("Waited 1 s for you, not accepted → RONA, ")
    await anna.hands.click(popover.idle)
    await anna.until_phase(Phase.PAUSE)


async def test_C6_B3_a_consulted_agent_who_does_not_answer_is_rona(sit_down, colleague, centre, team):
    bram = await colleague(team.bram).ready()
    await centre.pbx(f"phones/{team.bram.phone}", answers_after=0.05)
    call = await centre.call(team.known, team.quick)
    await bram.until_phase(Phase.CALL)
    anna = await sit_down(team.anna).signed_on()
    await consult(bram, anna)
    popover = await anna.rona()
    assert popover.title.whole() == f"RONA · missed consult from {team.bram.name}"
    assert anna.state.me.not_ready is NotReadyReason.RONA
    await centre.hang_up(call)


async def test_C7_whoever_writes_a_note_goes_on_while_requests_come(anna, centre, team, write_in):
    await write_in("chat")
    popover = await anna.popover()
    await anna.hands.click(popover.answer)
    await anna.until(lambda: not anna.popovers.shown(), "the popover to go")
    field = anna.window.customer.editor.field
    anna.hands.type(field, "He wants it ")
    await write_in("email")
    coming = await anna.popover()
    screen = coming.screen().availableGeometry()
    assert screen.contains(coming.geometry())
    assert anna.window.focusWidget() is field
    anna.hands.type(field, "on Friday")
    assert field.toPlainText() == "He wants it on Friday"
    anna.window.showMinimized()
    assert coming.isVisible()
    anna.window.showNormal()


async def test_C8_the_record_of_who_asked_for_a_call_opens_with_it(anna, centre, team, ask):
    await ask(team.known)
    await anna.popover()
    customer = anna.window.customer
    await anna.until(lambda: customer.card.name.text() == team.customer("Jana"), "the customer's record")
