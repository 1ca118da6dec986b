"""What scrolls has slim bars, no frame, and shows what it stands on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Dress
from ui.widgets.boxes import Box, stand_on
from ui.widgets.scrolling import THICK, DropList, ListView, ScrollArea, SlimBar, TableView


@pytest.mark.parametrize("kind", [ScrollArea, ListView, TableView])
def test_it_is_bare(qtbot: QtBot, kind: type[QAbstractScrollArea]) -> None:
    area = kind()
    qtbot.addWidget(area)
    assert area.frameShape() is QFrame.Shape.NoFrame
    assert isinstance(area.verticalScrollBar(), SlimBar)
    assert isinstance(area.horizontalScrollBar(), SlimBar)


def test_one_sees_what_it_stands_on(qtbot: QtBot) -> None:
    box, inside = Box("well"), QWidget()
    qtbot.addWidget(box)
    layout = QVBoxLayout(box)
    area = ScrollArea()
    area.setWidget(inside)
    layout.addWidget(area)
    box.resize(120, 120)
    box.show()
    assert box.grab().toImage().pixelColor(60, 60) == theme.colour("well")
    stand_on(inside, "surface")
    area.setWidgetResizable(True)
    QApplication.processEvents()
    assert box.grab().toImage().pixelColor(60, 60) == theme.colour("surface")


def test_what_fills_its_ground_goes_on_doing_so(qtbot: QtBot) -> None:
    area, inside = ScrollArea(), QWidget()
    qtbot.addWidget(area)
    stand_on(inside, "surface")
    area.setWidget(inside)
    assert inside.autoFillBackground()


def test_a_bar_is_dressed_once_it_is_seen(qtbot: QtBot) -> None:
    area, inside = ScrollArea(), QWidget()
    qtbot.addWidget(area)
    inside.setFixedSize(80, 50)
    area.setWidget(inside)
    area.resize(100, 100)
    area.show()
    bar = area.verticalScrollBar()
    assert bar.styleSheet() == ""
    inside.setFixedSize(80, 900)
    QApplication.processEvents()
    assert (bar.isVisible(), bar.width()) == (True, THICK)
    assert bar.styleSheet() == theme.sheet(Dress.SCROLL_BAR, theme.look().tokens)


def test_a_list_that_drops_down_stands_out(qtbot: QtBot) -> None:
    view = DropList()
    qtbot.addWidget(view)
    model = QStringListModel(["one", "two"])
    view.setModel(model)
    view.resize(100, 100)
    view.show()
    picture = view.grab().toImage()
    assert picture.pixelColor(50, 0) == theme.colour("edge")
    assert picture.pixelColor(50, 90) == theme.colour("raised")
