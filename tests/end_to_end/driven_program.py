"""The program in a process of its own, with an agent's hands inside it: signs in, waits, and tells what it does line by line.

Run by tests with SERVER USER PASSWORD PHONE type TEXT (takes the call, writes half a note), … watch (hides its window and
says where the popover stands), … stay (is signed in) or … told (says what it was told at the start).
"""

from __future__ import annotations

import asyncio
import json
import sys

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from agent_client.workstation.command_line import Options
from ui import app as program
from ui import loop
from ui.dialogs.sign_in import SignInWindow
from ui.ending import Application
from ui.main_window.window import MainWindow
from ui.popovers.request_popover import RequestPopover
from ui.self_check.hands import Hands, NotSeen


def tell(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


async def ringing(hands: Hands) -> RequestPopover:
    popover = await hands.window(RequestPopover)
    await hands.until(lambda: popover.armed and popover.answer.isVisible(), "the call to ring")
    return popover


async def type_note(hands: Hands, main: MainWindow, text: str) -> None:
    await hands.click((await ringing(hands)).answer)
    editor = main.customer.editor
    await hands.until(lambda: main.contact.call.isVisible() and editor.subject(), "the call's note")
    hands.type(editor.field, text)
    await hands.until(lambda: editor.status_text().endswith("s ago"), "the note to be kept")
    tell("typed")


async def watch(hands: Hands, main: MainWindow) -> None:
    await hands.until(main.contact.states.queues.count, "the state of waiting")
    main.showMinimized()
    tell("waiting")
    popover = await ringing(hands)
    await hands.until(lambda: popover.width() >= popover.minimumSizeHint().width(), "its size")
    facts = {
        "popover": int(popover.winId()),
        "screen": popover.screen().availableGeometry().getRect(),
        "active": popover.isActiveWindow() or QGuiApplication.focusWindow() is not None,
        "minimised": main.isMinimized(),
    }
    tell(json.dumps(facts))


async def work(arguments: list[str]) -> None:
    user, password, phone, task, *text = arguments
    hands = Hands(None)
    form = await hands.window(SignInWindow)
    first = [form.said.title.text(), form.said.words.text()]
    for field, words in ((form.user, user), (form.password, password), (form.phone, phone)):
        field.clear()
        hands.type(field, words)
    await hands.click(form.button)
    try:
        main = await hands.window(MainWindow)
    except NotSeen as late:
        raise NotSeen(f"signing in: {form.error.text()} {form.said.words.text()}") from late
    if task == "stay":
        await hands.until(main.header.switch.isEnabled, "the link")
        tell("there")
        return
    if task == "told":
        tell(json.dumps({"first": first, "notices": main.notice_bar.lines()}))
        return
    await hands.click(main.contact.states.available)
    await (type_note(hands, main, *text) if task == "type" else watch(hands, main))


async def run(app: QApplication, stop: asyncio.Event) -> int:
    server, *arguments = sys.argv[1:]
    async with asyncio.TaskGroup() as group:
        group.create_task(work(arguments))
        running = group.create_task(program._main(app, Options(server=server), stop))
    return running.result()


if __name__ == "__main__":
    made = Application(["agent-client"])
    end = asyncio.Event()
    sys.exit(loop.run(lambda: run(made, end), made, end))
