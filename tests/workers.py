"""``--workers``: tests run in several processes, which begin as copies of the one that has collected them.

Each worker of pytest-xdist imports and collects everything for itself and shares no memory with the others, which took an
eighth of this suite's time. A worker here tells what pytest's own hooks said of a test, and its end is a failure of the test
that ran then. Where a process cannot be copied (Windows) the tests run in one.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Iterable
from multiprocessing.connection import Connection, wait
from typing import Any

import pytest

from tests.groups import TALKING, Group, deal, in_order
from tests.turns import take_turns

PATIENCE = 30.0
"""Seconds in which a worker that is told to end ends what its tests have started."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--workers", type=int, default=0, metavar="N", help="run tests in N processes")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("workers") and not config.getoption("usepdb") and hasattr(os, "fork"):
        config.pluginmanager.register(Workers(config, config.getoption("workers")), "workers")


class Worker:
    """As it is known to the process that shows what comes out."""

    def __init__(self, process: Any, channel: Connection, has: Iterable[int]) -> None:
        self.process = process
        self.channel = channel
        self.has = deque(has)
        """What it was given and has not told of."""


class Workers:
    def __init__(self, config: pytest.Config, count: int) -> None:
        self._config = config
        self._count = count
        self._fork = multiprocessing.get_context("fork")
        self._started = 0
        self._workers: list[Worker] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.testsfailed or self._config.getoption("collectonly"):
            return None  # it is pytest's to say so
        self._session = session
        self._groups = in_order(item.nodeid for item in session.items)
        _temporary(self._config).getbasetemp()
        for _ in range(min(self._count, len(self._groups))):
            self._start(deal(self._groups, self._count))
        try:
            while self._workers:
                self._hear()
                if session.shouldfail:
                    raise session.Failed(session.shouldfail)
                if session.shouldstop:
                    raise session.Interrupted(session.shouldstop)
        finally:
            self._stop()
        return True

    def _start(self, has: Group) -> None:
        ours, theirs = self._fork.Pipe()
        others = [ours, *(worker.channel for worker in self._workers)]
        work = Work(self._session, self._started, theirs)
        process = self._fork.Process(target=work.run, args=(has, others))
        self._started += 1
        process.start()
        theirs.close()
        self._workers.append(Worker(process, ours, has))

    def _hear(self) -> None:
        speaking = wait([worker.channel for worker in self._workers])
        for worker in [worker for worker in self._workers if worker.channel in speaking]:
            try:
                told = worker.channel.recv()
                if told is None:
                    more = deal(self._groups, self._count)
                    worker.has += more
                    worker.channel.send(more)
                else:
                    worker.has.popleft()
                    self._show(told)
            except (EOFError, ConnectionError):
                self._ended(worker)

    def _show(self, reports: list[dict[str, Any]]) -> None:
        hook = self._config.hook
        for data in reports:
            hook.pytest_runtest_logreport(report=hook.pytest_report_from_serializable(config=self._config, data=data))

    def _ended(self, worker: Worker) -> None:
        """A new one has what it had, but for the test in which it ended."""
        self._workers.remove(worker)
        worker.channel.close()
        worker.process.join()
        if worker.has:
            item = self._session.items[worker.has.popleft()]
            text = f"The worker ended in this test, with {worker.process.exitcode}."
            report = pytest.TestReport(item.nodeid, item.location, {}, "failed", text, "call")
            self._config.hook.pytest_runtest_logreport(report=report)
            self._start(list(worker.has) or deal(self._groups, self._count))

    def _stop(self) -> None:
        for worker in self._workers:
            if worker.process.is_alive():
                os.kill(worker.process.pid, signal.SIGINT)
        for worker in self._workers:
            worker.process.join(PATIENCE)
            worker.process.kill()


class Work:
    """What a worker does, in its own process."""

    def __init__(self, session: pytest.Session, number: int, channel: Connection) -> None:
        self._session = session
        self._number = number
        self._channel = channel
        self._reports: list[dict[str, Any]] = []

    def run(self, has: Group, others: list[Connection]) -> None:
        """Never returns. ``others``, which this process has as a copy, it must not keep open."""
        status = 1
        try:
            os.setpgid(0, 0)  # who interrupts by the keyboard interrupts the process that started all
            for other in others:
                other.close()
            self._begin()
            status = self._run_all(deque(has))
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _begin(self) -> None:
        plugins = self._session.config.pluginmanager
        plugins.unregister(name="terminalreporter")
        plugins.unregister(name="workers")
        plugins.register(self, "worker")
        capture = plugins.getplugin("capturemanager")
        capture.stop_global_capturing()  # into a file that all would share
        capture.start_global_capturing()
        capture.suspend_global_capture()
        temporary = _temporary(self._session.config)
        temporary._basetemp = temporary.getbasetemp() / f"worker-{self._number}"
        temporary._basetemp.mkdir(mode=0o700)

    def _run_all(self, has: deque[int]) -> int:
        items = self._session.items
        try:
            while has:
                item = items[has.popleft()]
                if not has:
                    self._channel.send(None)
                    has += self._channel.recv()
                self._reports.clear()
                following = items[has[0]] if has else None
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                self._channel.send(self._reports)
        except (KeyboardInterrupt, EOFError, ConnectionError):  # told to end, or nobody listens any more
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            self._session.config.hook.pytest_sessionfinish(
                session=self._session, exitstatus=pytest.ExitCode.INTERRUPTED
            )
            return int(pytest.ExitCode.INTERRUPTED)
        return 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        take_turns(long=not item.nodeid.startswith(TALKING))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        config = self._session.config
        self._reports.append(config.hook.pytest_report_to_serializable(config=config, report=report))


def _temporary(config: pytest.Config) -> pytest.TempPathFactory:
    """Pytest has no public way to it outside of a test."""
    factory: pytest.TempPathFactory = config._tmp_path_factory  # type: ignore[attr-defined]
    return factory
