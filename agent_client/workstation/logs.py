"""The log that an agent can send: a rotating file, five levels, and no secret in it whatever a caller logs."""

from __future__ import annotations

import logging
import re
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

from .files import Held
from .ownership import hold_first, numbered

TRACE = 5
"""Below DEBUG: every message that goes by."""
LEVELS = {
    "ERROR": logging.ERROR,
    "WARNING": logging.WARNING,
    "INFO": logging.INFO,
    "DEBUG": logging.DEBUG,
    "TRACE": TRACE,
}
BYTES = 2_000_000
FILES = 5

_HIDDEN = "•••"
_NAMES = r"(?:authorization|proxy-authorization|cookie|set-cookie|password|passwd|secret|token|api[_-]?key)"
_SECRETS = (
    # "password": "…", password='…', b'token': b"…"; the quoted value may hold escaped quotes
    re.compile(rf"""(?i)(\b\w*{_NAMES}\w*["']?\s*[:=,]\s*b?)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""),
    # Authorization: Bearer …, up to the end of the line
    re.compile(r"(?i)(\b(?:proxy-)?authorization\s*[:=]\s*)([^\"'\s][^\r\n,;}\])]*)"),
    # token=…, password: …, as in a query or a sentence
    re.compile(rf"""(?i)(\b\w*{_NAMES}\w*\s*[:=]\s*)([^\s"'&,;}}\])•]+)"""),
    re.compile(r"(?i)(\b(?:bearer|basic)\s+)([\w.~+/=-]{8,})"),
    re.compile(r"(\w://[^\s/@:]*:)([^\s/@]+)(?=@)"),
    # what an agent wrote about a customer, in the form that our own messages print themselves
    re.compile(r"""(\b(?:text|note)=)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""),
)
_CHATTY = ("httpx", "httpcore", "asyncio", "qasync")
"""Their every request names a customer's number or name in its query."""


def redacted(text: str) -> str:
    for secret in _SECRETS:
        text = secret.sub(rf"\1{_HIDDEN}", text)
    return text


class _Lines(logging.Formatter):
    """UTC, so that lines of client and server can be laid side by side."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s  %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class Log:
    """The log while it is written."""

    def __init__(self, handler: logging.Handler, file: Path | None, held: Held | None = None) -> None:
        self._handler = handler
        self._held = held
        self.file = file

    def set_level(self, level: str) -> None:
        """One of `LEVELS`."""
        number = LEVELS[level]
        logging.getLogger("agent_client").setLevel(number)
        logging.getLogger("ui").setLevel(number)
        for name in _CHATTY:
            logging.getLogger(name).setLevel(TRACE if level == "TRACE" else logging.WARNING)

    def stop(self) -> None:
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
        if self._held is not None:
            self._held.let_go()


def start(folder: Path, level: str, name: str = "agent-client") -> Log:
    """Writes ``name``.log in the folder from now on, or ``name``-2.log while another session of this account writes that
    one: a file that two rotate loses lines. To standard error where the folder cannot be written."""
    logging.addLevelName(TRACE, "TRACE")
    file: Path | None
    held: Held | None = None
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        number, held = hold_first(folder / f"{name}.lock")
        file = numbered(folder / f"{name}.log", number)
        handler = RotatingFileHandler(file, maxBytes=BYTES, backupCount=FILES - 1, encoding="utf-8")
    except OSError:
        handler, file = logging.StreamHandler(), None
    handler.setFormatter(_Lines())
    logging.getLogger().addHandler(handler)
    log = Log(handler, file, held)
    log.set_level(level)
    if file is None:
        logging.getLogger(__name__).warning("no log file: %s cannot be written", folder)
    return log
