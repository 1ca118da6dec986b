"""Numbers: typed, pasted, shown, of the directory; called by the agent, or asked and passed on to (D2, D4, D11)."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from agent_client.client.store.views import current_contact, wrap_up_contact
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.names import AgentState, ContactState, Direction, Phase, TargetKind
from agent_client.rules.parties import ContactAction


@pytest.fixture
async def patient(anna, centre, team):
    """Anna, whose phone rings until it is picked up, before a customer who answers at once."""
    await centre.pbx(f"customers/{team.stranger}", kind="answers", after=0)
    anna.team = team
    return anna


async def dial(agent, text):
    """Ctrl+D, the number, Enter: the box."""
    await agent.press("Ctrl+D")
    box = agent.window.dial.box
    await agent.until(lambda: box.isVisible() and box.field.hasFocus(), "the box for a number")
    agent.hands.type(box.field, text)
    await agent.press("Return")
    return box


async def rings(agent):
    """The agent's own phone; the contact."""

    def look():
        contact = agent.window.contact.contact()
        return contact if contact is not None and contact.state is ContactState.RINGING else None

    return await agent.until(look, "the own phone to ring")


@contextmanager
def most_calls(centre, most):
    """The centre's limit, set by its administrator for a while."""

    def write(value):
        with closing(sqlite3.connect(centre.database)) as conn, conn:
            conn.execute("UPDATE centre SET most_calls = ?", (value,))

    write(most)
    try:
        yield
    finally:
        write(None)


async def test_D11_a_typed_number_is_called_by_keys_alone(patient, centre, team):
    box = await dial(patient, team.stranger.replace("+31", "0"))
    await patient.until_phase(Phase.SETUP)
    await patient.until(box.isHidden, "the box to go")
    contact = await patient.until(patient.window.contact.contact, "the contact in sight")
    assert (contact.direction, contact.ani, contact.queue) == (
        Direction.OUTDIAL,
        team.stranger,
        patient.state.me.queues[0],
    )
    assert not patient.popovers.shown(), "what the agent dialled needs no popover"
    await centre.pbx(f"phones/{team.anna.phone}/pick-up")
    await patient.until_phase(Phase.CALL)
    await patient.press("F8")
    await patient.wrap_up()
    await patient.until_phase(Phase.WAITING)
    await patient.press("Ctrl+D")
    await patient.press("Down")
    assert box.view.chosen() is not None, "it is among the numbers called lately"
    await patient.press("Escape")


async def test_D11_a_number_that_is_shown_is_called_and_the_call_cancelled(patient, centre, team):
    await patient.press("Ctrl+K")
    patient.hands.type(patient.window.header.search, team.customer("Jana"))
    await patient.until(
        lambda: patient.window.results.isVisible() and patient.window.results.view.model().rowCount(), "Jana"
    )
    await patient.press("Return")
    card = patient.window.customer.card
    link = await patient.until(lambda: card.numbers.links() and card.numbers.links()[0], "her number")
    assert link.accessibleName().startswith("Call 030")
    await patient.hands.click(link)
    contact = await rings(patient)
    assert (contact.ani, contact.customer.name) == (team.known, team.customer("Jana"))
    await patient.until(lambda: not link.isEnabled(), "no second call meanwhile")
    button = patient.window.contact.call.button(ContactAction.END)
    assert button.text() == "Cancel"
    await patient.press("F8")
    await patient.until_phase(Phase.WAITING)
    assert wrap_up_contact(patient.state) is None
    await patient.until(link.isEnabled, "her number to be called again")


async def test_D11_past_the_limit_the_agent_reads_the_reason_in_the_box(patient, centre, team):
    with most_calls(centre, 0):
        box = await dial(patient, team.stranger)
        await patient.until(lambda: "as many as it may" in box.refusal.text(), "the reason")
        assert box.isVisible()
        assert not box.call.requested
        assert not patient.state.contacts
    await patient.press("Return")
    await rings(patient)
    await patient.press("F8")
    await patient.until_phase(Phase.WAITING)


async def test_D11_what_is_no_number_to_call_is_not_called(patient, team):
    box = await dial(patient, "12")
    assert "too short" in box.about.text()
    box.field.clear()
    patient.hands.type(box.field, team.main)
    assert box.about.text() == f"This is the entry point Main {team.number}."
    await patient.press("Return")
    assert not box.call.isEnabled()
    box.field.clear()
    patient.hands.type(box.field, team.anna.phone)
    await patient.press("Return")
    await patient.until(lambda: "That is you" in box.refusal.text(), "the reason")


# Consult and transfer


@pytest.fixture
async def talking(anna, team):
    await anna.talk_to(team.known, team.main)
    anna.team = team
    return anna


async def open_picker(agent, keys):
    await agent.press(keys)
    picker = agent.window.contact.call.picker
    await agent.until(lambda: picker.isVisible() and picker.field.hasFocus(), "the picker")
    return picker


async def turn_to(agent, picker, number):
    QTest.keyClick(picker.field, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)


def row_of(picker, name):
    return next((row for row in picker.view.targets.rows if row.name == name), None)


async def test_D2_the_list_of_agents_lives_and_offers_for_a_transfer_only_the_available(talking, colleague, team):
    bram = await colleague(team.bram).ready()
    picker = await open_picker(talking, "F4")
    await talking.until(lambda: row_of(picker, team.bram.name) and row_of(picker, team.bram.name).possible, "Bram")
    talking.hands.type(picker.field, "bram")
    await talking.until(lambda: picker.view.chosen() and picker.view.chosen().name == team.bram.name, "Bram chosen")
    await bram.session.api.change_state(ChangeState(state=AgentState.NOT_READY))
    await talking.until(lambda: not row_of(picker, team.bram.name).possible, "Bram in pause")
    assert row_of(picker, team.bram.name).word == "Pause"
    assert picker.view.chosen().name == team.bram.name, "who was chosen is still chosen"
    await talking.press("Return")
    assert "cannot take it now (Pause)" in picker.refusal.text()
    await talking.press("Escape")
    picker = await open_picker(talking, "F5")
    assert row_of(picker, team.bram.name).possible, "somebody in pause can be asked"
    assert row_of(picker, team.anna.name) is None, "never oneself"


async def test_D2_an_expert_of_the_directory_is_found_and_asked(talking, centre, team):
    await centre.pbx(f"customers/{team.expert}", kind="answers", after=0)
    picker = await open_picker(talking, "F5")
    await turn_to(talking, picker, 4)
    talking.hands.type(picker.field, f"zoe expert{team.number:03}")
    await talking.until(lambda: picker.view.chosen() is not None, "the expert")
    assert "Lawyer" in picker.view.chosen().beneath
    await talking.press("Return")
    consulting = await talking.until(
        lambda: (now := current_contact(talking.state)) and now.state is ContactState.CONSULTING and now, "the consult"
    )
    assert (consulting.consult.kind, consulting.consult.number) == (TargetKind.NUMBER, team.expert)
    await talking.until(lambda: not picker.isVisible(), "the picker to go")


async def test_D4_a_pasted_number_of_an_entry_point_is_that_entry_point(talking, team):
    picker = await open_picker(talking, "F5")
    await turn_to(talking, picker, 3)
    QApplication.clipboard().setText(f"Tel.: {team.quick[:3]} {team.quick[3:5]} {team.quick[5:]} (Quick)")
    picker.field.paste()
    assert picker.field.text() == team.quick
    assert picker.about.text() == f"This is the entry point Quick {team.number}."
    await talking.press("Return")
    asked = await talking.until(
        lambda: (now := current_contact(talking.state)) and now.state is ContactState.CONSULT_REQUESTED and now, "asked"
    )
    assert asked.consult.kind in (TargetKind.ENTRY_POINT, TargetKind.QUEUE)
    assert asked.consult.name.startswith("Quick")


@pytest.mark.parametrize("typed", ["12", "1" * 19])
async def test_D2_a_number_of_2_or_19_digits_is_not_offered(talking, typed):
    picker = await open_picker(talking, "F4")
    await turn_to(talking, picker, 3)
    talking.hands.type(picker.field, typed)
    await talking.press("Return")
    assert not picker.pick.isEnabled()
    assert picker.about.text() in ("Still too short: at least 3 digits.", "Too long: at most 18 digits.")
    assert current_contact(talking.state).state is ContactState.CONNECTED


async def test_D2_a_transfer_to_ones_own_phone_is_refused_in_the_picker(talking, team):
    picker = await open_picker(talking, "F4")
    talking.hands.type(picker.field, team.anna.phone)
    await talking.press("Return")
    await talking.until(lambda: "That is you" in picker.refusal.text(), "the reason")
    assert picker.isVisible()
    assert current_contact(talking.state).state is ContactState.CONNECTED
