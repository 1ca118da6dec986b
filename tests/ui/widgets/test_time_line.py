"""The history: one selectable text with a rail, appended to in place, older records asked for near the end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Theme
from ui.widgets.time_line import Earlier, Entry, Note, TimeLine
from ui.widgets.time_line_marks import WordMarks


def record(number: int, text: str = "") -> Entry:
    return Entry(
        number, f"18 Nov 2026, 09:{number % 60:02}", "Bram, 207", text or f"Record {number}\nand a second line."
    )


@pytest.fixture
def line(qtbot: QtBot) -> TimeLine:
    made = TimeLine()
    qtbot.addWidget(made)
    made.resize(340, 300)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_it_says_when_who_and_what(line: TimeLine) -> None:
    line.show_entries([record(1, "Boiler shows E4.\nShe will try tonight.")], more=False)
    assert line.toPlainText() == "18 Nov 2026, 09:01  Bram, 207\nBoiler shows E4.\nShe will try tonight."


def test_any_of_it_can_be_selected_and_copied(line: TimeLine) -> None:
    line.show_entries([record(1), record(2)], more=False)
    line.selectAll()
    assert "Record 1" in line.textCursor().selectedText()
    assert "Record 2" in line.textCursor().selectedText()
    assert line.isReadOnly()


def test_a_dot_a_record_and_a_colour_for_now(line: TimeLine) -> None:
    line.show_entries([Entry("now", "Now", "call, 204", "", token="call"), record(1), record(2)], more=False)
    marks, end = line.rail_marks()
    assert [token for _, token in marks] == ["call", "", ""]
    assert sorted(middle for middle, _ in marks) == [middle for middle, _ in marks]
    assert marks[-1][0] < end < line.viewport().height()


def test_older_records_are_added_below_and_the_reader_stays_where_she_is(line: TimeLine) -> None:
    first = [record(number) for number in range(40)]
    line.show_entries(first, more=True)
    line.verticalScrollBar().setValue(20)
    kept = line.document().firstBlock().text()
    removed: list[int] = []
    line.document().contentsChange.connect(lambda at, gone, come: removed.append(gone))
    line.show_entries(first + [record(number) for number in range(40, 80)], more=False)
    assert line.verticalScrollBar().value() == 20
    assert max(removed) <= 1
    assert (line.document().firstBlock().text(), len(line.entries())) == (kept, 80)


def test_the_entry_of_now_changes_without_the_others_being_written_again(line: TimeLine) -> None:
    rest = [record(number) for number in range(200)]
    line.show_entries([Entry("now", "Now", "call", "a\nb", token="call"), *rest], more=False)
    whole = line.toPlainText()
    changed: list[tuple[int, int]] = []
    line.document().contentsChange.connect(lambda at, gone, come: changed.append((at, gone)))
    line.show_entries([Entry("now", "Now", "call", "c", token="wrap_up"), *rest], more=False)
    assert all(at < 30 and gone < 30 for at, gone in changed)
    assert line.toPlainText() == whole.replace("a\nb", "c", 1)
    assert line.rail_marks()[0][0][1] == "wrap_up"
    assert [token for _, token in line.rail_marks()[0][1:]] == [""] * (len(line.rail_marks()[0]) - 1)


def test_older_ones_are_asked_for_once_near_the_end(line: TimeLine) -> None:
    asked: list[int] = []
    line.older_wanted.connect(lambda: asked.append(1))
    line.show_entries([record(number) for number in range(200)], more=True)
    assert asked == []
    bar = line.verticalScrollBar()
    bar.setValue(bar.maximum())
    bar.setValue(bar.maximum() - 1)
    assert asked == [1]
    line.show_entries([record(number) for number in range(400)], more=True)
    assert asked == [1]
    bar.setValue(bar.maximum())
    assert asked == [1, 1]


def test_nothing_older_nothing_asked(line: TimeLine) -> None:
    asked: list[int] = []
    line.older_wanted.connect(lambda: asked.append(1))
    line.show_entries([record(1)], more=False)
    assert asked == []
    line.show_entries([record(1), record(2)], more=True)  # they do not fill the height: the next page is wanted at once
    assert asked == [1]


def test_the_same_again_touches_nothing(line: TimeLine) -> None:
    line.show_entries([record(1)], more=False)
    cursor = line.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    line.setTextCursor(cursor)
    line.show_entries([record(1)], more=False)
    assert line.textCursor().hasSelection()


def test_only_what_is_seen_is_painted_of_a_thousand(line: TimeLine, qapp: QApplication) -> None:
    line.show_entries([record(number) for number in range(1000)], more=False)
    qapp.processEvents()
    marks, _ = line.rail_marks()
    assert 3 < len(marks) < 15


def test_it_follows_the_theme(line: TimeLine, qapp: QApplication) -> None:
    line.show_entries([record(1)], more=False)
    theme.apply(qapp, Theme.DARK, 1)
    colours = {
        fragment.fragment().charFormat().foreground().color().name() for fragment in iter(line.document().firstBlock())
    }
    assert theme.look().tokens.text in colours
    theme.apply(qapp, Theme.LIGHT)
    assert line.toPlainText().startswith("18 Nov 2026")


LONG = "Sentence that goes on. " * 4000


def blocks(line: TimeLine) -> list[str]:
    return line.toPlainText().split("\n")


def link(line: TimeLine, text: str) -> QPoint:
    """Where on the viewport these words are."""
    found = line.document().find(text)
    assert not found.isNull(), text
    found.setPosition(found.selectionStart() + 2)
    return line.cursorRect(found).center()


def test_a_long_text_is_folded_and_unfolds_by_a_click(line: TimeLine) -> None:
    line.show_entries([record(1, LONG), record(2)], more=False)
    assert len(line.toPlainText()) < 1200
    assert "Show all 92,000 characters" in line.toPlainText() or "Show all 92 000 characters" in line.toPlainText()
    QTest.mouseClick(line.viewport(), Qt.MouseButton.LeftButton, pos=link(line, "Show all"))
    assert len(line.toPlainText()) > len(LONG)
    assert max(len(block) for block in blocks(line)) <= 1000, "no block takes long to lay out"
    assert blocks(line)[-1] == "and a second line.", "the next entry is still there"
    line.toggle(1, 0)
    assert len(line.toPlainText()) < 1200


def test_what_was_unfolded_is_copied_as_it_was_written(line: TimeLine) -> None:
    text = LONG.strip() + "\nA second paragraph."
    line.show_entries([Entry(1, "18 Nov", "", text)], more=False)
    line.toggle(1, 0)
    line.selectAll()
    assert line.createMimeDataFromSelection().text().startswith("18 Nov\n" + text + "\n")


def test_the_course_of_a_call_unfolds_by_keyboard_in_its_place(line: TimeLine) -> None:
    call = Entry(
        "c", "18 Nov", "Inbound · 3:21", "", course=("09:00  Rang", "09:01  Connected"), notes=(Note("Bram", "Hi."),)
    )
    line.show_entries([record(1), call, record(2)], more=False)
    assert blocks(line)[4:7] == ["18 Nov  Inbound · 3:21  Details", "Bram", "Hi."]
    line.setFocus()
    line.setTextCursor(line.document().find("3:21"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert blocks(line)[4:8] == ["18 Nov  Inbound · 3:21  Hide details", "09:00  Rang", "09:01  Connected", ""]
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert blocks(line)[4:6] == ["18 Nov  Inbound · 3:21  Details", "Bram"]
    assert [token for _, token in line.rail_marks()[0]] == ["", "", ""]


def test_D8_a_calls_recording_is_played_by_its_link_and_by_the_space_bar(line: TimeLine) -> None:
    wanted: list[object] = []
    line.sound_wanted.connect(wanted.append)
    heard = Entry(
        ("call", 7), "18 Nov 2026, 09:00", "Inbound · recorded 2:10", "", course=("09:00  Rang",), sound="Play"
    )
    line.show_entries([heard, record(1)], more=False)
    QTest.mouseClick(line.viewport(), Qt.MouseButton.LeftButton, pos=link(line, "Play"))
    line.setTextCursor(line.document().find("Inbound"))
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert wanted == [("call", 7)] * 2
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "Rang" in line.toPlainText(), "Enter unfolds, as ever"
    line.setTextCursor(line.document().find("Record 1"))
    QTest.keyClick(line, Qt.Key.Key_Space)
    assert len(wanted) == 2


def test_by_keyboard_the_text_one_stands_in_is_unfolded(line: TimeLine) -> None:
    line.show_entries(
        [Entry("c", "18 Nov", "Inbound", "", course=("09:00  Rang",), notes=(Note("", LONG),))], more=False
    )
    line.setTextCursor(line.document().find("Sentence"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert len(line.toPlainText()) > len(LONG)


def test_what_is_unfolded_stays_so_when_news_come(line: TimeLine, qapp: QApplication) -> None:
    call = Entry("c", "18 Nov", "Inbound", "", course=("09:00  Rang",))
    line.show_entries([call, record(2)], more=False)
    line.toggle("c")
    line.show_entries(
        [record(3), Entry("c", "18 Nov", "Inbound · Sold", "", course=("09:00  Rang", "09:03  End")), record(2)],
        more=False,
    )
    assert "09:03  End" in line.toPlainText()
    theme.apply(qapp, Theme.DARK)
    assert "09:03  End" in line.toPlainText()
    theme.apply(qapp, Theme.LIGHT)


def test_some_entries_change_in_their_place(line: TimeLine) -> None:
    entries = [record(number) for number in range(100)]
    line.show_entries(entries, more=False)
    changed: list[int] = []
    line.document().contentsChange.connect(lambda at, gone, come: changed.append(gone))
    line.show_entries([*entries[:50], record(50, "New text."), *entries[51:]], more=False)
    assert sum(changed) < 100
    assert "New text." in line.toPlainText() and "Record 49" in line.toPlainText() and "Record 51" in line.toPlainText()


CORRECTED = Entry(
    7,
    "18 Nov",
    "Anna, 204",
    "Now.",
    record=7,
    corrected="corrected 14:03 by Bram",
    earlier=(Earlier("Anna, 12:00", "Before."), Earlier("Anna, 11:00", "First.")),
)


def test_what_it_said_earlier_is_shown_on_demand(line: TimeLine) -> None:
    line.show_entries([record(1), CORRECTED, record(2)], more=False)
    assert blocks(line)[4:7] == ["18 Nov  Anna, 204", "Now.", "corrected 14:03 by Bram  Earlier text"]
    QTest.mouseClick(line.viewport(), Qt.MouseButton.LeftButton, pos=link(line, "Earlier text"))
    shown = ["corrected 14:03 by Bram  Hide earlier text", "Anna, 12:00", "Before.", "Anna, 11:00", "First."]
    assert blocks(line)[6:11] == shown
    line.setTextCursor(line.document().find("corrected"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert blocks(line)[6] == "corrected 14:03 by Bram  Earlier text"
    assert blocks(line)[-1] == "and a second line."


def test_of_a_call_each_note_has_its_own(line: TimeLine) -> None:
    notes = (Note("Anna", "One.", 1), Note("Bram", "Two.", 2, "corrected 9:00 by Bram", (Earlier("Bram", "2"),)))
    line.show_entries([Entry("c", "18 Nov", "Inbound", "", notes=notes)], more=False)
    QTest.mouseClick(line.viewport(), Qt.MouseButton.LeftButton, pos=link(line, "Earlier text"))
    assert blocks(line) == [
        "18 Nov  Inbound",
        *("Anna", "One.", ""),
        *("Bram", "Two.", "corrected 9:00 by Bram  Hide earlier text", "Bram", "2"),
    ]


def test_one_that_comes_first_or_goes_leaves_the_others_and_the_reader_alone(line: TimeLine) -> None:
    entries = [record(number) for number in range(60)]
    line.show_entries(entries, more=False)
    line.verticalScrollBar().setValue(50)
    seen = line.firstVisibleBlock().text()
    changed: list[tuple[int, int]] = []
    line.document().contentsChange.connect(lambda at, gone, come: changed.append((gone, come)))
    line.show_entries([record(100), record(101), *entries], more=False)
    assert max(gone + come for gone, come in changed) < 200, "written anew"
    assert line.firstVisibleBlock().text() == seen
    assert blocks(line)[0].startswith("18 Nov 2026, 09:40")
    assert blocks(line)[8].startswith("18 Nov 2026, 09:00")
    fewer = [record(100), *entries[:10], record(200), record(201), record(202), record(203), *entries[15:]]
    line.show_entries(fewer, more=False)
    assert line.firstVisibleBlock().text() == seen
    whole = line.toPlainText()
    line.show_entries([], more=False)
    line.show_entries(fewer, more=False)
    assert line.toPlainText() == whole, "as if it had been written at once"
    assert [entry.key for entry in line.entries()] == [100, *range(10), 200, 201, 202, 203, *range(15, 60)]


def test_all_may_go_while_the_reader_is_far_down(line: TimeLine) -> None:
    line.show_entries([record(number) for number in range(3000)], more=False)
    line.verticalScrollBar().setValue(5000)
    line.show_entries([], more=False)
    assert line.toPlainText() == ""
    line.show_entries([record(1)], more=False)
    assert line.verticalScrollBar().value() == 0


def test_every_entry_is_still_found_after_many_changes(line: TimeLine) -> None:
    """Whatever came and went: the text is that of the entries, and each can be folded in its place."""
    shown: list[Entry] = []
    for step in range(40):
        numbers = [number for number in range(30) if (number * 7 + step * 5) % 11 > 4]
        shown = [record(number, LONG if number == 9 else "") for number in numbers]
        line.show_entries(shown, more=False)
        for number in numbers[::5]:
            line.toggle(number, 0)
            line.toggle(number, 0)
        fresh = TimeLine()
        fresh.show_entries(shown, more=False)
        assert line.toPlainText() == fresh.toPlainText()
        fresh.deleteLater()


def test_the_pencil_stands_where_the_agent_points_and_may_correct(line: TimeLine) -> None:
    mine = Entry(1, "18 Nov", "Anna", "Mine.", record=1, may=True)
    theirs = Entry(2, "18 Nov", "Bram", "Theirs.", record=2)
    call = Entry(
        "c", "18 Nov", "Inbound", "", notes=(Note("Bram", "Not this.", 3), Note("Anna", "But this.", 4, may=True))
    )
    wanted: list[object] = []
    line.correct_wanted.connect(wanted.append)
    line.show_entries([mine, theirs, call], more=False)
    assert line.pencil.isHidden()
    for words, record_, shown in (
        ("Mine.", 1, True),
        ("Theirs.", None, False),
        ("But this.", 4, True),
        ("Not this.", None, False),
    ):
        QTest.mouseMove(line.viewport(), link(line, words))
        assert (line.pencil.record, line.pencil.isVisible()) == (record_, shown), words
    QTest.mouseMove(line.viewport(), link(line, "Mine."))
    QTest.mouseClick(line.pencil, Qt.MouseButton.LeftButton)
    for words in ("But this.", "Theirs."):
        line.setTextCursor(line.document().find(words))
        QTest.keyClick(line, Qt.Key.Key_F2)
    assert wanted == [1, 4]


class Over(QWidget):
    def __init__(self, height: int) -> None:
        super().__init__()
        self.wished = height

    def sizeHint(self) -> QSize:
        return QSize(100, self.wished)


def covered(line: TimeLine, over: QWidget) -> list[str]:
    """The lines whose middle lies under the widget."""
    found = []
    block = line.document().firstBlock()
    while block.isValid():
        box = line.blockBoundingGeometry(block).translated(line.contentOffset())
        if over.geometry().contains(5, round(box.center().y())):
            found.append(block.text())
        block = block.next()
    return found


def test_a_widget_laid_over_a_record_has_its_room_whatever_happens(line: TimeLine, qapp: QApplication) -> None:
    notes = (Note("Anna", "One.\nTwo.\nThree.", 1), Note("", "Four.", 2))
    call = Entry("c", "18 Nov", "Inbound", "", course=("09:00  Rang",), notes=notes)
    later = [record(number) for number in range(30)]
    line.show_entries([call, *later], more=False)
    before = line.toPlainText()
    over = Over(100)
    line.room.open(1, over)
    assert over.isVisible()
    assert set(covered(line, over)) == {""}
    assert over.height() >= 100
    assert "One." not in line.toPlainText() and "Four." in line.toPlainText()
    line.show_entries([record(90), call, *later], more=False)
    line.toggle("c")
    assert set(covered(line, over)) == {""}
    over.wished = 200
    over.updateGeometry()
    QApplication.sendEvent(over, QEvent(QEvent.Type.LayoutRequest))
    assert over.height() >= 200 and set(covered(line, over)) == {""}
    line.verticalScrollBar().setValue(3)
    assert set(covered(line, over)) == {""}
    line.verticalScrollBar().setValue(60)
    assert not over.geometry().intersects(line.viewport().rect())
    line.verticalScrollBar().setValue(0)
    line.room.close()
    line.toggle("c")
    line.show_entries([call, *later], more=False)
    assert line.toPlainText() == before
    assert not over.isVisible()
    over.deleteLater()


def test_room_for_the_text_of_a_record_by_itself_and_of_one_that_is_not_there(line: TimeLine) -> None:
    line.show_entries([record(1), CORRECTED, record(2)], more=False)
    over = Over(60)
    line.room.open(99, over)
    assert not over.geometry().intersects(line.viewport().rect())
    line.room.open(7, over)
    assert set(covered(line, over)) == {""}
    assert "18 Nov  Anna, 204" in blocks(line) and "Now." not in blocks(line)
    line.room.close()
    assert "Now." in blocks(line)
    over.deleteLater()


def marked(line: TimeLine) -> list[str]:
    return [selection.cursor.selectedText() for selection in line.extraSelections()]


def test_the_words_that_were_looked_for_are_marked(line: TimeLine) -> None:
    marks = WordMarks(line)
    line.show_entries([record(1, "\U0001f600 Kotel pí, kotelna Dvořákové."), record(2, "Nothing.")], more=False)
    marks.show(["kotel", "dvorak"])
    assert marked(line) == ["Kotel", "kotelna", "Dvořákové"]
    line.show_entries([record(3, "A kotel more."), *line.entries()], more=False)
    marks.show(["kotel", "dvorak"])
    assert marked(line)[0] == "kotel" and len(marked(line)) == 4
    marks.show([])
    assert marked(line) == []
