"""Server and client killed in the middle of a call, and started again: what was going on, and what was typed, is there."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from agent_client.client.store.state import Link
from agent_client.client.store.views import current_contact, phase
from agent_client.protocol.names import Phase
from agent_client.protocol.time import seconds_between
from agent_client.workstation.paths import HOME

TYPED = "Asks whether the boiler can be delivered on"


@pytest.fixture
def centre(own_centre):
    return own_centre


async def test_A7_the_server_killed_in_mid_call_and_restarted(anna, centre, team):
    call, contact = await anna.talk_to(team.known, team.main)
    editor, badge = anna.window.customer.editor, anna.window.status_bar.badge
    sent = "Sent while nobody was there to take it."
    anna.hands.type(editor.field, "Half a")
    centre.kill()
    await anna.until_phase(Phase.RECONNECTING)
    assert anna.window.strip.isVisible()
    editor.field.selectAll()
    anna.hands.type(editor.field, sent)
    await anna.press("Ctrl+Return")
    await anna.until_said("Waiting for the server: it is sent as soon as it answers")
    await anna.until(
        lambda: any(
            entry.text == sent and entry.when == "Waiting for the server"
            for entry in anna.window.customer.history.line.entries()
        ),
        "the waiting note in the history",
    )
    anna.hands.type(editor.field, TYPED)
    assert current_contact(anna.state).id == contact.id
    counted = badge.timer()
    await anna.until(lambda: badge.timer() != counted, "the timer to go on counting")

    await asyncio.to_thread(centre.start)
    await anna.until(lambda: anna.state.link is Link.UP, "the link")
    await anna.until_phase(Phase.CALL)
    again = current_contact(anna.state)
    assert (again.id, again.connected_at) == (contact.id, contact.connected_at)
    assert abs(seconds_between(anna.state.me.since, contact.connected_at)) < 1
    assert editor.text() == TYPED
    await anna.until_history_has(sent)
    await anna.press("Ctrl+Return")
    await anna.until_history_has(TYPED)
    assert (centre.records(sent), centre.records(TYPED)) == (1, 1)
    await centre.hang_up(call)  # the call itself is alive
    await anna.wrap_up()
    await anna.until_phase(Phase.WAITING)


def typed_and_killed(arguments, environment):
    """Blocks until the program has typed its half sentence and is gone."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        said = child.stdout.readline().strip()
        child.send_signal(signal.SIGKILL)
        errors = child.communicate(timeout=60)[1]
    assert said == "typed", errors
    assert child.returncode == -signal.SIGKILL


async def test_A7_the_client_killed_while_a_note_is_half_typed(sit_down, driven_program, centre, team, tmp_path):
    home = tmp_path / "own"
    who = team.anna
    await centre.pbx(f"phones/{who.phone}", answers_test_after=0.01, desktop=True)
    call = await centre.call(team.known, team.main)
    arguments = [*driven_program, centre.url, who.user, "Passwort 9", who.phone, "type", TYPED]
    environment = os.environ | {HOME: str(home), "CLIENTNAME": "WS-killed"}
    await asyncio.to_thread(typed_and_killed, arguments, environment)

    anna = await sit_down(who, home=home, seat="WS-killed").sign_in()
    await anna.until_phase(Phase.CALL)
    editor = anna.window.customer.editor
    await anna.until(lambda: editor.text() == TYPED, "what was typed before")
    await anna.press("Ctrl+Return")
    await anna.until_history_has(TYPED)
    assert centre.records(TYPED) == 1
    await centre.hang_up(call)
    await anna.until(lambda: phase(anna.state) is Phase.WRAP_UP, "the end of the call")
