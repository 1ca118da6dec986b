"""How far something has come."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.progress_line import ProgressLine


def test_it_fills_and_says_so(qtbot: QtBot) -> None:
    line = ProgressLine("Import")
    qtbot.addWidget(line)
    line.resize(200, 10)
    line.show()
    assert (line.accessibleName(), line.accessibleDescription()) == ("Import", "0 %")
    line.show_progress(0.5)
    assert line.accessibleDescription() == "50 %"
    picture = line.grab().toImage()
    assert picture.pixelColor(40, 5) == theme.colour("accent")
    assert picture.pixelColor(160, 5) == theme.colour("line")
    line.show_progress(0.5, waiting=True)
    assert line.grab().toImage().pixelColor(40, 5) == theme.colour("edge")
    line.show_progress(7)
    assert line.fraction() == 1.0
