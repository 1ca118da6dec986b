"""Whether there is a screen to draw on, found out before Qt does: Qt aborts the process where we can say a sentence."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Mapping
from pathlib import Path

_X_DISPLAY = re.compile(r"^(?:unix/?)?(?P<host>[^:/]*):(?P<number>\d+)(?:\.\d+)?$")

NO_DISPLAY = (
    "Agent Client needs a screen, and this session has none: sign in to a desktop session,"
    " or run `agent-client --self-check` to test the program without one."
)


def problem(environ: Mapping[str, str], platform: str) -> str | None:
    """The sentence to show instead of starting, or None when a window can be opened. ``platform`` is `sys.platform`."""
    if not platform.startswith("linux") or environ.get("QT_QPA_PLATFORM", "").split(":")[0] in _SCREENLESS:
        return None
    if wayland := environ.get("WAYLAND_DISPLAY"):
        folder = environ.get("XDG_RUNTIME_DIR", "")
        if (Path(folder) / wayland).exists():
            return None
    display = environ.get("DISPLAY", "")
    if not display:
        return NO_DISPLAY
    if not _answers(display):
        return f"Agent Client needs a screen, and the display {display} does not answer: is the session still running?"
    return None


def pretended(folder: Path) -> str:
    """The value of QT_QPA_PLATFORM for drawing without a screen, as on one of 1920 × 1080: Qt's own choice is smaller than
    any that agents have. Writes a file into ``folder``, which must last as long as the program."""
    screen = {"name": "pretended", "x": 0, "y": 0, "width": 1920, "height": 1080}
    scale = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file = folder / "screens.json"
    file.write_text(json.dumps({"screens": [screen | scale]}), encoding="utf-8")
    return f"offscreen:configfile={file}"


_SCREENLESS = frozenset({"offscreen", "minimal", "vnc", "linuxfb", "eglfs"})


def _answers(display: str) -> bool:
    """Whether an X server listens there (X(7), DISPLAY NAMES); it may still refuse us for want of a cookie."""
    read = _X_DISPLAY.match(display)
    if read is None:
        return False
    number = int(read["number"])
    try:
        if read["host"]:
            socket.create_connection((read["host"], 6000 + number), timeout=3).close()
            return True
    except OSError:
        return False
    for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(3)
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False
