"""The loop's cures, each against the defect it cures (design §4)."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui import loop as ui_loop
from ui.loop import Loop, ask, close_loop, ending_signals, make_loop

Run = Callable[[Any], Any]


def test_cancelled_timers_are_gone_at_once(qt_loop: Loop, run: Run) -> None:
    async def main() -> tuple[int, int]:
        before = qt_loop.timers()
        handles = [qt_loop.call_later(60, print) for _ in range(2000)]
        during = qt_loop.timers()
        for handle in handles:
            handle.cancel()
        assert during == before + 2000
        return before, qt_loop.timers()

    before, after = run(main())
    assert after == before


def test_wait_for_leaves_no_timer_behind(qt_loop: Loop, run: Run) -> None:
    async def main() -> None:
        before = qt_loop.timers()
        for _ in range(50):
            async with asyncio.timeout(60):
                await asyncio.sleep(0)
        assert qt_loop.timers() <= before + 1

    run(main())


def test_a_timer_knows_when(qt_loop: Loop) -> None:
    handle = qt_loop.call_at(qt_loop.time() + 12, print)
    assert isinstance(handle, asyncio.TimerHandle)
    assert 11 < handle.when() - qt_loop.time() <= 12
    handle.cancel()


@pytest.mark.parametrize("delay", [0.0009, 0.004, 0.03, 0.11, 0.25])
def test_no_timer_ends_early(qt_loop: Loop, run: Run, delay: float) -> None:
    async def main() -> list[float]:
        late = []
        for _ in range(4):
            started = qt_loop.time()
            await asyncio.sleep(delay)
            late.append(qt_loop.time() - started - delay)
        return late

    assert min(run(main())) >= 0


def test_callbacks_run_in_the_order_they_were_asked_for(qt_loop: Loop, run: Run) -> None:
    async def main() -> list[int]:
        seen: list[int] = []
        for number in range(200):
            qt_loop.call_soon(seen.append, number)
        await asyncio.sleep(0.01)
        return seen

    assert run(main()) == list(range(200))


def test_a_cancelled_callback_does_not_run(qt_loop: Loop, run: Run) -> None:
    async def main() -> list[int]:
        seen: list[int] = []
        qt_loop.call_soon(seen.append, 1).cancel()
        qt_loop.call_later(0.001, seen.append, 2).cancel()
        await asyncio.sleep(0.02)
        return seen

    assert run(main()) == []


@pytest.mark.parametrize("name", ["call_soon", "call_soon_threadsafe"])
def test_only_plain_callables_are_taken(qt_loop: Loop, name: str) -> None:
    async def coroutine() -> None:
        pass

    with pytest.raises(TypeError):
        getattr(qt_loop, name)(coroutine)
    with pytest.raises(TypeError):
        getattr(qt_loop, name)(None)
    with pytest.raises(TypeError):
        qt_loop.call_later(1, coroutine)


def test_a_thread_reaches_the_loop_and_keeps_its_context(qt_loop: Loop, run: Run) -> None:
    word: contextvars.ContextVar[str] = contextvars.ContextVar("word", default="lost")
    context = contextvars.copy_context()
    context.run(word.set, "kept")

    async def main() -> tuple[str, bool]:
        done: asyncio.Future[tuple[str, bool]] = qt_loop.create_future()

        def arrive() -> None:
            done.set_result((word.get(), threading.current_thread() is threading.main_thread()))

        threading.Thread(target=lambda: qt_loop.call_soon_threadsafe(arrive, context=context)).start()
        return await done

    assert run(main()) == ("kept", True)


def test_a_closed_loop_takes_nothing(qapp: QApplication) -> None:
    loop = make_loop(qapp)
    close_loop(loop)
    for ask_it in (loop.call_soon, loop.call_soon_threadsafe):
        with pytest.raises(RuntimeError, match="closed"):
            ask_it(print)
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_later(1, print)


def test_at_most_two_threads_work_for_the_loop(qt_loop: Loop, run: Run) -> None:
    seen: set[str] = set()

    async def main() -> None:
        work = [qt_loop.run_in_executor(None, lambda: seen.add(threading.current_thread().name)) for _ in range(40)]
        await asyncio.gather(*work)

    run(main())
    assert 1 <= len(seen) <= ui_loop.THREADS


def test_names_that_are_looked_up_for_ever_hold_up_no_file_and_no_end(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, asked = threading.Event(), []

    def hang(host: str, *_: object) -> list[object]:
        asked.append(host)
        go_on.wait(60)
        return []

    monkeypatch.setattr(ui_loop.socket, "getaddrinfo", hang)
    loop = make_loop(qapp)

    async def main() -> str:
        names = [f"centre{number}.example" for number in range(ui_loop.THREADS + 2)] * 2
        tasks = [loop.create_task(loop.getaddrinfo(name, 443)) for name in names]
        written = await asyncio.wait_for(loop.run_in_executor(None, lambda: "on the disk"), 30)
        while len(asked) < len(set(names)):  # noqa: ASYNC110 - the threads have begun, and say so in their own time
            await asyncio.sleep(0)
        assert sorted(asked) == sorted(set(names)), "one look-up a name"
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return written

    assert loop.run_until_complete(main()) == "on the disk"
    close_loop(loop)
    assert not go_on.is_set()
    go_on.set()


def test_a_stream_left_early_is_closed(qt_loop: Loop, run: Run) -> None:
    """qasync alone: "async generator ignored GeneratorExit", and its clean-up never runs."""
    closed: list[str] = []

    async def stream() -> AsyncIterator[int]:
        try:
            number = 0
            while True:
                yield number
                number += 1
                await asyncio.sleep(0)
        finally:
            await asyncio.sleep(0)
            closed.append("closed")

    async def main() -> None:
        async for number in stream():
            if number == 3:
                break
        gc.collect()
        await asyncio.sleep(0.02)

    run(main())
    assert closed == ["closed"]


def test_a_stream_still_open_is_closed_with_the_loop(qapp: QApplication) -> None:
    closed: list[str] = []

    async def stream() -> AsyncIterator[int]:
        try:
            yield 1
        finally:
            await asyncio.sleep(0)
            closed.append("closed")

    async def main() -> AsyncIterator[int]:
        open_one = stream()
        await anext(open_one)
        return open_one

    loop = make_loop(qapp)
    kept = loop.run_until_complete(main())
    close_loop(loop)
    assert closed == ["closed"]
    del kept


def test_the_hooks_are_given_back(qt_loop: Loop, run: Run) -> None:
    before = sys.get_asyncgen_hooks()

    async def main() -> bool:
        return sys.get_asyncgen_hooks() != before

    assert run(main())
    assert sys.get_asyncgen_hooks() == before


def test_nothing_runs_once_the_main_coroutine_is_done(qt_loop: Loop) -> None:
    """qasync turns Qt's loop once more, and tasks then step with no running loop."""
    steps: list[bool] = []

    async def beside() -> None:
        while True:
            await asyncio.sleep(0)
            steps.append(asyncio.get_running_loop() is qt_loop)

    async def main() -> None:
        task = qt_loop.create_task(beside())
        await asyncio.sleep(0.01)
        task.cancel()

    qt_loop.run_until_complete(main())
    assert steps and all(steps)


def test_a_quit_under_the_main_coroutine_is_an_error_not_silence(qt_loop: Loop, qapp: QApplication) -> None:
    async def main() -> None:
        qt_loop.call_soon(qapp.quit)
        await asyncio.sleep(60)

    with pytest.raises(RuntimeError, match="quit"):
        qt_loop.run_until_complete(main())


def test_closing_the_last_window_ends_nothing(qt_loop: Loop, run: Run) -> None:
    async def main() -> str:
        window = QWidget()
        window.show()
        await asyncio.sleep(0.01)
        window.close()
        await asyncio.sleep(0.05)
        return "still here"

    assert run(main()) == "still here"


@pytest.mark.parametrize("how", ["accept", "reject"])
def test_an_asked_dialog_answers_while_tasks_go_on(qt_loop: Loop, run: Run, how: str) -> None:
    async def main() -> tuple[int, int]:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.005)
                ticks += 1

        beside = qt_loop.create_task(tick())
        dialog = QDialog()
        QTimer.singleShot(80, getattr(dialog, how))
        result = await ask(dialog)
        seen = ticks
        await asyncio.sleep(0.03)
        assert ticks > seen, "the other task died with the dialog"
        beside.cancel()
        return result, seen

    result, ticks = run(main())
    assert result == (1 if how == "accept" else 0)
    assert ticks > 1


def test_a_dialog_whose_asker_is_cancelled_goes_away(qt_loop: Loop, run: Run) -> None:
    async def main() -> bool:
        dialog = QDialog()
        asking = qt_loop.create_task(ask(dialog))
        await asyncio.sleep(0.01)
        assert dialog.isVisible()
        asking.cancel()
        await asyncio.wait([asking])
        return dialog.isVisible()

    assert run(main()) is False


def test_a_destroyed_dialog_counts_as_rejected(qt_loop: Loop, run: Run) -> None:
    async def main() -> int:
        parent = QWidget()
        dialog = QDialog(parent)
        qt_loop.call_later(0.02, parent.deleteLater)
        return await ask(dialog)

    assert run(main()) == 0


def test_a_failing_slot_does_not_end_the_loop(qt_loop: Loop, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: caught.append(kind))

    async def main() -> str:
        def fail() -> None:
            raise ZeroDivisionError

        QTimer.singleShot(0, fail)
        await asyncio.sleep(0.03)
        return "goes on"

    assert run(main()) == "goes on"
    assert caught == [ZeroDivisionError]


def test_a_task_that_resists_is_named(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui_loop, "PATIENCE", 0.05)
    loop = make_loop(qapp)
    let_go = False

    async def stubborn() -> None:
        while not let_go:
            try:
                await asyncio.sleep(0.01)
            except asyncio.CancelledError:
                continue

    async def main() -> None:
        task = loop.create_task(stubborn(), name="the stubborn one")
        assert task.get_name()
        await asyncio.sleep(0.02)

    loop.run_until_complete(main())
    left = asyncio.all_tasks(loop)
    kept = close_loop(loop)
    assert [task.get_name() for task in kept] == ["the stubborn one"] == [task.get_name() for task in left]
    let_go = True
    for task in kept:
        task.get_coro().close()
        task._log_destroy_pending = False


_PROGRAM = """
import asyncio, sys
from PySide6.QtWidgets import QApplication, QWidget
from ui.loop import run, switch_off_feature_hook
switch_off_feature_hook()
app = QApplication([])
async def beside():
    try:
        await asyncio.sleep(60)
    finally:
        print("beside ended", flush=True)
async def main():
    loop = asyncio.get_running_loop()
    task = loop.create_task(beside())
    await asyncio.sleep(0)
    print("ready", flush=True)
    try:
        {body}
    finally:
        print("main ended", flush=True)
stop = {stop}
sys.exit(run(main, app, stop))
"""


def _start(body: str, stop: str) -> subprocess.Popen[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM.format(body=body, stop=stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


@pytest.mark.parametrize("number", ending_signals())
@pytest.mark.parametrize(
    ("body", "stop", "status"),
    [("await stop.wait(); return 7", "asyncio.Event()", 7), ("await asyncio.sleep(60)", "None", 1)],
)
def test_signals_end_the_program_in_order(number: int, body: str, stop: str, status: int) -> None:
    child = _start(body, stop)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(number)
    out, err = child.communicate(timeout=60)
    assert (out.splitlines(), err, child.returncode) == (["main ended", "beside ended"], "", status)


def test_an_error_in_main_leaves_in_order_too() -> None:
    child = _start("raise LookupError('gone')", "None")
    out, err = child.communicate(timeout=60)
    assert out.splitlines() == ["ready", "main ended", "beside ended"]
    assert "LookupError: gone" in err.splitlines()[-1]
    assert child.returncode == 1


def test_the_feature_hook_is_there_to_be_switched_off() -> None:
    """When PySide6 renames it, `switch_off_feature_hook` would do nothing and every client would weigh 7 MB more."""
    code = (
        "import sys, PySide6.QtCore; from ui.loop import switch_off_feature_hook as off;"
        "hook = sys.modules['shibokensupport.feature']; before = hook._mod_uses_pyside; off();"
        "assert hook._mod_uses_pyside is not before; assert hook._mod_uses_pyside(hook) is False; import wave"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_switching_off_bears_an_unknown_pyside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "shibokensupport.feature", raising=False)
    ui_loop.switch_off_feature_hook()
    monkeypatch.setitem(sys.modules, "shibokensupport.feature", sys)
    ui_loop.switch_off_feature_hook()
