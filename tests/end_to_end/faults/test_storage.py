"""The server's disk takes nothing any more, and later does again: a clear sentence, nothing half done, nothing lost."""

from __future__ import annotations

import sys

import pytest

from agent_client.client.store.state import Link
from agent_client.client.store.views import current_contact
from agent_client.protocol.names import ContactState, Phase
from ui.dialogs.sign_in import SignInWindow

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's"),
]

CANNOT_SAVE = "The server cannot save anything at the moment: nothing was changed; keep this open and try again later."


@pytest.fixture
def centre(own_centre):
    return own_centre


async def test_a_disk_that_is_full_is_said_and_the_note_arrives_once_there_is_room(anna, centre, team):
    _, contact = await anna.talk_to(team.known, team.main)
    editor, call = anna.window.customer.editor, anna.window.contact.call
    note = "Written while the disk was full."
    before = centre.rows("SELECT count(*) FROM records")
    centre.let_it_write(False)
    anna.hands.type(editor.field, note)
    await anna.press("Ctrl+Return")
    await anna.until_said("Waiting for the server: it is sent as soon as it answers")
    await anna.press("F8")
    await anna.until(lambda: call.refusal.isVisible() and call.refusal.text(), "the refusal")
    assert call.refusal.text() == CANNOT_SAVE
    assert CANNOT_SAVE in anna.window.notice_bar.lines()
    assert not call.end.requested, "it can be pressed again"
    assert current_contact(anna.state).state is ContactState.CONNECTED
    assert anna.state.link is Link.UP
    assert centre.rows("SELECT state FROM contacts WHERE id = ?", contact.id) == [("connected",)]
    assert centre.rows("SELECT count(*) FROM records") == before

    centre.let_it_write(True)
    await anna.until_history_has(note)
    assert centre.records(note) == 1
    await anna.press("F8")
    await anna.wrap_up()
    await anna.until_phase(Phase.WAITING)


async def test_signing_in_while_nothing_can_be_stored_is_refused_in_the_form(sit_down, centre, team):
    centre.let_it_write(False)
    anna = sit_down(team.anna)
    window = await anna.new_window(SignInWindow)
    await anna.enter(window)
    assert await anna.refused(window) == CANNOT_SAVE
    assert centre.rows("SELECT count(*) FROM sessions") == [(0,)]
    centre.let_it_write(True)
    await anna.enter(window)
    await anna.until(lambda: anna.state.link is Link.UP, "the link")
