"""Widgets under the light theme, as the program shows them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.theme import Theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    if not qapp.styleSheet() or theme.look().theme is not Theme.LIGHT or theme.look().step:
        theme.apply(qapp, Theme.LIGHT)
    yield
