"""That a window which is collected while all are listed does no harm."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ui.top_levels import top_levels


class Ring(QWidget):
    """Nobody has it but it itself: the collector takes it away."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture
def eager() -> Iterator[None]:
    """A collector that looks for rubbish at each opportunity, as one might at the wrong one."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.enable()


def test_those_that_are_hidden_too(qapp: QApplication) -> None:
    one, other = QWidget(), QWidget()
    child = QWidget(one)
    listed = top_levels()
    assert one in listed
    assert other in listed
    assert child not in listed


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # other tests' rubbish goes too
def test_nothing_is_collected_meanwhile(qapp: QApplication, eager: None) -> None:
    gc.disable()
    for _ in range(200):
        Ring()
    gc.set_threshold(1, 1, 1)
    gc.enable()
    listed = top_levels()
    assert all(isinstance(window, QWidget) for window in listed)
    assert gc.isenabled()
    gc.disable()
    top_levels()
    assert not gc.isenabled(), "whoever had it rest has it rest still"
