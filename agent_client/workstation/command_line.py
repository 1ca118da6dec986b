"""What may be typed after ``agent-client``, read into one frozen value."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from agent_client import __version__


class Options(Struct, frozen=True, kw_only=True):
    demo: bool = False
    fresh: bool = False
    pace: float = 6.0
    """Calls a minute in the demo."""
    asterisk: Path | None = None
    """The folder of the Asterisk that the demo runs on; None: its PBX is simulated."""
    self_check: bool = False
    screenshots: Path | None = None
    server: str = ""
    log_level: str = ""


def _pace(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 600:
        raise ValueError
    return value


_pace.__name__ = "number of calls a minute, 0 to 600,"  # argparse names the type in its message


def parse(argv: Sequence[str]) -> Options:
    """Raises SystemExit, as argparse does, with 2 for what it cannot read and 0 for --help and --version."""
    parser = argparse.ArgumentParser(
        prog="agent-client",
        description="The desktop program of call-centre agents.",
        epilog="Without options it opens the sign-in window.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Agent Client {__version__}")
    parser.add_argument("--server", default="", metavar="URL", help="the server to sign in to")
    parser.add_argument(
        "--log-level", default="", choices=["ERROR", "WARNING", "INFO", "DEBUG", "TRACE"], type=str.upper
    )
    trial = parser.add_argument_group("trying it out")
    trial.add_argument("--demo", action="store_true", help="start a contact centre with callers, and sign in to it")
    trial.add_argument("--pace", type=_pace, default=6.0, metavar="N", help="calls a minute in the demo (default: 6)")
    trial.add_argument("--fresh", action="store_true", help="begin the demo's data anew instead of keeping it")
    trial.add_argument(
        "--asterisk",
        type=Path,
        metavar="DIR",
        help="with --demo: on a real Asterisk with soft phones, which lies in DIR or is fetched into it",
    )
    check = parser.add_argument_group("for IT, and for machines without a screen")
    check.add_argument(
        "--self-check",
        action="store_true",
        help="take a first call through real windows against the embedded backend; exit status 0 if all of it worked",
    )
    check.add_argument(
        "--screenshots", type=Path, metavar="DIR", help="with --self-check: write a picture of each step"
    )
    given = parser.parse_args(argv)
    if given.screenshots is not None and not given.self_check:
        parser.error("--screenshots goes with --self-check")
    if given.demo and given.server:
        parser.error("--demo brings its own server: leave --server out")
    if given.asterisk is not None and not given.demo:
        parser.error("--asterisk goes with --demo; for real calls see agent-client-backend serve")
    return Options(**vars(given))
