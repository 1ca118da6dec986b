"""On a real X server under a real window manager: the popover is seen, and whoever types goes on typing (C7)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
_CHILD = """
import json, sys
from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

sys.path[:0] = [sys.argv[1], sys.argv[1] + "/tests/tour"]
app = QApplication([])
app.setQuitOnLastWindowClosed(False)
import scenes
from ui import theme
from ui.popovers.stack import PopoverStack

theme.apply(app, theme.Theme.LIGHT)
note = QPlainTextEdit()
note.setGeometry(100, 100, 900, 600)
note.show()
stack = PopoverStack(lambda: QRect(0, 0, 1280, 800), QRect)
told = {}

def look(name):
    popover = stack.shown()[0]
    left, top = 1280 - 16 - popover.width(), 800 - 16 - popover.height()
    picture = app.primaryScreen().grabWindow(0).toImage()
    told[name] = {
        "typing": QApplication.focusWidget() is note and note.isActiveWindow(),
        "active": QApplication.activeWindow() is popover,
        "bar": picture.pixelColor(left + 8, top + 1).name(),
    }

def appear():
    told["before"] = QApplication.focusWidget() is note
    stack.tick(scenes.NOW)
    stack.show_state(scenes.SETUP)
    QTimer.singleShot(500, raised)

def raised():
    look("shown")
    note.setGeometry(200, 150, 1060, 640)
    note.raise_()
    QTimer.singleShot(500, minimised)

def minimised():
    look("covered")
    note.showMinimized()
    QTimer.singleShot(500, end)

def end():
    look("minimised")
    told["setup"] = theme.look().tokens.setup
    print(json.dumps(told), flush=True)
    app.quit()

def begin():
    note.activateWindow()
    note.setFocus()
    QTimer.singleShot(400, appear)

QTimer.singleShot(400, begin)
app.exec()
"""


@pytest.fixture
def display() -> Iterator[str]:
    """An X server with a window manager. Missing tools are a failure, not a reason to skip."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        name = f":{told.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox", "--sm-disable"],
        env={**os.environ, "DISPLAY": name},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield name
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(60)


@pytest.mark.skipif(sys.platform == "win32", reason="X11 is Linux's")
def test_whoever_types_goes_on_typing_and_the_popover_stays_in_sight(display: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
    environment |= {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "QT_SCALE_FACTOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(ROOT)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=40,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["before"]
    for moment in ("shown", "covered"):
        assert told[moment]["typing"], told
        assert not told[moment]["active"], told
    for moment in ("shown", "covered", "minimised"):
        assert told[moment]["bar"] == told["setup"], f"not in sight when {moment}: {told}"
