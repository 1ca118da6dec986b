"""No screen is one clear sentence, never Qt's abort."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from agent_client.workstation.display import pretended, problem


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_always_have_a_screen(platform: str) -> None:
    assert problem({}, platform) is None


def test_no_display_names_the_way_out() -> None:
    said = problem({}, "linux")
    assert said is not None
    assert "--self-check" in said


def test_offscreen_needs_no_display() -> None:
    assert problem({"QT_QPA_PLATFORM": "offscreen:configfile=x.json"}, "linux") is None


@pytest.mark.parametrize("display", [":4711", "unix:4711", "127.0.0.1:4711", "nonsense"])
def test_a_dead_display_is_named(display: str) -> None:
    said = problem({"DISPLAY": display}, "linux")
    assert said is not None
    assert display in said


def test_a_wayland_socket_is_a_screen() -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(str(Path(folder) / "wayland-7"))
        assert problem({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": folder}, "linux") is None
    assert problem({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": folder}, "linux") is not None


def test_a_remote_display_that_listens_is_a_screen() -> None:
    for number in range(200, 260):
        try:
            listener = socket.create_server(("127.0.0.1", 6000 + number))
        except OSError:
            continue
        with listener:
            assert problem({"DISPLAY": f"127.0.0.1:{number}.0"}, "linux") is None
        return
    pytest.fail("no free port between 6200 and 6259")


def test_a_pretended_screen_has_the_size_of_a_real_one(tmp_path: Path) -> None:
    code = (
        "from PySide6.QtGui import QGuiApplication; app = QGuiApplication([]);"
        "size = app.primaryScreen().size(); print(size.width(), size.height())"
    )
    environ = {**os.environ, "QT_QPA_PLATFORM": pretended(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1920", "1080"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a screen")
def test_the_program_says_it_and_exits() -> None:
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    ended = subprocess.run(
        [sys.executable, "-m", "agent_client"], env=bare, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "needs a screen" in ended.stderr
