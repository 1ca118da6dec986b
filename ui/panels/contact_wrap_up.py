"""Wrap-up: what the call was about, chosen from the reasons by digit, by typing or by the mouse, in the time there is (D10)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from agent_client.client.outbox import ContactSubject, Subject
from agent_client.client.store.state import Link, State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import Channel, EndedBy, MomentKind, WrapUpReasonId
from agent_client.rules.parties import ContactAction, allowed
from ui import wording
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.choice_list import ChoiceList
from ui.widgets.countdown import Countdown
from ui.widgets.flow import Flow
from ui.widgets.labels import Label
from ui.widgets.scrolling import ScrollArea

from .call_bar import later_button
from .call_course import Course
from .contact_head import ContactHead
from .naming import joined
from .variables import VariablesPane

_EDGE = 24


class WrapUpPage(QWidget):
    """``submitted`` carries the contact, the version that was seen, and the reason; ``extend_pressed`` the first two."""

    submitted = Signal(object, object, object)
    extend_pressed = Signal(object, object)
    send_note_pressed = Signal()

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__(within)
        self._contact: Contact | None = None
        self._online = True
        self._unsent: Subject | None = None
        self.head = ContactHead()
        self.outcome = Label("", strong=True, wraps=True)
        self.title = Label(tr("What was it about?"), Text.TITLE, strong=True)
        self.left = Countdown("wrap_up", tr("{time} left"), tr("Ends in {time}"), tr("Time left for wrap-up"))
        self.default = Label("", tone="dim", wraps=True)
        self.reasons = ChoiceList(tr("Search reasons, or press 1–9"), tr("Wrap-up reasons"))
        self.later = later_button()
        self.submit = ActionButton(tr("Submit"), Kind.PRIMARY, hint="↵")
        self.extend = ActionButton("", hint="Ctrl ⇧ X")
        self.unsent = Label(tr("The note is not sent yet."), wraps=True)
        self.send_note = ActionButton(tr("Send the note"), Kind.LINK, hint="Ctrl ↵", sends=False)
        self.unsaved = Label("", wraps=True)
        self.save_values = ActionButton(tr("Save the values"), Kind.LINK, hint="Ctrl S", sends=False)
        self.refusal = Label("", tone="alarm", wraps=True)
        self.variables = VariablesPane()
        self.values = Box("pane")
        self.course = Course()
        self._lay_out()
        self._show_unsent()
        self._show_unsaved("")
        self.reasons.picked.connect(lambda _: self.submit.setEnabled(self._online))
        self.reasons.submitted.connect(lambda _: self.submit.press())
        self.reasons.cleared.connect(self._preselect)
        self.submit.clicked.connect(self._submit)
        self.extend.clicked.connect(self._extend)
        self.send_note.clicked.connect(self.send_note_pressed)
        self.variables.unsaved.connect(self._show_unsaved)
        self.save_values.clicked.connect(self.variables.save.press)
        for button in (self.submit, self.extend):
            button.refused.connect(self.refusal.say)

    def show_contact(self, contact: Contact, state: State) -> None:
        before, self._contact = self._contact, contact
        reasons = state.centre.wrap_up_reasons if state.centre is not None else ()
        self.reasons.show_choices([(reason.id, reason.name) for reason in reasons])
        if before is None or before.id != contact.id:
            self.reasons.clear()
        if self.reasons.choice() is None:
            self._preselect()
        if before is None or (before.id, before.version) != (contact.id, contact.version):
            for button in (self.submit, self.extend):
                button.set_requested(False)
                button.forget()
            self.refusal.say("")
        names = {reason.id: reason.name for reason in reasons}
        default = names.get(contact.default_reason) if contact.default_reason is not None else None
        self.default.say(tr("If you choose nothing: {reason}", reason=default) if default else "")
        self._online = state.link is Link.UP
        self.submit.setEnabled(self._online and self.reasons.choice() is not None)
        self._show_extend(contact)
        self.left.count(contact.ended_at or contact.queued_at, contact.until)
        self.head.show_contact(contact, state)
        self.outcome.say(outcome(contact))
        self.later.setHidden(contact.channel is not Channel.VOICE)
        self.values.setHidden(not contact.cad)
        self.variables.show_contact(contact, state)
        self.course.show_contact(contact, state)
        self._show_unsent()

    def show_unsent(self, subject: Subject | None, unsent: bool) -> None:
        """Whose note stands in the editor, and whether it waits for being sent."""
        self._unsent = subject if unsent else None
        self._show_unsent()

    def tick(self, now: datetime) -> None:
        self.head.tick(now)
        self.left.tick(now)

    def take_focus(self) -> None:
        self.reasons.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- inside

    def _show_extend(self, contact: Contact) -> None:
        self.extend.setHidden(contact.until is None or contact.extend_seconds <= 0)
        possible = ContactAction.EXTEND in allowed(contact)
        self.extend.setEnabled(self._online and possible)
        left = tr("{n} left", n=contact.extensions) if possible else tr("none left")
        self.extend.set_label(joined(_longer(contact.extend_seconds), left))

    def _show_unsent(self) -> None:
        mine = self._contact is not None and self._unsent == ContactSubject(self._contact.id)
        self.unsent.setHidden(not mine)
        self.send_note.setHidden(not mine)

    def _show_unsaved(self, labels: str) -> None:
        self.unsaved.say(tr("Not saved: {labels}", labels=labels) if labels else "")
        self.save_values.setHidden(not labels)

    def _preselect(self) -> None:
        if self._contact is not None and self._contact.default_reason is not None:
            self.reasons.choose(self._contact.default_reason)
        self.submit.setEnabled(self._online and self.reasons.choice() is not None)

    def _submit(self) -> None:
        self.refusal.say("")
        reason = self.reasons.choice()
        if self._contact is None or reason is None:
            self.submit.set_requested(False)
            return
        self.submitted.emit(self._contact.id, self._contact.version, WrapUpReasonId(int(str(reason))))

    def _extend(self) -> None:
        self.refusal.say("")
        if self._contact is not None:
            self.extend_pressed.emit(self._contact.id, self._contact.version)

    def _lay_out(self) -> None:
        left_over = QGridLayout()
        left_over.setSpacing(8)
        left_over.setColumnStretch(0, 1)
        for at, (hint, button) in enumerate(((self.unsent, self.send_note), (self.unsaved, self.save_values))):
            left_over.addWidget(hint, at, 0)
            left_over.addWidget(button, at, 1, Qt.AlignmentFlag.AlignLeft)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.extend)
        foot.addStretch(1)
        foot.addWidget(self.submit)
        pane = Box("pane")
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(12)
        head = Flow()
        head.addWidget(self.title)
        head.add_trailing(self.later)
        inside.addLayout(head)
        inside.addWidget(self.left)
        inside.addWidget(self.reasons, 1)
        for row in (self.default, self.refusal):
            inside.addWidget(row)
        inside.addLayout(left_over)
        inside.addLayout(foot)
        pane.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        above = QVBoxLayout()
        above.setContentsMargins(_EDGE, 0, _EDGE, 0)
        above.setSpacing(16)
        above.addWidget(self.head)
        above.addWidget(self.outcome)
        above.addWidget(pane, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(above, 3)
        layout.addWidget(self._below(), 2)

    def _below(self) -> QScrollArea:
        """What may still be looked at and corrected: it gives way to the reasons where there is little room."""
        inside = QVBoxLayout(self.values)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(self.variables)
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(_EDGE, 0, _EDGE, 16)
        column.setSpacing(16)
        column.addWidget(self.values)
        column.addWidget(self.course)
        column.addStretch(1)
        body = ScrollArea()
        body.setWidget(rows)
        body.setWidgetResizable(True)
        body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body.setMinimumHeight(1)  # where there is no room at all the reasons have it
        bar = body.verticalScrollBar()
        bar.rangeChanged.connect(
            lambda _, most: column.setContentsMargins(_EDGE, 0, _EDGE - (bar.sizeHint().width() if most else 0), 16)
        )
        rows.setAutoFillBackground(False)
        return body


def outcome(contact: Contact) -> str:
    """How the call ended, or to whom it went."""
    if contact.ended_by is None:
        return ""
    moments = [moment for moment in contact.course if moment.kind is MomentKind.TRANSFERRED]
    if contact.ended_by is EndedBy.TRANSFERRED and moments:
        return wording.moment(moments[-1])
    return wording.ended_by(contact.ended_by)


def _longer(seconds: int) -> str:
    return tr("Extend by {n} s", n=seconds) if seconds % 60 else tr("Extend by {n} min", n=seconds // 60)
