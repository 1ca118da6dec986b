"""What an agent does in a busy shift, one thing after another, at random: calls, consults, notes, callbacks, windows."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from agent_client.client.store.state import Link, State
from agent_client.client.store.views import current_contact, phase
from agent_client.protocol.names import ContactState, CustomerList, Phase
from ui.administration.window import AdministrationWindow
from ui.bridge import Bridge
from ui.customers.window import DUPLICATES, CustomersWindow
from ui.diagnostics.window import DiagnosticsWindow
from ui.dialogs.sign_in import SignInWindow
from ui.main_window.window import MainWindow
from ui.popovers.request_popover import RequestPopover
from ui.popovers.rona_popover import RonaPopover
from ui.program import Program
from ui.self_check.hands import Hands, NotSeen
from ui.supervising.window import AGENTS, CALLS, CARDS, LOG, SupervisingWindow
from ui.top_levels import top_levels
from ui.widgets.action_button import ActionButton

W = TypeVar("W", bound=QWidget)

_log = logging.getLogger("soak")

EXPERTS = ("221", "222", "Mila", "Farid", "Bram")
NAMES = ("van", "jan", "de", "ber", "mar", "bak")
NOTES = (
    "Asks when the engineer comes.",
    "Wants the invoice of October once more, by post; the address has changed: Lidická 41.",
    "Boiler shows E4 again. Promised a call before noon.",
)
OPENED = (CustomersWindow, AdministrationWindow, SupervisingWindow, DiagnosticsWindow, QDialog)
PATIENCE = 8.0
TRIES = 5
"""For what a shift cannot go on without; a phone that is dead for a while, or a line, is there again by then."""
AT_WORK = (Phase.WAITING, Phase.SETUP, Phase.CALL, Phase.WRAP_UP, Phase.RONA)


class Shift:
    """``ask`` has the world do something: cut the line, write a message. ``pace`` divides every pause of the hands."""

    def __init__(self, program: Program, chance: random.Random, pace: float, ask: Callable[[str], None]) -> None:
        self._program = program
        self._chance = chance
        self._pace = pace
        self._ask = ask
        self.hands = Hands(None)
        self.window: MainWindow
        self._bridge: Bridge | None = None
        self.done: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        """What was not seen in time: a shift goes on, as an agent would."""

    @property
    def state(self) -> State:
        online = self._program.online()
        assert online is not None
        return online.store.state

    async def sign_in(self, server: str, user: str, password: str, phone: str) -> None:
        form = await self.hands.window(SignInWindow)
        for field, words in ((form.server, server), (form.user, user), (form.password, password), (form.phone, phone)):
            field.clear()
            self.hands.type(field, words)
        await self.hands.click(form.button)
        self.window = await self.hands.window(MainWindow, 60)
        self._bridge = self.window.findChild(Bridge)
        await self._until(lambda: self.state.link is Link.UP and self.state.me is not None, "the link", 60)

    async def sign_out(self) -> None:
        """And in again: whoever has this shift worked sees to that."""
        if phase(self.state) is not Phase.PAUSE:
            return
        self.window.actions_["sign_out"].trigger()
        await self._until(self.is_signed_out, "the sign-in window", 60)

    def is_signed_out(self) -> bool:
        return _shown(SignInWindow) is not None

    async def go_on(self) -> None:
        """One more thing, whatever suits what is going on."""
        try:
            await self._pause(1.5, 6)
            if self.state.link is not Link.UP:
                await self._until(lambda: self.state.link is Link.UP, "the link", 40)
            match phase(self.state):
                case Phase.CALL:
                    await self._talk()
                case Phase.WRAP_UP:
                    await self._one("wrap-ups", self._wrap_up)
                case Phase.SETUP:
                    await self._one("calls", self._take)
                case Phase.PAUSE | Phase.RONA:
                    await self._between()
                case Phase.WAITING:
                    await self._wait()
                case _:
                    await asyncio.sleep(0.2)
        except (NotSeen, RuntimeError) as missed:  # or a window that has gone meanwhile
            self.miss("going on", missed)

    async def rest(self) -> None:
        """Everything closed, in pause: the same moment each time."""
        for _ in range(40):
            self._close_windows()
            if phase(self.state) is Phase.PAUSE and self.state.link is Link.UP and not self.state.contacts:
                break
            await self.go_on_with_contact()
            await asyncio.sleep(0.2)
        self._close_windows()
        self.window.resize(1280, 800)
        await asyncio.sleep(1)

    async def see_everything(self) -> None:
        """Every window, and each of its pages: some are made when they are first wanted, and all of them shall have been."""
        customers = await self._opened("F3", CustomersWindow)
        for tab in (DUPLICATES, CustomerList.OWN.value, CustomerList.CENTRAL.value):
            customers.open(tab)
            await asyncio.sleep(0.1)
        customers.open_import()
        customers.open_export()
        customers.back()
        administration = await self._opened("Ctrl+,", AdministrationWindow)
        await self._until(lambda: administration.page() is not None, "the rules")
        for at in range(len(administration.list.things())):
            await self.hands.click_row(administration.list, at)
            await asyncio.sleep(0.1)
        supervising = await self._opened("F11", SupervisingWindow)
        for page in (CALLS, CARDS, LOG, AGENTS):
            supervising.open(page)
            await asyncio.sleep(0.1)
        await self._opened("Shift+F1", DiagnosticsWindow)
        await asyncio.sleep(0.5)
        self._close_windows()

    async def go_on_with_contact(self) -> None:
        try:
            match phase(self.state):
                case Phase.CALL:
                    await self._end()
                case Phase.WRAP_UP:
                    await self._wrap_up()
                case Phase.SETUP:
                    await self._take()
                case Phase.RONA | Phase.WAITING:
                    await self._choose_state("2")
                case _:
                    await asyncio.sleep(0.5)
        except (NotSeen, RuntimeError) as missed:
            self.miss("coming to rest", missed)

    async def be_ready(self) -> None:
        """Whoever finds themselves in pause still, or again, chooses once more."""
        for tries_left in reversed(range(TRIES)):
            try:
                if phase(self.state) in (Phase.PAUSE, Phase.RONA):
                    await self._choose_state("1")
                await self._until(lambda: phase(self.state) in AT_WORK, "work", 15)
                return
            except NotSeen as missed:
                if not tries_left:
                    raise
                self.miss("being ready", missed)

    def miss(self, name: str, missed: Exception) -> None:
        self.missed[name] += 1
        contacts = [(str(one.channel), str(one.state)) for one in self.state.contacts.values()]
        _log.warning("%s: %s, in %s with %s", name, missed, phase(self.state), contacts)
        self._back_out()

    # -- one thing

    async def _one(self, name: str, do: Callable[[], Awaitable[None]]) -> None:
        try:
            await do()
            self.done[name] += 1
        except (NotSeen, RuntimeError) as missed:
            self.miss(name, missed)

    async def _any(self, *choices: tuple[float, str, Callable[[], Awaitable[None]]]) -> None:
        _, name, do = self._chance.choices(choices, [weight for weight, _, _ in choices])[0]
        await self._one(name, do)

    async def _between(self) -> None:
        await self._any(
            (6, "returns to work", self.be_ready),
            (3, "callbacks", self._call_back),
            (2, "customers opened", self._find),
            (2, "windows", self._open_and_close),
            (1, "signed out and in", self.sign_out),
        )

    async def _wait(self) -> None:
        self._popovers_away()
        await self._any(
            (20, "looks at nothing", lambda: asyncio.sleep(0.3)),
            (3, "windows", self._open_and_close),
            (3, "customers opened", self._find),
            (2, "callbacks looked at", self._look_at_list),
            (1, "pauses", lambda: self._choose_state("2")),
            (1, "messages", self._message),
            (0.7, "links cut", self._cut),
            (0.3, "links stalled", self._stall),
            (1, "looks", self._look),
        )

    async def _talk(self) -> None:
        contact = current_contact(self.state)
        if contact is None:
            return
        if contact.state is ContactState.CONNECTED:
            await self._any(
                (5, "notes", self._note),
                (3, "holds", self._hold),
                (3, "consults", self._consult),
                (1, "keypads", self._keypad),
                (1, "appointment boxes", self._appointment),
                (1, "cards edited", self._edit),
                (1, "windows", self._open_and_close),
                (0.4, "links cut", self._cut),
                (5, "ends", self._end),
            )
        else:
            await self._one("ends", self._end)

    # -- calls

    async def _take(self) -> None:
        """Presses Answer, again if nothing comes of it."""
        call = self.window.contact.call

        def to_press() -> ActionButton | None:
            for top in top_levels():
                if isinstance(top, RequestPopover) and top.isVisible() and top.armed and top.answer.isVisible():
                    return top.answer
            return call.answer if call.answer.isVisible() else None

        for _ in range(4):
            button = await self._until(lambda: to_press() or phase(self.state) is not Phase.SETUP, "a request", 12)
            if isinstance(button, ActionButton):
                await self._click(button)
            try:
                await self._until(lambda: phase(self.state) is not Phase.SETUP, "the answer", 3)
            except NotSeen:
                continue  # it was another's by then, or a customer who is called back takes their time
            return

    async def _note(self) -> None:
        editor = self.window.customer.editor
        await self._until(lambda: editor.isVisible() and editor.subject(), "the note")
        if self._chance.random() < 0.2:
            await self.hands.press(self.window, "Ctrl+T")
            await asyncio.sleep(0.1)
            await self.hands.press(self.window, "Escape")
        self.hands.type(editor.field, self._chance.choice(NOTES))
        await self._pause(1, 4)
        await self.hands.press(self.window, "Ctrl+Return")
        await self._until(lambda: not editor.text(), "the note to be sent")

    async def _hold(self) -> None:
        for state in (ContactState.HELD, ContactState.CONNECTED):
            await self.hands.press(self.window, "Ctrl+Shift+H")
            await self._until_contact(state)
            await self._pause(1, 4)

    async def _consult(self) -> None:
        await self.hands.press(self.window, "F5")
        picker = self.window.contact.call.picker
        await self._until(picker.isVisible, "the picker")
        picker.field.clear()
        self.hands.type(picker.field, self._chance.choice(EXPERTS))
        await self._until(picker.pick.isEnabled, "somebody to ask")
        await self.hands.press(self.window, "Return")
        await self._until_contact(ContactState.CONSULTING, 6)
        then = self._chance.random()
        if then < 0.4:
            await self.hands.press(self.window, "Ctrl+Shift+J")
            await self._until_contact(ContactState.CONFERENCE)
        if then < 0.6:
            await self.hands.press(self.window, "F4")
        elif then < 0.9:
            await self.hands.press(self.window, "Ctrl+Shift+E")
        await self._pause(1, 4)

    async def _keypad(self) -> None:
        await self.hands.press(self.window, "Ctrl+Shift+K")
        await asyncio.sleep(0.1)
        await self.hands.press(self.window, "5")
        await self.hands.press(self.window, "Ctrl+Shift+K")

    async def _appointment(self) -> None:
        box = self.window.appointment.box
        await self.hands.press(self.window, "F7")
        await self._until(box.isVisible, "the box for an appointment")
        if self._chance.random() < 0.3:
            self.hands.type(box.when.field, "+3d 10:00")
        await self._pause(1, 3)
        box.dismiss()

    async def _edit(self) -> None:
        panel = self.window.customer
        if panel.customer() is None:
            return
        await self.hands.press(self.window, "F2")
        await self._until(panel.place.shows_form, "the form")
        await self._pause(1, 4)
        await self.hands.press(self.window, "Escape")
        await self._until(lambda: not panel.place.shows_form(), "the form to close")

    async def _end(self) -> None:
        contact = current_contact(self.state)
        if contact is None:
            return
        if contact.state is ContactState.HELD:
            await self.hands.press(self.window, "Ctrl+Shift+H")
        elif contact.state in (ContactState.CONSULTING, ContactState.CONSULT_REQUESTED):
            await self.hands.press(self.window, "Ctrl+Shift+E")
        else:
            await self.hands.press(self.window, "F8")
        await asyncio.sleep(0.3)

    async def _wrap_up(self) -> None:
        page = self.window.contact.wrap_up
        await self._until(lambda: page.isVisible() or phase(self.state) is not Phase.WRAP_UP, "the reasons")
        if self._chance.random() < 0.3:
            await self._note()
        for keys in ("F8", str(self._chance.randint(1, 9)), "Return"):
            await self.hands.press(self.window, keys)
        await self._until(lambda: phase(self.state) is not Phase.WRAP_UP, "the end of wrap-up")

    # -- between calls

    async def _choose_state(self, digit: str) -> None:
        """Once the window offers it: without a link, and while an earlier choice is on its way, it does not."""
        available, switch = self.window.contact.states.available, self.window.header.switch
        await self._until(lambda: switch.isEnabled() and not switch.requested, "the switch of states")
        if available.isVisible() and digit == "1":
            await self._click(available)
            return
        await self.hands.press(self.window, "Ctrl+Shift+S")
        menu = await self._until(
            lambda: switch.menu if switch.menu is not None and switch.menu.isVisible() else None, "the menu of states"
        )
        QTest.keyClick(menu, Qt.Key(ord(digit)))
        await asyncio.sleep(0.2)

    async def _find(self) -> None:
        await self.hands.press(self.window, "Ctrl+K")
        results, search = self.window.results, self.window.header.search
        search.clear()
        self.hands.type(search, self._chance.choice(NAMES))
        await self._until(lambda: results.isVisible() and results.view.model().rowCount() > 1, "customers")
        for _ in range(self._chance.randint(0, 4)):
            await self.hands.press(self.window, "Down")
        await self.hands.press(self.window, "Return")
        await self._until(lambda: self.window.customer.customer() is not None, "the card")
        await self._pause(1, 4)

    async def _look_at_list(self) -> None:
        panel = self.window.callbacks
        QTest.keyClick(panel.tabs, Qt.Key.Key_Right)
        await self._pause(1, 3)
        QTest.keyClick(panel.tabs, Qt.Key.Key_Left)
        if panel.rows.rowCount():
            await self.hands.click_row(panel.list, self._chance.randrange(min(8, panel.rows.rowCount())))
        await self._pause(1, 3)

    async def _call_back(self) -> None:
        panel = self.window.callbacks
        await self.hands.press(self.window, "F9")
        free = [at for at, line in enumerate(panel.rows.lines()[:8]) if line.entry.claim is None]
        if not free:
            return
        await self.hands.click_row(panel.list, self._chance.choice(free))
        await self._until(panel.chosen, "a chosen entry")
        await self.hands.press(self.window, "Return")
        await self._until(lambda: phase(self.state) is not Phase.PAUSE, "the call", 3)

    async def _open_and_close(self) -> None:
        keys, kind = self._chance.choice(
            (
                ("F3", CustomersWindow),
                ("Ctrl+,", AdministrationWindow),
                ("F11", SupervisingWindow),
                ("F1", QDialog),
                ("F10", None),
            )
        )
        await self.hands.press(self.window, keys)
        if kind is not None:
            opened = await self._until(lambda: _shown(kind), keys)
            if isinstance(opened, AdministrationWindow):
                await self._until(lambda: opened.page() is not None, "the rules")
                rows = len(opened.list.things())
                await self.hands.click_row(opened.list, self._chance.randrange(rows))
        await self._pause(2, 6)
        self._close_windows()

    async def _look(self) -> None:
        self.window.resize(self._chance.randint(1024, 1700), self._chance.randint(640, 1000))
        if self._chance.random() < 0.2:
            await self.hands.press(self.window, "Ctrl++")
            await asyncio.sleep(0.3)
            await self.hands.press(self.window, "Ctrl+0")

    # -- the world

    async def _message(self) -> None:
        self._ask("message")

    async def _cut(self) -> None:
        self._ask("cut")
        await asyncio.sleep(1)

    async def _stall(self) -> None:
        self._ask("stall")
        await self._until(lambda: self.state.link is Link.DOWN, "the lost link", 15)

    # -- small things

    async def _opened(self, keys: str, kind: type[W]) -> W:
        await self.hands.press(self.window, keys)
        return await self._until(lambda: _shown(kind), keys)

    async def _until(self, look: Callable[[], object], what: str, seconds: float = PATIENCE) -> Any:
        """And until the windows show it: an agent acts on what they see, and what is not offered yet takes no press."""
        seen = await self.hands.until(look, what, seconds)
        await self.hands.until(self._sees_all, "all that is known to be on the screen", seconds)
        return seen

    def _sees_all(self) -> bool:
        bridge = self._bridge
        return bridge is None or not isValid(bridge) or bridge.is_level()

    async def _until_contact(self, wanted: ContactState, seconds: float = 4.0) -> None:
        def look() -> bool:
            contact = current_contact(self.state)
            shown = self.window.contact.contact()
            there = contact is not None and contact.state is wanted
            return there and shown is not None and contact is not None and shown.version == contact.version

        await self._until(look, wanted, seconds)

    async def _click(self, widget: QWidget) -> None:
        await self._until(lambda: widget.isVisible() and widget.isEnabled(), "something to click", 4)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())

    async def _pause(self, least: float, most: float) -> None:
        await asyncio.sleep(self._chance.uniform(least, most) / self._pace)

    def _popovers_away(self) -> None:
        for top in top_levels():
            if isinstance(top, RonaPopover) and top.isVisible():
                QTest.keyClick(top, Qt.Key.Key_Escape)

    def _close_windows(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        for top in top_levels():
            if isinstance(top, OPENED) and top.isVisible():
                top.close()

    def _back_out(self) -> None:
        if not isValid(self.window):
            return
        self._close_windows()
        picker = self.window.contact.call.picker
        for widget in (picker.field, self.window.appointment.box):
            if widget.isVisible():
                QTest.keyClick(widget, Qt.Key.Key_Escape)
        QTest.keyClick(self.window, Qt.Key.Key_Escape)


def _shown(kind: type[W]) -> W | None:
    return next((top for top in top_levels() if isinstance(top, kind) and top.isVisible()), None)
