"""The seat of a session (A4)."""

from __future__ import annotations

from itertools import product

import pytest

from agent_client.workstation.seat import (
    NoSeat,
    Seat,
    SeatRefused,
    SeatRule,
    SeatSource,
    Session,
    seat,
    session_of,
)

WORKSTATION = Session(remote=False, terminal_server=False)
FROM_HOME = Session(remote=True, terminal_server=False)
TERMINAL = Session(remote=True, terminal_server=True)
CONSOLE = Session(remote=False, terminal_server=True)


def test_a_workstation_goes_by_its_own_name() -> None:
    assert seat({}, "PC-12", WORKSTATION) == Seat("PC-12", "PC-12", SeatSource.COMPUTER)


def test_a_terminal_session_goes_by_its_clients_name() -> None:
    assert seat({"CLIENTNAME": "TC-114"}, "TS01", TERMINAL) == Seat("TC-114", "TS01", SeatSource.CLIENT_NAME)


@pytest.mark.parametrize("session", [WORKSTATION, FROM_HOME, TERMINAL])
def test_a_client_name_wins_over_everything(session: Session) -> None:
    assert seat({"CLIENTNAME": " Desk 3 "}, "PC-12", session, chosen="Desk 9").name == "Desk 3"


@pytest.mark.parametrize("environ", [{}, {"CLIENTNAME": "TC-114"}, {"CLIENTNAME": "Console"}])
def test_the_console_of_a_terminal_server_is_refused_whatever_is_set(environ: dict[str, str]) -> None:
    with pytest.raises(SeatRefused) as refused:
        seat(environ, "TS01", CONSOLE, chosen="Desk 9")
    assert refused.value.code is NoSeat.CONSOLE_SESSION


def test_a_terminal_session_without_a_name_is_refused() -> None:
    with pytest.raises(SeatRefused) as refused:
        seat({"CLIENTNAME": "  "}, "TS01", TERMINAL)
    assert refused.value.code is NoSeat.NO_CLIENT_NAME
    assert seat({}, "TS01", TERMINAL, chosen="Desk 9") == Seat("Desk 9", "TS01", SeatSource.CHOSEN)


def test_what_windows_writes_for_the_console_is_nobodys_name() -> None:
    assert seat({"CLIENTNAME": "Console"}, "PC-12", WORKSTATION).name == "PC-12"


@pytest.mark.parametrize("name", ["x" * 121, "bell\a", "two\nlines"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(SeatRefused) as refused:
        seat({"CLIENTNAME": name}, "PC-12", WORKSTATION)
    assert refused.value.code is NoSeat.BAD_NAME
    assert len(refused.value.name) <= 120


def test_a_computer_without_a_name_has_no_seat() -> None:
    with pytest.raises(SeatRefused):
        seat({}, "", WORKSTATION)


@pytest.mark.parametrize(
    ("environ", "remote", "terminal_server"),
    [
        ({}, False, False),
        ({"SESSIONNAME": "Console"}, False, False),
        ({"SESSIONNAME": "RDP-Tcp#4"}, True, False),
        ({"SESSIONNAME": "ICA-tcp#12"}, True, False),
        ({"SESSIONNAME": "rdp-tcp#4"}, True, False),
        ({"SSH_CONNECTION": "10.0.0.1 22 10.0.0.2 22"}, True, False),
        ({"XRDP_SESSION": "1"}, True, True),
        ({"TLSESSIONDATA": "/var/opt/thinlinc/sessions/ada/last"}, True, True),
        ({"X2GO_SESSION": "ada-50"}, True, True),
        ({"NXSESSIONID": "a"}, True, True),
        ({"LTSP_CLIENT": "1"}, True, True),
        ({"XRDP_SESSION": ""}, False, False),
    ],
)
def test_what_the_environment_tells(environ: dict[str, str], remote: bool, terminal_server: bool) -> None:
    assert session_of(environ, SeatRule.AUTOMATIC) == Session(remote, terminal_server)
    assert session_of(environ, SeatRule.WORKSTATION) == Session(remote, False)
    assert session_of(environ, SeatRule.TERMINAL_SERVER) == Session(remote, True)
    assert session_of(environ, SeatRule.AUTOMATIC, terminal_services=True) == Session(remote, True)


def test_every_session_has_a_seat_or_a_reason() -> None:
    for environ, session, chosen in product(
        ({}, {"CLIENTNAME": "TC"}, {"CLIENTNAME": "console"}), (WORKSTATION, FROM_HOME, TERMINAL, CONSOLE), ("", "Desk")
    ):
        try:
            found = seat(environ, "PC", session, chosen)
        except SeatRefused as refused:
            assert session.terminal_server and refused.code in NoSeat
        else:
            assert found.name in {"TC", "Desk", "PC"} and found.host == "PC"
