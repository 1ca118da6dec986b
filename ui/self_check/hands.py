"""What an agent's hands and eyes do: click, type, press a key, wait until something is to be seen, take a picture."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from ui.text import tr
from ui.top_levels import top_levels

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

LOOK_EVERY = 0.02
PATIENCE = 60.0
"""Seconds, on whatever computer: when all is well nobody waits for them."""


class NotSeen(Exception):
    """What was waited for did not come in time."""


class Hands:
    def __init__(self, pictures: Path | None) -> None:
        self._pictures = pictures
        self._taken = 0

    async def until(self, look: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
        """The first truthy thing that ``look`` gives. Raises `NotSeen`."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not (seen := look()):
            if loop.time() >= end:
                raise NotSeen(tr("waited {seconds} s for {what}", seconds=round(seconds), what=what))
            await asyncio.sleep(LOOK_EVERY)
        return seen

    async def window(self, kind: type[W], seconds: float = PATIENCE) -> W:
        """The window of this kind that is on the screen."""

        def look() -> W | None:
            shown = [top for top in top_levels() if isinstance(top, kind) and top.isVisible()]
            return shown[0] if shown else None

        return await self.until(look, tr("the {name}", name=kind.__name__), seconds)

    def seen(self, kind: type[QWidget]) -> bool:
        return any(isinstance(top, kind) and top.isVisible() for top in top_levels())

    async def click(self, widget: QWidget) -> None:
        """Once it can be clicked."""
        await self.until(
            lambda: widget.isVisible() and widget.isEnabled(), tr("“{name}” to click", name=widget.accessibleName())
        )
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, widget.rect().center())

    async def click_row(self, view: QAbstractItemView, row: int) -> None:
        index = view.model().index(row, 0)
        await self.until(lambda: view.isVisible() and index.isValid(), tr("a row to click"))
        view.scrollTo(index)
        place = view.visualRect(index).topLeft() + QPoint(20, 12)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def type(self, widget: QWidget, text: str) -> None:
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        for character in text:
            if character.isascii():
                QTest.keyClicks(widget, character)
            else:  # for which Qt's driver knows no key, and ends the program
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, character))

    async def press(self, window: QWidget, keys: str) -> None:
        """A key or a combination as menus write it, into whatever has the keyboard in this window."""
        if not window.isActiveWindow():
            window.activateWindow()
            await self.until(window.isActiveWindow, tr("the window to take the keyboard"))
        focused: QWidget | None = window.focusWidget()
        QTest.keySequence(window if focused is None else focused, QKeySequence(keys))

    def picture(self, name: str, *windows: QWidget) -> None:
        """The first window as it is, the others laid over it where they stand on the screen."""
        if self._pictures is None:
            return
        self._taken += 1
        main = windows[0]
        shot = main.grab()
        whole = main.geometry()
        for over in windows[1:]:
            whole = whole.united(over.geometry())
        ratio = shot.devicePixelRatio()
        canvas = QPixmap(whole.size() * ratio)
        canvas.setDevicePixelRatio(ratio)
        canvas.fill(Qt.GlobalColor.gray)
        painter = QPainter(canvas)
        painter.drawPixmap(main.geometry().topLeft() - whole.topLeft(), shot)
        for over in windows[1:]:
            painter.drawPixmap(over.geometry().topLeft() - whole.topLeft(), over.grab())
        painter.end()
        canvas.save(str(self._pictures / f"{self._taken:02}-{name}.png"))
