"""Where this program keeps its files on this computer. Decides nothing about what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import platformdirs
from msgspec import Struct

NAME = "agent-client"
HOME = "AGENT_CLIENT_HOME"
"""The environment variable that keeps everything in one folder: portable use, and tests."""


class Paths(Struct, frozen=True):
    """``config``, ``drafts`` and ``cards`` roam with a Windows profile: on a farm of terminal servers the agent finds them
    again."""

    config: Path
    state: Path
    logs: Path
    drafts: Path
    demo: Path
    cards: Path

    def make(self) -> Paths:
        """Creates what is missing, for this user alone. Raises OSError."""
        for folder in (self.config, self.state, self.logs, self.drafts, self.demo, self.cards):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self


def paths(environ: Mapping[str, str]) -> Paths:
    home = environ.get(HOME, "").strip()
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(*(root / name for name in ("config", "state", "logs", "drafts", "demo", "cards")))
    data = platformdirs.user_data_path(NAME, appauthor=False, roaming=True)
    return Paths(
        config=platformdirs.user_config_path(NAME, appauthor=False, roaming=True),
        state=platformdirs.user_state_path(NAME, appauthor=False),
        logs=platformdirs.user_log_path(NAME, appauthor=False),
        drafts=data / "drafts",
        demo=data / "demo",
        cards=data / "cards",
    )


def policy_file(environ: Mapping[str, str], platform: str) -> Path:
    """Where IT puts its policy; no agent may write there. ``platform`` as `sys.platform` has it."""
    if platform == "win32":
        return Path(environ.get("PROGRAMDATA", r"C:\ProgramData")) / "AgentClient" / "policy.json"
    return Path("/etc") / NAME / "policy.json"
