"""The stream is ten seconds behind while the commands go through: a press acts on what was seen, or on nothing."""

from __future__ import annotations

import asyncio

from agent_client.client.store.views import current_contact
from agent_client.protocol.names import ContactState, OnHold, Phase
from agent_client.rules.parties import ContactAction


async def test_a_press_that_comes_late_acts_on_nothing_else(anna, centre, team, monkeypatch):
    """The customer's call is on hold at the server already; the screen does not know, and Hold is pressed again."""
    call, _ = await anna.talk_to(team.known, team.main)
    store = anna.program.online().store
    late, apply = [], store.apply
    monkeypatch.setattr(store, "apply", lambda event: late.append(event))
    seen = current_contact(anna.state)
    api = anna.program.online().session.api
    await api.hold(seen.id, seen.version)
    button = anna.window.contact.call.button(ContactAction.END)
    await anna.hands.click(button)  # meant for the conversation, which is on hold by now
    await anna.until(lambda: button.refusal, "the refusal")
    assert "changed" in button.refusal
    rows = centre.rows("SELECT state, on_hold FROM contacts WHERE id = ?", seen.id)
    assert rows == [("held", "customer")]
    monkeypatch.setattr(store, "apply", apply)
    for event in late:
        apply(event)
    await anna.until(lambda: current_contact(anna.state).on_hold is OnHold.CUSTOMER, "the truth")
    await centre.hang_up(call)
    await anna.until_phase(Phase.WRAP_UP)


async def test_a_command_repeated_under_its_key_is_done_once(anna, centre, team):
    _, contact = await anna.talk_to(team.known, team.main)
    api = anna.program.online().session.api
    first, second = await asyncio.gather(
        api.hold(contact.id, contact.version, key="the same"), api.hold(contact.id, contact.version, key="the same")
    )
    assert first == second
    assert first.state is ContactState.HELD
    moments = centre.rows(
        "SELECT count(*) FROM interaction_moments WHERE interaction_id = ? AND kind = 'held'", first.interaction
    )
    assert moments == [(1,)]
