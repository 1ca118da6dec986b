"""An agent of these tests: the program with hands on it; and a colleague, who needs no windows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from agent_client.client.api import system_ssl
from agent_client.client.clock import ServerClock
from agent_client.client.session import Session
from agent_client.client.store.state import Link, State
from agent_client.client.store.store import Store
from agent_client.client.store.views import current_contact, in_section, phase, requests
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import AgentId, AgentState, Phase, Section
from tests.end_to_end.centre import PASSWORD, Centre, Who
from ui.bridge import Bridge
from ui.desk import Desk
from ui.dialogs.sign_in import SignInWindow
from ui.main_window.window import MainWindow
from ui.popovers.request_popover import RequestPopover
from ui.popovers.rona_popover import RonaPopover
from ui.popovers.stack import PopoverStack
from ui.program import Program
from ui.self_check.hands import PATIENCE, Hands
from ui.top_levels import top_levels

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


class Agent:
    """One agent's program, the hands on it, and what its client knows."""

    def __init__(self, who: Who, centre: Centre, desk: Desk, taken: list[QWidget], clock: ServerClock) -> None:
        self.who = who
        self.centre = centre
        self.desk = desk
        self.hands = Hands(None)
        self.clock = clock
        self.server = centre.url
        self.stop = asyncio.Event()
        self.program = Program(desk, clock, self.stop)
        self.window: MainWindow
        self._bridge: Bridge | None = None
        self._taken = taken
        self._working = desk.tasks.start(self.program.run(), "the program")

    @property
    def state(self) -> State:
        online = self.program.online()
        assert online is not None
        return online.store.state

    @property
    def popovers(self) -> PopoverStack:
        return self.window.findChild(PopoverStack)

    async def until(self, look: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
        """And until the windows show it: an agent acts on what they see, and a press on what was there before is refused."""

        def looked() -> T | None:
            if self._working.done():
                self._working.result()
            return look()

        seen = await self.hands.until(looked, what, seconds)
        await self.hands.until(self._sees_all, "all that is known to be on the screen", seconds)
        return seen

    def _sees_all(self) -> bool:
        bridge = self._bridge
        return bridge is None or not isValid(bridge) or bridge.is_level()

    async def until_phase(self, wanted: Phase) -> None:
        await self.until(lambda: phase(self.state) is wanted, f"the phase {wanted}")
        await self.until(lambda: self.window.status_bar.badge.word() == _PHASE_WORDS[wanted], "the phase's word")

    async def new_window(self, kind: type[W]) -> W:
        """The next of its kind to show: there may be a colleague's."""

        def look() -> W | None:
            for top in top_levels():
                if isinstance(top, kind) and top.isVisible() and not any(top is known for known in self._taken):
                    self._taken.append(top)
                    return top
            return None

        return await self.until(look, f"the {kind.__name__}")

    # -- signing in

    async def enter(self, window: SignInWindow, **other: str) -> None:
        """Fills the form in and presses the button; ``other``: what to write instead into a field."""
        texts = {"server": self.server, "user": self.who.user, "password": PASSWORD, "phone": self.who.phone}
        for name, text in (texts | other).items():
            field = getattr(window, name)
            field.clear()
            self.hands.type(field, text)
        await self.hands.click(window.button)

    async def refused(self, window: SignInWindow) -> str:
        """The sentence under the form."""
        await self.until(lambda: window.error.isVisible() and window.error.text(), "the reason")
        assert window.button.isEnabled() and not window.button.requested, "another try is possible"
        return window.error.text()

    async def sign_in(self, **other: str) -> Agent:
        form = await self.new_window(SignInWindow)
        await self.enter(form, **other)
        await self.until(lambda: not is_shown(form) or form.error.text(), "an answer")
        assert not is_shown(form), form.error.text()
        self.window = await self.new_window(MainWindow)
        self._bridge = self.window.findChild(Bridge)
        await self.until(lambda: self.state.link is Link.UP, "the link")
        return self

    async def signed_on(self) -> Agent:
        """Signed in, the phone tested, waiting."""
        await self.centre.pbx(f"phones/{self.who.phone}", answers_test_after=0.01, desktop=True)
        await self.sign_in()
        await self.until_phase(Phase.PAUSE)
        await self.hands.click(self.window.contact.states.available)
        await self.until_phase(Phase.WAITING)
        return self

    # -- calls

    async def popover(self) -> RequestPopover:
        """Ringing, and past the moment in which it takes no press."""
        await self.until(lambda: requests(self.state), "a request")

        def armed() -> RequestPopover | None:
            shown = self.popovers.shown()
            first = shown[0] if shown else None
            if not isinstance(first, RequestPopover) or not first.isVisible() or not first.armed:
                return None
            ringing = first.answer.isVisible() or first.at_phone.isVisible()
            return first if ringing else None

        return await self.until(armed, "the popover to ring")

    async def answer(self, popover: RequestPopover) -> None:
        """By a press, or at the phone where it cannot be answered from here."""
        if popover.answer.isVisible():
            await self.hands.click(popover.answer)
        else:
            await self.centre.pbx(f"phones/{self.who.phone}/pick-up")

    async def rona(self) -> RonaPopover:
        def shown() -> RonaPopover | None:
            found = [one for one in self.popovers.shown() if isinstance(one, RonaPopover)]
            return found[0] if found and found[0].isVisible() and found[0].armed else None

        return await self.until(shown, "the popover that asks after RONA")

    async def talk_to(self, number: str, dnis: str) -> tuple[str, Contact]:
        """A customer calls and is answered: the call's name, and the contact."""
        call = await self.centre.call(number, dnis)
        await self.answer(await self.popover())
        await self.until_phase(Phase.CALL)
        contact = current_contact(self.state)
        assert contact is not None
        return call, contact

    async def press(self, keys: str) -> None:
        await self.hands.press(self.window, keys)

    async def choose_state(self, digit: str) -> None:
        """1 Available, 2 Pause, then the idle reasons: in the state switch, by keys."""
        await self.press("Ctrl+Shift+S")
        menu = await self.until(lambda: self.window.header.switch.menu, "the menu of states")
        await self.until(menu.isVisible, "the menu to open")
        QTest.keySequence(menu, QKeySequence(digit))

    async def wrap_up(self) -> None:
        """From the end of a call, by keys."""
        await self.until_phase(Phase.WRAP_UP)
        for keys in ("F8", "1", "Return"):
            await self.press(keys)
        await self.until(lambda: phase(self.state) is not Phase.WRAP_UP, "the end of wrap-up")

    # -- the record

    async def until_history_has(self, text: str) -> None:
        """As a record, by itself or with its call: what is still on its way does not count."""
        entries = self.window.customer.history.line.entries

        def look() -> bool:
            return any(
                (entry.text == text and isinstance(entry.key, int)) or any(note.text == text for note in entry.notes)
                for entry in entries()
            )

        await self.until(look, f"“{text[:40]}” in the history")

    async def until_said(self, words: str) -> None:
        """In the note's status line."""
        editor = self.window.customer.editor
        await self.until(lambda: words in editor.status_text(), f"“{words}”, not “{editor.status_text()}”")

    # -- the callback list

    def listed(self, section: Section) -> list[Callback]:
        return in_section(self.state, section)

    async def until_listed(self, number: str, section: Section) -> Callback:
        def look() -> Callback | None:
            return next((one for one in self.listed(section) if one.number == number), None)

        return await self.until(look, f"{number or 'a withheld number'} among the {section} callbacks")

    def drafts(self) -> list[Path]:
        """What is kept on the disk of what was typed and sent, without the lock that says whose it is."""
        return [file for file in self.desk.paths.drafts.rglob("*") if file.is_file() and file.suffix != ".lock"]

    # -- the end

    async def until_gone(self, colleague: Colleague, agent: AgentId) -> None:
        """As a colleague sees it."""

        def look() -> bool:
            seen = colleague.state.agents.get(agent)
            return seen is None or seen.state is AgentState.SIGNED_OUT

        await self.hands.until(look, "the colleague to see the agent go")

    async def leave(self) -> int:
        """The program's exit status; told to end, if it has not ended by itself."""
        self.stop.set()
        async with asyncio.timeout(PATIENCE):
            status = await asyncio.shield(self._working)
        await self.desk.tasks.close()
        return status

    async def until_ended(self) -> int:
        await self.hands.until(self._working.done, "the program to end")
        return self._working.result()


_PHASE_WORDS = {
    Phase.PAUSE: "Pause",
    Phase.SIGNING_ON: "Signing on",
    Phase.WAITING: "Waiting",
    Phase.SETUP: "Setup",
    Phase.CALL: "Call",
    Phase.WRAP_UP: "Wrap-up",
    Phase.RONA: "RONA",
    Phase.RECONNECTING: "Reconnecting",
}


def is_shown(widget: QWidget) -> bool:
    try:
        return widget.isVisible()
    except RuntimeError:  # deleted
        return False


class Colleague:
    """Another agent's client without windows: the same session and store, commands by hand."""

    def __init__(self, who: Who, centre: Centre) -> None:
        self.who = who
        self.centre = centre
        self.store = Store()
        self.session = Session(self.store, ServerClock(), ssl_context=system_ssl())

    @property
    def state(self) -> State:
        return self.store.state

    async def sign_in(self, *, seat: str = "", phone: str = "") -> Colleague:
        who = self.who
        await self.session.sign_in(
            self.centre.url, who.user, PASSWORD, phone or who.phone, seat or f"PC-{who.user}", f"{who.user}-laptop"
        )
        await Hands(None).until(lambda: self.state.link is Link.UP, "the colleague's link")
        return self

    async def ready(self) -> Colleague:
        """Free, or already offered a customer who waited for that."""
        await self.centre.pbx(f"phones/{self.who.phone}", answers_test_after=0.01, desktop=True)
        await self.sign_in()
        await self.session.api.change_state(ChangeState(state=AgentState.READY))
        await Hands(None).until(lambda: phase(self.state) in (Phase.WAITING, Phase.SETUP), "the colleague to be ready")
        return self

    async def until_phase(self, wanted: Phase) -> None:
        await Hands(None).until(lambda: phase(self.state) is wanted, f"the colleague's phase {wanted}")

    async def until_request(self) -> Contact:
        [contact] = await Hands(None).until(lambda: requests(self.state), "a request for the colleague")
        return contact
