"""The popover on a real screen with another program in front: seen, at the lower right, and it takes no key (C7)."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack

import pytest

from agent_client.workstation.paths import HOME

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="X11 is Linux's"),
]

_OTHER = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

app = QApplication([])
field = QLineEdit()
field.setWindowTitle("somewhere else")
field.resize(600, 60)
field.show()
field.activateWindow()
field.setFocus()

def tell():
    print(json.dumps({"active": field.isActiveWindow() and field.hasFocus(), "text": field.text()}), flush=True)

timer = QTimer(interval=50)
timer.timeout.connect(tell)
timer.start()
app.exec()
"""


_GIVES_FOCUS = """<openbox_config xmlns="http://openbox.org/3.4/rc">
  <applications><application class="*"><focus>yes</focus></application></applications>
</openbox_config>"""


@pytest.fixture
def display(tmp_path):
    """A real X server, with a window manager, where there is one, that gives the keyboard to every new window it can."""
    with ExitStack() as running:
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=(writing,),
            stderr=subprocess.DEVNULL,
        )
        running.callback(server.wait, 60)
        running.callback(server.terminate)
        os.close(writing)
        with os.fdopen(reading) as told:
            name = f":{told.readline().strip()}"
        assert name != ":", "Xvfb did not start"
        environment = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
        environment |= {"QT_QPA_PLATFORM": "xcb", "DISPLAY": name}
        if shutil.which("openbox"):
            (tmp_path / "rc.xml").write_text(_GIVES_FOCUS)
            command = ["openbox", "--config-file", str(tmp_path / "rc.xml")]
            manager = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
            running.callback(manager.wait, 60)
            running.callback(manager.terminate)
        yield environment


def line_of(process, wanted, what):
    """The first of its lines that is wanted. Blocks."""
    for line in process.stdout:
        if wanted(line.strip()):
            return line.strip()
    raise AssertionError(f"it ended before {what}: {process.stderr.read()}")


@pytest.fixture
def started(display, tmp_path):
    """Starts a Python program on that screen; killed at the end."""
    running = []

    def start(*arguments):
        running.append(
            subprocess.Popen(
                [sys.executable, *arguments],
                env=display | {HOME: str(tmp_path / "home"), "CLIENTNAME": "WS-screen"},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate(timeout=60)


def place_of(number, environment):
    """As the screen has it: Qt on X11 at times believes that a window without a frame stands at 0, 0."""
    command = ["xdotool", "getwindowgeometry", "--shell", str(number)]
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=60).stdout
    told = dict(line.split("=") for line in said.splitlines())
    return tuple(int(told[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))


async def test_C7_the_popover_is_seen_and_takes_no_keyboard_from_another_program(
    started, display, driven_program, centre, team
):
    who = team.anna
    await centre.pbx(f"phones/{who.phone}", answers_test_after=0, desktop=True)
    agent = started(*driven_program, centre.url, who.user, "Passwort 9", who.phone, "watch")
    await asyncio.to_thread(line_of, agent, lambda line: line == "waiting", "it waited for a call")
    other = started("-c", _OTHER)
    await asyncio.to_thread(line_of, other, lambda line: json.loads(line)["active"], "it had the keyboard")

    await centre.call(team.known, team.main)
    facts = json.loads(await asyncio.to_thread(line_of, agent, lambda line: line.startswith("{"), "the popover"))

    assert facts["active"] is False and facts["minimised"] is True
    x, y, width, height = await asyncio.to_thread(place_of, facts["popover"], display)
    left, top, screen_width, screen_height = facts["screen"]
    assert x + width > left + screen_width * 0.9 and y + height > top + screen_height * 0.9, "not at the lower right"
    assert x + width <= left + screen_width and y + height <= top + screen_height
    typed = ["xdotool", "type", "--delay", "5", "still typing"]
    await asyncio.to_thread(subprocess.run, typed, env=display, check=True, timeout=60)
    await asyncio.to_thread(line_of, other, lambda line: json.loads(line)["text"] == "still typing", "the keys")
    states = [json.loads(await asyncio.to_thread(line_of, other, bool, "its state")) for _ in range(3)]
    assert all(state["active"] for state in states), "the keyboard went elsewhere"
