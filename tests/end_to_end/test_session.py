"""A session's life at the desk: queues chosen later, the password in time and too late, a phone that goes, a stream alone that
fails."""

from __future__ import annotations

from agent_client.client.lasting import Lasting
from agent_client.client.store.state import Link
from agent_client.client.store.views import current_contact
from agent_client.protocol.names import AgentState, ContactState, Phase
from agent_client.protocol.time import after
from tests.end_to_end.centre import PASSWORD


def queue(agent, name):
    return next(one.id for one in agent.state.centre.queues if one.name == name)


async def choose_queues(agent, *names):
    """By the key, the box and Return."""
    await agent.press("Ctrl+Shift+Q")
    box = agent.window.queues.box
    await agent.until(box.isVisible, "the box of queues")
    wanted = {queue(agent, name) for name in names}
    for one, tick in box.boxes.items():
        if tick.isChecked() != (one in wanted):
            agent.hands.type(tick, " ")
    await agent.hands.click(box.button)
    await agent.until(lambda: set(agent.state.me.queues) == wanted, "the queues chosen")
    await agent.until(box.isHidden, "the box to close")


async def test_A3_queues_are_chosen_at_work_and_kept_for_the_next_time(anna, centre, team):
    main, brief = f"Main {team.number}", f"Brief {team.number}"
    await choose_queues(anna, brief)
    await anna.until(lambda: anna.window.status_bar.queues.whole().startswith(brief), "the status bar")
    await anna.until(lambda: anna.state.link is Link.UP and len(anna.state.queues) == 1, "the other streams")
    await centre.pbx("calls", ani=team.known, dnis=team.main)
    await choose_queues(anna, brief, main)
    await anna.until(lambda: any(one.state is ContactState.RINGING for one in anna.state.contacts.values()), "the call")
    assert anna.state.me.queues == tuple(sorted((queue(anna, main), queue(anna, brief))))


async def test_A7_the_password_is_asked_for_in_the_window_and_the_session_goes_on(anna):
    """Nothing else of the window changes; a wrong one is said in place."""
    session = anna.program.online().session
    lasting, now = session.heartbeat.lasting, anna.clock.now()
    session.heartbeat.lasting = Lasting(lasting.since, lasting.expires_at, after(now, 600))
    bar = anna.window.password
    await anna.until(bar.isVisible, "the bar")
    anna.hands.type(bar.field, "not it")
    await anna.hands.click(bar.button)
    await anna.until(bar.refusal.isVisible, "the refusal")
    anna.hands.type(bar.field, PASSWORD)
    await anna.hands.click(bar.button)
    await anna.until(bar.isHidden, "the bar to go")
    assert session.heartbeat.lasting.password_by > after(now, 3600)
    assert anna.state.me.state is AgentState.READY


async def test_A7_signed_out_for_want_of_the_password_and_in_again_where_one_was(anna, centre, team):
    [jana] = await found(anna, team)
    anna.window.customer.open_customer(jana.id)
    editor = anna.window.customer.editor
    await anna.until(editor.field.isEnabled, "the editor")
    anna.hands.type(editor.field, "Half a note")
    await centre.pbx(f"sessions/{team.anna.user}/expire")
    bar = anna.window.password
    await anna.until(lambda: anna.state.link is Link.ENDED and bar.isVisible(), "the bar")
    assert editor.text() == "Half a note"
    anna.hands.type(bar.field, PASSWORD)
    await anna.hands.click(bar.button)
    await anna.until(lambda: anna.state.link is Link.UP and bar.isHidden(), "the session")
    await anna.until_phase(Phase.PAUSE)
    assert editor.text() == "Half a note"


async def found(agent, team):
    page = await agent.program.online().session.api.find_customers(team.customer("Jana"))
    return page.customers


async def test_A7_nobody_is_signed_out_during_a_call(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    await centre.pbx(f"sessions/{team.anna.user}/expire")
    await anna.program.online().session.api.pulse()
    assert current_contact(anna.state).state is ContactState.CONNECTED
    assert anna.state.link is Link.UP
    await anna.press("F8")
    await anna.wrap_up()
    await anna.until(lambda: anna.state.link is Link.ENDED and anna.window.password.isVisible(), "the end")


async def test_B4_a_phone_that_goes_is_seen_at_once_and_nobody_rings_there(anna, centre, team):
    await centre.pbx(f"phones/{team.anna.phone}/unplug")
    await anna.until(lambda: anna.state.me.phone_lost_since is not None, "the phone to go")
    await anna.until(lambda: "not connected since" in anna.window.status_bar.phone.text(), "the status bar")
    assert anna.window.contact.states.title.text() == "Your phone is not connected"
    await centre.pbx("calls", ani=team.known, dnis=team.main)
    await centre.pbx(f"phones/{team.anna.phone}/plug-in")
    assert (await anna.popover()).isVisible()
    assert anna.window.status_bar.phone.text() == f"Phone {team.anna.phone}"
