"""Beside the tables: what is known of the chosen agent, call or card, what can be done, and the question why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent_client.protocol.names import Intervention, Listening
from ui.text import marked, tr
from ui.theme import Text
from ui.widgets.boxes import stand_on
from ui.widgets.flow import Flow
from ui.widgets.labels import Label, rule
from ui.widgets.offered_button import OfferedButton
from ui.widgets.placeholders import Placeholder
from ui.widgets.scrolling import ScrollArea

from . import listening_words
from .fact_sheet import FactSheet
from .facts import Fact
from .intervention_form import InterventionForm

KEYS = {
    Intervention.SIGN_OUT: "Del",
    Intervention.MARK_AS_CRASHED: "Shift+Del",
    Intervention.CLEAN_UP: "Ctrl+Del",
    Intervention.SET_STATE: "Ctrl+P",
    Intervention.UNLOCK_ACCOUNT: "Ctrl+U",
    Intervention.UNLOCK_CUSTOMER: "Ctrl+U",
}
BUTTONS = {
    Intervention.SIGN_OUT: marked("Sign out…"),
    Intervention.MARK_AS_CRASHED: marked("Mark as crashed…"),
    Intervention.CLEAN_UP: marked("Clean up the seat…"),
    Intervention.SET_STATE: marked("Pause…"),
    Intervention.UNLOCK_ACCOUNT: marked("Unlock the account…"),
    Intervention.UNLOCK_CUSTOMER: marked("Unlock the card…"),
}


class Aside(QWidget):
    """``wanted`` carries the intervention that was pressed, ``listening_wanted`` how to listen, ``sound_wanted`` that the call's
    recording is to be played. Those that are not offered at all are not there."""

    wanted = Signal(object)
    listening_wanted = Signal(object)
    sound_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = Label("", Text.NAME, strong=True, wraps=True)
        self.beneath = Label("", tone="dim", wraps=True)
        self.sheet = FactSheet()
        self.buttons = {kind: self._button(kind) for kind in BUTTONS}
        self.listening = {how: self._listening_button(how) for how in listening_words.HOWS}
        self.sound = OfferedButton(tr("Play the recording"), small=True, sends=False, icon="resume", hint=tr("Space"))
        self.sound.clicked.connect(self.sound_wanted)
        self.form = InterventionForm()
        self.nobody = Placeholder("person", "")
        self._lay_out()

    def show_nothing(self, icon: str, title: str, sentence: str = "") -> None:
        self.nobody.say(icon, title, sentence)
        self._stack.setCurrentWidget(self.nobody)

    def show_facts(self, name: str, beneath: str, facts: Sequence[Fact]) -> None:
        self.name.setText(name)
        self.beneath.say(beneath)
        self.sheet.show_facts(facts)
        self._stack.setCurrentWidget(self._known)

    def offer(self, possible: Mapping[Intervention, str]) -> None:
        """What there is to do, each with why it cannot be done now; empty where it can."""
        self.offer_listening(None)
        self.offer_sound(None)
        for kind, button in self.buttons.items():
            button.setHidden(kind not in possible)
            if kind in possible:
                button.offer(not possible[kind], possible[kind])
        self._actions.setHidden(not possible or self.form.asks())

    def offer_listening(self, why_not: str | None) -> None:
        """``why_not`` None: it is not offered; empty: nothing hinders it."""
        self._listens.setHidden(why_not is None)
        for button in self.listening.values():
            button.offer(not why_not, why_not or "")

    def offer_sound(self, why_not: str | None) -> None:
        """As `offer_listening`."""
        self._sounds.setHidden(why_not is None)
        self.sound.offer(not why_not, why_not or "")

    def tick(self, now: datetime) -> None:
        self.sheet.tick(now)

    # -- inside

    def _button(self, kind: Intervention) -> OfferedButton:
        made = OfferedButton(tr(BUTTONS[kind]), small=True, sends=False, hint=KEYS[kind])
        made.clicked.connect(lambda: self.wanted.emit(kind))
        return made

    def _listening_button(self, how: Listening) -> OfferedButton:
        made = OfferedButton(listening_words.button(how), small=True, sends=False, hint=listening_words.KEYS[how])
        made.clicked.connect(lambda: self.listening_wanted.emit(how))
        return made

    def _lay_out(self) -> None:
        self._actions = QWidget()
        self._listens = QWidget()
        listening = Flow(self._listens, gap=8, row_gap=8)
        for button in self.listening.values():
            listening.addWidget(button)
        flow = Flow(gap=8, row_gap=8)
        for button in self.buttons.values():
            flow.addWidget(button)
        column = QVBoxLayout(self._actions)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._listens)
        column.addLayout(flow)
        inside = QWidget()
        stand_on(inside, "surface")
        above = QVBoxLayout(inside)
        above.setContentsMargins(20, 20, 20, 16)
        above.setSpacing(4)
        above.addWidget(self.name)
        above.addWidget(self.beneath)
        above.addWidget(self.sheet)
        above.addStretch(1)
        scroll = ScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._known = QWidget()
        known = QVBoxLayout(self._known)
        known.setContentsMargins(0, 0, 0, 0)
        known.setSpacing(0)
        known.addWidget(scroll, 1)
        known.addWidget(rule())
        known.addWidget(self._actions)
        known.addWidget(self.form)
        self._sounds = QWidget()
        row = QHBoxLayout(self._sounds)
        row.setContentsMargins(20, 12, 20, 16)
        row.addWidget(self.sound)
        row.addStretch(1)
        known.insertWidget(2, self._sounds)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.nobody)
        self._stack.addWidget(self._known)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
