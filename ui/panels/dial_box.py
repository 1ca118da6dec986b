"""Calling a number by hand (D11): the number, in whose name, and Call. Opens in place, over the window."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import EMPTY, Changed, State
from agent_client.protocol.names import TargetKind
from agent_client.rules.dial_numbers import shown, stripped
from ui import dialling
from ui.models import targets
from ui.models.recent_numbers import RecentNumbers
from ui.text import tr, trc
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.keyboard_loan import KeyboardLoan
from ui.widgets.labels import Heading, Label
from ui.widgets.offered_button import OfferedButton
from ui.widgets.view import View

from .dial_queue import DialQueue
from .target_picker_field import TargetField
from .target_picker_list import TargetView
from .target_picker_rows import row_height

_MOST_SHOWN = 4


class DialBox(View):
    """``called`` carries the number as typed and the queue, or None. It is the control of that press, and stays open until
    the call is on its way."""

    SHOWS = Changed.ME | Changed.CENTRE | Changed.QUEUES | Changed.LINK

    called = Signal(str, object)

    def __init__(self, parent: QWidget, recent: RecentNumbers) -> None:
        super().__init__()
        self.setParent(parent)
        self._state: State = EMPTY
        self._loan = KeyboardLoan(self)
        self.recent = recent
        self.close_button = ActionButton("", Kind.LINK, icon="close", sends=False, hint="Esc", name=tr("Close"))
        self.field = TargetField()
        self.about = Label("", Text.SMALL, tone="dim", wraps=True)
        self.lately = Heading(tr("Called lately"))
        self.view = TargetView()
        self.refusal = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.queue = DialQueue()
        self.call = OfferedButton(trc("verb", "Call"), Kind.PRIMARY, icon="phone", hint="↵", sends=False)
        self._lay_out()
        self._connect()
        self.hide()

    # -- contract

    def open(self, number: str = "") -> None:
        self._loan.take()
        self.field.put(shown(number, self._country()))
        self._forget()
        self.call.set_requested(False)
        self.view.choose_none()
        self._fill()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def dismiss(self) -> None:
        if not self.isHidden():
            self._loan.give_back()
            self.hide()

    def set_requested(self, on: bool) -> None:
        self.call.set_requested(on)

    def refuse(self, text: str) -> None:
        self.call.refuse(text)

    def show_state(self, state: State) -> None:
        self._state = state
        self._fill()

    def tick(self, now: datetime) -> None:
        self.view.tick(now)

    # -- typed and pressed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _on_typed(self) -> None:
        self._forget()
        self.view.choose_none()
        self._fill()

    def _on_chosen(self) -> None:
        """A number called lately stands in the field, to be called or changed."""
        row = self.view.chosen()
        if row is not None:
            self.field.put(row.name)
            self._show_call()

    def _submit(self) -> None:
        if self.call.isEnabled() and not self.call.requested:
            self._forget()
            self.called.emit(stripped(self.field.text()), self.queue.chosen())

    def _forget(self) -> None:
        self.call.forget()
        self.refusal.say("")

    # -- shown

    def _fill(self) -> None:
        if self.view.chosen() is None:
            rows = targets.recent_rows(self.field.text(), self.recent.numbers(), self._state)
            self.view.show_rows(rows)
            self.view.setFixedHeight(min(len(rows), _MOST_SHOWN) * row_height())
            self.view.setVisible(bool(rows))
            self.lately.setVisible(bool(rows))
        self.queue.show_state(self._state)
        self._show_call()

    def _show_call(self) -> None:
        typed = self.field.text()
        not_now = dialling.why_not_now(self._state)
        self.about.say(not_now or dialling.about_number(typed, self._state.centre))
        row = targets.number_row(typed, self._state)
        possible = not not_now and row is not None and row.target.kind is TargetKind.NUMBER
        self.call.offer(possible, self.about.text())

    def _country(self) -> str:
        return "" if self._state.centre is None else self._state.centre.country

    # -- making

    def _connect(self) -> None:
        self.field.set_numeric(True)
        self.field.setPlaceholderText(tr("Type or paste a number"))
        self.field.setAccessibleName(tr("Type or paste a number"))
        self.field.wanted.connect(lambda _: self._on_typed())
        self.field.moved.connect(self.view.walk)
        self.field.submitted.connect(self._submit)
        self.field.left.connect(self.dismiss)
        self.view.chose.connect(self._on_chosen)
        self.view.submitted.connect(self._submit)
        self.call.clicked.connect(self._submit)
        self.call.refused.connect(self.refusal.say)
        self.close_button.clicked.connect(self.dismiss)

    def _lay_out(self) -> None:
        frame = Box("drop")
        self.setAccessibleName(tr("Call a number"))
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(Label(tr("Call a number"), Text.TITLE, strong=True), 1)
        head.addWidget(self.close_button)
        foot.addWidget(self.queue)
        foot.addStretch(1)
        foot.addWidget(self.call)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(8)
        inside.addLayout(head)
        for part in (self.field, self.about, self.lately, self.view, self.refusal):
            inside.addWidget(part)
        inside.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.refusal.hide()
