"""The backend as a process of this program's own: started for the demonstration, ended with the program however that ends.

Not in this process: a busy window must not stall the centre, and an outage must be an outage.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import logging
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment

from .text import tr

_log = logging.getLogger(__name__)

READY = "ready "
START_SECONDS = 60.0
"""A fresh demonstration makes some thousand customers first; on a slow disk that takes a while."""
START_ASTERISK_SECONDS = 240.0
"""It may have to be fetched."""
STOP_SECONDS = 8.0
"""For the backend to end its streams and close its database, before it is ended less kindly."""
_NEEDED = ("litestar", "uvicorn", "sqlalchemy", "alembic", "argon2", "websockets")


class NotStarted(StrEnum):
    NOT_INSTALLED = "not_installed"
    ENDED = "ended"
    NO_ANSWER = "no_answer"


class EmbeddedFailed(Exception):
    """``detail`` is for the log: what the backend said last."""

    def __init__(self, code: NotStarted, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail

    def sentence(self) -> str:
        match self.code:
            case NotStarted.NOT_INSTALLED:
                return tr("The demonstration needs the backend: install “agent-client[backend]”, then start again.")
            case NotStarted.ENDED:
                return tr("The demonstration's server did not start: {detail}", detail=self.detail)
            case NotStarted.NO_ANSWER:
                return tr("The demonstration's server takes too long to start: try again, its log says why.")


def demo_command(
    database: Path, *, fresh: bool = False, pace: float = 6.0, port: int = 0, asterisk: Path | None = None
) -> list[str]:
    """The arguments of `Embedded` for the demonstration's centre; Python itself comes before them."""
    return [
        *("-m", "agent_client.backend", "demo", "--until-stdin-closes", "--pace", str(pace), "--port", str(port)),
        *("--database", f"sqlite:///{database}"),
        *(["--fresh"] if fresh else []),
        *(["--asterisk", str(asterisk)] if asterisk is not None else []),
    ]


class Embedded(QObject):
    """One backend process. Its standard input is a pipe from here: it ends when that closes, which death does too."""

    def __init__(self, arguments: Sequence[str], logs: Path, parent: QObject | None = None) -> None:
        """``logs``: the folder for backend.log, where its standard error goes."""
        super().__init__(parent)
        self._log_file = logs / "backend.log"
        self._lines = ""
        self.url = ""
        """Where it answers; empty until it has."""
        self._url: asyncio.Future[str] | None = None
        self._ended: asyncio.Future[None] | None = None
        self._process = QProcess(self)
        self._process.setProgram(sys.executable)
        self._process.setArguments(list(arguments))
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        self._process.setProcessEnvironment(environment)
        self._process.setStandardErrorFile(str(self._log_file))
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def pid(self) -> int:
        """0 while it does not run."""
        return self._process.processId()

    def running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    async def start(self, limit: float = START_SECONDS) -> str:
        """The URL of the backend, once it answers there. Raises `EmbeddedFailed`."""
        if missing := [name for name in _NEEDED if importlib.util.find_spec(name) is None]:
            raise EmbeddedFailed(NotStarted.NOT_INSTALLED, ", ".join(missing))
        loop = asyncio.get_running_loop()
        self._url, self._ended = loop.create_future(), loop.create_future()
        self._process.start()
        try:
            async with asyncio.timeout(limit):
                self.url = await self._url
                return self.url
        except TimeoutError as late:
            await self.stop()
            raise EmbeddedFailed(NotStarted.NO_ANSWER, self._last_words()) from late
        except asyncio.CancelledError:
            self._process.kill()
            raise

    async def stop(self, patience: float = STOP_SECONDS) -> None:
        """Asks it to end, then insists. Also for one that never started."""
        if self._ended is None or not self.running():
            return
        for insist in (self._process.closeWriteChannel, self._process.terminate, self._process.kill):
            insist()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await asyncio.shield(self._ended)
                    return
            _log.warning("the backend does not end after %s", insist.__name__)

    def _on_output(self) -> None:
        self._lines += self._process.readAllStandardOutput().toStdString()
        *lines, self._lines = self._lines.split("\n")
        for line in lines:
            if line.startswith(READY) and self._url is not None and not self._url.done():
                self._url.set_result(line.removeprefix(READY).strip())

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._over(self._process.errorString())

    def _on_finished(self, status: int, how: QProcess.ExitStatus) -> None:
        _log.info("the backend ended, status %d", status)
        self._over(self._last_words() or tr("it ended with status {status}", status=status))

    def _over(self, detail: str) -> None:
        if self._url is not None and not self._url.done():
            self._url.set_exception(EmbeddedFailed(NotStarted.ENDED, detail))
        if self._ended is not None and not self._ended.done():
            self._ended.set_result(None)

    def _last_words(self) -> str:
        """The last line of its log."""
        try:
            lines = self._log_file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            return ""
        return lines[-1].removeprefix("agent-client-backend: ") if lines else ""
