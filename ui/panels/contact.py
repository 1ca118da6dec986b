"""The middle column: the contact in hand, from ringing to wrap-up, or what the agent is at without one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from agent_client.client.store.state import Changed, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactId, ContactState
from agent_client.rules.parties import ContactAction
from ui.commands import Control
from ui.text import tr
from ui.widgets.action_button import ActionButton
from ui.widgets.view import View

from .call_actions import hold_toggled, recording_toggled
from .contact_call import CallPage
from .contact_states import StatePage
from .contact_wrap_up import WrapUpPage
from .subject import subject


class ContactPanel(View):
    """``pressed`` carries the action, the contact and the version that was seen, as do the others of a call (`CallPage`)."""

    SHOWS = Changed.CONTACTS | Changed.ME | Changed.QUEUES | Changed.CENTRE | Changed.LINK

    pressed = Signal(object, object, object)
    mute_pressed = Signal(object, object, bool)
    digits_typed = Signal(object, object, str)
    target_picked = Signal(object, object, object, object)
    wrap_up_submitted = Signal(object, object, object)
    extend_pressed = Signal(object, object)
    state_chosen = Signal(object)
    sign_on_answer_pressed = Signal()
    appointment_wanted = Signal(object, object)
    """The contact, and the button that was pressed for it (E9)."""

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__(within)
        self._chosen: ContactId | None = None
        self._contact: Contact | None = None
        self.setAccessibleName(tr("Contact"))
        self.call = CallPage(self)
        self.wrap_up = WrapUpPage(self)
        self.states = StatePage(self)
        self._pages = QStackedLayout(self)
        for page in (self.states, self.call, self.wrap_up):
            self._pages.addWidget(page)
        self.call.pressed.connect(self.pressed)
        self.call.mute_pressed.connect(self.mute_pressed)
        self.call.digits_typed.connect(self.digits_typed)
        self.call.target_picked.connect(self.target_picked)
        self.wrap_up.submitted.connect(self.wrap_up_submitted)
        self.wrap_up.extend_pressed.connect(self.extend_pressed)
        self.states.state_chosen.connect(self.state_chosen)
        self.states.answer_pressed.connect(self.sign_on_answer_pressed)
        for button in (self.call.bar.later, self.wrap_up.later):
            button.clicked.connect(self._want_appointment)

    def show_state(self, state: State) -> None:
        self._contact = contact = self.contact_of(state)
        if contact is None:
            self.states.show_state(state)
            self._turn_to(self.states)
        elif contact.state is ContactState.WRAP_UP:
            self.wrap_up.show_contact(contact, state)
            self._turn_to(self.wrap_up)
        else:
            self.call.show_contact(contact, state)
            self._turn_to(self.call)

    def tick(self, now: datetime) -> None:
        for page in (self.states, self.call, self.wrap_up):
            page.tick(now)

    def choose(self, contact: ContactId | None) -> None:
        """Show this one from the next `show_state` on, as long as it is the agent's."""
        self._chosen = contact

    def contact(self) -> Contact | None:
        return self._contact

    def contact_of(self, state: State) -> Contact | None:
        """Which contact this panel shows in that state."""
        return subject(state, self._chosen)

    def control(self, name: str) -> Control | None:
        """The value of a `ContactAction`, or ``ready``, ``idle``, ``sign_on_answer``: what was pressed for it."""
        own = {
            ContactAction.WRAP_UP.value: self.wrap_up.submit,
            ContactAction.EXTEND.value: self.wrap_up.extend,
            "ready": self.states.available,
            "idle": self.states.idle,
            "sign_on_answer": self.states.answer,
        }
        return own[name] if name in own else self.call.control(ContactAction(name))

    def press(self, action: ContactAction) -> None:
        """By key. The end of what has ended already is its wrap-up: the keyboard goes to the reasons."""
        if self._contact is None:
            return
        if self._contact.state is ContactState.WRAP_UP:
            if action in (ContactAction.END, ContactAction.WRAP_UP):
                self.wrap_up.take_focus()
            elif action is ContactAction.EXTEND:
                self.wrap_up.extend.press()
        elif (button := self.call.button(action)) is not None:
            button.press()

    def appointment_button(self) -> ActionButton:
        return self.wrap_up.later if self._pages.currentWidget() is self.wrap_up else self.call.bar.later

    def save_values(self) -> None:
        """Of the contact in sight, on whichever page its values stand."""
        page = self._pages.currentWidget()
        if isinstance(page, CallPage | WrapUpPage):
            page.variables.save.press()

    def toggle_hold(self) -> None:
        self._press_toggled(hold_toggled)

    def toggle_recording(self) -> None:
        self._press_toggled(recording_toggled)

    def _want_appointment(self) -> None:
        if self._contact is not None:
            self.appointment_wanted.emit(self._contact, self.appointment_button())

    def _turn_to(self, page: QWidget) -> None:
        """The keyboard does not slip on to the page that comes: an Enter meant for the call must not submit its wrap-up."""
        before = self._pages.currentWidget()
        if page is before:
            return
        if before is self.call:
            self.call.close_keypad()
            self.call.close_picker()
        if _within(before, self.window().focusWidget()):
            self.window().setFocus(Qt.FocusReason.OtherFocusReason)
        self._pages.setCurrentWidget(page)

    def _press_toggled(self, meant: Callable[[Contact], ContactAction | None]) -> None:
        action = None if self._contact is None else meant(self._contact)
        if action is not None:
            self.press(action)


def _within(page: QWidget | None, focus: QWidget | None) -> bool:
    return page is not None and focus is not None and page.isAncestorOf(focus)
