"""Windows in a process of their own, on whatever screens it is given: told line by line what to do, it says where they stand.

The process is the program as far as `ui.placement` goes: each start is an agent's next morning.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

Frame = tuple[int, int, int, int]
Told = dict[str, dict[str, Any]]
_SAID_OF_EVERY_WINDOW = "This plugin does not support"


class Placed:
    """The process from outside. `do` orders and gives what is then told of each window."""

    def __init__(self, settings: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve()), str(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])} | environment,
        )

    def do(self, *orders: tuple[str, dict[str, Any]], wait: int = 60) -> Told:
        """``wait``: milliseconds before it is looked where the windows stand."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"orders": orders, "wait": wait}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._process.communicate(timeout=60)[1]
        told: Told = json.loads(line)
        return told

    def until(self, right: Callable[[Told], bool], what: str) -> Told:
        """Looks again and again: a window manager takes its time."""
        end = time.monotonic() + 10
        while not right(told := self.do()):
            assert time.monotonic() < end, f"{what}: {told}"
        return told

    def __enter__(self) -> Placed:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            _, said = self._process.communicate(timeout=60)
        finally:
            self._process.kill()
        said = "\n".join(line for line in said.splitlines() if not line.startswith(_SAID_OF_EVERY_WINDOW))
        if error is None:
            assert (said, self._process.returncode) == ("", 0), said


def main() -> int:
    from PySide6.QtCore import QObject, Qt, QTimer, Signal
    from PySide6.QtWidgets import QApplication, QDialog, QWidget

    from agent_client.workstation.settings import Settings
    from ui import placement as ui_placement
    from ui.placement import Placement

    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    if app.platformName() == "offscreen":
        ui_placement.SETTLE_AFTER = (0, 20, 40)  # nothing here is as slow as a window manager
    placement = Placement(Settings(Path(sys.argv[1])), app)
    windows: dict[str, QWidget] = {}

    def open_(name: str, size: Frame, over: str = "", at: Frame | None = None, **how: Any) -> None:
        window = windows[name] = QDialog(windows.get(over)) if over else QWidget()
        window.setWindowTitle(name)
        window.resize(*size[:2])
        if "least" in how:
            window.setMinimumSize(*how["least"])
        if how.get("fixed"):
            window.setFixedSize(*size[:2])
        if at is not None:
            window.setGeometry(*at)
        if how.get("remembered", True):
            placement.remember(window, how.get("kind", name))
        state = {"maximised": Qt.WindowState.WindowMaximized, "full": Qt.WindowState.WindowFullScreen}
        if "state" in how:
            window.setWindowState(state[how["state"]])
        if isinstance(window, QDialog) and how.get("modal"):
            window.open()
        else:
            window.show()

    def move(name: str, at: Frame) -> None:
        """As by hand: where its inside stands."""
        windows[name].setGeometry(*at)

    def show(name: str, how: str) -> None:
        getattr(windows[name], f"show{how}")()

    does: dict[str, Callable[..., object]] = {
        "open": open_,
        "move": move,
        "show": show,
        "hide": lambda name: windows[name].hide(),
        "bring": placement.bring_all,
        "come": placement.come_forward,
        "save": placement.save,
    }

    def tell() -> None:
        told: Told = {"screens": {s.name(): s.geometry().getRect() for s in app.screens()}}
        for name, window in windows.items():
            told[name] = {
                "frame": window.frameGeometry().getRect(),
                "inside": window.geometry().getRect(),
                "visible": window.isVisible(),
                "maximised": window.isMaximized(),
                "full": window.isFullScreen(),
                "minimised": window.isMinimized(),
                "modal": window.isModal(),
                "number": int(window.winId()),
            }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()

    def heard(line: str) -> None:
        if not line:
            app.quit()
            return
        asked = json.loads(line)
        for order, how in asked["orders"]:
            does[order](**how)
        QTimer.singleShot(asked["wait"], tell)

    class Ear(QObject):
        hears = Signal(str)

    def listen() -> None:
        for line in sys.stdin:
            ear.hears.emit(line)
        ear.hears.emit("")

    ear = Ear()
    ear.hears.connect(heard, Qt.ConnectionType.QueuedConnection)
    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    status = app.exec()
    listener.join()  # which has said the last: a thread that Python ends within Qt takes the process with it
    return status


if __name__ == "__main__":
    sys.exit(main())
