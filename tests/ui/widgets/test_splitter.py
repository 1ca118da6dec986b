"""The line between two parts."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.splitter import Splitter


def test_it_is_seen_better_where_the_mouse_would_take_it(qtbot: QtBot) -> None:
    made = Splitter(Qt.Orientation.Horizontal)
    qtbot.addWidget(made)
    made.addWidget(QWidget())
    made.addWidget(QWidget())
    made.setHandleWidth(1)
    made.resize(101, 50)
    made.setSizes([50, 50])
    made.show()
    handle = made.handle(1)
    middle = handle.rect().center()
    assert handle.grab().toImage().pixelColor(middle) == theme.colour("line")
    handle.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    here = QPointF(QPoint(0, 10))
    QApplication.sendEvent(handle, QEnterEvent(here, here, here))
    assert handle.grab().toImage().pixelColor(middle) == theme.colour("edge")
