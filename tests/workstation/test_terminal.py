"""A session that is taken up from another device: whose name it goes by, read anew; one that somebody set by hand stays."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from agent_client.workstation import seat as workstation_seat
from agent_client.workstation.seat import NoSeat, Seat, SeatRefused, SeatRule, SeatSource
from agent_client.workstation.terminal import SEAT_FILE, FollowedSeat, System, seat_file, this_system


class Server:
    """A terminal server that says what it is told to."""

    def __init__(self, given: str, client: str = "", *, terminal: bool = True) -> None:
        self.client = client
        self.remote: bool | None = True
        self.system = System(
            environ={"CLIENTNAME": given, "SESSIONNAME": "RDP-Tcp#7"} if given else {"SESSIONNAME": "RDP-Tcp#7"},
            hostname="TS-1",
            client=lambda: self.client,
            remote=lambda: self.remote,
            terminal_services=terminal,
        )


def name(found: Seat | SeatRefused) -> str:
    return found.code if isinstance(found, SeatRefused) else found.name


def test_A4_a_session_taken_up_elsewhere_sits_there_now() -> None:
    server = Server("TC-1", "TC-1")
    following = FollowedSeat(server.system)
    assert following.look() == Seat("TC-1", "TS-1", SeatSource.CLIENT_NAME)
    server.client = ""  # disconnected
    assert name(following.look()) == "TC-1"
    server.client = "TC-2"
    assert following.look() == Seat("TC-2", "TS-1", SeatSource.CLIENT_NAME)
    server.client = "TC-1"
    assert name(following.look()) == "TC-1"


def test_A4_a_name_that_was_set_by_hand_stays() -> None:
    server = Server("Desk 3", "TC-1")
    following = FollowedSeat(server.system)
    assert name(following.look()) == "Desk 3"
    server.client = "TC-2"
    assert name(following.look()) == "Desk 3"


def test_A4_taken_up_at_the_console_it_is_no_seat_and_elsewhere_it_is_one_again() -> None:
    server = Server("TC-1", "TC-1")
    following = FollowedSeat(server.system)
    server.remote = False
    assert name(following.look()) == NoSeat.CONSOLE_SESSION
    server.remote, server.client = True, "TC-2"
    assert name(following.look()) == "TC-2"


@pytest.mark.parametrize("given", ["", "Console"])
def test_A4_started_at_the_console_and_taken_up_from_a_device(given: str) -> None:
    server = Server(given)
    server.remote = False
    following = FollowedSeat(server.system)
    assert name(following.look()) == NoSeat.CONSOLE_SESSION
    server.remote = True
    assert name(following.look()) == NoSeat.NO_CLIENT_NAME
    server.client = "TC-2"
    assert name(following.look()) == "TC-2"


def test_A4_a_workstation_keeps_its_name_from_whichever_device_it_is_used() -> None:
    server = Server("", terminal=False)
    following = FollowedSeat(server.system)
    server.client = "HOME-LAPTOP"
    assert following.look() == Seat("TS-1", "TS-1", SeatSource.COMPUTER)


def test_A4_what_a_device_is_called_must_be_usable() -> None:
    server = Server("TC-1", "TC-1")
    following = FollowedSeat(server.system)
    server.client = "T\x00C"
    assert name(following.look()) == NoSeat.BAD_NAME


def test_this_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in (*workstation_seat._TERMINAL_SESSIONS, "SESSIONNAME", "CLIENTNAME", SEAT_FILE):
        monkeypatch.delenv(variable, raising=False)
    assert name(FollowedSeat(this_system(), SeatRule.WORKSTATION).look()) == socket.gethostname()
    assert name(FollowedSeat(this_system(), SeatRule.WORKSTATION, "Desk 9").look()) == "Desk 9"
    assert seat_file(os.environ) is None
    monkeypatch.setenv("CLIENTNAME", "TC-114")
    assert name(FollowedSeat(this_system(), SeatRule.WORKSTATION).look()) == "TC-114"


@pytest.mark.skipif(os.name == "nt", reason="Windows says it by itself")
def test_a_file_that_a_script_writes_says_which_device_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "client"
    monkeypatch.setenv(SEAT_FILE, str(file))
    monkeypatch.setenv("XRDP_SESSION", "1")
    monkeypatch.delenv("CLIENTNAME", raising=False)
    following = FollowedSeat(this_system())
    assert name(following.look()) == NoSeat.NO_CLIENT_NAME
    file.write_text("TC-1\nmore\n")
    assert name(following.look()) == "TC-1"
    file.write_text("TC-2")
    assert name(following.look()) == "TC-2"
    assert seat_file(os.environ) == file
