"""The seat is read anew when the session is taken up from another device; nobody is told of what stayed the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from agent_client.workstation.seat import Seat, SeatRefused
from agent_client.workstation.terminal import SEAT_FILE, FollowedSeat, System, this_system
from ui import seat_watch
from ui.seat_watch import SeatWatch, SessionChanges


class Server:
    client = "TC-1"
    remote = True


@pytest.fixture
def server() -> Server:
    return Server()


def watch_of(following: FollowedSeat, app: QApplication, heard: list[str]) -> SeatWatch:
    made = SeatWatch(following, app)
    made.changed.connect(
        lambda found: heard.append(found.name if isinstance(found, Seat) else f"{SeatRefused.__name__} {found.code}")
    )
    return made


def test_A4_a_session_that_is_taken_up_elsewhere_is_told_once(qapp, qtbot, server, monkeypatch) -> None:
    monkeypatch.setattr(seat_watch, "SETTLED_MILLISECONDS", 1)
    environ = {"CLIENTNAME": "TC-1"}
    system = System(
        environ=environ,
        hostname="TS",
        client=lambda: server.client,
        remote=lambda: server.remote,
        terminal_services=True,
    )
    heard: list[str] = []
    watch = watch_of(FollowedSeat(system), qapp, heard)
    watch.look()
    assert heard == []
    server.client = "TC-2"
    for _ in range(3):  # several signs of one change
        watch.hint()
    qtbot.waitUntil(lambda: heard == ["TC-2"])
    qapp.primaryScreenChanged.emit(qapp.primaryScreen())
    server.remote = False
    qtbot.waitUntil(lambda: heard == ["TC-2", "SeatRefused console_session"])
    watch.look()
    watch.close()
    server.remote = True
    qapp.primaryScreenChanged.emit(qapp.primaryScreen())
    assert len(heard) == 2


def test_A4_a_file_says_so_on_systems_that_run_a_script(qapp, qtbot, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(seat_watch, "SETTLED_MILLISECONDS", 1)
    file = tmp_path / "client"
    file.write_text("TC-1")
    monkeypatch.setenv(SEAT_FILE, str(file))
    monkeypatch.setenv("X2GO_SESSION", "anna-50")
    monkeypatch.delenv("CLIENTNAME", raising=False)
    heard: list[str] = []
    watch = watch_of(FollowedSeat(this_system()), qapp, heard)
    file.write_text("TC-2")
    qtbot.waitUntil(lambda: heard == ["TC-2"])
    other = tmp_path / "new"
    other.write_text("TC-3")
    other.replace(file)
    qtbot.waitUntil(lambda: heard == ["TC-2", "TC-3"])
    file.write_text("TC-4")
    qtbot.waitUntil(lambda: heard[-1:] == ["TC-4"])
    watch.close()


@pytest.mark.parametrize(
    ("kind", "number", "what", "heard"),
    [
        (b"windows_generic_MSG", 0x02B1, 3, 1),
        (b"windows_generic_MSG", 0x02B1, 1, 1),
        (b"windows_generic_MSG", 0x02B1, 7, 0),  # locked
        (b"windows_generic_MSG", 0x0010, 3, 0),
        (b"xcb_generic_event_t", 0x02B1, 3, 0),
    ],
)
def test_A4_windows_says_so_by_a_message(kind: bytes, number: int, what: int, heard: int) -> None:
    hints: list[int] = []
    changes = SessionChanges(lambda: hints.append(1), lambda address: (number, what))
    assert changes.nativeEventFilter(kind, 1234) == (False, 0), "it is everybody's"
    assert len(hints) == heard
