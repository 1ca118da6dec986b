"""Whom a second start takes for the first: names, sessions, places of sockets, and the lock of a real process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from agent_client.workstation import instance, ownership
from agent_client.workstation.instance import Claim, Whose, instance_name, session_id, socket_name

ANNA = Whose(user="anna", host="TS-1", session="windows 3", seat="TC-114", home=r"C:\Users\anna")


@pytest.fixture
def at(tmp_path: Path) -> Callable[[str], Claim]:
    return lambda seat: Claim(tmp_path, Whose(user="u", host="h", session="s", seat=seat, home="/"))


@pytest.mark.parametrize(
    "other",
    [
        {"user": "bram"},
        {"host": "TS-2"},
        {"session": "windows 4"},
        {"seat": "TC-115"},
        {"home": "D:"},
        {"demo": True},
    ],
    ids=lambda other: next(iter(other)),
)
def test_A4_sessions_seats_and_homes_have_names_of_their_own(other: dict[str, str]) -> None:
    assert instance_name(replace(ANNA, **other)) != instance_name(ANNA)


def test_the_same_is_the_same_however_it_is_written() -> None:
    assert instance_name(replace(ANNA, user="Anna", host="ts-1", seat="tc-114")) == instance_name(ANNA)
    assert instance_name(replace(ANNA, user="\udcff")).startswith("agent-client-")


def test_a_name_is_good_everywhere() -> None:
    name = instance_name(replace(ANNA, seat="Ž" * 120, home="x" * 4000))
    assert len(name) < 40
    assert all(letter.isalnum() or letter == "-" for letter in name)
    assert name.isascii()


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({"DISPLAY": ":10.0", "XDG_SESSION_ID": "c4"}, "linux", "DISPLAY :10"),
        ({"DISPLAY": ":10"}, "linux", "DISPLAY :10"),
        ({"DISPLAY": "unix:1.2"}, "linux", "DISPLAY unix:1"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-1"}, "linux", "WAYLAND_DISPLAY wayland-1"),
        ({"XDG_SESSION_ID": "c4"}, "linux", "XDG_SESSION_ID c4"),
        ({}, "linux", ""),
        ({"DISPLAY": ":0"}, "win32", "windows 7"),
    ],
)
def test_sessions(environ: dict[str, str], platform: str, expected: str) -> None:
    assert session_id(environ, platform, windows=7) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder")
def test_the_socket_lies_where_nobody_else_can_stand_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instance, "LONGEST_PATH", len(str(tmp_path)) + 40)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    runtime, state = tmp_path / "run", tmp_path / "state"
    environ = {"XDG_RUNTIME_DIR": str(runtime)}
    own = tmp_path / f"agent-client-{os.getuid()}"
    assert socket_name("name", environ, state, "linux") == str(own / "name"), "neither is there"
    assert own.stat().st_mode & 0o077 == 0
    state.mkdir(mode=0o700)
    assert socket_name("name", environ, state, "linux") == str(state / "name")
    runtime.mkdir(mode=0o700)
    assert socket_name("name", environ, state, "linux") == str(runtime / "name")
    runtime.chmod(0o777)
    assert socket_name("name", environ, state, "linux") == str(state / "name"), "others may write there"
    deep = tmp_path / ("x" * 60)
    deep.mkdir(mode=0o700)
    assert socket_name("name", {}, deep, "linux") == str(own / "name"), "too long for a socket"
    own.chmod(0o777)
    assert socket_name("name", {}, deep, "linux") == "name"
    assert socket_name("name", environ, state, "win32") == "name"


def test_the_lock_of_a_killed_program_holds_nobody_up(tmp_path: Path, at) -> None:
    child = (
        "import sys; from pathlib import Path; from agent_client.workstation.instance import Claim, Whose\n"
        "whose = Whose(user='u', host='h', session='s', seat='x', home='/')\n"
        "claim = Claim(Path(sys.argv[1]), whose); print(claim.first, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", child, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "True"
        second = at("x")
        assert (second.first, second.certain) == (False, True)
        assert not second.try_again()
        other.send_signal(signal.SIGKILL)
        other.communicate(timeout=60)
    assert second.try_again()
    second.end()
    third = at("x")
    assert third.first
    third.end()
    assert list(tmp_path.iterdir()) == []


def test_a_seat_that_changes_takes_the_name_along_unless_somebody_has_it(at) -> None:
    one, two = at("one"), at("two")
    assert not one.move("two")
    assert one.first
    two.end()
    assert one.move("two")
    assert not at("two").first
    again = at("one")
    assert again.first
    again.end()
    one.end()


def test_a_disk_without_locks_is_not_believed(at, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (instance, ownership):
        monkeypatch.setattr(module, "hold", lambda path: None)
    claim = at("one")
    assert (claim.first, claim.certain) == (False, False)
