"""A record being corrected: its own keys, what cannot be saved says why, and nobody's words are overwritten unseen."""

from __future__ import annotations

from types import ModuleType

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.protocol.customers import NOTE_LIMIT, Correction, Record
from ui.panels.record_correction import RecordCorrection


@pytest.fixture
def record(seen: ModuleType) -> Record:
    return replace(seen.RECORDS[0], text="As it was.")


@pytest.fixture
def box(qtbot: QtBot, record: Record) -> RecordCorrection:
    made = RecordCorrection()
    qtbot.addWidget(made)
    made.resize(320, 200)
    made.heard = []
    made.written.connect(made.heard.append)
    made.save_pressed.connect(lambda: made.heard.append("save"))
    made.cancelled.connect(lambda: made.heard.append("cancel"))
    with qtbot.waitActive(made):
        made.show()
    made.open(record, record.text, 0)
    made.field.setFocus()
    return made


def by_bram(seen: ModuleType, record: Record, text: str) -> Record:
    return replace(record, text=text, corrections=(*record.corrections, Correction(seen.NOW, seen.BRAM, record.text)))


def test_what_is_typed_is_told_and_saved_and_left_by_its_own_keys(box: RecordCorrection) -> None:
    assert box.heard == [] and not box.changed()
    QTest.keyClicks(box.field, "!")
    QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box.field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert box.heard == ["As it was.!", "save", "save", "cancel"]
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert box.text() == "As it was.!\n", "Enter is a new line"


def test_while_it_is_saved_nothing_changes_and_a_refusal_stays_until_it_is_typed_on(box: RecordCorrection) -> None:
    QTest.keyClicks(box.field, "!")
    box.set_requested(True)
    QTest.keyClicks(box.field, "?")
    QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert box.heard == ["As it was.!"]
    box.set_requested(False)
    box.refuse("The server says no.")
    assert box.words.text() == "The server says no."
    QTest.keyClicks(box.field, "?")
    assert box.words.isHidden() and box.text() == "As it was.!?"


def test_nothing_and_too_much_cannot_be_saved(box: RecordCorrection) -> None:
    box.field.clear()
    assert not box.save.isEnabled() and box.words.text() == "A note cannot be empty: say what is right."
    box.field.insert(f"{'x' * 99}\n" * (NOTE_LIMIT // 100) + "x", 0)
    assert not box.save.isEnabled() and "100,001" in box.words.text()
    QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "save" not in box.heard


def test_who_typed_nothing_yet_sees_a_colleagues_words(box: RecordCorrection, seen: ModuleType, record: Record) -> None:
    box.read_anew(by_bram(seen, record, "Bram's."))
    assert (box.text(), box.theirs_box.isHidden(), box.seen) == ("Bram's.", True, 1)
    assert box.heard == [], "nobody typed it"


def test_who_typed_sees_both_and_saves_their_own_or_takes_the_other(
    box: RecordCorrection, seen: ModuleType, record: Record
) -> None:
    QTest.keyClicks(box.field, "!")
    box.read_anew(by_bram(seen, record, "Bram's."))
    assert box.theirs_box.isVisible()
    assert (box.theirs.text(), box.save.text(), box.text()) == ("Bram's.", "Save mine", "As it was.!")
    assert box.who.text().startswith("Bram corrected it at ")
    box.take.click()
    assert (box.text(), box.theirs_box.isHidden(), box.save.text()) == ("Bram's.", True, "Save")
    assert not box.changed()
    box.field.undo()
    assert box.text() == "As it was.!", "a slip of the mouse costs nothing"


def test_ones_own_save_coming_back_is_no_colleagues(box: RecordCorrection, seen: ModuleType, record: Record) -> None:
    QTest.keyClicks(box.field, "!")
    box.read_anew(by_bram(seen, record, "As it was.!"))
    assert box.theirs_box.isHidden() and not box.changed()


def test_gone_on_with_later_it_shows_what_was_corrected_since(
    box: RecordCorrection, seen: ModuleType, record: Record
) -> None:
    box.open(by_bram(seen, record, "Bram's."), "Mine, begun earlier.", 0)
    assert box.theirs_box.isVisible() and box.theirs.text() == "Bram's."
    box.open(by_bram(seen, record, "Bram's."), "Mine, begun later.", 1)
    assert box.theirs_box.isHidden()
