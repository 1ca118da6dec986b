"""However the program is ended, its agent is signed out and what was typed is on the disk (A12)."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from agent_client.client.store.state import Link
from agent_client.protocol.names import Phase
from agent_client.workstation.paths import HOME
from ui.ending import KEY, Ending
from ui.loop import ending_signals
from ui.self_check.hands import Hands

TYPED = "Wants the price list, and"


@pytest.fixture
def started(driven_program, centre, tmp_path):
    """``started(who, task)``: their program in a process of its own, at a seat of its own. It is hung up on when its
    terminal goes, also where these tests are not."""
    if sys.platform == "win32":
        pytest.skip("Windows ends programs by other words than signals")
    running = []
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)

    def start(who, *task, **more):
        place = {HOME: str(tmp_path / who.user), "CLIENTNAME": f"WS-{who.user}"} | more
        running.append(
            subprocess.Popen(
                [sys.executable, *driven_program, centre.url, who.user, "Passwort 9", who.phone, *task],
                env=os.environ | place,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return running[-1]

    yield start
    signal.signal(signal.SIGHUP, before)
    for process in running:
        process.kill()
        process.communicate(timeout=60)


def why_ended(centre, who):
    of_theirs = "FROM sessions JOIN agents ON agents.id = agent_id WHERE user_name = ?"
    [(why,)] = centre.rows(f"SELECT ended_why {of_theirs} ORDER BY sessions.id DESC LIMIT 1", who.user)
    return why


async def until_said(process, word):
    said = await asyncio.to_thread(process.stdout.readline)
    assert said.strip() == word, process.communicate(timeout=60)[1]


async def test_A12_every_signal_that_ends_a_program_signs_its_agent_out(started, centre, team):
    """Ctrl+C, a terminal or a desktop session that went; to be told by somebody is the test below."""
    signals = [number for number in ending_signals() if number is not signal.SIGTERM]
    people = (team.bram, team.chief)[: len(signals)]
    programs = [started(who, "stay") for who in people]
    for program in programs:
        await until_said(program, "there")
    for program, number in zip(programs, signals, strict=True):
        program.send_signal(number)
    for program, who in zip(programs, people, strict=True):
        _, errors = await asyncio.to_thread(program.communicate, None, 60)
        assert (errors, program.returncode) == ("", 0)
        assert "signed_out" in why_ended(centre, who)


async def test_A12_told_to_end_in_the_middle_of_a_note_it_is_there_at_the_next_start(
    started, sit_down, centre, team, tmp_path
):
    who = team.anna
    await centre.pbx(f"phones/{who.phone}", answers_test_after=0.01, desktop=True)
    call = await centre.call(team.known, team.main)
    program = started(who, "type", TYPED)
    await until_said(program, "typed")
    program.send_signal(signal.SIGTERM)
    _, errors = await asyncio.to_thread(program.communicate, None, 60)
    assert (errors, program.returncode) == ("", 0)
    anna = await sit_down(who, home=tmp_path / who.user, seat=f"WS-{who.user}").sign_in()
    await anna.until_phase(Phase.CALL)
    await anna.until(lambda: anna.window.customer.editor.text() == TYPED, "what was typed before")
    await centre.hang_up(call)
    await anna.wrap_up()


@pytest.fixture
def with_desktop(sit_down, team, qapp):
    """Anna's program, and what the desktop session talks to."""

    def sit():
        anna = sit_down(team.anna)
        anna.desk.ending = Ending(qapp, anna.stop.set, anna.desk.notices, (), anna.clock.monotonic)
        return anna, anna.desk.ending

    yield sit
    for ending in qapp.findChildren(Ending):
        ending.close()
        ending.setParent(None)
        ending.deleteLater()


async def test_A12_during_a_call_the_desktop_session_is_told_why_it_should_go_on(with_desktop, team):
    anna, ending = with_desktop()
    await anna.signed_on()
    assert ending.asked() == ""
    call, _ = await anna.talk_to(team.known, team.main)
    editor = anna.window.customer.editor
    anna.hands.type(editor.field, TYPED)
    assert ending.asked() == "A contact is in hand. End it and wrap it up first."
    assert editor.status_text().startswith("Kept"), "on the disk before anything else"
    assert any(notice.key == KEY for notice in anna.desk.notices.current())
    assert ending.asked(may_object=False) == ""
    assert anna.state.link is Link.UP, "somebody else may object: nobody is signed out for a question"
    await anna.centre.hang_up(call)
    await anna.wrap_up()
    assert ending.asked() == ""


async def test_A12_a_desktop_session_that_ends_waits_for_the_sign_out(with_desktop, centre, team):
    anna, ending = with_desktop()
    await anna.signed_on()
    ending.over()
    assert await anna.until_ended() == 0
    assert "signed_out" in why_ended(centre, team.anna)


async def test_A12_a_call_that_rings_goes_to_somebody_else(with_desktop, centre, team, colleague):
    """Nobody can sign out while a request shows (A11): it is declined first."""
    anna, ending = with_desktop()
    await anna.signed_on()
    await centre.call(team.known, team.main)
    await anna.popover()
    ending.over()
    assert await anna.until_ended() == 0
    assert "signed_out" in why_ended(centre, team.anna)
    bram = await colleague(team.bram).ready()
    assert (await bram.until_request()).ani == team.known


async def test_A12_a_system_that_does_not_wait_has_the_server_told_at_once(with_desktop, centre, team, colleague):
    """As Windows does: when this returns the process is gone. The event loop does not turn once."""
    bram = await colleague(team.bram).sign_in()
    anna, ending = with_desktop()
    await anna.signed_on()
    me = anna.state.me
    ending.killed()
    assert "signed_out" in why_ended(centre, team.anna)
    await anna.until_gone(bram, me.id)


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
async def test_A12_a_computer_that_shuts_down_waits_until_the_agent_is_signed_out(started, centre, team):
    """By the words of systemd's logind, over a bus of its own."""
    from tests.fakes.desktop import LOGIN, Desktop, bus

    with bus() as address:
        desktop = Desktop(address)
        buses = {"DBUS_SESSION_BUS_ADDRESS": address, "DBUS_SYSTEM_BUS_ADDRESS": address}
        program = started(team.anna, "stay", **buses)
        await until_said(program, "there")
        await Hands(None).until(lambda: len(desktop.heard) >= 2, "the program to ask to be told")
        desktop.say(*LOGIN[1:], "PrepareForShutdown", ("b", True))
        assert await asyncio.to_thread(os.read, desktop.waits, 1) == b"", "it may go down"
        assert "signed_out" in why_ended(centre, team.anna)
        _, errors = await asyncio.to_thread(program.communicate, None, 60)
        assert (errors, program.returncode) == ("", 0)
        desktop.close()
