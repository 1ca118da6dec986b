"""The windows there are: to be asked for here, and not at Qt."""

from __future__ import annotations

import gc

from PySide6.QtWidgets import QApplication, QWidget


def top_levels() -> list[QWidget]:
    """Those that are hidden too. Python's collector rests meanwhile: a window that nobody has any more, and that it takes away
    while Qt's list becomes one of Python's, leaves a place in that list which leads nowhere, and the program dies of it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return QApplication.topLevelWidgets()
    finally:
        if collects:
            gc.enable()
