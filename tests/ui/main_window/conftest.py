"""The light theme, and the constructed situations that the tour of screenshots shows, too."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.theme import Theme

SCENES = Path(__file__).resolve().parents[2] / "tour" / "scenes.py"


@pytest.fixture(scope="session")
def seen() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scenes_of_the_tour", SCENES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    if not qapp.styleSheet() or theme.look().theme is not Theme.LIGHT or theme.look().step:
        theme.apply(qapp, Theme.LIGHT)
    yield
