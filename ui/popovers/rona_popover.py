"""After RONA the agent must choose: a popover offers Available and Idle, whatever window is in front, and tells a missed
call from a missed consult, a busy phone and one that cannot be reached (B2, B3, C6)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal

from agent_client.client.store.state import Changed, Link, State
from agent_client.protocol.agents import ChangeState, Me
from agent_client.protocol.names import AgentState, Channel, NotReadyReason, WhyCode
from ui import wording
from ui.panels.naming import joined
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import ElidedLabel, Label, TimerLabel

from .popover import Popover


class RonaPopover(Popover):
    """``state_chosen`` carries a `ChangeState`."""

    SHOWS = Changed.ME | Changed.LINK

    state_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("alarm")
        self._version = 0
        self.title = ElidedLabel("RONA", tone="alarm", strong=True)
        self.timer = TimerLabel(tone="dim")
        self.question = Label(tr("Are you back?"), Text.NAME, strong=True)
        self.why = Label("", tone="dim", wraps=True)
        self.available = ActionButton(tr("Available"), Kind.PRIMARY)
        self.idle = ActionButton(tr("Idle"))
        self._lay_out()
        self.available.clicked.connect(lambda: self._press(self.available, AgentState.READY))
        self.idle.clicked.connect(lambda: self._press(self.idle, AgentState.NOT_READY))

    def show_state(self, state: State) -> None:
        me = state.me
        if me is None:
            return
        if me.version != self._version:
            self._version = me.version
            for button in (self.available, self.idle):
                button.set_requested(False)
                button.forget()
            self.refusal.say("")
        self.title.say(joined(tr("RONA"), what_happened(me)))
        self.question.say(tr("Does your phone work?") if _phone_fails(me) else tr("Are you back?"))
        self.timer.count_from(me.since)
        self.why.say(wording.why(me.why) if me.why is not None else "")
        for button in (self.available, self.idle):
            button.setEnabled(state.link is Link.UP)
        self.setWindowTitle(self.title.whole())
        self.setAccessibleName(". ".join((self.title.whole(), self.why.text())))

    def tick(self, now: datetime) -> None:
        self.timer.tick(now)

    def control(self, name: str) -> ActionButton | None:
        """``ready``, ``idle``."""
        return {"ready": self.available, "idle": self.idle}.get(name)

    def _press(self, button: ActionButton, wish: AgentState) -> None:
        if not self.armed:
            button.set_requested(False)
            return
        self.refusal.say("")
        self.state_chosen.emit(ChangeState(state=wish))

    def _lay_out(self) -> None:
        self.add_head(self.title, self.timer)
        self.body.addWidget(self.question)
        self.body.addWidget(self.why)
        self.body.addSpacing(4)
        self.add_foot(self.available, self.idle)


def what_happened(me: Me) -> str:
    why = me.why
    if why is not None and why.code is WhyCode.LINE_DOWN:
        return tr("no line")
    if _phone_fails(me):
        busy = why is not None and why.code is WhyCode.PHONE_BUSY
        return tr("phone busy") if busy else tr("phone unreachable")
    if why is None:
        return ""
    if why.params.get("asker"):
        return tr("missed consult from {agent}", agent=why.params["asker"])
    channel = Channel(why.params.get("channel", Channel.VOICE))
    return tr("missed call") if channel is Channel.VOICE else tr("missed: {channel}", channel=wording.channel(channel))


def _phone_fails(me: Me) -> bool:
    return me.not_ready is NotReadyReason.UNREACHABLE
