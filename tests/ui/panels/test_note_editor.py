"""The editor: says every change and whose it is, shows whether it is safe, and never sends what cannot be sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.client.outbox import (
    ContactSubject,
    CustomerSubject,
    DraftStatus,
    Empty,
    Kept,
    Refused,
    Sending,
    Unsaved,
    Waiting,
)
from agent_client.protocol.customers import NOTE_LIMIT
from agent_client.protocol.names import ContactId, CustomerId
from agent_client.protocol.refusals import TooLarge
from ui.panels.note_editor import NoteEditor

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINE = ContactSubject(ContactId(5))


@pytest.fixture
def editor(qtbot: QtBot) -> NoteEditor:
    made = NoteEditor()
    qtbot.addWidget(made)
    made.resize(376, 200)
    made.show()
    made.heard = []
    made.note_written.connect(lambda *what: made.heard.append(what))
    made.sent = []
    made.send_pressed.connect(made.sent.append)
    return made


def test_every_change_is_told_with_its_subject(editor: NoteEditor) -> None:
    editor.load(MINE, "Ab")
    assert editor.heard == []
    QTest.keyClicks(editor.field, "cd")
    assert editor.heard == [(MINE, "Abc"), (MINE, "Abcd")]
    editor.load(CustomerSubject(CustomerId(1)), "other")
    assert len(editor.heard) == 2


def test_nobodys_note_cannot_be_written(editor: NoteEditor) -> None:
    assert not editor.field.isEnabled()
    assert not editor.send.isEnabled()
    assert editor.field.placeholderText() == "A note needs a contact or a customer"


def test_send_needs_words(editor: NoteEditor) -> None:
    editor.load(MINE, "")
    editor.send.press()
    editor.field.setPlainText("  \n ")
    editor.send.press()
    assert editor.sent == []
    editor.field.setPlainText("Called back.")
    editor.send.press()
    assert editor.sent == [MINE]


def test_a_note_that_is_too_long_says_so_and_is_kept_whole(editor: NoteEditor) -> None:
    lines = f"{'x' * 99}\n" * (NOTE_LIMIT // 100)
    editor.load(MINE, lines)
    assert editor.send.isEnabled()
    editor.field.insertPlainText("y")
    assert not editor.send.isEnabled()
    assert "100,001" in editor.status_text()
    assert sorted(editor.text()) == sorted(lines + "y")
    assert editor.heard[-1][1].startswith("y") or editor.heard[-1][1].endswith("y")


@pytest.mark.parametrize(
    ("status", "words", "tone"),
    [
        (Empty(), "", "faint"),
        (Unsaved(), "Keeping…", "faint"),
        (Unsaved("disk full"), "disk does not take it", "alarm"),
        (Kept(NOON), "Kept 2 s ago", "faint"),
        (Sending(), "Sending…", "faint"),
        (Waiting(), "Waiting for the server", "setup"),
        (Refused(TooLarge()), "This text is too long: shorten it and send it again.", "alarm"),
    ],
)
def test_it_says_whether_it_is_safe(status: DraftStatus, words: str, tone: str, editor: NoteEditor) -> None:
    editor.load(MINE, "text")
    editor.tick(NOON + timedelta(seconds=2))
    editor.show_status(status)
    assert words in editor.status_text()
    assert bool(words) == bool(editor.status_text())
    assert editor.status.tone() == tone


def test_kept_grows_old(editor: NoteEditor) -> None:
    editor.load(MINE, "text")
    editor.show_status(Kept(NOON))
    editor.tick(NOON + timedelta(seconds=9))
    assert editor.status_text() == "Kept 9 s ago"
    editor.tick(NOON + timedelta(seconds=90))
    assert editor.status_text() == f"Kept at {NOON.astimezone():%H:%M}"


def test_a_template_is_inserted_where_one_types_and_typed_on(editor: NoteEditor) -> None:
    editor.load(MINE, "First: .")
    editor.field.moveCursor(QTextCursor.MoveOperation.Left)
    editor.insert("shows , since", 6)
    assert editor.heard[-1] == (MINE, "First: shows , since.")
    assert editor.field.hasFocus()
    QTest.keyClicks(editor.field, "E4")
    assert editor.text() == "First: shows E4, since."


def test_templates_are_for_somebodys_note(editor: NoteEditor) -> None:
    asked: list[int] = []
    editor.templates_wanted.connect(lambda: asked.append(1))
    editor.templates.press()
    assert asked == []
    editor.load(MINE, "")
    editor.templates.press()
    assert asked == [1]


def test_how_many_others_are_unsent_and_whose_older_note_this_is(editor: NoteEditor) -> None:
    head = editor.others.parentWidget()
    assert head.isHidden()
    editor.show_others(1)
    assert (editor.others.text(), head.isHidden(), editor.title.isHidden()) == ("1 unsent note", False, True)
    editor.show_others(12)
    assert editor.others.text() == "12 unsent notes"
    editor.show_title("Note on Jana")
    editor.show_others(0)
    assert (editor.title.whole(), editor.back.isHidden(), head.isHidden()) == ("Note on Jana", False, False)
    editor.show_title("")
    assert editor.back.isHidden() and head.isHidden()


def test_it_grows_with_the_text_up_to_a_limit(editor: NoteEditor) -> None:
    editor.load(MINE, "")
    small = editor.field.height()
    editor.field.setPlainText("\n".join("line" for _ in range(7)))
    middle = editor.field.height()
    editor.field.setPlainText("\n".join("line" for _ in range(70)))
    assert small < middle < editor.field.height() < 3 * small


def test_the_same_text_again_leaves_the_cursor_alone(editor: NoteEditor) -> None:
    editor.load(MINE, "some text")
    cursor = editor.field.textCursor()
    cursor.setPosition(4)
    editor.field.setTextCursor(cursor)
    editor.load(MINE, "some text")
    assert editor.field.textCursor().position() == 4
