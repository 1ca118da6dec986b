"""Qt without a screen, the program's own loop, and a home folder for each test."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported
os.environ["LANG"] = "C.UTF-8"  # Qt warns of any other and changes it; English
os.environ.pop("LC_ALL", None)
os.environ.pop("LC_MESSAGES", None)
os.environ.pop("LANGUAGE", None)

import asyncio
import importlib.util
import itertools
import logging
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from agent_client.client.store.state import State
from agent_client.workstation import paths as workstation_paths
from agent_client.workstation.paths import Paths
from ui import theme
from ui.loop import Loop, close_loop, make_loop
from ui.theme import Theme
from ui.top_levels import top_levels

_T = TypeVar("_T")
LIMIT = 60.0
TOUR = Path(__file__).resolve().parents[1] / "tour"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["agent-client"]


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """pytest-qt would wait five seconds for what must come."""
    with pytest.MonkeyPatch.context() as patch:
        for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitActive, QtBot.waitExposed):
            assert wait.__kwdefaults__ is not None
            patch.setitem(wait.__kwdefaults__, "timeout", int(LIMIT * 1000))
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that is not there yet, for each test its own."""
    root = tmp_path_factory.mktemp("homes")
    return (root / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def at_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything the test writes to this computer lands in its own folder, which most never need."""
    monkeypatch.setenv(workstation_paths.HOME, str(next(homes)))


@pytest.fixture
def home(at_home: None) -> Paths:
    return workstation_paths.paths(os.environ).make()


@pytest.fixture
def qt_loop(qapp: QApplication) -> Iterator[Loop]:
    """The program's loop. The test fails for a task that cannot be cancelled and for whatever reached the loop's handler."""
    loop = make_loop(qapp)
    heard: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: heard.append(context))
    asyncio.set_event_loop(loop)
    yield loop
    stubborn = close_loop(loop)
    asyncio.set_event_loop(None)
    assert [task.get_name() for task in stubborn] == []
    assert heard == [], "the loop's exception handler was called"


@pytest.fixture
def run(qt_loop: Loop) -> Callable[[Coroutine[Any, Any, _T]], _T]:
    """Runs a coroutine to its end on the program's loop, for at most a minute."""

    def run_it(coro: Coroutine[Any, Any, _T]) -> _T:
        return qt_loop.run_until_complete(asyncio.wait_for(coro, LIMIT))

    return run_it


@pytest.fixture(scope="session")
def kept() -> Iterator[list[QWidget]]:
    """Windows that serve several tests, until there comes one that knows nothing of them."""
    windows: list[QWidget] = []
    yield windows
    let_go(windows)


def let_go(windows: list[QWidget]) -> None:
    for window in windows:
        window.deleteLater()
    windows.clear()


QTS_OWN = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
"""Lists of completers and their kin have no parent, and are deleted by whom they belong to: a second time is a crash, later."""


@pytest.fixture(autouse=True)
def swept(qapp: QApplication, kept: list[QWidget]) -> Iterator[None]:
    """The windows that a test has left are gone before the next one: a change of theme goes through all there are. Qt keeps
    what was to be deleted until a loop turns, and many tests turn none."""
    let_go(kept)
    before = top_levels()
    yield
    for window in top_levels():
        if window.parent() is None and window not in before and window.windowType() not in QTS_OWN:
            window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def levels() -> Iterator[None]:
    """What a test does to the loggers is undone."""
    names = ("", "agent_client", "ui", "httpx", "httpcore", "asyncio", "qasync")
    before = {name: logging.getLogger(name).level for name in names}
    handlers = list(logging.getLogger().handlers)
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
    assert list(logging.getLogger().handlers) == handlers, "a log was not stopped"


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """Every widget as the program shows it, in the light theme at the usual size."""
    if not theme.turns() or theme.look().theme is not Theme.LIGHT or theme.look().step:
        theme.apply(qapp, Theme.LIGHT)


def _of_the_tour(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{name}_of_the_tour", TOUR / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def of_the_tour() -> Callable[[str], ModuleType]:
    """A module of the tour, by name."""
    return _of_the_tour


@pytest.fixture(scope="session")
def seen() -> ModuleType:
    """The constructed situations that the tour of screenshots shows, too."""
    return _of_the_tour("scenes")


@pytest.fixture(scope="session")
def calls(seen: ModuleType) -> dict[str, State]:
    """Every situation of the parties' table, by name."""
    made: dict[str, State] = _of_the_tour("call_scenes").call_scenes(seen)
    return made
