"""The header: the agent's state, the search, the agent's name, the menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import Changed, Link, State
from agent_client.client.store.views import idle_reason_name, phase
from agent_client.protocol.agents import ChangeState, Me, NextState
from agent_client.protocol.names import AgentState, NotReadyReason, WhyCode
from ui import theme, wording
from ui.text import tr
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import stand_on
from ui.widgets.labels import ElidedLabel, rule
from ui.widgets.search_field import SearchField
from ui.widgets.state_switch import Choice, StateSwitch
from ui.widgets.view import View

from .actions import Actions

TYPING_PAUSE = 180
"""Milliseconds without a key before the search is asked: a number is not searched for at each of its digits."""
_CHOOSABLE = frozenset({AgentState.READY, AgentState.NOT_READY})
_WITH_CONTACT = frozenset({AgentState.OFFERED, AgentState.ON_CONTACT, AgentState.WRAP_UP})
"""What is chosen then comes after the contact."""


class Header(View):
    SHOWS = Changed.ME | Changed.CENTRE | Changed.LINK

    state_chosen = Signal(object)
    """A `ChangeState`."""
    search_typed = Signal(str)
    """What is in the field after a pause in typing; empty when it was cleared."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        stand_on(self, "surface")
        self.switch = StateSwitch()
        self.search = SearchField()
        self.who = ElidedLabel("", tone="dim")
        self.who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.menu_button = ActionButton("", Kind.LINK, icon="menu", hint="F10", sends=False, name=tr("Menu"))
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._lay_out()
        self.switch.chosen.connect(self.state_chosen)
        self._pause.timeout.connect(self._tell)
        self.search.textEdited.connect(lambda text: self._pause.start() if text.strip() else self._tell())
        self.search.left.connect(self._tell)
        self.menu_button.clicked.connect(self.open_menu)

    def show_state(self, state: State) -> None:
        me = state.me
        if me is None:
            self.switch.show_state(tr("Signing in"), "pause", "", ())
            self.who.say("")
            return
        why = wording.why(me.why) if me.why is not None and me.why.code is not WhyCode.SIGNED_IN else ""
        token = theme.PHASE_TOKENS[phase(state)]
        word = wording.agent_state(me, state.centre)
        if me.state in _WITH_CONTACT:
            then = tr("· then {state}", state=_named(me.next, state)) if me.next is not None else ""
            title = tr("After this contact")
            self.switch.show_state(word, token, why, _later_choices(me, state), then=then, title=title)
        else:
            self.switch.show_state(word, token, why, _choices(me, state))
        self.switch.setEnabled(state.link is Link.UP and me.state in _CHOOSABLE | _WITH_CONTACT)
        self.who.say(me.name)

    def control(self, name: str) -> ActionButton | None:
        """``state``."""
        return self.switch if name == "state" else None

    def take_focus(self) -> None:
        """The keyboard into the search field, what is there ready to be typed over."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def open_menu(self) -> None:
        menu = self._actions.menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        corner = self.menu_button.mapToGlobal(QPoint(self.menu_button.width(), self.menu_button.height() + 8))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))

    def _tell(self) -> None:
        self._pause.stop()
        self.search_typed.emit(self.search.text().strip())

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        on_left, on_right = QHBoxLayout(left), QHBoxLayout(right)
        for row in (on_left, on_right):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(16)
        on_left.addWidget(self.switch)
        on_left.addStretch(1)
        on_right.addWidget(self.who, 1)
        on_right.addWidget(self.menu_button)
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(theme.scaled(440))
        row = QHBoxLayout()
        row.setContentsMargins(16, 7, 16, 8)
        row.setSpacing(16)
        row.addWidget(left, 10)
        row.addWidget(self.search, 14)
        row.addWidget(right, 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(rule())


def _choices(me: Me, state: State) -> list[Choice]:
    ready = me.state is AgentState.READY or me.not_ready is NotReadyReason.SIGNING_ON
    paused = me.state is AgentState.NOT_READY and me.not_ready is NotReadyReason.PAUSE
    idle = me.idle_reason if me.not_ready is NotReadyReason.IDLE else None
    return [
        _choice(wish, state, current=ready if wish.state is AgentState.READY else paused)
        if wish.idle_reason is None
        else _choice(wish, state, current=wish.idle_reason == idle)
        for wish in _wishes(state)
    ]


def _later_choices(me: Me, state: State) -> list[Choice]:
    chosen = None if me.next is None else ChangeState(state=me.next.state, idle_reason=me.next.idle_reason)
    choices = [_choice(wish, state, current=wish == chosen) for wish in _wishes(state)]
    same = Choice(tr("No change"), ChangeState(state=me.state), "faint", current=chosen is None, apart=True)
    return [*choices, same]


def _wishes(state: State) -> list[ChangeState]:
    reasons = state.centre.idle_reasons if state.centre is not None else ()
    return [
        ChangeState(state=AgentState.READY),
        ChangeState(state=AgentState.NOT_READY),
        *(ChangeState(state=AgentState.NOT_READY, idle_reason=reason.id) for reason in reasons),
    ]


def _choice(wish: ChangeState, state: State, *, current: bool) -> Choice:
    token = "waiting" if wish.state is AgentState.READY else "pause"
    return Choice(_named(wish, state), wish, token, current=current)


def _named(wish: ChangeState | NextState, state: State) -> str:
    if wish.state is AgentState.READY:
        return tr("Available")
    return idle_reason_name(state, wish.idle_reason) or tr("Pause")
