"""The call's time line, kept with the customer's history: folded, unfolded, with the notes of the call (F2)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent_client.protocol.names import Phase


def calls_of(agent):
    entries = agent.window.customer.history.line.entries()
    return [entry for entry in entries if isinstance(entry.key, tuple) and entry.key[0] == "call"]


async def test_F2_a_call_without_a_note_stands_in_the_history_with_its_course(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    assert calls_of(anna) == [], "what goes on is the entry of now"
    await anna.press("F8")
    await anna.until_phase(Phase.WRAP_UP)
    await anna.until(lambda: len(calls_of(anna)) == 1, "the call in the history")
    await anna.wrap_up()
    await anna.until(lambda: "Answered" in calls_of(anna)[0].who, "the reason")
    [call] = calls_of(anna)
    assert call.who.startswith("Inbound · 0:0") and team.anna.name in call.who
    words = "\n".join(call.course)
    assert f"In the queue Main {team.number}" in words
    assert "The agent ended the call" in words
    assert "Wrapped up: Answered" in words
    line = anna.window.customer.history.line
    assert call.course[0] not in line.toPlainText()
    line.setFocus()
    line.setTextCursor(line.document().find("Inbound"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert call.course[0] in line.toPlainText()


async def test_F2_a_note_stands_with_its_call_also_for_a_colleague(anna, centre, team, sit_down):
    note = f"Wants a new boiler, {team.number}."
    call, _ = await anna.talk_to(team.known, team.main)
    anna.hands.type(anna.window.customer.editor.field, note)
    await anna.press("Ctrl+Return")
    await anna.until_history_has(note)
    await centre.hang_up(call)
    await anna.wrap_up()
    await anna.choose_state("2")
    await anna.until_phase(Phase.PAUSE)
    bram = await sit_down(team.bram).signed_on()
    await bram.talk_to(team.known, team.main)
    await bram.until(lambda: calls_of(bram), "the call in the colleague's history")
    [past] = calls_of(bram)
    assert [one.text for one in past.notes] == [note]
    assert team.anna.name in past.who
