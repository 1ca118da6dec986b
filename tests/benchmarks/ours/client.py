"""The real program, signed in through its own window and, if asked, ready for calls.

argv: URL, user, password, phone, and ``ready`` or ``paused``. Says ``up token`` once it is there (main window open, stream up),
and ``painted ns cpu_ns`` when a popover has been painted for the first time.
"""

# ruff: noqa: E402 - the order of imports is part of what is measured
from __future__ import annotations

import gc
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "floors"))

gc.disable()  # as the program's command line does before it imports the windows

import ui.program
from agent_client.__main__ import main
from agent_client.client.store.state import Link
from agent_client.protocol.names import AgentState

from PySide6.QtCore import QTimer  # isort: skip - after ours: it loads Qt
from PySide6.QtWidgets import QApplication  # isort: skip

LOOK_MILLISECONDS = 50
url, user, password, phone, wish = sys.argv[1:]


class Driver:
    """Presses what an agent would press, one look after another."""

    def __init__(self, window: ui.program.SignInWindow) -> None:
        self._window = window
        self._timer = QTimer(interval=LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._step = self._sign_in

    def _look(self) -> None:
        self._step()

    def _sign_in(self) -> None:
        window = self._window
        if not window.receivers("2sign_in_pressed(PyObject)"):
            return
        for field, text in ((window.server, url), (window.user, user), (window.password, password)):
            field.setText(text)
        window.phone.setText(phone)
        window.button.click()
        self._step = self._wait

    def _wait(self) -> None:
        from ui.online import Online  # it loads httpx, which the program does when it thinks fit

        online = next((one for one in gc.get_objects() if isinstance(one, Online)), None)
        if online is None or online.store.state.link is not Link.UP or online.store.state.me is None:
            return
        if wish == "ready" and online.store.state.me.state is not AgentState.READY:
            self._press_available()
            return
        self._timer.stop()
        self._window = None  # type: ignore[assignment]
        print("up", online.session.api._token, flush=True)

    def _press_available(self) -> None:
        from ui.main_window.window import MainWindow  # see above

        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                button = window.contact.states.available
                if button.isVisible() and button.isEnabled() and not button.requested:
                    button.click()


class Driven(ui.program.SignInWindow):
    def __init__(self) -> None:
        super().__init__()
        drivers.append(Driver(self))


def watch_popovers() -> None:
    """Its own paint event, and then a word once that is over: nothing is asked of any other widget's events."""
    from painted import Painted

    from ui.popovers.request_popover import RequestPopover

    painted = Painted(lambda when, cpu: print("painted", when, cpu, flush=True))
    seen: set[int] = set()
    paint = RequestPopover.paintEvent

    def paint_event(self: RequestPopover, event: object) -> None:
        paint(self, event)  # type: ignore[arg-type]
        if self.contact_id not in seen:
            seen.add(self.contact_id)
            painted.arm()

    RequestPopover.paintEvent = paint_event  # type: ignore[assignment,method-assign]


drivers: list[Driver] = []
ui.program.SignInWindow = Driven  # type: ignore[misc]
if wish == "ready":
    watch_popovers()
sys.exit(main([]))
