"""The supervisors' window with a day's worth of people, as the tour shows it."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from ui.supervising.window import SupervisingWindow


@pytest.fixture(scope="session")
def situations(of_the_tour: Callable[[str], ModuleType], seen: ModuleType) -> dict[str, Callable[[int, int], object]]:
    made: dict[str, Callable[[int, int], object]] = of_the_tour("supervising_scenes").supervising_scenes(seen)
    return made


@pytest.fixture
def situation(
    qtbot: QtBot, situations: dict[str, Callable[[int, int], SupervisingWindow]]
) -> Callable[[str], SupervisingWindow]:
    """A window by the scene's name."""

    def make(name: str) -> SupervisingWindow:
        window = situations[f"super_{name}"](1280, 800)
        qtbot.addWidget(window)
        window.activateWindow()
        return window

    return make
