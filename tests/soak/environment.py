"""In what surroundings the program's process runs here: no screen, plain English, a home and a seat of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from agent_client.workstation.paths import HOME

UNWANTED = ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "DISPLAY", "WAYLAND_DISPLAY", "PYTHONDONTWRITEBYTECODE")
BYTECODE = Path(tempfile.gettempdir()) / "agent-client-bytecode"
"""Compiled once, as an installed program is: else every start costs a second more."""


def environment(home: Path, seat: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    ours = {
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": str(BYTECODE),
        HOME: str(home),
        "CLIENTNAME": seat,
    }
    return kept | ours
