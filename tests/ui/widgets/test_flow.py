"""The layout that wraps."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.flow import Flow


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.flow = Flow(made)
    made.boxes = [QWidget(minimumWidth=100, minimumHeight=30, maximumHeight=30) for _ in range(4)]
    for box in made.boxes[:3]:
        made.flow.addWidget(box)
    made.flow.add_trailing(made.boxes[3])
    return made


def rows(place: QWidget, width: int) -> list[list[int]]:
    """The left edges, row by row."""
    place.resize(width, 200)
    place.show()
    QApplication.processEvents()
    found: dict[int, list[int]] = {}
    for box in place.boxes:
        if not box.isHidden():
            found.setdefault(box.y(), []).append(box.x())
    return list(found.values())


def test_as_much_in_a_row_as_there_is_room_for(place: QWidget) -> None:
    assert rows(place, 500) == [[0, 108, 216, 400]]
    assert rows(place, 424) == [[0, 108, 216, 324]]
    assert rows(place, 423) == [[0, 108, 216], [323]]
    assert rows(place, 210) == [[0, 108], [0, 110]]


def test_what_is_hidden_takes_no_room(place: QWidget) -> None:
    place.boxes[1].hide()
    assert rows(place, 320) == [[0, 108, 220]]


def test_the_height_follows_the_width(place: QWidget) -> None:
    assert [place.flow.heightForWidth(width) for width in (500, 423, 210, 100)] == [30, 68, 68, 144]


def test_what_is_wider_than_the_room_is_not_pushed_out_of_it(place: QWidget) -> None:
    place.boxes[0].setMinimumWidth(0)
    place.boxes[0].setFixedWidth(300)
    place.resize(120, 400)
    place.show()
    QApplication.processEvents()
    assert place.boxes[0].x() == 0 and place.flow.count() == 4
    assert place.flow.itemAt(4) is None and place.flow.takeAt(9) is None
