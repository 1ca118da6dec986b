"""Three doors, one handler; and deaths that are told the next day."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer, qInstallMessageHandler, qWarning

from ui import crash as ui_crash
from ui.crash import Doors, Restored, Running, qt_to_log, tell_of_death
from ui.loop import Loop
from ui.notices import Notices

Run = Callable[[Any], Any]
NOW = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def doors(notices: Notices, qt_loop: Loop, tmp_path: Path) -> Iterator[Doors]:
    made = Doors(notices, tmp_path / "reports", lambda: NOW)
    before = qt_loop._QEventLoop__exception_handler
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    made.open(qt_loop)
    yield made
    made.close()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == hooks
    qt_loop.set_exception_handler(before)


def _fail(*_: object) -> None:
    raise ZeroDivisionError("token=s3cr3t-hunter2 of +420 724 118 305")


def test_an_exception_in_a_slot(doors: Doors, notices: Notices, run: Run, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> str:
        QTimer.singleShot(0, _fail)
        await asyncio.sleep(0.03)
        return "goes on"

    assert run(main()) == "goes on"
    _told_once(notices, caplog)


def test_an_exception_in_a_callback(doors: Doors, notices: Notices, run: Run, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        asyncio.get_running_loop().call_soon(_fail)
        await asyncio.sleep(0.03)

    run(main())
    _told_once(notices, caplog)


def test_a_lost_task(doors: Doors, notices: Notices, run: Run, caplog: pytest.LogCaptureFixture) -> None:
    async def lost() -> None:
        _fail()

    async def main() -> None:
        asyncio.get_running_loop().create_task(lost())
        await asyncio.sleep(0.01)
        gc.collect()
        await asyncio.sleep(0.01)

    run(main())
    _told_once(notices, caplog)


def test_an_exception_in_a_thread(doors: Doors, notices: Notices, run: Run, caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        thread = threading.Thread(target=_fail)
        thread.start()
        thread.join()
        assert notices.current() == (), "a thread touched what the windows show"
        await asyncio.sleep(0.03)

    run(main())
    _told_once(notices, caplog)


def test_an_exception_in_a_finalizer(
    doors: Doors, notices: Notices, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    class Bad:
        def __del__(self) -> None:
            _fail()

    async def main() -> None:
        bad = Bad()
        del bad
        gc.collect()

    run(main())
    _told_once(notices, caplog)


def _told_once(notices: Notices, caplog: pytest.LogCaptureFixture) -> None:
    assert [notice.key for notice in notices.current()] == [ui_crash.KEY]
    assert notices.current()[0].stays and notices.current()[0].action
    assert sum("ZeroDivisionError" in record.getMessage() for record in caplog.records) == 1


def test_the_same_failure_over_and_over_is_one_notice_and_few_lines(
    doors: Doors, notices: Notices, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(500):
        try:
            _fail()
        except ZeroDivisionError as error:
            doors.handle("painting", error)
    assert len(notices.current()) == 1
    assert len(caplog.records) == ui_crash.KEPT
    assert "500 times: painting: ZeroDivisionError" in doors.save_report().read_text()


def test_leaving_is_no_crash(doors: Doors, notices: Notices) -> None:
    doors.handle("x", KeyboardInterrupt())
    doors.handle("x", asyncio.CancelledError())
    assert notices.current() == ()


def test_a_handler_that_fails_itself_does_not_go_round(
    doors: Doors, notices: Notices, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(notices, "post", lambda notice: _fail())
    doors.handle("x", ValueError("first"))
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_the_report_is_saved_without_secrets_and_said(doors: Doors, notices: Notices, tmp_path: Path) -> None:
    try:
        _fail()
    except ZeroDivisionError as error:
        doors.handle("painting", error)
    doors.handle("no exception at all", None)
    act = notices.current()[0].act
    assert act is not None
    act()
    [file] = (tmp_path / "reports").iterdir()
    report = file.read_text()
    assert file.name == "report-20261121-140200.txt"
    assert "ZeroDivisionError" in report and "Qt 6." in report and "no exception at all" in report
    assert "s3cr3t" not in report and "118" not in report
    assert [notice.key for notice in notices.current()] == ["report"]
    assert str(file) in notices.current()[0].text


def test_a_report_that_cannot_be_saved_is_said_too(doors: Doors, notices: Notices, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("in the way")
    doors.handle("x", ValueError())
    act = notices.current()[0].act
    assert act is not None
    act()
    assert {notice.key for notice in notices.current()} == {ui_crash.KEY, "report"}


@pytest.fixture
def marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where marks are kept. This process's own fault handler is pytest's; those that die here have theirs."""
    monkeypatch.setattr(ui_crash.faulthandler, "enable", lambda file: None)
    monkeypatch.setattr(ui_crash.faulthandler, "disable", lambda: None)
    return tmp_path / "marks"


def test_a_clean_end_leaves_nothing(marks: Path) -> None:
    for _ in range(2):
        mark = Running(marks, "1")
        assert mark.start() == []
        assert list(marks.iterdir())
        mark.end()
        assert list(marks.iterdir()) == []
    mark.end()


_DIES = """
import sys; from pathlib import Path
from ui.crash import Running
Running(Path(sys.argv[1]), sys.argv[2]).start()
print("running", flush=True)
import faulthandler, os
if sys.argv[3] == "fault":
    faulthandler._sigsegv()
if sys.argv[3] == "abort":
    os.abort()
sys.stdin.read()
"""


def _start(folder: Path, name: str, how: str) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", _DIES, str(folder), name, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "running\n"
    return child


def test_an_unclean_death_is_told_at_the_next_start_and_only_then(marks: Path) -> None:
    with _start(marks, "1", "killed") as killed, _start(marks, "2", "killed") as alive:
        killed.kill()
        killed.wait(60)
        for told in ([""], []):
            mark = Running(marks, "3")
            assert mark.start() == told, "the living one was taken for dead, or the dead one for living"
            mark.end()
        alive.kill()


@pytest.mark.parametrize(("how", "named"), [("fault", "Segmentation fault"), ("abort", "Aborted")])
def test_a_fault_leaves_its_stack_which_goes_into_the_log(
    marks: Path, how: str, named: str, caplog: pytest.LogCaptureFixture
) -> None:
    with _start(marks, "1", how) as child:
        child.wait(60)
    mark = Running(marks, "2")
    [trace] = mark.start()
    mark.end()
    assert named in trace and 'File "<string>"' in trace
    assert trace in caplog.text
    assert list(marks.iterdir()) == [], "told once, and gone from the disk"


def test_the_next_start_says_so_and_what_was_restored(notices: Notices) -> None:
    shown: list[bool] = []
    tell_of_death(notices, Restored(drafts=2, letters=1, cards=1), lambda: shown.append(True))
    [notice] = notices.current()
    assert (notice.key, notice.stays, notice.action) == ("died", True, "Show the notes")
    assert notice.text.endswith("2 notes begun, 1 note on its way, 1 customer card.")
    assert notice.act is not None
    notice.act()
    assert shown
    tell_of_death(notices, Restored(), lambda: None)
    [notice] = notices.current()
    assert notice.text.endswith("Nothing of yours was left to be restored.") and not notice.action


def test_what_qt_says_goes_to_the_log(qapp: object, caplog: pytest.LogCaptureFixture) -> None:
    before = qInstallMessageHandler(None)
    try:
        qt_to_log()
        qWarning("something odd")
    finally:
        qInstallMessageHandler(before)
    assert "Qt: something odd" in caplog.text
