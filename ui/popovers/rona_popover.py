"""After RONA the agent must choose: a popover offers Available and Idle, whatever window is in front (B2)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal

from agent_client.client.store.state import Changed, Link, State
from agent_client.protocol.agents import ChangeState
from agent_client.protocol.names import AgentState
from ui import wording
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Label, TimerLabel

from .popover import Popover


class RonaPopover(Popover):
    """``state_chosen`` carries a `ChangeState`."""

    SHOWS = Changed.ME | Changed.LINK

    state_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("alarm")
        self._version = 0
        self.title = Label("RONA", tone="alarm", strong=True)
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
        self.timer.count_from(me.since)
        self.why.say(wording.why(me.why) if me.why is not None else "")
        for button in (self.available, self.idle):
            button.setEnabled(state.link is Link.UP)
        self.setWindowTitle(tr("RONA"))
        self.setAccessibleName(" ".join((tr("RONA"), self.why.text())))

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
        self.body.addSpacing(16)
        self.add_foot(self.available, self.idle)
