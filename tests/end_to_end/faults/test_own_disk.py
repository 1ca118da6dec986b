"""This computer's own disk: full while the agent types, and with files that a crash left cut off or full of zeros (A7)."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from agent_client.client.store.state import Link
from agent_client.workstation.files import Folder
from agent_client.workstation.paths import HOME, paths
from agent_client.workstation.settings import USER, Settings, SettingsTrouble

NOT_KEPT = "This computer's disk does not take it: send it soon, it is only on screen."


async def test_A7_a_disk_that_is_full_while_a_note_is_typed(anna, centre, team, monkeypatch):
    """It stays on the screen, the agent reads that it is kept nowhere else, and it is sent all the same."""
    await anna.talk_to(team.known, team.main)
    editor, note = anna.window.customer.editor, f"Typed while there was no room, {team.number}."

    def full(folder: Folder, name: str, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Folder, "keep", full)
        anna.hands.type(editor.field, note)
        await anna.until(lambda: editor.status_text() == NOT_KEPT, "the word")
        assert editor.text() == note
        await anna.press("Ctrl+Return")
        await anna.until_history_has(note)
        assert centre.records(note) == 1
        anna.hands.type(editor.field, "And more")
    await anna.until(lambda: editor.status_text().endswith("s ago"), "the next words to be kept")
    assert editor.text() == "And more"


def spoilt(home: Path, how: bytes | None) -> None:
    """Every file that the program keeps there: zeros where ``how`` is None, else cut off after it."""
    files = [one for one in home.rglob("*") if one.is_file() and one.suffix in (".kept", ".json")]
    assert {one.suffix for one in files} == {".kept", ".json"}
    for file in files:
        was = file.read_bytes()
        file.write_bytes(bytes(len(was)) if how is None else was[: len(was) // 2])


@pytest.mark.parametrize("how", [None, b"half"], ids=["zeros", "cut off"])
async def test_A7_files_that_a_crash_left_unreadable_stop_nobody(sit_down, centre, team, tmp_path, how):
    home = tmp_path / "home"
    where = paths({HOME: str(home)}).make()
    anna = await sit_down(team.anna, home=home).signed_on()
    call, _ = await anna.talk_to(team.known, team.main)
    anna.hands.type(anna.window.customer.editor.field, "Half a note")
    await anna.until(anna.window.customer.editor.kept, "the note to be kept")
    anna.desk.settings.set(USER, team.anna.user)
    assert await anna.leave() == 0
    spoilt(home, how)
    settings = Settings(where.config / "settings.json")
    assert settings.troubles == [SettingsTrouble.SET_ASIDE]
    assert settings.get(USER) == ""
    again = await sit_down(team.anna, home=home, seat="WS-other").sign_in()
    await again.until(lambda: again.state.link is Link.UP, "the link")
    assert again.window.customer.editor.text() == ""
    kept = [one for one in home.rglob("*") if "spoilt" in one.name or "unreadable" in one.name]
    assert any("spoilt" in one.name for one in kept), "nobody's text is thrown away"
    assert any("settings" in one.name for one in kept)
    await centre.hang_up(call)
