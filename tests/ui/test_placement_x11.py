"""Windows on a real display with a window manager, whose monitors go, come and shrink while the program runs (I1)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ui.placed_windows import Placed, Told

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="X11 is Linux's")

LEFT = ("L", "1920/508x1080/286+0+0", "screen")
RIGHT = ("R", "1024/271x1080/286+1920+0", "none")
SHRUNK = ("L", "1280/338x720/190+0+0", "screen")
ON_RIGHT = (2100, 300, 700, 500)
NAMES = ("main", "ask", "maximised", "full", "small")


def _xrandr(display: str, *orders: str) -> None:
    subprocess.run(["xrandr", "--display", display, *orders], check=True, capture_output=True, timeout=60)


def _xdotool(display: str, *orders: str) -> str:
    environment = os.environ | {"DISPLAY": display}
    done = subprocess.run(["xdotool", *orders], check=True, capture_output=True, text=True, timeout=60, env=environment)
    return done.stdout.strip()


@pytest.fixture
def bare() -> Iterator[str]:
    """An X server with two monitors. Missing tools are a failure, not a reason to skip."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "2944x1080x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    assert number, "Xvfb did not start"
    try:
        _xrandr(f":{number}", "--setmonitor", *LEFT)
        _xrandr(f":{number}", "--setmonitor", *RIGHT)
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(60)


@pytest.fixture
def display(bare: str, tmp_path: Path) -> Iterator[str]:
    """With openbox."""
    home = {"DISPLAY": bare, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    manager = subprocess.Popen(
        ["openbox", "--sm-disable"], env=os.environ | home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield bare
    finally:
        manager.terminate()
        manager.wait(60)


def _on(told: Told, name: str, screen: str) -> bool:
    """Of one that fills its screen, by what is in its frame: for that Qt may go on believing in the frame it had before."""
    fills = told[name]["maximised"] or told[name]["full"]
    x, y, width, height = told[name]["inside" if fills else "frame"]
    a, b, w, h = told["screens"].get(screen, (0, 0, 0, 0))
    return bool(a <= x and b <= y and x + width <= a + w and y + height <= b + h)


def _all_on(screen: str, *names: str, only: bool = True) -> Callable[[Told], bool]:
    return lambda told: (set(told["screens"]) == {screen} or not only) and all(_on(told, one, screen) for one in names)


def _framed(told: Told) -> bool:
    return told["main"]["frame"] != told["main"]["inside"]


def test_I1_monitors_that_go_come_and_shrink_take_no_window_with_them(display: str, tmp_path: Path) -> None:
    environment = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "WAYLAND_DISPLAY": ""}
    with Placed(tmp_path / "settings.json", environment) as program:
        program.do(
            ("open", {"name": "main", "size": (700, 500)}),
            ("open", {"name": "ask", "size": (300, 200), "over": "main", "modal": True}),
            *[("open", {"name": name, "size": (600, 400)}) for name in ("maximised", "full", "small")],
        )
        program.until(_framed, "the window manager")
        program.do(wait=300)  # so long they are held where they open
        program.do(*[("move", {"name": name, "at": ON_RIGHT}) for name in NAMES], wait=400)
        docked = program.until(_all_on("R", *NAMES, only=False), "everything on the right")
        program.do(("save", {}))
        program.do(
            ("show", {"name": "maximised", "how": "Maximized"}),
            ("show", {"name": "full", "how": "FullScreen"}),
            ("show", {"name": "small", "how": "Minimized"}),
        )
        program.until(
            lambda told: told["full"]["full"] and told["small"]["minimised"] and _on(told, "full", "R"), "states"
        )

        _xrandr(display, "--delmonitor", "R")
        alone = program.until(_all_on("L", "main", "ask", "maximised", "full"), "all back on the left")
        assert alone["maximised"]["maximised"] and alone["full"]["full"] and alone["ask"]["modal"]
        program.do(*[("show", {"name": name, "how": "Normal"}) for name in ("maximised", "full", "small")])
        program.until(
            lambda told: _all_on("L", *NAMES)(told) and not any(told[name]["maximised"] for name in NAMES),
            "normal again",
        )

        _xrandr(display, "--delmonitor", "L")
        _xrandr(display, "--setmonitor", *SHRUNK)
        program.until(
            lambda told: told["screens"].get("L") == [0, 0, 1280, 720] and _all_on("L", *NAMES)(told), "the resolution"
        )

        _xrandr(display, "--delmonitor", "L")
        _xrandr(display, "--setmonitor", *LEFT)
        _xrandr(display, "--setmonitor", *RIGHT)
        program.until(
            lambda told: (
                (told["main"]["frame"], told["ask"]["frame"]) == (docked["main"]["frame"], docked["ask"]["frame"])
            ),
            "docked again, each where it was",
        )


def test_I1_all_windows_are_brought_from_another_desktop(display: str, tmp_path: Path) -> None:
    environment = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "WAYLAND_DISPLAY": ""}
    with Placed(tmp_path / "settings.json", environment) as program:
        told = program.do(
            ("open", {"name": "main", "size": (700, 500)}),
            ("open", {"name": "ask", "size": (300, 200), "over": "main", "modal": True}),
            ("open", {"name": "other", "size": (600, 400)}),
        )
        program.until(_framed, "the window manager")
        program.do(
            ("move", {"name": "other", "at": (5000, 5000, 600, 400)}), ("show", {"name": "main", "how": "Minimized"})
        )
        numbers = [str(told[name]["number"]) for name in ("main", "ask", "other")]
        _xdotool(display, "mousemove", "2400", "500", "set_desktop", "1")
        program.do(("bring", {}))
        names = ("main", "ask", "other")
        program.until(_all_on("R", *names, only=False), "all on the screen of the pointer")
        assert {_xdotool(display, "get_desktop_for_window", number) for number in numbers} == {"1"}
        assert _xdotool(display, "get_desktop") == "1"
        assert _xdotool(display, "getactivewindow") == numbers[1], "the dialog that asks has the keyboard"


def test_I1_without_a_window_manager_too(bare: str, tmp_path: Path) -> None:
    """Nobody else moves anything there: it is we who bring it back."""
    environment = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": bare, "WAYLAND_DISPLAY": ""}
    with Placed(tmp_path / "settings.json", environment) as program:
        program.do(
            ("open", {"name": "main", "size": (700, 500), "at": ON_RIGHT, "remembered": False}),
            ("open", {"name": "full", "size": (700, 500), "at": ON_RIGHT, "remembered": False, "state": "maximised"}),
            ("open", {"name": "ask", "size": (300, 200), "over": "main", "modal": True}),
        )
        names = ("main", "full", "ask")
        program.until(_all_on("R", *names, only=False), "everything on the right")
        _xrandr(bare, "--delmonitor", "R")
        program.until(_all_on("L", *names), "all back on the left")
