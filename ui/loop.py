"""One loop for asyncio and Qt: the only module that knows qasync, and the cures for what it does wrong.

What runs on the loop, and who owns it, is decided elsewhere (`agent_client.client.tasks`).
"""

from __future__ import annotations

import asyncio
import logging
import math
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

import qasync
import shiboken6
from PySide6.QtCore import QObject, Qt, QTimerEvent, Signal
from PySide6.QtWidgets import QApplication, QDialog

from agent_client.client.threads import Shared

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_Args = TypeVarTuple("_Args")

THREADS = 2
"""For files; qasync itself would start ten at the first of them."""
PATIENCE = 5.0
"""Seconds that cancelled tasks are waited for at the end."""
_COARSE_FROM = 0.1
"""Seconds from which a timer may share the wake-ups of others: a precise one costs a terminal server its rest."""


def switch_off_feature_hook() -> None:
    """PySide6 reads the source of every module imported after it, for a feature nobody here uses: 7 to 9 MB a client.

    Call once, before our own modules are imported.
    """
    hook = sys.modules.get("shibokensupport.feature")
    if hook is not None and hasattr(hook, "_mod_uses_pyside"):
        vars(hook)["_mod_uses_pyside"] = lambda module: False


class _Timers(QObject):
    """A Qt timer for each handle, gone with its handle; stands in for qasync's own, which keeps cancelled ones."""

    rang = Signal(object)
    """A handle from another thread."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now = now
        self._handles: dict[int, asyncio.Handle] = {}
        self._ids: dict[asyncio.Handle, int] = {}
        self._stopped = False
        self.rang.connect(self.add_callback)

    def __len__(self) -> int:
        return len(self._handles)

    def add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        """``delay`` in seconds. Whole milliseconds, rounded up: qasync cuts them, and ends a short sleep at once."""
        if self._stopped:
            raise RuntimeError("Event loop is closed")
        kind = Qt.TimerType.CoarseTimer if delay >= _COARSE_FROM else Qt.TimerType.PreciseTimer
        number = self.startTimer(min(math.ceil(max(0.0, delay) * 1000), 2**31 - 1), kind)
        self._handles[number] = handle
        if isinstance(handle, asyncio.TimerHandle):
            self._ids[handle] = number
        return handle

    def drop(self, handle: asyncio.Handle) -> None:
        number = self._ids.pop(handle, None)
        if number is not None:
            self.killTimer(number)
            del self._handles[number]

    def timerEvent(self, event: QTimerEvent) -> None:
        number = event.timerId()
        self.killTimer(number)
        handle = self._handles.pop(number, None)
        if handle is None or self._stopped:
            return
        if isinstance(handle, asyncio.TimerHandle):
            self._ids.pop(handle, None)
            early = handle.when() - self._now()
            if early > 0:  # Qt lets coarse timers go up to 5 % before their time
                self.add_callback(handle, early)
                return
        if not handle.cancelled():
            handle._run()

    def stop(self) -> None:
        """The loop closes: what is left will never run."""
        self._stopped = True
        for number in self._handles:
            self.killTimer(number)
        self._handles.clear()
        self._ids.clear()

    def set_debug(self, enabled: bool) -> None:
        """Part of what qasync expects of its timers."""


if TYPE_CHECKING:

    class _QtLoop(asyncio.SelectorEventLoop):
        """The part of qasync's loop that is used here: qasync ships no types."""

        _timer: _Timers

        def __init__(self, app: QApplication) -> None: ...
        def _check_closed(self) -> None: ...
        def _asyncgen_firstiter_hook(self, generator: AsyncGenerator[Any, Any]) -> None: ...
        def _asyncgen_finalizer_hook(self, generator: AsyncGenerator[Any, Any]) -> None: ...

else:
    _QtLoop = qasync.QSelectorEventLoop


class Loop(_QtLoop):
    """On Windows too the selector loop: qasync's other one wakes every 10 ms, for each of forty agents on one server."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._timer = _Timers(self.time)
        self.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="loop"))
        self._lookups = Shared()

    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> Any:
        """Never in the threads that files go through: without a network each look-up hangs for half a minute, and what is
        typed meanwhile must be on the disk within a second. Nor does the end of the program wait for one."""
        return await asyncio.wrap_future(
            self._lookups.ask(socket.getaddrinfo, host, port, family, type, proto, flags), loop=self
        )

    def timers(self) -> int:
        """How many callbacks wait for their time."""
        return len(self._timer)

    def call_at(
        self, when: float, callback: Callable[[*_Args], object], *args: *_Args, context: Context | None = None
    ) -> asyncio.TimerHandle:
        _callable(callback)
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self._timer.add_callback(handle, when - self.time())
        return handle

    def call_later(
        self, delay: float, callback: Callable[[*_Args], object], *args: *_Args, context: Context | None = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_soon(
        self, callback: Callable[[*_Args], object], *args: *_Args, context: Context | None = None
    ) -> asyncio.Handle:
        _callable(callback)
        handle = asyncio.Handle(callback, args, self, context)
        self._timer.add_callback(handle)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[[*_Args], object], *args: *_Args, context: Context | None = None
    ) -> asyncio.Handle:
        """Unlike qasync's, keeps the context and gives the handle back."""
        self._check_closed()
        _callable(callback)
        handle = asyncio.Handle(callback, args, self, context)
        self._timer.rang.emit(handle)
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """asyncio tells the loop of each cancelled timer."""
        self._timer.drop(handle)

    def run_forever(self) -> None:
        """With the hooks that finish async generators which were left early: qasync installs none."""
        before = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook, finalizer=self._asyncgen_finalizer_hook)
        try:
            super().run_forever()
        finally:
            sys.set_asyncgen_hooks(*before)

    def run_until_complete(self, future: Generator[Any, None, _T] | Awaitable[_T]) -> _T:
        """qasync's own turns Qt's loop once more afterwards, in which tasks run with no running loop."""
        task: asyncio.Future[_T]
        if asyncio.iscoroutine(future):
            task = self.create_task(future)
        elif asyncio.isfuture(future):
            task = future
        else:
            raise TypeError(f"a coroutine or a future, not {type(future).__name__}")
        task.add_done_callback(self._done)
        try:
            self.run_forever()
        finally:
            task.remove_done_callback(self._done)
        if not task.done():
            raise RuntimeError("Qt was told to quit while the program was still running")
        return task.result()

    def _done(self, task: object) -> None:
        self.stop()


def make_loop(app: QApplication) -> Loop:
    """A loop that is closed by whoever asked for it, with `close_loop`."""
    app.setQuitOnLastWindowClosed(False)  # the last window must not end the loop under the main coroutine
    return Loop(app)


def run(
    main: Callable[[], Coroutine[Any, Any, int | None]], app: QApplication, stop: asyncio.Event | None = None
) -> int:
    """Runs ``main`` to its end and gives its exit status. The signals that end a program set ``stop``; without one they
    cancel ``main``."""
    loop = make_loop(app)
    asyncio.set_event_loop(loop)
    try:
        task = loop.create_task(main(), name="main")
        _on_signals(loop, task.cancel if stop is None else stop.set)
        try:
            return loop.run_until_complete(task) or 0
        except asyncio.CancelledError:
            return 1
    finally:
        close_loop(loop)
        asyncio.set_event_loop(None)


def close_loop(loop: Loop) -> list[asyncio.Task[Any]]:
    """Cancels what is left, lets it finish, and closes. Gives the tasks that would not end within the patience."""
    stubborn: list[asyncio.Task[Any]] = []
    try:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            _, pending = loop.run_until_complete(asyncio.wait(left, timeout=PATIENCE))
            stubborn = list(pending)
        for task in stubborn:
            _log.error("task %s could not be cancelled", task.get_name())
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
    return stubborn


async def ask(dialog: QDialog) -> int:
    """Opens the dialog and gives its result once it is finished; rejected when it is destroyed. Every task goes on meanwhile."""
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(result: int) -> None:
        if not answer.done():
            answer.set_result(result)

    def gone() -> None:
        settle(int(QDialog.DialogCode.Rejected))

    dialog.finished.connect(settle)
    dialog.destroyed.connect(gone)
    dialog.open()
    try:
        return await answer
    finally:
        if shiboken6.isValid(dialog):
            dialog.finished.disconnect(settle)
            dialog.destroyed.disconnect(gone)
            if not answer.done() or answer.cancelled():
                dialog.hide()


def _callable(callback: object) -> None:
    if asyncio.iscoroutinefunction(callback) or not callable(callback):
        raise TypeError(f"a plain callable, not {type(callback).__name__}")


def _on_signals(loop: Loop, end: Callable[[], object]) -> None:
    for number in ending_signals():
        if sys.platform == "win32":
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(end))
        else:
            loop.add_signal_handler(number, end)


def ending_signals() -> tuple[signal.Signals, ...]:
    """By which a system ends a program: also because its terminal has gone, or its desktop session; unless it was started to
    outlive that."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup has it
        numbers.append(signal.SIGHUP)
    return tuple(numbers)
