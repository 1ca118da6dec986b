"""Above everything in the supervisors' window while they listen to somebody: to whom, how, for how long, and what else to do;
afterwards why it ended, if they did not end it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.agents import ListeningTo
from agent_client.protocol.names import Listening
from agent_client.rules.listening import listening_to
from ui.panels.naming import joined
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import stand_on
from ui.widgets.flow import Flow
from ui.widgets.labels import ElidedLabel, Label, TimerLabel, rule
from ui.widgets.offered_button import OfferedButton
from ui.widgets.placeholders import Glyph
from ui.widgets.turning import Turning

from . import listening_words as words


class ListeningBar(QWidget):
    """``how_wanted`` carries a `Listening`; ``stop_wanted``: no more; ``answer_wanted``: their phone is to be answered."""

    how_wanted = Signal(object)
    answer_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heard: ListeningTo | None = None
        self._last: ListeningTo | None = None
        self.said = ElidedLabel("", strong=True)
        self.over = Label("", strong=True, wraps=True)
        self.beneath = Label("", Text.SMALL, tone="dim", wraps=True)
        self.refusal = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.timer = TimerLabel(strong=True)
        self.buttons = {how: self._button(how) for how in words.HOWS}
        self.stop = OfferedButton(tr("Stop"), small=True, hint=words.STOP_KEY)
        self.stop.clicked.connect(self.stop_wanted)
        self.answer = OfferedButton(tr("Answer here"), Kind.ANSWER, icon="phone", small=True)
        self.answer.clicked.connect(self.answer_wanted)
        self.dismiss = ActionButton(tr("OK"), small=True, sends=False)
        self.dismiss.clicked.connect(self._forget)
        for button in (*self.buttons.values(), self.stop, self.answer):
            button.refused.connect(self.refusal.say)
        self._lay_out()
        self.hide()

    # -- contract

    def show_state(self, state: State) -> None:
        heard = None if state.me is None else listening_to(state.me)
        last = None if state.me is None else state.me.listening
        if heard is None and self._heard is not None and last is not None and last.why is not None:
            self._last = last
        if heard is not None:
            self._last = None
        if heard != self._heard:
            self.refusal.say("")
        self._heard = heard
        self._show(state)

    def tick(self, now: datetime) -> None:
        self.timer.tick(now)

    # -- inside

    def _show(self, state: State) -> None:
        heard, last = self._heard, self._last
        self.setHidden(heard is None and last is None)
        for part in (self._actions, self.said, self.timer):
            part.setHidden(heard is None)
        self.dismiss.setHidden(heard is not None)
        self.over.say("" if last is None else words.ended(last))
        if heard is not None:
            self._show_heard(heard, state)
        else:
            self.beneath.say("")

    def _show_heard(self, heard: ListeningTo, state: State) -> None:
        online = state.link is Link.UP
        offline = "" if online else tr("No link to the server")
        if heard.answered_at is None:
            self.said.say(words.title(heard.how, heard.agent.name) if heard.how in words.HOWS else words.now(heard))
            self.beneath.say(words.rings(state))
        else:
            self.said.say(words.now(heard))
            means = words.means(heard.how, heard.agent.name) if heard.how in words.HOWS else ""
            self.beneath.say(joined(words.customer(heard, state), means))
        self.timer.count_from(heard.answered_at or heard.since)
        for how, button in self.buttons.items():
            so = how is heard.how
            button.offer(online and not so, offline or tr("It is so now."))
        self.answer.setHidden(not heard.can_answer)
        for button in (self.answer, self.stop):
            button.offer(online, offline)

    def _forget(self) -> None:
        self._last = None
        self.hide()

    def _button(self, how: Listening) -> OfferedButton:
        made = OfferedButton(words.label(how), small=True, hint=words.KEYS[how])
        made.clicked.connect(lambda: self.how_wanted.emit(how))
        return made

    def _lay_out(self) -> None:
        frame = QFrame()
        stand_on(frame, "surface")
        told = QWidget()
        column = QVBoxLayout()
        column.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.said)
        line.addWidget(self.timer)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.over)
        column.addWidget(self.beneath)
        column.addWidget(self.refusal)
        beside = QHBoxLayout(told)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(Glyph("listen", "text", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        beside.addLayout(column, 1)
        self._actions = QWidget()
        flow = Flow(self._actions, gap=8, row_gap=8)
        for button in (self.answer, *self.buttons.values(), self.stop):
            flow.addWidget(button)
        turning = Turning(frame, least=720, gap=16, row_gap=8, centred=True)
        turning.setContentsMargins(20, 10, 20, 10)
        turning.add(told, stretches=True)
        turning.add(self._actions)
        turning.add(self.dismiss)
        for hidden in (self.refusal, self.dismiss):
            hidden.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(frame)
        layout.addWidget(rule())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
