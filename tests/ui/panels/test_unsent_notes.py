"""The list of what is unsent: whose, since when, what became of it; opened, discarded, brought back by keys."""

from __future__ import annotations

from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.outbox import (
    About,
    ContactSubject,
    CustomerSubject,
    Kept,
    RecordSubject,
    Refused,
    Sending,
    Unsent,
    Waiting,
)
from agent_client.protocol.names import ContactId, CustomerId, RecordId
from agent_client.protocol.refusals import TooLarge
from ui.panels.unsent_notes import UnsentNotes
from ui.panels.unsent_rows import title, unsent_row

CALL, KAREL = ContactSubject(ContactId(5)), CustomerSubject(CustomerId(9))


@pytest.fixture
def notes(qtbot: QtBot) -> UnsentNotes:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 600)
    made = UnsentNotes(window)
    made.window_ = window
    made.heard = []
    made.opened.connect(lambda one: made.heard.append(("open", one.text)))
    made.discarded.connect(lambda one: made.heard.append(("discard", one.text)))
    made.undo_pressed.connect(lambda: made.heard.append("undo"))
    with qtbot.waitActive(window):
        window.show()
    return made


def rows(seen: ModuleType, *texts: str) -> list[object]:
    return [
        unsent_row(
            Unsent(
                subject=CustomerSubject(CustomerId(at)),
                about=About(name=text),
                text=text,
                since=seen.NOW,
                status=Kept(seen.NOW),
            ),
            seen.WAITING,
            seen.NOW,
        )
        for at, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("subject", "about", "who"),
    [
        (CALL, About(name="Jana", number="+420724118305"), "Jana"),
        (CALL, About(number="+420724118305"), "+420 724 118 305"),
        (CALL, About(), "A call without a number"),
        (KAREL, About(), "Customer C-9"),
        (RecordSubject(RecordId(3)), About(customer=CustomerId(7)), "Customer C-7"),
    ],
)
def test_whose_it_is_as_far_as_anybody_knows(seen: ModuleType, subject: object, about: About, who: str) -> None:
    one = Unsent(subject=subject, about=about, text="a\n  b", since=seen.NOW, status=Kept(seen.NOW))
    row = unsent_row(one, seen.WAITING, seen.NOW)
    assert (row.who, row.words) == (who, "a b")
    assert row.since.startswith("Today ")
    assert title(one, seen.WAITING) == f"Note on {who}"


@pytest.mark.parametrize(
    ("subject", "status", "said", "tone"),
    [
        (CALL, Waiting(), "Waiting for the server", "setup"),
        (CALL, Sending(), "Sending…", "setup"),
        (CALL, Refused(TooLarge()), "This text is too long: shorten it and send it again.", "alarm"),
        (RecordSubject(RecordId(3)), None, "Correction", "dim"),
        (CALL, None, "", "dim"),
    ],
)
def test_what_became_of_it(seen: ModuleType, subject: object, status: object, said: str, tone: str) -> None:
    one = Unsent(subject=subject, about=About(), text="x", since=seen.NOW, status=status or Kept(seen.NOW))
    row = unsent_row(one, seen.WAITING, seen.NOW)
    assert (row.state, row.tone) == (said, tone)


def test_walked_opened_and_discarded_by_keys(notes: UnsentNotes, seen: ModuleType) -> None:
    notes.show_rows(rows(seen, "one", "two", "three"))
    notes.open()
    assert notes.view.hasFocus() and notes.chosen().text == "one"
    QTest.keyClick(notes.view, Qt.Key.Key_Down)
    QTest.keyClick(notes.view, Qt.Key.Key_Delete)
    QTest.keyClick(notes.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert notes.heard == [("discard", "two")], "nothing to bring back yet"
    notes.show_undo(True)
    QTest.keyClick(notes.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(notes.view, Qt.Key.Key_Return)
    assert notes.heard[1:] == ["undo", ("open", "two")]
    assert notes.isHidden()


def test_what_is_chosen_stays_so_whatever_comes_or_goes(notes: UnsentNotes, seen: ModuleType) -> None:
    one, two, three = rows(seen, "one", "two", "three")
    notes.show_rows([one, two, three])
    notes.open()
    QTest.keyClick(notes.view, Qt.Key.Key_Down)
    notes.show_rows([two, three])
    assert notes.chosen().text == "two"
    notes.show_rows([one, three])
    assert notes.chosen() is not None, "the next one"
    notes.show_rows([])
    assert notes.chosen() is None and notes.none.isVisible()
    assert not notes.open_button.isEnabled() and not notes.discard.isEnabled()
    QTest.keyClick(notes.close_button, Qt.Key.Key_Escape)
    assert notes.isHidden()


def test_words_that_change_leave_the_lines_in_their_place(notes: UnsentNotes, seen: ModuleType) -> None:
    resets: list[int] = []
    notes.rows.modelReset.connect(lambda: resets.append(1))
    notes.show_rows(rows(seen, "one", "two"))
    changed = [unsent_row(row.unsent, seen.WAITING, None) for row in rows(seen, "one", "two")]
    notes.show_rows(changed)
    assert resets == [1]
    assert notes.rows.data(notes.rows.index(0)).startswith("one · 24 Nov 2026")
