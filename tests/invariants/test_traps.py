"""The traps of our own stack that no line of source shows (design §4, research: aesthetics §3, feasibility §3.3)."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ui.loop import close_loop, make_loop


class _Bell(QObject):
    rang = Signal()
    flag = Signal(bool)


def test_no_call_into_qt_loses_a_reference(qapp: QApplication) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one of None per call and aborts within minutes."""
    loop = make_loop(qapp)

    async def main() -> None:
        for _ in range(10):
            await asyncio.gather(*(asyncio.sleep(0) for _ in range(100)))

    bell = _Bell()
    heard: list[object] = []
    bell.rang.connect(lambda: heard.append(None))
    bell.flag.connect(heard.append)
    gc.collect()
    gc.disable()  # what it frees meanwhile refers to None too
    before = sys.getrefcount(None), sys.getrefcount(True)
    loop.run_until_complete(main())
    for _ in range(1000):
        timer = QTimer()
        timer.start(1000)
        timer.stop()
        bell.rang.emit()
        bell.flag.emit(True)
        QCoreApplication.sendPostedEvents()
    heard.clear()
    del timer
    after = sys.getrefcount(None), sys.getrefcount(True)
    gc.enable()
    close_loop(loop)
    assert after[0] - before[0] > -500 and after[1] - before[1] > -500, (before, after)


def test_pyside6_is_pinned_below_the_release_that_aborts(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [pin] = [line for line in project["dependencies"] if line.startswith("PySide6")]
    assert pin.startswith("PySide6-Essentials>=") and pin.endswith("<6.12")
    lock = (root / "requirements.lock").read_text(encoding="utf-8").lower()
    assert "pyside6-essentials==6.11." in lock and "pyside6-addons" not in lock


def test_the_lock_is_hashed_and_names_no_registry(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock and "index-url" not in lock


def test_no_openssl_is_needed(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = " ".join(project["dependencies"] + project["optional-dependencies"]["backend"]).lower()
    assert "openssl" not in needed and "cryptography" not in needed


def test_an_async_generator_left_early_is_finished(qapp: QApplication) -> None:
    """qasync installs no hooks: `async for` over a stream, left by break, would never run its `finally`."""
    ended: list[int] = []

    async def stream(number: int) -> Any:
        try:
            while True:
                yield number
                await asyncio.sleep(0)
        finally:
            await asyncio.sleep(0)
            ended.append(number)

    async def main() -> None:
        for number in range(5):
            async for _ in stream(number):
                break
        await asyncio.sleep(0.02)

    loop = make_loop(qapp)
    loop.run_until_complete(main())
    close_loop(loop)
    assert sorted(ended) == list(range(5))


def _loaded(code: str) -> set[str]:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{code}\nimport sys; print('\\n'.join(name for name, module in sys.modules.items() if module))",
        ],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    return {name.split(".")[0] for name in done.stdout.splitlines()}


def test_what_is_heavy_is_not_loaded_before_the_first_window() -> None:
    """httpx costs 100 ms and 7 MB, keyring 200 ms, phonenumbers 2 MB: after the first paint, or never."""
    rooms = ["text", "wording", "notices", "placement", "loop", "crash", "secrets", "embedded"]
    loaded = _loaded("; ".join(f"import ui.{room}" for room in rooms))
    assert "PySide6" in loaded
    assert loaded & {"httpx", "keyring", "phonenumbers", "litestar", "sqlalchemy", "uvicorn"} == set()


def test_httpx_comes_without_its_command_line() -> None:
    """With what that draws with it would be 6 MiB and 40 ms more, of each client and each server."""
    loaded = _loaded("import agent_client.client.api")
    assert "httpx" in loaded
    assert loaded & {"click", "rich", "pygments"} == set()


def test_the_program_switches_the_feature_hook_off_before_its_own_modules_load() -> None:
    """PySide6 reads the source of every module imported after it: 7 to 9 MB and up to 45 ms a client."""
    code = (
        "import sys; seen = {}; import PySide6.QtCore\n"
        "hook = sys.modules['shibokensupport.feature']; real = hook._mod_uses_pyside\n"
        "def count(module): seen[module.__name__] = 1; return real(module)\n"
        "hook._mod_uses_pyside = count; import ui.app\n"
        "ours = sorted(name for name in seen if name.split('.')[0] in ('ui', 'agent_client', 'resources'))\n"
        "assert len(ours) <= 8, ours"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_core_runs_without_qt() -> None:
    rooms = ("workstation.settings", "workstation.seat", "workstation.logs", "client.session", "client.outbox")
    loaded = _loaded("; ".join(f"import agent_client.{room}" for room in rooms))
    assert "msgspec" in loaded
    assert loaded & {"PySide6", "shiboken6", "qasync", "ui", "litestar", "sqlalchemy"} == set()


@pytest.mark.parametrize("name", ["QWebEngineView", "QQuickView", "QOpenGLWidget"])
def test_nothing_draws_but_widgets(root: Path, name: str) -> None:
    """A remote session pays for GL, QML and web pages with its processor."""
    assert [p.name for p in (root / "ui").rglob("*.py") if name in p.read_text(encoding="utf-8")] == []
