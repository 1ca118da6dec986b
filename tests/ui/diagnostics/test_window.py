"""The window as an agent meets it: rows that fill up, a sum of them, and a text that is searched before it is saved."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from agent_client.rules.findings import Check, Finding, Found, Grade
from ui.diagnostics.window import DiagnosticsWindow

GOOD = Finding(Grade.GOOD, Found.PROXY_NONE)
FAULT = Finding(Grade.BAD, Found.CHECK_FAILED)


@pytest.fixture
def window(qtbot: QtBot) -> DiagnosticsWindow:
    made = DiagnosticsWindow()
    qtbot.addWidget(made)
    made.show()
    return made


def test_checks_are_summed_up_and_run_again_only_when_all_have_ended(window: DiagnosticsWindow) -> None:
    assert (window.summary.text(), window.again.isEnabled()) == ("Checking…", False)
    for check in Check:
        window.show_finding(check, GOOD)
    assert (window.summary.text(), window.again.isEnabled()) == ("No fault was found.", True)
    window.show_finding(Check.DISK, FAULT)
    window.show_finding(Check.CLOCK, Finding(Grade.WARNING, Found.CHECK_LATE))
    assert window.summary.text() == "1 fault, 1 warning"
    window.show_running(Check.SERVER)
    assert not window.again.isEnabled()
    assert window.findings()[Check.SERVER] is None


def test_a_row_tells_its_result_by_word_and_to_who_cannot_see_it(window: DiagnosticsWindow) -> None:
    row = window.rows[Check.DISK]
    assert row.accessibleName() == "Disk: Checking…"
    row.show_finding(FAULT)
    assert row.word.text() == "Fault"
    assert row.accessibleName().startswith("Disk: Fault. This check could not be made")


def test_the_phone_says_why_it_cannot_be_rung(window: DiagnosticsWindow) -> None:
    row = window.rows[Check.PHONE]
    row.offer(False, "Not now.")
    assert (window.ring.isEnabled(), window.ring.toolTip()) == (False, "Not now.")
    row.offer(True, "Not now.")
    assert (window.ring.isEnabled(), window.ring.toolTip()) == (True, "")


def test_the_text_is_searched_walked_and_given_out_as_it_is(window: DiagnosticsWindow, qtbot: QtBot) -> None:
    text = "\n".join(["one link", "two", "three link", ""])
    window.show_preview(text)
    preview = window.preview
    assert window.previewing()
    preview.search.setText("LINK")
    assert preview.count.text() == "2 places"
    places = []
    for _ in range(3):
        places.append(preview.text.textCursor().blockNumber())
        preview.search.returnPressed.emit()
    assert places == [0, 2, 0], "from the last place to the first"
    preview.search.setText("nothing of it")
    assert preview.count.text() == "Not found"
    with qtbot.waitSignal(preview.save_wanted) as saved:
        preview.save.click()
    assert saved.args == [text]
    preview.back.click()
    assert not window.previewing()
