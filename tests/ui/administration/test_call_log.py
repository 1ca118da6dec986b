"""The call log: which days, in which form, and cleared only after it is safe in a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ui.administration.call_log import CSV, TEXT, CallLogPane, Days

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.fixture
def pane(qtbot: QtBot) -> CallLogPane:
    made = CallLogPane()
    qtbot.addWidget(made)
    made.show_today(TODAY)
    made.offer(may_edit=True, online=True)
    made.heard = []
    made.wanted.connect(lambda *wish: made.heard.append(wish))
    made.show()
    return made


def write(pane: CallLogPane, first: str, last: str = "") -> None:
    for field, text in ((pane.first, first), (pane.last, last)):
        field.clear()
        field.setText(text)
        field.textEdited.emit(text)


def choose(pane: CallLogPane, file: Path) -> None:
    [chooser] = [one for one in pane.findChildren(QFileDialog) if one.isVisible()]
    chooser.fileSelected.emit(str(file))
    chooser.close()
    chooser.deleteLater()


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("", "", Days(None, None)),
        ("Today", "", Days(TODAY, None)),
        ("yesterday", "Today", Days(date(2026, 11, 23), TODAY)),
        ("This Monday", "", Days(date(2026, 11, 23), None)),
        ("The first of this month", "2026-11-05", Days(date(2026, 11, 1), date(2026, 11, 5))),
        ("1 Nov 2026", "30. 11. 2026", Days(date(2026, 11, 1), date(2026, 11, 30))),
        ("24 Dec", "", Days(date(2025, 12, 24), None)),  # the last one, not the next
    ],
)
def test_days_are_typed_as_people_do(pane: CallLogPane, first: str, last: str, days: Days) -> None:
    write(pane, first, last)
    assert pane.days() == days and pane.save.isEnabled() and pane.wrong.isHidden()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("soon", "", "This is no day: type it like 24 Nov 2026."),
        ("", "32.13.2026", "This is no day: type it like 24 Nov 2026."),
        ("Today", "Yesterday", "The end lies before the beginning."),
    ],
)
def test_what_is_no_day_is_said_and_nothing_is_saved(pane: CallLogPane, first: str, last: str, said: str) -> None:
    write(pane, first, last)
    assert pane.days() is None and pane.wrong.text() == said
    assert not pane.save.isEnabled() and said in pane.save.toolTip()


def test_days_are_offered_by_name(pane: CallLogPane) -> None:
    pane.first.setFocus()
    QTest.keyClicks(pane.first, "t")
    first = pane.first.offered()[0]
    assert (first.text, first.beside) == ("Today", "24 Nov 2026")


def test_it_is_saved_in_either_form(pane: CallLogPane, tmp_path: Path) -> None:
    pane.save.click()
    choose(pane, tmp_path / "calls.txt")
    pane.csv.click()
    pane.save.click()
    [chooser] = [one for one in pane.findChildren(QFileDialog) if one.isVisible()]
    assert chooser.defaultSuffix() == "csv"
    choose(pane, tmp_path / "calls.csv")
    everything = Days(None, None)
    assert pane.heard == [
        (tmp_path / "calls.txt", everything, TEXT, False),
        (tmp_path / "calls.csv", everything, CSV, False),
    ]
    pane.show_written(tmp_path / "calls.csv", 1)
    assert pane.status.text() == "Saved to calls.csv: 1 call."


def test_clearing_is_asked_about_once_the_file_is_there(pane: CallLogPane, tmp_path: Path) -> None:
    cleared: list[bool] = []
    pane.clear_wanted.connect(lambda: cleared.append(True))
    pane.save_and_clear.click()
    choose(pane, tmp_path / "calls.txt")
    assert pane.heard[0][3] is True and not pane.asking.isVisible() and cleared == []
    pane.ask_to_clear(tmp_path / "calls.txt", 1204)
    assert pane.asking.isVisible() and pane.asking.words.text() == "Clear the log? Its 1204 calls are in calls.txt."
    pane.keep.click()
    assert not pane.asking.isVisible() and cleared == []
    pane.ask_to_clear(tmp_path / "calls.txt", 1204)
    pane.clear.click()
    assert cleared == [True]
    pane.show_cleared(1204)
    assert not pane.asking.isVisible() and pane.status.text() == "Cleared: 1,204"


def test_a_supervisor_saves_it_and_does_not_clear_it(pane: CallLogPane) -> None:
    pane.offer(may_edit=False, online=True)
    assert pane.save.isEnabled() and not pane.save_and_clear.isEnabled()
    assert "administrator" in pane.save_and_clear.toolTip()


def test_a_file_that_cannot_be_written_is_said(pane: CallLogPane) -> None:
    pane.set_requested(True)
    assert pane.save.requested and pane.status.text() == "Saving…"
    pane.refuse("There is no room on the disk: make some, or choose another place.")
    pane.set_requested(False)
    assert pane.status.text().startswith("There is no room") and not pane.asking.isVisible()
