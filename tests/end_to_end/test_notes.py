"""The note of a call: typed, kept, sent once, and never too long without a word (F2, A7)."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QTextCursor

from agent_client.protocol.customers import NOTE_LIMIT


async def test_F2_a_note_is_kept_while_it_is_typed_and_sent_with_ctrl_enter(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    editor = anna.window.customer.editor
    assert anna.window.focusWidget() is editor.field, "a conversation began while the keyboard was nobody's"
    note = f"Wants the price list of {team.number} by e-mail."
    anna.hands.type(editor.field, note)
    await anna.until_said(" s ago")
    assert any(file.read_text().count(note) for file in anna.drafts()), "not on disk"
    await anna.press("Ctrl+Return")
    await anna.until_history_has(note)
    assert editor.text() == ""
    assert centre.records(note) == 1

    def stamped():
        entries = anna.window.customer.history.line.entries()
        return any(f"{team.anna.name}, {team.anna.phone}" in entry.who for entry in entries if entry.text == note)

    await anna.until(stamped, "who wrote it, instead of Sending…")
    await anna.until(lambda: not anna.drafts(), "the disk to be cleared of it")


async def test_F2_two_sends_in_a_row_are_one_record(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    note = f"Twice pressed, once said, {team.number}."
    anna.hands.type(anna.window.customer.editor.field, note)
    await anna.press("Ctrl+Return")
    await anna.press("Ctrl+Return")
    await anna.until_history_has(note)
    other = f"Sent after it, {team.number}."
    anna.hands.type(anna.window.customer.editor.field, other)
    await anna.press("Ctrl+Return")
    await anna.until_history_has(other)  # letters go in their order: a second of the first would have arrived
    assert (centre.records(note), centre.records(other)) == (1, 1)


async def test_F2_a_note_one_character_too_long_is_refused_in_place_and_fits_once_shortened(anna, centre, team):
    await anna.talk_to(team.known, team.main)
    editor = anna.window.customer.editor
    lines = f"{team.number}: " + ("é" * 79 + "\n") * (NOTE_LIMIT // 80)
    long = lines + "x" * (NOTE_LIMIT + 1 - len(lines)) if len(lines) <= NOTE_LIMIT else lines[: NOTE_LIMIT + 1]
    QGuiApplication.clipboard().setText(long)
    editor.field.setFocus()
    await anna.press("Ctrl+V")
    await anna.until_said("A note holds 100,000 characters, this one has 100,001: shorten it.")
    assert not editor.send.isEnabled()
    await anna.press("Ctrl+Return")
    assert editor.text() == long, "something was lost"
    assert anna.program.online().outbox.waiting == ()
    editor.field.moveCursor(QTextCursor.MoveOperation.End)
    await anna.press("Backspace")
    assert editor.send.isEnabled()
    await anna.press("Ctrl+Return")
    await anna.until_history_has(long[:-1])
    assert centre.records(long[:-1]) == 1


async def test_F2_each_call_has_its_own_note(anna, centre, team):
    """The half of one is there again when its customer is chosen, and not in the next call."""
    first, contact = await anna.talk_to(team.known, team.brief)
    editor = anna.window.customer.editor
    anna.hands.type(editor.field, "Half a no")
    await centre.hang_up(first)
    await anna.until(lambda: contact.id not in anna.state.contacts, "the end of the first contact")
    await anna.talk_to(team.stranger, team.main)
    assert editor.text() == ""
    kept = {draft.read_text().count("Half a no") for draft in anna.drafts()}
    assert kept == {1}
