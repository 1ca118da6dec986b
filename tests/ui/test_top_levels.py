"""That a window which is collected while all are listed does no harm."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ui.top_levels import top_levels


def test_those_that_are_hidden_too(qapp: QApplication) -> None:
    one, other = QWidget(), QWidget()
    child = QWidget(one)
    listed = top_levels()
    assert one in listed
    assert other in listed
    assert child not in listed


@pytest.mark.parametrize("collects", [True, False])
def test_nothing_is_collected_while_qt_lists_them(monkeypatch: pytest.MonkeyPatch, collects: bool) -> None:
    """What is collected then leaves a place in Qt's list that leads nowhere: the program dies of it."""
    meanwhile: list[bool] = []

    def listed() -> list[QWidget]:
        meanwhile.append(gc.isenabled())
        return []

    monkeypatch.setattr(QApplication, "topLevelWidgets", staticmethod(listed))
    before = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        top_levels()
        assert (meanwhile, gc.isenabled()) == ([False], collects), "whoever had it rest has it rest still"
    finally:
        (gc.enable if before else gc.disable)()
