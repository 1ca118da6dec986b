"""The program in a process of its own, which works until it is killed, and tells line by line what it typed, kept and sent.

Run by `kills` with SERVER USER PASSWORD PHONE TAG SEED TASK: ``work`` goes on for ever; ``finish`` sends what earlier lives
left, and ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from agent_client.client.outbox import Outbox
from agent_client.client.outbox.letters import DRAFT, LETTER
from agent_client.client.store.state import Link, State
from agent_client.client.store.views import current_contact, phase, wrap_up_contact
from agent_client.protocol.names import Phase
from agent_client.workstation.command_line import Options
from agent_client.workstation.files import Folder
from ui import app as program
from ui import loop
from ui.dialogs.sign_in import SignInWindow
from ui.main_window.window import MainWindow
from ui.popovers.request_popover import RequestPopover
from ui.program import Program
from ui.self_check.hands import Hands, NotSeen
from ui.top_levels import top_levels

WORDS = ("engineer", "invoice", "of October", "once more", "boiler shows E4", "before noon", "by post", "price", "call")
SOON = 60.0


def tell(kind: str, **what: object) -> None:
    """One write, so that a death in its middle cannot mix two."""
    os.write(1, (json.dumps({"kind": kind, "at": time.time(), **what}) + "\n").encode())  # noqa: TID251 - both ends' clock


def tell_what_is_kept() -> None:
    """Each draft and each letter, once it is on the disk."""
    keep = Folder.keep

    def told(folder: Folder, name: str, data: bytes) -> None:
        keep(folder, name, data)
        kind = next((kind for kind in (DRAFT, LETTER) if name.startswith(kind)), None)
        if kind is not None:
            tell("kept", what=kind.strip("."), text=json.loads(data)["text"])

    Folder.keep = told  # type: ignore[method-assign]


class Hand:
    def __init__(self, made: Program, window: MainWindow, tag: str, chance: random.Random) -> None:
        self._program = made
        self._window = window
        self._tag = tag
        self._chance = chance
        self._hands = Hands(None)
        self._notes = 0

    @property
    def state(self) -> State:
        online = self._program.online()
        assert online is not None
        return online.store.state

    @property
    def outbox(self) -> Outbox:
        online = self._program.online()
        assert online is not None
        return online.outbox

    async def work(self) -> None:
        while True:
            try:
                match phase(self.state):
                    case Phase.PAUSE | Phase.RONA:
                        await self._hands.click(self._window.contact.states.available)
                        await self._until(lambda: phase(self.state) is not Phase.PAUSE, "work")
                    case Phase.WAITING:
                        tell("wish", what="call")
                        await self._until(lambda: phase(self.state) is not Phase.WAITING, "a call")
                    case Phase.SETUP:
                        await self._answer()
                    case Phase.CALL | Phase.WRAP_UP:
                        await self._write()
                    case _:
                        await asyncio.sleep(0.05)
            except NotSeen as late:
                tell("late", what=str(late), phase=str(phase(self.state)))

    async def finish(self) -> None:
        """All that is left is sent, call or no call."""
        outbox, editor = self.outbox, self._window.customer.editor
        for one in outbox.unsent():
            if one.letter is None:
                self._window.notes.unsent.opened.emit(one)
                await self._until(
                    lambda one=one: editor.subject() == one.subject and editor.text(), "the note left over"
                )
                await self._hands.press(self._window, "Ctrl+Return")
                await self._until(lambda: not editor.text(), "the note to go")
        await self._until(lambda: not outbox.waiting, "the letters to go", 30)
        tell("finished", unsent=[one.text for one in outbox.unsent()])

    async def _answer(self) -> None:
        def ringing() -> RequestPopover | None:
            for top in top_levels():
                if isinstance(top, RequestPopover) and top.isVisible() and top.armed and top.answer.isEnabled():
                    return top
            return None

        popover = await self._until(lambda: ringing() or phase(self.state) is not Phase.SETUP, "the call to ring")
        if isinstance(popover, RequestPopover):
            QTest.mouseClick(popover.answer, Qt.MouseButton.LeftButton, pos=popover.answer.rect().center())
        await self._until(lambda: phase(self.state) is not Phase.SETUP, "the conversation")

    async def _write(self) -> None:
        """A note, or two, in the conversation or after it; then the contact is over."""
        editor = self._window.customer.editor
        await self._until(lambda: editor.subject() is not None and editor.isVisible(), "the note")
        await self._type(resumed=bool(editor.text()))
        if self._chance.random() < 0.3:
            await self._type()
        if phase(self.state) is Phase.CALL:
            await self._hands.press(self._window, "F8")
            await self._until(lambda: wrap_up_contact(self.state) is not None, "wrap-up")
            if self._chance.random() < 0.4:
                await self._type()
        if phase(self.state) is Phase.WRAP_UP:
            await self._until(self._window.contact.wrap_up.isVisible, "the reasons")
            for keys in ("F8", "1", "Return"):
                await self._hands.press(self._window, keys)
            await self._until(lambda: phase(self.state) is not Phase.WRAP_UP, "the end of wrap-up")

    async def _type(self, *, resumed: bool = False) -> None:
        """Key by key, and sent: at once after the last key, as fast people do."""
        editor = self._window.customer.editor
        if resumed:
            tell("restored", text=editor.text())
            text = " and so on"
        else:
            self._notes += 1
            text = f"[{self._tag}.{self._notes}] {' '.join(self._chance.choices(WORDS, k=self._chance.randint(3, 9)))}"
        editor.field.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.field.moveCursor(editor.field.textCursor().MoveOperation.End)
        pause = self._chance.uniform(0.002, 0.02)
        for character in text:
            if phase(self.state) not in (Phase.CALL, Phase.WRAP_UP):
                return
            QTest.keyClicks(editor.field, character)
            tell("typed", text=editor.text())
            await asyncio.sleep(pause)
        whole = editor.text()
        if self._chance.random() < 0.5:
            await asyncio.sleep(self._chance.uniform(0, 0.4))
        QTest.keyClick(editor.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        if not editor.text():
            tell("sent", text=whole)
        await self._until(lambda: not editor.text(), "the note to be sent")

    async def _until(self, look: object, what: str, seconds: float = SOON) -> object:
        return await self._hands.until(look, what, seconds)  # type: ignore[arg-type]


async def signed_in(made: list[Program], user: str, password: str, phone: str) -> MainWindow:
    hands = Hands(None)
    form = await hands.window(SignInWindow)
    for field, words in ((form.user, user), (form.password, password), (form.phone, phone)):
        field.clear()
        hands.type(field, words)
    await hands.click(form.button)
    told: set[str] = set()

    def main() -> MainWindow | None:
        said = form.error.text() if isValid(form) and form.isVisible() else ""
        if said and said not in told:
            told.add(said)
            tell("refused", said=said)
        return next((top for top in top_levels() if isinstance(top, MainWindow) and top.isVisible()), None)

    window = await hands.until(main, "the main window")
    online = made[0].online()
    assert online is not None
    await hands.until(lambda: online.store.state.link is Link.UP and online.store.state.me, "the link")
    contact = current_contact(online.store.state) or wrap_up_contact(online.store.state)
    tell("signed in", phase=str(phase(online.store.state)), contact=None if contact is None else contact.id)
    return window


async def work(made: list[Program], stop: asyncio.Event) -> None:
    _, user, password, phone, tag, seed, task = sys.argv[1:]
    try:
        window = await signed_in(made, user, password, phone)
        hand = Hand(made[0], window, tag, random.Random(int(seed)))
        await (hand.work() if task == "work" else hand.finish())
    except NotSeen as late:
        tell("late", what=str(late))
        raise
    finally:
        stop.set()


async def run(app: QApplication, stop: asyncio.Event) -> int:
    made: list[Program] = []

    class Told(Program):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[arg-type]
            made.append(self)

    program.Program = Told  # type: ignore[attr-defined,misc]
    async with asyncio.TaskGroup() as group:
        group.create_task(work(made, stop))
        running = group.create_task(program._main(app, Options(server=sys.argv[1]), stop))
    return running.result()


if __name__ == "__main__":
    tell_what_is_kept()
    app = QApplication(["agent-client"])
    stop = asyncio.Event()
    sys.exit(loop.run(lambda: run(app, stop), app, stop))
