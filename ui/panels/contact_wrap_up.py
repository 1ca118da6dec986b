"""Wrap-up: what the call was about, chosen from the reasons by digit, by typing or by the mouse (D10)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import WrapUpReasonId
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.choice_list import ChoiceList
from ui.widgets.labels import Label, TimerLabel

from .contact_call import course
from .contact_head import ContactHead


class WrapUpPage(QWidget):
    """``submitted`` carries the contact, the version that was seen, and the reason."""

    submitted = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._contact: Contact | None = None
        self._online = True
        self.head = ContactHead()
        self.title = Label(tr("What was it about?"), Text.TITLE, strong=True)
        self.left = TimerLabel(tone="dim", words=tr("{time} left"))
        self.left.setAccessibleName(tr("Time left for wrap-up"))
        self.reasons = ChoiceList(tr("Search reasons, or press 1–9"), tr("Wrap-up reasons"))
        self.submit = ActionButton(tr("Submit"), Kind.PRIMARY, hint="↵")
        self.refusal = Label("", tone="alarm", wraps=True)
        self.course = Label("", Text.SMALL, tone="dim", wraps=True)
        self._lay_out()
        self.reasons.picked.connect(lambda _: self.submit.setEnabled(self._online))
        self.reasons.submitted.connect(lambda _: self.submit.press())
        self.submit.clicked.connect(self._submit)
        self.submit.refused.connect(self.refusal.say)

    def show_contact(self, contact: Contact, state: State) -> None:
        before, self._contact = self._contact, contact
        if before is None or before.id != contact.id:
            self.reasons.clear()
        if before is None or (before.id, before.version) != (contact.id, contact.version):
            self.submit.set_requested(False)
            self.submit.forget()
            self.refusal.say("")
        reasons = state.centre.wrap_up_reasons if state.centre is not None else ()
        self.reasons.show_choices([(reason.id, reason.name) for reason in reasons])
        self._online = state.link is Link.UP
        self.submit.setEnabled(self._online and self.reasons.choice() is not None)
        self.left.count_down(contact.until)
        self.left.setHidden(contact.until is None)
        self.head.show_contact(contact, state)
        self.course.say(course(contact, state))

    def tick(self, now: datetime) -> None:
        self.head.tick(now)
        self.left.tick(now)

    def take_focus(self) -> None:
        self.reasons.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.left)
        foot = QHBoxLayout()
        foot.addWidget(self.refusal, 1)
        foot.addStretch(0)
        foot.addWidget(self.submit, 0, Qt.AlignmentFlag.AlignRight)
        pane = QFrame()
        pane.setProperty("frame", "pane")
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(12)
        inside.addLayout(top)
        inside.addWidget(self.reasons, 1)
        inside.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(self.head)
        pane.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout.addWidget(pane, 1)
        layout.addWidget(self.course)
        layout.addStretch(0)

    def _submit(self) -> None:
        self.refusal.say("")
        reason = self.reasons.choice()
        if self._contact is None or reason is None:
            self.submit.set_requested(False)
            return
        self.submitted.emit(self._contact.id, self._contact.version, WrapUpReasonId(int(str(reason))))
