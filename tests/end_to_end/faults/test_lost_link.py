"""A link that stalls, breaks or comes late in the middle of a call: shown, survived, nothing lost (A7, B1)."""

from __future__ import annotations

import asyncio

import pytest

from agent_client.client.store.state import Changed, Link
from agent_client.client.store.views import current_contact, phase
from agent_client.protocol.names import Phase
from agent_client.protocol.sessions import SILENCE_SECONDS


@pytest.fixture
async def through(sit_down, proxy, team):
    """Anna waits for calls, behind the proxy."""
    anna = sit_down(team.anna)
    anna.server = proxy.url
    return await anna.signed_on()


async def test_A7_a_stream_that_stalls_without_closing_is_noticed_and_comes_back(
    through, proxy, centre, team, record_property
):
    anna = through
    call, contact = await anna.talk_to(team.known, team.main)
    editor, badge = anna.window.customer.editor, anna.window.status_bar.badge
    sent, half = f"Sent into the silence, {team.number}.", f"Half a senten, {team.number}"
    loop = asyncio.get_running_loop()
    proxy.stall()
    stalled = loop.time()
    anna.hands.type(editor.field, sent)
    await anna.press("Ctrl+Return")
    anna.hands.type(editor.field, half)
    await anna.until(lambda: anna.state.link is Link.DOWN, "the silence to be noticed", SILENCE_SECONDS + 4)
    noticed = loop.time() - stalled
    assert noticed > SILENCE_SECONDS / 2, "before it could be known"
    record_property("noticed after", f"{noticed:.1f} s")
    await anna.until_phase(Phase.RECONNECTING)
    assert anna.window.strip.isVisible()
    said = anna.window.status_bar.server.text()
    assert said.startswith(("Reconnecting…", "No news from the server")), said
    before = badge.timer()
    assert current_contact(anna.state).id == contact.id, "the call is on the screen still"
    assert "No link to the server" in anna.window.contact.call.offline.text()
    await anna.until(lambda: badge.timer() != before, "the timer to go on counting")

    proxy.flow()
    await anna.until(lambda: phase(anna.state) is Phase.CALL, "the call to be there again")
    await anna.until(lambda: not anna.window.strip.isVisible(), "the strip to go")
    await anna.until_history_has(sent)
    assert centre.records(sent) == 1
    assert editor.text() == half
    assert anna.state.me.since == current_contact(anna.state).connected_at
    await centre.hang_up(call)  # and events come again
    await anna.until_phase(Phase.WRAP_UP)


async def test_A7_a_connection_that_breaks_is_back_at_once_with_what_was_missed(through, proxy, centre, team):
    anna = through
    seen = []
    anna.program.online().store.watch(Changed.LINK, lambda state, _: seen.append(state.link))
    proxy.stall()
    call = await centre.call(team.known, team.main)
    await anna.until(lambda: centre.rows("SELECT 1 FROM contacts WHERE agent_id = ?", anna.state.me.id), "the offer")
    proxy.cut()
    await anna.until(lambda: Link.DOWN in seen, "the lost link")
    proxy.flow()
    popover = await anna.popover()  # it was offered while nobody heard
    await anna.hands.click(popover.answer)
    await anna.until_phase(Phase.CALL)
    assert seen[-1] is Link.UP
    await centre.hang_up(call)


async def test_A7_a_press_into_a_dead_link_says_so_and_does_nothing_later(through, proxy, centre, team):
    """The end of a call, pressed while nothing goes through, and then cut."""
    anna = through
    _, contact = await anna.talk_to(team.known, team.main)
    proxy.stall()
    await anna.press("F8")
    end = anna.window.contact.call.end
    await anna.until(lambda: end.requested, "the press to show")
    proxy.cut()
    proxy.flow()
    # Repeated by the client with its key: one end, whatever reached the server.
    await anna.until_phase(Phase.WRAP_UP)
    rows = centre.rows("SELECT count(*) FROM contacts WHERE id = ? AND state = 'wrap_up'", contact.id)
    assert rows == [(1,)]
