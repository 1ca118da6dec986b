"""Who may tell the program to end: a signal, the desktop session, the computer that shuts down (A12).

All of them lead to one event, ``stop``, in front of which the shift signs out. Where the system does not wait for the event
loop, what was typed and the server's word are seen to on the spot. What comes first is `workstation.ending`'s.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QWidget

from agent_client.workstation.ending import GIVEN, SPARE, Objection, Work, last_things, objection

from .notices import Level, Notice, Notices
from .text import tr

_log = logging.getLogger(__name__)

KEY = "log off"


class Application(QApplication):
    """One that does not end under the program's feet: what would end it is passed on."""

    quit_wanted = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit:
            event.ignore()
            self.quit_wanted.emit()
            return True
        return super().event(event)


class Ending(QObject):
    """``work`` is what there is to end, while somebody is signed in."""

    def __init__(
        self,
        app: QApplication,
        stop: Callable[[], object],
        notices: Notices,
        last: Iterable[Callable[[], object]],
        monotonic: Callable[[], float],
    ) -> None:
        """``stop`` ends the program in order; ``last`` is what is left to be done where there is no time for that."""
        super().__init__(app)
        self.work: Work | None = None
        self._stop = stop
        self._notices = notices
        self._last = tuple(last)
        self._monotonic = monotonic
        self._gone = threading.Event()
        self._blocked: tuple[int, str] | None = None
        self._leave_console: Callable[[], None] = lambda: None
        app.commitDataRequest.connect(self._on_commit)
        app.aboutToQuit.connect(self.killed)
        if isinstance(app, Application):
            app.quit_wanted.connect(self.over)

    def asked(self, may_object: bool = True) -> str:
        """The desktop session asks whether it may end. The sentence why not; empty: it may.

        What was typed is on the disk either way. Nobody is signed out yet: somebody else may object.
        """
        if self.work is None:
            return ""
        self.work.keep()
        against = objection(self.work.in_hand(), may_object)
        if against is None:
            self._notices.withdraw(KEY)
            return ""
        _log.info("the desktop session is asked to go on: %s", against)
        said = reason(against)
        self._notices.post(
            Notice(Level.WARNING, tr("You were not logged off: {reason}", reason=said), key=KEY, stays=True)
        )
        return said

    def over(self) -> None:
        """The session, or the computer, ends, and waits for us as long as it can."""
        _log.info("the program is told to end")
        self._stop()

    def killed(self) -> None:
        """Windows ends the process when this returns: there is no further turn of the event loop."""
        if self._gone.is_set():
            return
        _log.info("the system ends the program")
        self._gone.set()
        try:
            if self.work is not None:
                last_things(self.work, self._monotonic)
        finally:
            for thing in self._last:
                thing()

    def show_work(self, window: QWidget) -> None:
        """Windows is told beforehand why it should not shut down: it shows the sentence where it asks."""
        against = None if self.work is None else objection(self.work.in_hand(), may_object=True)
        wanted = None if against is None else (int(window.winId()), reason(against))
        if wanted != self._blocked:
            if self._blocked is not None:
                _unblock(self._blocked[0])
            if wanted is not None:
                _block(*wanted)
            self._blocked = wanted

    def close(self) -> None:
        """The program has ended in order."""
        self._gone.set()
        self._leave_console()

    def on_console(self, threadsafe: Callable[[Callable[[], object]], object]) -> None:
        """From now on a console that is closed under the program, or logged off, ends it in order. Windows only: elsewhere
        that is a signal. ``threadsafe`` has something called in the event loop's turn."""

        def told(kind: int) -> bool:
            """In a thread of the system's, which ends the program when this returns."""
            if kind < _CTRL_CLOSE:
                return False  # Ctrl+C: Python's own
            threadsafe(self._stop)
            self._gone.wait(GIVEN - SPARE)
            return True

        self._leave_console = _on_console(told)

    def _on_commit(self, manager: QSessionManager) -> None:
        if self.asked(manager.allowsInteraction()):
            manager.cancel()
        manager.release()


def reason(against: Objection) -> str:
    """One sentence, for whoever wants to log off or shut down."""
    if against is Objection.CONTACT:
        return tr("A contact is in hand. End it and wrap it up first.")
    return tr("What was typed could not be put on the disk. Make room on it first.")


_CTRL_CLOSE = 2
"""The first of Windows' words that end a console: closed, logged off, shut down."""


def _on_console(told: Callable[[int], bool]) -> Callable[[], None]:
    calls: list[Callable[[], object]] = []
    if sys.platform == "win32":
        import ctypes

        handler = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint)(told)
        ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, True)
        calls.append(lambda: ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, False))

    def leave() -> None:
        for call in calls:
            call()

    return leave


def _block(window: int, why: str) -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.ShutdownBlockReasonCreate(ctypes.c_void_p(window), ctypes.c_wchar_p(why))


def _unblock(window: int) -> None:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.ShutdownBlockReasonDestroy(ctypes.c_void_p(window))
