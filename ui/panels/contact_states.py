"""The middle column without a contact: waiting, paused, signing on, RONA, no server. It says what is, why, and what to do."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from agent_client.client.store.views import phase, phase_since
from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.centre import Queue
from agent_client.protocol.names import AgentState, NotReadyReason, Phase, WhyCode
from agent_client.rules.phases import must_choose, waits_for_phone
from ui import theme, wording
from ui.text import tr, trn
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Label, TimerLabel
from ui.widgets.placeholders import Glyph
from ui.widgets.times import duration

READY = ChangeState(state=AgentState.READY)
PAUSE = ChangeState(state=AgentState.NOT_READY)
_SIGN_ON_FAILED = frozenset({WhyCode.SIGN_ON_NOT_ANSWERED, WhyCode.SIGN_ON_NEVER_RANG})
_WIDTH = 460
_QUEUES_WIDTH = 300


class StatePage(QWidget):
    """One page for all of these: a glyph in the phase's colour, the word, the timer, a sentence, and the buttons that help."""

    state_chosen = Signal(object)
    answer_pressed = Signal()

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__(within)
        self._longest: list[tuple[Queue, Label]] = []
        self._seen: tuple[object, ...] = ()
        self.glyph = Glyph("pause", "pause", 40)
        self.title = Label("", Text.NAME, strong=True)
        self.timer = TimerLabel(Text.TIMER, strong=True, padded=True, align=Qt.AlignmentFlag.AlignHCenter)
        self.sentence = Label("", tone="dim", wraps=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.available = ActionButton(tr("Available"), Kind.PRIMARY)
        self.idle = ActionButton(tr("Idle"))
        self.answer = ActionButton(tr("Answer here"), Kind.ANSWER, icon="phone")
        self.refusal = Label("", tone="alarm", wraps=True)
        self.refusal.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.queues = QVBoxLayout()
        self._lay_out()
        self.available.clicked.connect(lambda: self._press(READY))
        self.idle.clicked.connect(lambda: self._press(PAUSE))
        self.answer.clicked.connect(self.answer_pressed)
        for button in (self.available, self.idle, self.answer):
            button.refused.connect(self.refusal.say)

    def show_state(self, state: State) -> None:
        me = state.me
        if me is None:
            self._say("history", "faint", tr("Getting everything ready"), tr("The server sends what concerns you."))
            self._offer()
            self._show_queues(())
            self.timer.count_from(None)
            self.timer.hide()
            return
        if (me.id, me.version) != self._seen:
            self._seen = (me.id, me.version)
            for button in (self.available, self.idle, self.answer):
                button.set_requested(False)
                button.forget()
            self.refusal.say("")
        self._show_me(me, state)
        for button in (self.available, self.idle, self.answer):
            button.setEnabled(state.link is Link.UP)

    def tick(self, now: datetime) -> None:
        self.timer.tick(now)
        for queue, label in self._longest:
            if queue.longest_since is not None:
                waited = duration((now - queue.longest_since).total_seconds())
                label.setText(tr("longest {time}", time=waited))

    # -- inside

    def _show_me(self, me: Me, state: State) -> None:
        shown = phase(state)
        token = theme.PHASE_TOKENS[shown]
        why = wording.why(me.why) if me.why is not None and me.why.code is not WhyCode.SIGNED_IN else ""
        self.timer.set_tone(token)
        self.timer.show()
        self._show_queues(())
        if shown is Phase.SIGNING_ON:
            self.timer.count_down(me.until)
            words = tr("Your phone {phone} is ringing: answer it", phone=me.phone)
            left = tr("So much time is left. Once it is answered, you are Available.")
            stays = tr("Do not hang up then: callers come by this line, after a beep.") if me.rights.keeps_line else ""
            self._say("phone", token, words, " ".join(part for part in (left, stays) if part))
            self._offer(self.answer, self.idle, idle=tr("Cancel"))
            return
        self.timer.count_from(phase_since(state))
        if waits_for_phone(me):
            self._say("alert", token, tr("Your phone is not connected"), why)
            self._offer(self.idle, idle=tr("Idle"))
        elif must_choose(me):
            self._say("alert", token, _missed(me), why)
            self._offer(self.available, self.idle, idle=tr("Idle"))
        elif shown is Phase.WAITING:
            self._say("phone", token, tr("Waiting for the next call"), "")
            self._offer()
            self._show_queues(_mine(me, state))
        elif shown is Phase.RECONNECTING:
            words = tr(
                "Everything is brought up to date as soon as it answers. What you type is kept on this computer."
            )
            self._say("link-lost", token, tr("The server does not answer"), words)
            self._offer()
        elif me.why is not None and me.why.code in _SIGN_ON_FAILED:
            self._say("phone", "alarm", tr("Your phone was not answered"), why)
            self._offer(self.available, available=tr("Retry"))
        else:
            self._show_pause(me, state, token, why)

    def _show_pause(self, me: Me, state: State, token: str, why: str) -> None:
        self._show_queues(_mine(me, state))
        word = wording.agent_state(me, state.centre)
        declined = me.not_ready is NotReadyReason.DECLINED
        self._say("pause", token, word, why if declined or why else tr("No calls come to you."))
        self._offer(self.available)

    def _say(self, icon: str, token: str, title: str, sentence: str) -> None:
        self.glyph.become(icon, token)
        self.title.say(title)
        self.sentence.say(sentence)

    def _offer(self, *buttons: ActionButton, available: str = "", idle: str = "") -> None:
        self.available.set_label(available or tr("Available"))
        self.idle.set_label(idle or tr("Idle"))
        for button in (self.answer, self.available, self.idle):
            button.setHidden(button not in buttons)

    def _press(self, wish: ChangeState) -> None:
        self.refusal.say("")
        self.state_chosen.emit(wish)

    def _show_queues(self, queues: tuple[Queue, ...]) -> None:
        """A line a queue: how many wait, and how long the first has."""
        if [queue for queue, _ in self._longest] == list(queues):
            return
        self._longest = []
        while (item := self.queues.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for queue in queues:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(Label(queue.name))
            row.addStretch(1)
            longest = Label("", tone="faint")
            row.addWidget(longest)
            some = trn("{n} waiting", "{n} waiting", queue.waiting) if queue.waiting else tr("nobody waits")
            row.addWidget(Label(some, tone="text" if queue.waiting else "faint"))
            line.setMaximumWidth(theme.scaled(_QUEUES_WIDTH))
            self.queues.addWidget(line)
            self._longest.append((queue, longest))

    def _lay_out(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.answer, self.available, self.idle):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.glyph, 0, centre)
        self.title.setAlignment(centre)
        self.title.setWordWrap(True)
        column.addWidget(self.title)
        column.addWidget(self.timer, 0, centre)
        column.addWidget(self.sentence)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addWidget(self.refusal)
        column.addSpacing(8)
        self.queues.setSpacing(6)
        listed = QWidget()
        listed.setLayout(self.queues)
        self.queues.setContentsMargins(0, 0, 0, 0)
        listed.setMinimumWidth(theme.scaled(_QUEUES_WIDTH))
        column.addWidget(listed, 0, centre)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inside, 100)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)


def _missed(me: Me) -> str:
    if me.why is not None and me.why.code is WhyCode.LINE_DOWN:
        return tr("The line to your phone is not up")
    if me.not_ready is NotReadyReason.UNREACHABLE:
        return tr("A call did not reach your phone")
    if me.why is not None and me.why.code is WhyCode.REQUEST_NOT_ACCEPTED:
        return tr("A request was not accepted")
    return tr("A call was not answered")


def _mine(me: Me, state: State) -> tuple[Queue, ...]:
    return tuple(state.queues[identity] for identity in me.queues if identity in state.queues)
