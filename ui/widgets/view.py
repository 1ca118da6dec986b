"""What every view is: a widget that shows the state it is given, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from agent_client.client.store.state import Changed, State


class View(QWidget):
    """``show_state`` is cheap and idempotent. (``render`` is QWidget's own method, with another meaning.)"""

    SHOWS: ClassVar[Changed] = Changed.NOTHING

    def show_state(self, state: State) -> None:
        raise NotImplementedError

    def tick(self, now: datetime) -> None:
        """Once a second of the server's clock."""

    def close_for_good(self) -> None:
        """Of a view that is a window. What was still to be asked for, once typing rests, is not: nobody hears it any more."""
        self.close()
        for timer in self.findChildren(QTimer):
            timer.stop()
