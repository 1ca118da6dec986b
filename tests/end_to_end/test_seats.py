"""The seat (A4, A5, A6): one program for each, taken seats and the ways out, moving to another device, signed in elsewhere."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agent_client.client.store.state import Link
from agent_client.protocol.names import Phase
from agent_client.workstation.paths import HOME
from agent_client.workstation.seat import NoSeat
from agent_client.workstation.terminal import FollowedSeat, System
from tests.end_to_end.centre import Team
from ui.dialogs.sign_in import SignInWindow
from ui.main_window.window import MainWindow


def seat_of(team: Team, number: int = 1) -> str:
    """One of the team's own: who left without a word keeps theirs for a while."""
    return f"TC-{team.number}-{number}"


RUNS_ALREADY = "Agent Client runs already on this seat: its window was brought to the front.\n"


class Program:
    """The program as a process, in one of the sessions of one account."""

    def __init__(self, home: Path, session: str, seat: str, *options: str) -> None:
        given = {HOME: str(home), "XDG_SESSION_ID": session, "CLIENTNAME": seat, "QT_QPA_PLATFORM": "offscreen"}
        environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name} | given
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.standing_program", *options],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def says(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=60)
        return self.process.returncode


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    made: list[Program] = []

    def start(*options: str, session: str = "1", seat: str = "TC-1") -> Program:
        made.append(Program(tmp_path / "home", session, seat, *options))
        return made[-1]

    yield start
    for one in made:
        if one.process.poll() is None:
            one.end(signal.SIGKILL)


async def test_A5_a_second_start_brings_the_first_to_the_front_and_ends(started):
    """One seat, one session: one program, however the last one ended. Another session, or another seat, has its own."""

    def story() -> None:
        first, *elsewhere = started(), started(session="2"), started(seat="TC-2")
        assert [one.says() for one in (first, *elsewhere)] == ["there\n"] * 3
        second = started("--server", "https://two.example.com")
        assert second.process.communicate(timeout=60)[0] == RUNS_ALREADY
        assert second.process.returncode == 0
        assert first.says() == "back https://two.example.com\n"
        first.end(signal.SIGKILL)
        again = started()
        assert again.says() == "there\n", "held up by the dead"
        assert [one.end() for one in (again, *elsewhere)] == [0, 0, 0]

    await asyncio.to_thread(story)


async def taken(agent, **other):
    """The window, with the pane that says who has the seat, or the phone."""
    window = await agent.new_window(SignInWindow)
    await agent.enter(window, **other)
    await agent.until(lambda: window.taken.isVisible() and not window.taken.try_again.requested, "who has it")
    return window


async def test_A5_a_taken_seat_says_by_whom_and_they_can_be_asked_for_it(sit_down, team):
    bram = await sit_down(team.bram, seat=seat_of(team)).sign_in()
    anna = sit_down(team.anna, seat=seat_of(team))
    window = await taken(anna)
    pane = window.taken
    assert pane.title.text() == f"Seat {seat_of(team)} is taken"
    assert pane.who.text().startswith(f"{team.bram.name} on {team.bram.user}-pc, since ")
    assert pane.what.text() == f"Still signed in there: ask {team.bram.name} to sign out."
    assert "supervisor" in pane.way_out.text()
    assert not pane.left.isVisible()
    await anna.hands.click(pane.ask)
    await anna.until(lambda: pane.ask.text() == "Asked", "the asker to be told")
    assert f"{team.bram.name} was asked at " in pane.what.text()

    bar = bram.window.notice_bar
    await bram.until(lambda: [line for line in bar.lines() if team.anna.name in line], "who asks, in Bram's window")
    bram.window.actions_["sign_out"].trigger()
    assert await bram.new_window(SignInWindow)
    await anna.hands.click(pane.try_again)
    anna.window = await anna.new_window(MainWindow)
    await anna.until_phase(Phase.PAUSE)
    assert anna.state.me.seat == seat_of(team)


async def test_A5_a_taken_phone_says_by_whom_and_another_one_is_typed(sit_down, colleague, team):
    await colleague(team.bram).sign_in(phone=team.anna.phone)
    anna = sit_down(team.anna)
    window = await taken(anna)
    assert window.taken.title.text() == f"Phone {team.anna.phone} is in use"
    assert window.taken.who.text().startswith(f"{team.bram.name} on {team.bram.user}-laptop, since ")
    await anna.hands.press(window, "Escape")
    assert window.form.isVisible() and window.password.hasFocus()
    await anna.enter(window, phone=team.bram.phone)
    assert await anna.new_window(MainWindow)


@pytest.fixture
def short_grace(centre):
    """Seconds, instead of a minute."""

    def set_to(seconds):
        with closing(sqlite3.connect(centre.database, timeout=60)) as conn, conn:
            conn.execute("UPDATE centre SET grace_seconds = ?", (seconds,))

    set_to(3)
    yield
    set_to(60)


async def test_A5_a_disconnected_seat_is_tried_again_when_it_is_free(sit_down, colleague, centre, short_grace, team):
    bram = await colleague(team.bram).sign_in(seat=seat_of(team))
    anna = sit_down(team.anna, seat=seat_of(team))
    window = await taken(anna)
    pane = window.taken
    await bram.session.close()  # gone without a word
    lost = "SELECT 1 FROM sessions WHERE seat = ? AND link_lost_at IS NOT NULL AND ended_at IS NULL"
    await anna.until(lambda: centre.rows(lost, seat_of(team)), "the lost link to be known")
    pane.try_again.click()
    await anna.until(lambda: "No longer connected" in pane.what.text(), "that nobody is there")
    assert pane.left.isVisible() and pane.left.text().startswith("Free in ")
    assert not pane.ask.isVisible()
    anna.window = await anna.new_window(MainWindow)
    await anna.until_phase(Phase.PAUSE)
    assert anna.state.me.seat == seat_of(team)


async def test_A5_the_same_agent_takes_over_their_own_crashed_session(sit_down, centre, team):
    """And what they had in hand with it."""
    crashed = await sit_down(team.anna, seat=seat_of(team)).signed_on()
    _, contact = await crashed.talk_to(team.known, team.main)
    await crashed.program.online().session.close()  # its server hears no more of it
    again = await sit_down(team.anna, seat=seat_of(team)).sign_in()
    await again.until_phase(Phase.CALL)
    assert list(again.state.contacts) == [contact.id]


async def test_A6_signing_in_elsewhere_ends_the_older_session_which_says_where_and_when(sit_down, team):
    older = await sit_down(team.anna, seat=seat_of(team)).sign_in()
    newer = await sit_down(team.anna, seat=seat_of(team, 2)).sign_in()
    window = await older.new_window(SignInWindow)
    assert window.said.title.text() == "You were signed out"
    said = window.said.words.text()
    assert said.startswith(f"You signed in on seat {seat_of(team, 2)} ({team.anna.user}-pc), "), said
    assert said.endswith(": this session ended")
    assert older.state.link is Link.ENDED, "it tries to come back"
    await newer.until_phase(Phase.PAUSE)
    await older.enter(window)  # and back again
    assert await newer.new_window(SignInWindow)


async def test_A4_two_sessions_of_one_account_keep_what_they_typed_apart(sit_down, centre, team, tmp_path):
    """One account of the computer, two agents at once, on one terminal server."""
    texts = {"anna": f"Anna's, team {team.number}", "bram": f"Bram's, team {team.number}"}
    agents = {}
    for name, number in (("anna", team.known), ("bram", team.stranger)):
        agent = agents[name] = await sit_down(getattr(team, name), home=tmp_path / "account").signed_on()
        await agent.talk_to(number, team.main)
        editor = agent.window.customer.editor
        await agent.until(editor.subject, "the call's note")
        agent.hands.type(editor.field, texts[name])
        await agent.until(lambda editor=editor: editor.status_text().endswith("s ago"), "the note to be kept")
    kept = {file.parent.name for file in (tmp_path / "account" / "drafts").rglob("*.kept")}
    assert kept == {"1", "2"}, "each has a place of its own"
    for name, agent in agents.items():
        await agent.press("Ctrl+Return")
        await agent.until(lambda name=name: centre.records(texts[name]), "the note at the server")
    assert [centre.records(text) for text in texts.values()] == [1, 1]
    assert agents["anna"].desk.settings.save() and agents["bram"].desk.settings.save()


class Terminal:
    """A terminal server's session, and what the server says of it: from which device it is used now."""

    def __init__(self, device: str) -> None:
        self.device, self.remote = device, True
        self.following = FollowedSeat(
            System(
                environ={"CLIENTNAME": device, "SESSIONNAME": "RDP-Tcp#7"},
                hostname="ts-1",
                client=lambda: self.device,
                remote=lambda: self.remote,
                terminal_services=True,
            )
        )

    def taken_up(self, app, device: str, *, remote: bool = True) -> None:
        """The sign of it that every system gives: another screen."""
        self.device, self.remote = device, remote
        app.primaryScreenChanged.emit(app.primaryScreen())


@pytest.fixture
def at_terminal(sit_down):
    def start(who, device):
        terminal = Terminal(device)
        agent = sit_down(who, seat=device)
        agent.program.follow_seat(terminal.following)
        return agent, terminal

    return start


async def test_A4_a_session_taken_up_from_another_device_moves_to_its_seat(at_terminal, qapp, colleague, team):
    anna, terminal = at_terminal(team.anna, seat_of(team))
    await anna.signed_on()
    _, contact = await anna.talk_to(team.known, team.main)
    terminal.taken_up(qapp, seat_of(team, 2))
    await anna.until(lambda: anna.state.me.seat == seat_of(team, 2), "the seat")
    await anna.until(
        lambda: anna.window.status_bar.seat.text() == f"Seat {seat_of(team, 2)}", "the seat in the status bar"
    )
    await anna.until(
        lambda: f"You sit at seat {seat_of(team, 2)} now." in anna.window.notice_bar.lines(), "it to be said"
    )
    assert list(anna.state.contacts) == [contact.id], "the call goes on"
    assert await colleague(team.bram).sign_in(seat=seat_of(team)), "the other seat is free"

    terminal.taken_up(qapp, seat_of(team))
    here, before = seat_of(team), seat_of(team, 2)
    said = f"This device is seat {here}, where {team.bram.name} is signed in: you stay signed in at seat {before}."
    await anna.until(lambda: said in anna.window.notice_bar.lines(), "whose seat it is")
    assert anna.state.me.seat == seat_of(team, 2)


async def test_A4_the_console_of_a_terminal_server_is_refused_with_the_reason(at_terminal, qapp, team):
    anna, terminal = at_terminal(team.anna, seat_of(team))
    window = await anna.new_window(SignInWindow)
    terminal.taken_up(qapp, "", remote=False)
    await anna.until(window.said.isVisible, "the reason")
    assert window.said.title.text() == "Nobody can sign in here"
    assert window.said.words.text() == (
        "This is the console of a terminal server, which is no seat: sign in to the server from your own workstation."
    )
    assert not window.form.isVisible()
    assert anna.desk.seat.code is NoSeat.CONSOLE_SESSION
    terminal.device, terminal.remote = seat_of(team, 3), True
    await anna.hands.click(window.said.button)
    await anna.until(window.form.isVisible, "the form")
    assert (window.seat.text(), window.said.isVisible()) == (f"Seat {seat_of(team, 3)}", False)
    await anna.enter(window)
    anna.window = await anna.new_window(MainWindow)
    await anna.until_phase(Phase.PAUSE)
    assert anna.state.me.seat == seat_of(team, 3)
