"""Notices in place: shown, closed, acted upon, withdrawn."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.notices import Level, Notice, Notices
from ui.widgets import notice_bar
from ui.widgets.action_button import ActionButton
from ui.widgets.notice_bar import SHOWN_AT_ONCE, NoticeBar


@pytest.fixture
def notices(qtbot: QtBot) -> Notices:
    return Notices()


@pytest.fixture
def bar(qtbot: QtBot, notices: Notices) -> NoticeBar:
    window = QWidget()
    qtbot.addWidget(window)
    made = NoticeBar(notices)
    QVBoxLayout(window).addWidget(made)
    window.show()
    made.window_ = window
    return made


def test_no_notice_no_room(bar: NoticeBar, notices: Notices) -> None:
    assert bar.isHidden()
    notices.post(Notice(Level.WARNING, "The clock is slow.", stays=True, key="clock"))
    assert (bar.isHidden(), bar.lines()) == (False, ["The clock is slow."])
    notices.withdraw("clock")
    assert (bar.isHidden(), bar.lines()) == (True, [])


def test_the_newest_few_are_shown(bar: NoticeBar, notices: Notices) -> None:
    for number in range(SHOWN_AT_ONCE + 2):
        notices.post(Notice(Level.INFORMATION, f"{number}", stays=True))
    assert bar.lines() == ["2", "3", "4"]


def test_it_is_closed_or_acted_upon(bar: NoticeBar, notices: Notices) -> None:
    done: list[int] = []
    notices.post(Notice(Level.ERROR, "A note was refused.", stays=True, action="Show", act=lambda: done.append(1)))
    notices.post(Notice(Level.INFORMATION, "Signed in.", stays=True))
    buttons = {(button.text(), button.accessibleName()): button for button in bar.findChildren(ActionButton)}
    buttons["Show", "Show"].click()
    assert (done, bar.lines()) == ([1], ["Signed in."])
    last = [button for button in bar.findChildren(ActionButton) if button.isVisible()]
    assert [button.toolTip() for button in last] == ["Dismiss"]
    last[0].click()
    assert notices.current() == ()


def test_a_passing_notice_passes(
    qtbot: QtBot, notices: Notices, bar: NoticeBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_bar, "PASSING_MILLISECONDS", 20)
    notices.post(Notice(Level.WARNING, "Refused."))
    notices.post(Notice(Level.WARNING, "Stays.", stays=True))
    qtbot.waitUntil(lambda: bar.lines() == ["Stays."])


def test_one_that_is_read_stays_under_the_pointer(
    qtbot: QtBot, notices: Notices, bar: NoticeBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_bar, "PASSING_MILLISECONDS", 15)
    monkeypatch.setattr(notice_bar._Line, "underMouse", lambda self: True)
    notices.post(Notice(Level.WARNING, "Refused."))
    qtbot.wait(80)
    assert bar.lines() == ["Refused."]
    monkeypatch.undo()
    monkeypatch.setattr(notice_bar, "PASSING_MILLISECONDS", 15)
    qtbot.waitUntil(lambda: bar.lines() == [])
