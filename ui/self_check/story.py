"""The first call, step by step, as an agent lives it. Each step names what is seen to work; a step that fails ends the story."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from PySide6.QtGui import QGuiApplication

from agent_client.client.store.state import Link, State
from agent_client.client.store.store import Store
from agent_client.client.store.views import current_contact, in_section, phase, waiting
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import AgentState, ContactState, Phase, Section
from ui.dialogs.sign_in import SignInWindow
from ui.embedded import Embedded
from ui.main_window.window import MainWindow
from ui.popovers.request_popover import RequestPopover
from ui.program import DEMO_PASSWORD, DEMO_PHONE, DEMO_USER
from ui.text import tr

from .customers import Customers
from .hands import Hands

NOTE = "Asks when the engineer comes. Promised a call before noon."
UNSENT = "Half a sentence that must survive the lost li"
STRANGER = "+420724118305"
EXPERT = "221"
"""Somebody of the demo's directory."""


class Story:
    def __init__(self, hands: Hands, customers: Customers, store: Store, url: str) -> None:
        self._hands = hands
        self._customers = customers
        self._store = store
        self._url = url
        self.window: MainWindow

    @property
    def _state(self) -> State:
        return self._store.state

    async def told(self, restart: Embedded, again: Embedded) -> AsyncGenerator[str, None]:
        """Yields a sentence for each step that was seen to work. ``again``: the same centre once more after an outage."""
        yield await self._sign_in()
        yield await self._go_ready()
        yield await self._take_call()
        yield await self._write_note()
        yield await self._wrap_up()
        yield await self._hold()
        yield await self._pass_on()
        yield await self._miss_a_call()
        yield await self._call_back()
        yield await self._lose_link(restart, again)
        yield await self._sign_out()

    async def _until_phase(self, wanted: Phase) -> None:
        await self._hands.until(lambda: phase(self._state) is wanted, tr("the phase {phase}", phase=wanted.value))

    async def _sign_in(self) -> str:
        window = await self._hands.window(SignInWindow)
        for field, text in (
            (window.server, self._url),
            (window.user, DEMO_USER),
            (window.password, DEMO_PASSWORD),
            (window.phone, DEMO_PHONE),
        ):
            field.clear()
            self._hands.type(field, text)
        self._hands.picture("sign-in", window)
        await self._hands.click(window.button)
        self.window = await self._hands.window(MainWindow)
        await self._until_phase(Phase.PAUSE)
        await self._hands.until(lambda: not self._hands.seen(SignInWindow), tr("the sign-in window to close"))
        return tr("Signed in as {user} on phone {phone}: Pause", user=DEMO_USER, phone=DEMO_PHONE)

    async def _go_ready(self) -> str:
        await self._hands.click(self.window.contact.states.available)
        await self._until_phase(Phase.SIGNING_ON)
        self._hands.picture("signing-on", self.window)
        await self._until_phase(Phase.WAITING)
        self._hands.picture("waiting", self.window)
        return tr("The phone rang and was answered: Waiting")

    async def _take_call(self) -> str:
        customer = await self._customers.somebody_known()
        active = self.window.isActiveWindow()
        await self._customers.call(customer.numbers[0])
        popover = await self._hands.window(RequestPopover)
        await self._until_phase(Phase.SETUP)
        await self._hands.until(lambda: popover.answer.isVisible(), tr("the call to ring"))
        await self._hands.until(lambda: popover.armed, tr("the popover to take a click"))
        self._hands.picture("popover", self.window, popover)
        if QGuiApplication.platformName() != "offscreen":  # which gives the keyboard to whatever shows
            assert popover.isActiveWindow() is False, "the popover took the keyboard"
            assert self.window.isActiveWindow() is active, "the popover changed which window has the keyboard"
        await self._hands.click(popover.answer)
        await self._until_phase(Phase.CALL)
        await self._hands.until(lambda: not self._hands.seen(RequestPopover), tr("the popover to go"))
        shown = await self._hands.until(self.window.customer.customer, tr("the customer's record"))
        assert shown.id == customer.id, "somebody else's record opened"
        return tr("{name} called, the record opened, the call was answered from the popover", name=shown.name)

    async def _write_note(self) -> str:
        editor = self.window.customer.editor
        self._hands.type(editor.field, NOTE)
        await self._hands.until(editor.kept, tr("the note to be kept on disk"))
        self._hands.picture("call", self.window)
        await self._hands.press(self.window, "Ctrl+Return")
        await self._hands.until(
            lambda: any(entry.text == NOTE for entry in self.window.customer.line.entries()),
            tr("the note in the history"),
        )
        await self._hands.until(lambda: not editor.text(), tr("the editor to be empty"))
        return tr("The note was kept while it was typed, sent with Ctrl+Enter, and stands in the history")

    async def _wrap_up(self) -> str:
        await self._hands.press(self.window, "F8")
        await self._until_phase(Phase.WRAP_UP)
        await self._hands.press(self.window, "F8")  # the keyboard goes to the reasons
        await self._hands.press(self.window, "2")
        page = self.window.contact.wrap_up
        await self._hands.until(lambda: page.reasons.choice() is not None, tr("a reason to be chosen"))
        self._hands.picture("wrap-up", self.window)
        await self._hands.press(self.window, "Return")
        await self._until_phase(Phase.WAITING)
        return tr("The call was ended with F8 and wrapped up by the keyboard: Waiting again")

    async def _until_state(self, wanted: ContactState) -> None:
        def look() -> bool:
            contact = current_contact(self._state)
            return contact is not None and contact.state is wanted and self._shown(contact)

        await self._hands.until(look, tr("the state {state}", state=wanted.value))

    def _shown(self, contact: Contact) -> bool:
        """The window has it too: a key acts on what is to be seen."""
        shown = self.window.contact.contact()
        return shown is not None and shown.version == contact.version

    async def _hold(self) -> str:
        await self._customers.call(STRANGER)
        popover = await self._hands.window(RequestPopover)
        await self._hands.until(lambda: popover.armed and popover.answer.isVisible(), tr("the popover"))
        await self._hands.click(popover.answer)
        await self._until_state(ContactState.CONNECTED)
        await self._hands.press(self.window, "Ctrl+Shift+H")
        await self._until_state(ContactState.HELD)
        self._hands.picture("held", self.window)
        await self._hands.press(self.window, "Ctrl+Shift+H")
        await self._until_state(ContactState.CONNECTED)
        return tr("The customer was put on hold and brought back with one key")

    async def _pass_on(self) -> str:
        await self._customers.will_answer(EXPERT, after=0.3)
        await self._hands.press(self.window, "F5")
        picker = self.window.contact.call.picker
        await self._hands.until(picker.isVisible, tr("the list of those who can be asked"))
        self._hands.type(picker.field, EXPERT)
        await self._hands.until(picker.pick.isEnabled, tr("somebody to ask"))
        self._hands.picture("whom-to-ask", self.window)
        await self._hands.press(self.window, "Return")
        await self._until_state(ContactState.CONSULTING)
        self._hands.picture("consulting", self.window)
        await self._hands.press(self.window, "Ctrl+Shift+J")
        await self._until_state(ContactState.CONFERENCE)
        self._hands.picture("conference", self.window)
        await self._hands.press(self.window, "F4")
        await self._until_phase(Phase.WRAP_UP)
        await self._hands.until(self.window.contact.wrap_up.isVisible, tr("the reasons"))
        await self._hands.press(self.window, "F8")
        await self._hands.press(self.window, "8")
        await self._hands.press(self.window, "Return")
        await self._until_phase(Phase.WAITING)
        return tr("An expert was asked, all three talked, and the customer was transferred")

    async def _miss_a_call(self) -> str:
        switch = self.window.header.switch
        switch.chosen.emit(ChangeState(state=AgentState.NOT_READY))
        await self._until_phase(Phase.PAUSE)
        before = {entry.id for entry in in_section(self._state, Section.OPEN)}
        await self._customers.call(STRANGER, patience=0.3)
        await self._hands.until(
            lambda: {entry.id for entry in in_section(self._state, Section.OPEN)} - before,
            tr("the missed call in the callback list"),
        )
        rows = self.window.callbacks.rows
        await self._hands.until(
            lambda: (top := rows.line(0)) is not None and top.entry.number == STRANGER,
            tr("the missed call on top of the list"),
        )
        await self._hands.press(self.window, "F9")
        await self._hands.until(
            lambda: phase(self._state) is Phase.PAUSE and waiting(self._state) == 0, tr("an empty queue")
        )
        self._hands.picture("callbacks", self.window)
        return tr("A caller who gave up stands in the callback list")

    async def _call_back(self) -> str:
        await self._customers.will_answer(STRANGER, after=0.5)
        panel = self.window.callbacks
        await self._hands.until(
            lambda: (newest := panel.rows.line(0)) is not None and newest.entry.number == STRANGER,
            tr("the missed call at the top of the list"),
        )
        await self._hands.click_row(panel.list, 0)
        chosen = await self._hands.until(panel.chosen, tr("a chosen entry"))
        assert chosen.number == STRANGER, "the newest entry is somebody else's"
        await self._hands.press(self.window, "Return")
        await self._hands.until(self._ringing, tr("the agent's phone to ring"))
        await self._hands.click(self.window.contact.call.answer)
        await self._until_phase(Phase.CALL)
        await self._hands.until(
            lambda: self._state.callbacks[chosen.id].section is Section.DONE, tr("the entry to be done")
        )
        self._hands.picture("calling-back", self.window)
        await self._hands.press(self.window, "F8")
        await self._until_phase(Phase.WRAP_UP)
        await self._hands.press(self.window, "F8")
        await self._hands.press(self.window, "1")
        await self._hands.press(self.window, "Return")
        await self._hands.until(lambda: phase(self._state) in (Phase.PAUSE, Phase.WAITING), tr("the end of wrap-up"))
        return tr("The entry was called back and reached: it is done by itself")

    def _ringing(self) -> Contact | None:
        call = self.window.contact.call
        return self.window.contact.contact() if call.answer.isVisible() else None

    async def _lose_link(self, restart: Embedded, again: Embedded) -> str:
        if phase(self._state) is not Phase.WAITING:
            await self._hands.click(self.window.contact.states.available)
            await self._until_phase(Phase.WAITING)
        await self._customers.call(STRANGER)
        popover = await self._hands.window(RequestPopover)
        await self._hands.until(lambda: popover.armed and popover.answer.isVisible(), tr("the popover"))
        await self._hands.click(popover.answer)
        await self._until_phase(Phase.CALL)
        self._hands.type(self.window.customer.editor.field, UNSENT)
        await restart.stop()
        await self._hands.until(lambda: self._state.link is Link.DOWN, tr("the lost link to be noticed"))
        await self._hands.until(self.window.strip.isVisible, tr("the lost link to be shown"))
        self._hands.picture("lost-link", self.window)
        await again.start()
        await self._hands.until(lambda: self._state.link is Link.UP, tr("the link to come back"), 30.0)
        await self._until_phase(Phase.CALL)
        assert current_contact(self._state) is not None, "the call is gone"
        assert self.window.customer.editor.text() == UNSENT, "what was typed is gone"
        await self._hands.press(self.window, "Ctrl+Return")
        await self._hands.press(self.window, "F8")
        await self._until_phase(Phase.WRAP_UP)
        await self._hands.press(self.window, "F8")
        await self._hands.press(self.window, "1")
        await self._hands.press(self.window, "Return")
        await self._until_phase(Phase.WAITING)
        return tr("The server was stopped and came back: the call and what was typed were still there")

    async def _sign_out(self) -> str:
        self.window.actions_["quit"].trigger()
        await self._hands.until(lambda: not self._hands.seen(MainWindow), tr("the main window to close"))
        return tr("Signed out")
