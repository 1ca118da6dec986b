"""What every window does when it is closed for good."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ui.widgets.view import View


def test_what_waited_for_a_rest_in_typing_is_not_asked_for_any_more(qtbot: QtBot) -> None:
    window, asked = View(), list[str]()
    qtbot.addWidget(window)
    part = View()
    part.setParent(window)
    for name, parent in (("the window's", window), ("a part's", part)):
        rest = QTimer(parent, singleShot=True, interval=20)
        rest.timeout.connect(lambda name=name: asked.append(name))
        rest.start()
    window.show()
    window.close_for_good()
    qtbot.wait(100)
    assert not window.isVisible()
    assert not asked
