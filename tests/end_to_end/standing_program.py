"""The program in a process of its own that does nothing but stand there: says when its window is there, and when it came back.

Run by tests with the command line's own options.
"""

from __future__ import annotations

import asyncio
import sys

from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from agent_client.workstation import command_line
from ui import app as program
from ui import loop
from ui.dialogs.sign_in import SignInWindow
from ui.self_check.hands import Hands


def tell(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


async def stand() -> None:
    hands = Hands(None)
    form = await hands.window(SignInWindow)
    form.showMinimized()
    tell("there")

    def is_back() -> bool:
        return isValid(form) and not form.isMinimized() and form.isActiveWindow()

    await hands.until(is_back, "the window to come back", 60)
    tell(f"back {form.server.text()}")
    await asyncio.Event().wait()


async def run(app: QApplication, stop: asyncio.Event) -> int:
    options = command_line.parse(sys.argv[1:])
    async with asyncio.TaskGroup() as group:
        standing = group.create_task(stand())
        status = await group.create_task(program._main(app, options, stop))
        standing.cancel()
    return status


if __name__ == "__main__":
    made = QApplication(["agent-client"])
    end = asyncio.Event()
    sys.exit(loop.run(lambda: run(made, end), made, end))
