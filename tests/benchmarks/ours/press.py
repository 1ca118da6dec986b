"""The real program, whose agent has a call; argv as `driver`'s.

Told ``press``, it presses Hold or Resume, whichever is there, and says ``requested ns`` when the button has been painted so, and
``confirmed ns`` when the other one stands in its place, painted: both from just before the press. Told ``watch``, it begins to
count how much of the time its Qt thread works; told ``busy``, it says ``busy per_cent``.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from driver import run

from agent_client.rules.parties import ContactAction
from ui.main_window.window import MainWindow
from ui.widgets.offered_button import OfferedButton

from busy import Busy  # isort: skip - what is ours is loaded first
from painted import Painted  # isort: skip
from PySide6.QtCore import QEvent, QObject, QTimer  # isort: skip
from spoken_to import SpokenTo  # isort: skip
from ui.top_levels import top_levels


class Once(QObject):
    """Says ``word`` when ``widget`` has next been painted while ``true``."""

    def __init__(self, widget: OfferedButton, true: Callable[[], bool], word: str, since: int) -> None:
        super().__init__()
        self._painted = Painted(lambda when, _: print(word, when - since, flush=True))
        self._true = true
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._true():
            watched.removeEventFilter(self)
            self._painted.arm()
        return False


class Pressing:
    def __init__(self) -> None:
        self._window: MainWindow = next(one for one in top_levels() if isinstance(one, MainWindow))
        self._work = Busy()
        self._kept: list[object] = []
        self._input = SpokenTo(lambda line: getattr(self, f"_{line}")())

    def _button(self, action: ContactAction) -> OfferedButton:
        return self._window.contact.call.bar.of(action)

    def _press(self) -> None:
        hold, resume = self._button(ContactAction.HOLD), self._button(ContactAction.RESUME)
        pressed, other = (hold, resume) if hold.isVisible() else (resume, hold)
        if not (pressed.isVisible() and pressed.isEnabled() and not pressed.requested):
            QTimer.singleShot(5, self._press)
            return
        since = time.monotonic_ns()
        self._kept = [
            Once(pressed, lambda: pressed.requested, "requested", since),
            Once(other, lambda: not other.requested, "confirmed", since),
        ]
        pressed.click()

    def _watch(self) -> None:
        self._work.begin()

    def _busy(self) -> None:
        print("busy", self._work.per_cent(), flush=True)


kept: list[Pressing] = []
run(lambda: kept.append(Pressing()))
