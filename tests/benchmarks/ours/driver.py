"""Signs the real program in through its own window, as an agent would, and presses Available if asked to.

argv of whoever uses it: URL, user, password, phone, and ``ready`` or ``paused``. Says ``up token`` once it is there (main window
open, stream up).
"""

# ruff: noqa: E402 - the order of imports is part of what is measured
from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "floors"))

gc.disable()  # as the program's command line does before it imports the windows

import ui.program
from agent_client.__main__ import main
from agent_client.client.store.state import Link
from agent_client.protocol.names import AgentState

from PySide6.QtCore import QTimer  # isort: skip - after ours: it loads Qt
from ui.top_levels import top_levels

url, user, password, phone, wish = sys.argv[1:]
LOOK_MILLISECONDS = 50


class Driver:
    """Presses what an agent would press, one look after another."""

    def __init__(self, window: ui.program.SignInWindow, up: Callable[[], None]) -> None:
        self._window = window
        self._up = up
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
        self._up()
        print("up", online.session.api._token, flush=True)

    def _press_available(self) -> None:
        from ui.main_window.window import MainWindow  # see above

        for window in top_levels():
            if isinstance(window, MainWindow) and window.isVisible():
                button = window.contact.states.available
                if button.isVisible() and button.isEnabled() and not button.requested:
                    button.click()


def run(up: Callable[[], None] = lambda: None) -> None:
    """The program, until it ends; ``up`` is called before it says so."""
    drivers: list[Driver] = []

    class Driven(ui.program.SignInWindow):
        def __init__(self) -> None:
            super().__init__()
            drivers.append(Driver(self, up))

    ui.program.SignInWindow = Driven  # type: ignore[misc]
    sys.exit(main([]))
