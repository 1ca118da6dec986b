"""The middle column: the contact in hand, from ringing to wrap-up, or what the agent is at without one."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout

from agent_client.client.store.state import Changed, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactId, ContactState
from agent_client.rules.parties import ContactAction
from ui.text import tr
from ui.widgets.action_button import ActionButton
from ui.widgets.view import View

from .contact_call import CallPage
from .contact_states import StatePage
from .contact_wrap_up import WrapUpPage
from .subject import subject


class ContactPanel(View):
    SHOWS = Changed.CONTACTS | Changed.ME | Changed.QUEUES | Changed.CENTRE | Changed.LINK

    answer_pressed = Signal(object, object)
    decline_pressed = Signal(object, object)
    end_pressed = Signal(object, object)
    wrap_up_submitted = Signal(object, object, object)
    extend_pressed = Signal(object, object)
    state_chosen = Signal(object)
    sign_on_answer_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chosen: ContactId | None = None
        self._contact: Contact | None = None
        self.setAccessibleName(tr("Contact"))
        self.call = CallPage()
        self.wrap_up = WrapUpPage()
        self.states = StatePage()
        self._pages = QStackedLayout(self)
        for page in (self.states, self.call, self.wrap_up):
            self._pages.addWidget(page)
        self.call.pressed.connect(self._on_pressed)
        self.wrap_up.submitted.connect(self.wrap_up_submitted)
        self.wrap_up.extend_pressed.connect(self.extend_pressed)
        self.states.state_chosen.connect(self.state_chosen)
        self.states.answer_pressed.connect(self.sign_on_answer_pressed)

    def show_state(self, state: State) -> None:
        self._contact = contact = self.contact_of(state)
        if contact is None:
            self.states.show_state(state)
            self._pages.setCurrentWidget(self.states)
        elif contact.state is ContactState.WRAP_UP:
            self.wrap_up.show_contact(contact, state)
            self._pages.setCurrentWidget(self.wrap_up)
        else:
            self.call.show_contact(contact, state)
            self._pages.setCurrentWidget(self.call)

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

    def control(self, name: str) -> ActionButton | None:
        """``answer``, ``decline``, ``end``, ``wrap_up``, ``extend``, ``ready``, ``idle``, ``sign_on_answer``."""
        return {
            "answer": self.call.answer,
            "decline": self.call.decline,
            "end": self.call.end,
            "wrap_up": self.wrap_up.submit,
            "extend": self.wrap_up.extend,
            "ready": self.states.available,
            "idle": self.states.idle,
            "sign_on_answer": self.states.answer,
        }.get(name)

    def press(self, action: ContactAction) -> None:
        """By key. The end of what has ended already is its wrap-up: the keyboard goes to the reasons."""
        if self._contact is not None and self._contact.state is ContactState.WRAP_UP:
            if action in (ContactAction.END, ContactAction.WRAP_UP):
                self.wrap_up.take_focus()
            elif action is ContactAction.EXTEND:
                self.wrap_up.extend.press()
            return
        button = self.call.buttons().get(action)
        if self._contact is not None and button is not None and not button.isHidden():
            button.press()

    def _on_pressed(self, action: str, contact: ContactId, version: int) -> None:
        signals = {
            ContactAction.ANSWER: self.answer_pressed,
            ContactAction.DECLINE: self.decline_pressed,
            ContactAction.END: self.end_pressed,
        }
        signals[ContactAction(action)].emit(contact, version)
