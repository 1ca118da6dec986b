"""What nobody expected: three doors lead here, to the log and to one notice; a death that nobody saw is told at the next start.

What is expected to fail has its own sentence where it happens, and never comes here.
"""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Sized
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from agent_client import __version__
from agent_client.workstation.files import Held, hold, write_atomically
from agent_client.workstation.redaction import redacted

from .notices import Level, Notice, Notices
from .text import tr, trn

if TYPE_CHECKING:  # which brings what is loaded only after the first paint
    from agent_client.client.outbox import Unsent

_log = logging.getLogger(__name__)

KEY = "crash"
KEPT = 20
"""Reports keep this many different failures, and the log this many of the same: a paint event may fail 60 times a second."""


class Doors:
    """`sys.excepthook` (slots, main), the loop's exception handler (callbacks, lost tasks), and threads and finalizers."""

    def __init__(self, notices: Notices, reports: Path, now: Callable[[], datetime]) -> None:
        """``reports``: the folder where the agent's "Save report" writes; made when needed."""
        self._notices = notices
        self._reports = reports
        self._now = now
        self._seen: dict[str, int] = {}
        self._texts: list[str] = []
        self._inside = False
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """``loop`` may have a handler of its own from now on: this one."""
        self._loop = loop
        sys.excepthook = self._uncaught
        threading.excepthook = self._in_thread
        sys.unraisablehook = self._unraisable
        loop.set_exception_handler(self._in_loop)

    def close(self) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        if self._loop is not None:
            self._loop.set_exception_handler(None)
            self._loop = None

    def handle(self, where: str, error: BaseException | None) -> None:
        """From any thread. ``where``: what was being done, for the log."""
        if isinstance(error, KeyboardInterrupt | asyncio.CancelledError):
            return
        if self._inside:  # the handling itself failed: no second round
            sys.__stderr__ and sys.__stderr__.write(f"while handling a failure: {where}: {error!r}\n")
            return
        self._inside = True
        try:
            self._take(where, error)
        except Exception as failure:
            sys.__stderr__ and sys.__stderr__.write(f"a failure could not be handled: {failure!r}\n")
        finally:
            self._inside = False

    def save_report(self) -> Path:
        """Writes what is known of all failures so far, without secrets and customers' numbers. Raises OSError."""
        self._reports.mkdir(parents=True, exist_ok=True)
        file = self._reports / f"report-{self._now():%Y%m%d-%H%M%S}.txt"
        head = (
            f"Agent Client {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} "
            f"{platform.release()}\n"
        )
        counted = "".join(f"{count} times: {key}\n" for key, count in self._seen.items())
        told = redacted("\n".join([counted, *self._texts]))
        write_atomically(file, f"{head}\n{told}".encode(errors="replace"))
        return file

    def _take(self, where: str, error: BaseException | None) -> None:
        text = "".join(traceback.format_exception(error)) if error is not None else ""
        key = f"{where}: {_place(error)}"
        count = self._seen[key] = self._seen.get(key, 0) + 1
        if count <= KEPT:
            _log.error("%s\n%s", where, text)
        if count == 1 and len(self._texts) < KEPT:
            self._texts.append(f"{self._now().isoformat()} {where}\n{text}")
        if threading.current_thread() is threading.main_thread():
            self._tell()
        elif self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        if any(notice.key == KEY for notice in self._notices.current()):
            return
        self._notices.post(
            Notice(
                Level.ERROR,
                tr("Something went wrong; your work is kept."),
                stays=True,
                key=KEY,
                action=tr("Save report"),
                act=self._save_and_say,
            )
        )

    def _save_and_say(self) -> None:
        try:
            file = self.save_report()
        except OSError as error:
            _log.warning("report not saved: %s", error)
            text = tr("The report could not be saved: is there room on the disk?")
            self._notices.post(Notice(Level.WARNING, text, key="report"))
            return
        self._notices.withdraw(KEY)
        text = tr("The report was saved: send {file} to IT.", file=str(file))
        self._notices.post(Notice(Level.INFORMATION, text, stays=True, key="report"))

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        self.handle("not caught", error)

    def _in_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.handle(str(context.get("message") or "in the event loop"), context.get("exception"))

    def _in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            self.handle(f"in thread {args.thread.name if args.thread else '?'}", args.exc_value)

    def _unraisable(self, args: sys.UnraisableHookArgs) -> None:
        self.handle(f"{args.err_msg or 'ignored'}: {type(args.object).__name__}", args.exc_value)


def _place(error: BaseException | None) -> str:
    """Kind and last line of our own or others' code: the same failure again has the same."""
    if error is None:
        return "no exception"
    frames = traceback.extract_tb(error.__traceback__)
    last = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {last}"


class Running:
    """A mark on the disk while this process runs. One that nobody holds any more was left by a process that died."""

    def __init__(self, folder: Path, name: str) -> None:
        """``name`` tells the processes of one account apart: its process number, say."""
        self._folder = folder
        self._file = folder / f"running-{name}.txt"
        self._held: Held | None = None

    def start(self) -> list[str]:
        """What those who died left behind: the trace of a fault, or nothing at all. Marks this process as running.

        From here on the interpreter writes the stack of a fatal fault into the mark. Raises OSError.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        found = [self._read(mark) for mark in sorted(self._folder.glob("running-*.txt"))]
        self._held = hold(self._file)
        if self._held is not None:
            faulthandler.enable(self._held.file)
        return [text for text in found if text is not None]

    def end(self) -> None:
        """This process ends as it should."""
        if self._held is not None:
            faulthandler.disable()
            self._held.let_go()
            self._held = None

    def _read(self, mark: Path) -> str | None:
        """The mark of a dead process, taken away; None for one that is alive."""
        with contextlib.suppress(OSError):
            if (left := hold(mark)) is not None:
                left.file.seek(0)
                text = left.file.read().decode(errors="replace").strip()
                left.let_go()
                _log.error("an earlier run ended without closing%s", f":\n{text}" if text else "")
                return text
        return None


class Restored(Struct, frozen=True):
    """What of the agent's work was found again after an unclean end."""

    drafts: int = 0
    letters: int = 0
    """Notes that were sent, and that the server has not yet confirmed."""
    cards: int = 0

    @classmethod
    def of(cls, unsent: Iterable[Unsent], cards: Sized) -> Restored:
        letters = [one.letter is not None for one in unsent]
        return cls(letters.count(False), letters.count(True), len(cards))

    def said(self) -> str:
        parts = (
            trn("{n} note begun", "{n} notes begun", self.drafts) if self.drafts else "",
            trn("{n} note on its way", "{n} notes on their way", self.letters) if self.letters else "",
            trn("{n} customer card", "{n} customer cards", self.cards) if self.cards else "",
        )
        return ", ".join(part for part in parts if part)


def tell_of_death(notices: Notices, restored: Restored, show: Callable[[], None]) -> None:
    """For the first who signs in after an unclean end. ``show`` leads to the notes that are not sent."""
    said = restored.said()
    text = (
        tr("Agent Client ended unexpectedly last time. What you typed is there again: {restored}.", restored=said)
        if said
        else tr("Agent Client ended unexpectedly last time. Nothing of yours was left to be restored.")
    )
    notes = restored.drafts or restored.letters
    action = tr("Show the notes") if notes else ""
    notices.post(Notice(Level.INFORMATION, text, stays=True, key="died", action=action, act=show if notes else None))


_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_SAID_OF_EVERY_WINDOW = "This plugin does not support"
"""By Qt's platform for no screen, and by nothing else."""


def qt_to_log() -> None:
    """What Qt would print goes to the log."""

    def write(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if message.startswith(_SAID_OF_EVERY_WINDOW):
            return
        _log.log(_QT_LEVELS.get(kind, logging.WARNING), "Qt: %s", message)

    qInstallMessageHandler(write)
