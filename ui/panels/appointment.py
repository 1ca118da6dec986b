"""Making, changing and cancelling an appointment with a customer (E9). Opens in place, over the window, and blocks nothing."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from agent_client.client.store.state import EMPTY, Changed, Link, State
from agent_client.protocol.names import AgentId
from agent_client.rules.local_times import zones_of_customer
from ui.models.appointment_subject import AppointmentSubject
from ui.text import tr
from ui.widgets.action_button import ActionButton
from ui.widgets.keyboard_loan import KeyboardLoan

from .appointment_parts import AppointmentParts
from .appointment_words import centre_zone
from .naming import joined, number_text, queue_name

_QUICK = 4


class _Draft(Struct, frozen=True):
    """What was typed for a customer, until the appointment is made."""

    when: str
    remark: str
    agent: AgentId | None


class AppointmentBox(AppointmentParts):
    """``submitted`` carries the entry whose appointment is changed, or None, and the wish; ``cancelled`` the entry.

    It stays open until the server has said yes, and is the control of both presses. Closed by Escape it forgets nothing.
    Its parts are made when it first opens: they are a tenth of the main window, and most shifts appoint nobody.
    """

    SHOWS = Changed.ME | Changed.CENTRE | Changed.QUEUES | Changed.LINK | Changed.CALLBACKS

    submitted = Signal(object, object)
    cancelled = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__()
        self.setParent(parent)
        self._state: State = EMPTY
        self._subject: AppointmentSubject | None = None
        self._pressed: ActionButton | None = None
        self._drafts: dict[str, _Draft] = {}
        self._untouched = _Draft("", "", None)
        self._loan = KeyboardLoan(self)
        self._now: datetime | None = None
        self.hide()

    # -- contract

    def open(self, subject: AppointmentSubject) -> None:
        if self._subject is None:
            self._make()
            self._connect()
            if self._now is not None:
                self.when.tick(self._now)
        self._keep()
        self._loan.take()
        self._subject = subject
        self._forget()
        appointment = subject.appointment
        self._show_kind(changes=appointment is not None)
        self.details.show_subject(subject, self._state)
        self._show_zones()
        self.details.remark.setText(appointment.remark if appointment else "")
        self.details.remark.home(False)
        self.when.write(appointment.at if appointment else None)
        self._untouched = self._draft()
        draft = self._drafts.get(subject.key)
        if draft is not None:
            self.when.put(draft.when)
            self.details.remark.setText(draft.remark)
            self.details.choose_agent(draft.agent)
        self._show_whom()
        self._offer()
        self.show()
        self.raise_()
        self.when.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.when.field.selectAll()

    def subject(self) -> AppointmentSubject | None:
        """Whose appointment stands there, while it is open."""
        return None if self.isHidden() else self._subject

    def dismiss(self) -> None:
        if not self.isHidden():
            self._keep()
            self._loan.give_back()
            self.hide()

    def made(self, key: str) -> None:
        """The server has said yes: what was typed for it is no draft any more."""
        if self._subject is not None and self._subject.key == key and not self.isHidden():
            self._loan.give_back()
            self.hide()
        self._drafts.pop(key, None)

    def set_requested(self, on: bool) -> None:
        pressed = self._pressed or self.submit
        pressed.set_requested(on)

    def refuse(self, text: str) -> None:
        (self._pressed or self.submit).refuse(text)

    def show_state(self, state: State) -> None:
        self._state = state
        if self._subject is not None and not self.isHidden():
            self._follow(self._subject)
            self.details.show_state(state)
            self._show_zones()
            self._show_whom()
            self._offer()

    def tick(self, now: datetime) -> None:
        self._now = now
        if self._subject is not None:
            self.when.tick(now)

    # -- typed and pressed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.window().focusWidget()
            if isinstance(focused, ActionButton) and self.isAncestorOf(focused):
                focused.press()
            else:
                self._submit()
        else:
            super().keyPressEvent(event)

    def _submit(self) -> None:
        self.when.settle()
        subject, at = self._subject, self.when.at()
        if subject is None or at is None or not self.submit.isEnabled() or self._busy():
            return
        self._forget()
        self._pressed = self.submit
        details = self.details
        number, queue = details.chosen_number(), details.chosen_queue()
        wish = subject.wish(at, details.agent(), details.remark.text().strip(), number, queue)
        self.submitted.emit(subject.callback if subject.appointment is not None else None, wish)

    def _cancel(self) -> None:
        if self._subject is None or self._subject.callback is None or self.submit.requested:
            self.cancel.set_requested(False)
            return
        self._forget()
        self._pressed = self.cancel
        self.cancelled.emit(self._subject.callback)

    def _draft(self) -> _Draft:
        return _Draft(self.when.text(), self.details.remark.text(), self.details.agent())

    def _keep(self) -> None:
        """What was typed, if anything was: an appointment that others change meanwhile is shown as it is."""
        if self._subject is None or self.isHidden():
            return
        self.when.settle()
        draft = self._draft()
        if draft == self._untouched:
            self._drafts.pop(self._subject.key, None)
        else:
            self._drafts[self._subject.key] = draft

    # -- shown

    def _follow(self, subject: AppointmentSubject) -> None:
        """A colleague may cancel what is being changed here, or appoint first: what was typed stays."""
        now = None if subject.callback is None else self._state.callbacks.get(subject.callback)
        if now is not None and now != subject.entry:
            self._subject = replace(subject, entry=now)
            self._show_kind(changes=now.appointment is not None)

    def _show_whom(self) -> None:
        subject = self._subject
        if subject is None:
            return
        number = number_text(subject.numbers[0], self._state) if subject.numbers else number_text("", self._state)
        queue = queue_name(subject.queue, self._state) if subject.queue is not None else ""
        fixed = subject.callback is not None
        self.whom.say(joined(subject.name, number if fixed or not subject.name else "", queue if fixed else ""))

    def _show_zones(self) -> None:
        if self._subject is not None:
            number = (
                self.details.chosen_number() if self._subject.callback is None else "".join(self._subject.numbers[:1])
            )
            self.when.show_zones(centre_zone(self._state), zones_of_customer(number, self._subject.country))

    def _offer(self) -> None:
        online = self._state.link is Link.UP
        offline = "" if online else tr("There is no link to the server at the moment.")
        why = offline or self.details.hindrance() or (tr("Say first when.") if self.when.at() is None else "")
        self.submit.offer(not why, why)
        self.cancel.setEnabled(online)

    def _on_changed(self) -> None:
        self._show_zones()
        self._forget()
        self._offer()

    # -- making

    def _connect(self) -> None:
        for part in (self.when, self.details):
            part.changed.connect(self._on_changed)
        self.when.entered.connect(self._submit)
        self.submit.clicked.connect(self._submit)
        self.cancel.clicked.connect(self._cancel)
        self.close_button.clicked.connect(self.dismiss)
        for button in (self.submit, self.cancel):
            button.refused.connect(self.refusal.say)
        for at in range(_QUICK):
            key = QShortcut(QKeySequence(f"Alt+{at + 1}"), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(lambda at=at: self.when.quick.take(at))
