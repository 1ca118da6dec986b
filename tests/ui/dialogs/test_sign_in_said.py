"""Who has the seat, or the phone, and what can be done; why nobody can sign in here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_client.protocol.refusals import PhoneInUse, SeatTaken
from ui.dialogs.sign_in import SignInWindow
from ui.dialogs.sign_in_said import TakenPane

NOW = datetime(2026, 11, 24, 14, 6, 22, tzinfo=UTC)
WHO = {"agent": "Bram Smit", "seat": "TC-1", "host": "ts-2", "since": "2026-11-24T11:40:00Z", "alive": "yes"}
GONE = WHO | {"alive": "no", "until": "2026-11-24T14:07:05Z"}


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def pane(qtbot: QtBot) -> TakenPane:
    made = TakenPane()
    qtbot.addWidget(made)
    made.heard = []
    for name in ("asked", "again", "back"):
        getattr(made, name).connect(lambda name=name: made.heard.append(name))
    return made


def test_A5_someone_who_is_there_can_be_asked(pane: TakenPane) -> None:
    pane.show_taken(SeatTaken(**WHO), Clock())
    assert pane.title.text() == "Seat TC-1 is taken"
    assert (
        pane.who.text() == f"Bram Smit on ts-2, since {datetime(2026, 11, 24, 11, 40, tzinfo=UTC).astimezone():%H:%M}"
    )
    assert (pane.ask.text(), pane.ask.isVisible(), pane.left.isVisible()) == ("Ask Bram Smit", True, False)
    pane.ask.click()
    pane.show_taken(SeatTaken(**WHO, asked="yes"), Clock())
    assert (pane.ask.text(), pane.ask.isEnabled()) == ("Asked", False)
    assert pane.what.text().startswith("Bram Smit was asked at ")
    QTest.keyClick(pane.try_again, Qt.Key.Key_Return)
    QTest.keyClick(pane.try_again, Qt.Key.Key_Escape)
    assert pane.heard == ["asked", "again", "back"]


def test_A5_a_seat_that_is_only_disconnected_is_tried_again_when_it_is_free(pane: TakenPane) -> None:
    clock = Clock()
    pane.show_taken(SeatTaken(**GONE), clock)
    assert pane.left.text() == "Free in 0:43"
    assert pane.ask.isHidden(), "nobody would hear it"
    for seconds, heard in ((42, []), (43, []), (44, ["again"]), (45, ["again"])):
        clock.now = NOW + timedelta(seconds=seconds)
        pane._tick()
        assert pane.heard == heard, "once, and not before the server has ended the other session"
    pane.leave()
    assert not pane._timer.isActive()


def test_A5_another_number_is_a_way_out_of_a_phone_in_use(pane: TakenPane) -> None:
    pane.show_taken(PhoneInUse(**WHO, phone="204"), Clock())
    assert pane.title.text() == "Phone 204 is in use"
    assert "another phone number" in pane.way_out.text()


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"host"}, "Bram Smit, since "),
        ({"since"}, "Bram Smit on ts-2"),
        ({"host", "since"}, "Bram Smit"),
        (set(WHO), ""),
    ],
)
def test_an_older_server_says_less(pane: TakenPane, left_out: set[str], said: str) -> None:
    pane.show_taken(SeatTaken(**{name: value for name, value in GONE.items() if name not in left_out}), Clock())
    assert pane.who.text().startswith(said)


def test_A4_A5_the_form_gives_way_and_comes_back_as_it_was(qtbot: QtBot) -> None:
    window = SignInWindow()
    qtbot.addWidget(window)
    window.fill(servers=["https://one.example.com"], user="anna", phone="204", password="ab11ab12")
    window.show_seat("TC-1")
    window.show()
    asked, pressed = [], []
    window.ask_pressed.connect(asked.append)
    window.sign_in_pressed.connect(pressed.append)
    window.show_taken(SeatTaken(**WHO), Clock())
    assert not window.form.isVisible()
    window.taken.ask.click()
    window.taken.try_again.click()
    assert asked == pressed == [window.form.entered()]
    window.set_requested(True)
    assert window.taken.try_again.requested
    window.refuse("No server answers.")
    assert (window.form.isVisible(), window.taken.isVisible(), window.error.text()) == (
        True,
        False,
        "No server answers.",
    )

    window.show_no_seat("This is the console of a terminal server.")
    assert (window.form.isVisible(), window.said.words.text()) == (False, "This is the console of a terminal server.")
    assert window.seat.text() == ""
    wanted = []
    window.seat_wanted.connect(lambda: wanted.append(True))
    window.said.button.click()
    assert wanted == [True]
    window.show_seat("TC-2")
    assert (window.form.isVisible(), window.said.isVisible(), window.seat.text()) == (True, False, "Seat TC-2")
    assert window.password.text() == "ab11ab12"
