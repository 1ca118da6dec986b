"""A workstation whose clock is wrong: its agent is told, and every appointment is right even so (A10)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from keyring.backends.null import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from agent_client.client.clock import ServerClock
from agent_client.protocol.names import Phase, Section
from agent_client.rules.findings import Check, Found
from ui.diagnostics.window import DiagnosticsWindow
from ui.shift.clock import KEY


class Wall:
    """This computer's clock, set wrong by hand."""

    def __init__(self, **off: float) -> None:
        self.off = timedelta(**off)

    def __call__(self) -> datetime:
        return now() + self.off


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251


def warning(agent) -> str:
    return next((notice.text for notice in agent.desk.notices.current() if notice.key == KEY), "")


async def appointed(agent, team, typed: str):
    """By keys, for the customer in sight."""
    await agent.press("F7")
    box = agent.window.appointment.box
    await agent.until(lambda: box.isVisible() and box.when.field.hasFocus(), "the box for an appointment")
    box.when.field.selectAll()
    QTest.keyClicks(box.when.field, typed)
    QTest.keyClick(box.when.field, Qt.Key.Key_Return)
    await agent.until(lambda: not box.isVisible() or box.refusal.text(), "an answer")
    assert not box.isVisible(), box.refusal.text()
    return await agent.until_listed(team.known, Section.OPEN)


@pytest.mark.parametrize(("typed", "wrong", "said"), [("in 1 h", 1, "fast"), ("tomorrow 9:00", -1, "slow")])
async def test_A10_appointments_are_right_with_a_clock_wrong_by_a_day(sit_down, centre, team, typed, wrong, said):
    anna = await sit_down(team.anna, clock=ServerClock(wall=Wall(days=wrong))).signed_on()
    await anna.until(lambda: warning(anna), "the warning")
    assert warning(anna) == f"This computer's clock is 1 day {said}: tell IT. Appointments are right even so."
    call, _ = await anna.talk_to(team.known, team.main)
    await centre.hang_up(call)
    await anna.until_phase(Phase.WRAP_UP)
    entry = await appointed(anna, team, typed)
    if typed == "in 1 h":
        assert abs(entry.appointment.at - now() - timedelta(hours=1)) < timedelta(minutes=2)
    else:
        tomorrow = (now() + timedelta(days=1)).date()
        assert entry.appointment.at == datetime(tomorrow.year, tomorrow.month, tomorrow.day, 9, tzinfo=UTC)
    panel = anna.window.callbacks
    row = str(panel.rows.index(panel.rows.place_of(entry.id)).data(Qt.ItemDataRole.AccessibleTextRole))
    written = entry.appointment.at.astimezone()
    day = {0: "Today", 1: "Tomorrow"}[(written.date() - now().astimezone().date()).days]
    assert f"{day} {written:%H:%M}" in row


async def test_A10_a_clock_that_jumps_is_noticed_and_one_that_is_right_again_not_spoken_of(sit_down, team):
    wall = Wall()
    anna = await sit_down(team.anna, clock=ServerClock(wall=wall)).sign_in()
    await anna.until_phase(Phase.PAUSE)
    assert not warning(anna)
    wall.off = timedelta(minutes=4)
    await anna.until(lambda: "4 min fast" in warning(anna), "the warning")
    assert warning(anna) in anna.window.notice_bar.lines()
    anna.desk.secrets._backend = NoKeyring()
    await anna.press("Shift+F1")
    window = await anna.new_window(DiagnosticsWindow)
    row = window.rows[Check.CLOCK]
    await anna.until(lambda: row.finding, "the clock's result")
    assert row.finding.found is Found.CLOCK_FAST
    assert row.sentence.text().startswith("This computer's clock is 4 min fast, 30 s is allowed")
    wall.off = timedelta(hours=-3, minutes=-17)
    await anna.until(lambda: "3 h 17 min slow" in warning(anna), "the other warning")
    wall.off = timedelta()
    await anna.until(lambda: not warning(anna), "the warning to go")
