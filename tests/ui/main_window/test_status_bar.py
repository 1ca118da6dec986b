"""The status bar: phase and timer first, and the truth about phone, server and queues."""

from __future__ import annotations

from datetime import timedelta
from types import ModuleType

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import EMPTY, Link
from agent_client.protocol.agents import Rights
from agent_client.protocol.names import AgentState, NotReadyReason, WhyCode
from agent_client.protocol.why import Why
from ui.main_window.status_bar import StatusBar
from ui.text import clock_time


@pytest.fixture
def bar(qtbot: QtBot) -> StatusBar:
    made = StatusBar()
    qtbot.addWidget(made)
    made.resize(1280, 40)
    made.show()
    return made


@pytest.mark.parametrize(
    ("scene", "word", "timer"),
    [
        ("WAITING", "Waiting", "01:23"),
        ("PAUSE", "Pause", "21:00"),
        ("SIGNING_ON", "Signing on", "00:06"),
        ("SETUP", "Setup", "00:07"),
        ("ON_CALL", "Call", "04:12"),
        ("WRAP_UP", "Wrap-up", "00:18"),
        ("RONA", "RONA", "00:22"),
        ("LINK_LOST", "Reconnecting", "04:12"),
    ],
)
def test_the_phase_and_how_long_it_has_lasted(
    scene: str, word: str, timer: str, bar: StatusBar, seen: ModuleType
) -> None:
    bar.show_state(getattr(seen, scene))
    bar.tick(seen.NOW)
    assert (bar.badge.word(), bar.badge.timer()) == (word, timer)


def test_what_else_it_says(bar: StatusBar, seen: ModuleType) -> None:
    bar.show_state(seen.WAITING)
    bar.show_way(0.0094, answers=True)
    bar.tick(seen.NOW)
    assert (bar.phone.text(), bar.server.text()) == ("Phone 204", "Server 9 ms")
    assert (bar.queues.whole(), bar.seat.text()) == ("Sales, Support · 3 waiting", "Seat TC-114")
    assert bar.clock.text() == f"{seen.NOW.astimezone():%H:%M:%S}"
    bar.show_way(None, answers=True)
    assert bar.server.text() == "Server"


def test_a_lost_link_counts_in_red(bar: StatusBar, seen: ModuleType) -> None:
    bar.show_state(seen.LINK_LOST)
    bar.tick(seen.NOW)
    bar.tick(seen.NOW + timedelta(seconds=8))
    assert (bar.server.text(), bar.server.tone()) == ("Reconnecting… 0:20", "alarm")
    bar.show_state(seen.ON_CALL)
    assert bar.server.tone() == "dim"


def test_a_phone_that_cannot_be_reached(bar: StatusBar, seen: ModuleType) -> None:
    bar.show_state(replace(seen.RONA, me=replace(seen.RONA.me, not_ready=NotReadyReason.UNREACHABLE)))
    assert (bar.phone.text(), bar.phone.tone()) == ("Phone 204 cannot be reached", "alarm")


def test_a_kept_line_is_up_since_when_or_not(bar: StatusBar, seen: ModuleType) -> None:
    me = replace(seen.ME, rights=Rights(keeps_line=True))
    bar.tick(seen.NOW)
    bar.show_state(replace(seen.WAITING, me=replace(me, line_up_since=seen.ago(600))))
    up_since = clock_time(seen.ago(600))
    assert (bar.phone.text(), bar.phone.tone()) == (f"Phone 204, line up since {up_since}", "dim")
    bar.show_state(replace(seen.PAUSE, me=replace(seen.PAUSE.me, rights=me.rights)))
    assert (bar.phone.text(), bar.phone.tone()) == ("Phone 204, line not up", "dim")
    why = Why(code=WhyCode.LINE_DOWN, at=seen.NOW, params={"phone": "204"})
    lost = replace(me, state=AgentState.NOT_READY, not_ready=NotReadyReason.UNREACHABLE, why=why)
    bar.show_state(replace(seen.RONA, me=lost))
    assert (bar.phone.text(), bar.phone.tone()) == ("Phone 204, line not up", "alarm")


@pytest.mark.parametrize(
    ("link", "words"),
    [(Link.CONNECTING, "Connecting…"), (Link.NONE, ""), (Link.ENDED, "Signed out")],
)
def test_before_and_after(link: Link, words: str, bar: StatusBar) -> None:
    bar.show_state(replace(EMPTY, link=link))
    assert bar.server.text() == words
    assert bar.badge.word() == ("Signed out" if link is Link.ENDED else "Signing in")
    assert (bar.phone.text(), bar.seat.text()) == ("", "")


def test_F8_a_pbx_that_cannot_be_reached(bar: StatusBar, seen: ModuleType) -> None:
    lost = replace(seen.WAITING, centre=replace(seen.WAITING.centre, pbx_lost_since=seen.NOW))
    bar.show_state(lost)
    words = f"No telephone system since {clock_time(seen.NOW)}"
    assert (bar.phone.text(), bar.phone.tone()) == (words, "alarm")
    bar.show_state(seen.WAITING)
    assert (bar.phone.text(), bar.phone.tone()) == ("Phone 204", "dim")


def test_what_matters_least_goes_first_and_trouble_stays(bar: StatusBar, seen: ModuleType) -> None:
    bar.show_state(seen.WAITING)
    bar.show_way(None, answers=True)
    bar.tick(seen.NOW)
    order = (bar.seat, bar.clock, bar.queues, bar.server, bar.phone)
    gone = []
    for width in range(1280, 120, -20):
        bar.resize(width, 40)
        hidden = [part.isVisible() for part in order].count(False)
        assert not any(part.isVisible() for part in order[:hidden]), "in this order"
        gone.append(hidden)
    assert gone[0] == 0
    assert gone[-1] == len(order)
    assert gone == sorted(gone)
    bar.show_state(replace(seen.LINK_LOST, link_since=seen.ago(12)))
    bar.tick(seen.NOW)
    bar.resize(512, 40)
    assert bar.server.isVisible()
    bar.resize(1280, 40)
    assert all(part.isVisible() for part in (bar.seat, bar.clock, bar.server))
