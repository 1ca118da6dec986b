"""Parts beside one another where there is room, one below the other where there is not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.labels import Label
from ui.widgets.turning import Turning


class Part(QWidget):
    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._size = QSize(width, height)

    def sizeHint(self) -> QSize:
        return self._size


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.parts = [Part(100, 20), Part(60, 30)]
    layout = Turning(made, least=300, gap=8, row_gap=4)
    layout.add(made.parts[0], stretches=True)
    layout.add(made.parts[1])
    made.show()
    return made


def test_beside_one_another_the_stretching_one_takes_the_room(page: QWidget) -> None:
    page.resize(400, 50)
    first, second = (part.geometry() for part in page.parts)
    assert (first.left(), first.width()) == (0, 400 - 60 - 8)
    assert (second.left(), second.width(), second.top()) == (340, 60, 0)
    assert page.layout().heightForWidth(400) == 30


def test_below_one_another_where_it_is_narrow(page: QWidget) -> None:
    page.resize(299, 100)
    first, second = (part.geometry() for part in page.parts)
    assert (first.width(), first.top()) == (299, 0)
    assert (second.left(), second.top(), second.width()) == (0, 24, 60)
    assert page.layout().heightForWidth(299) == 20 + 4 + 30


def test_it_can_be_as_narrow_as_its_widest_part_needs(page: QWidget) -> None:
    for part in page.parts:
        part.setMinimumWidth(50)
    assert page.layout().minimumSize().width() == 50


def test_what_is_hidden_takes_no_room(page: QWidget) -> None:
    page.parts[1].hide()
    page.resize(400, 50)
    page.layout().activate()
    assert page.parts[0].width() == 400 and page.layout().heightForWidth(299) == 20


def test_words_that_wrap_make_it_taller(qtbot: QtBot) -> None:
    made = QWidget()
    qtbot.addWidget(made)
    layout = Turning(made, least=100)
    layout.add(Label("Somebody else saved these rules first. What you typed is kept.", wraps=True), stretches=True)
    layout.add(Part(60, 20))
    made.show()
    assert layout.heightForWidth(220) > 2 * layout.heightForWidth(900)
