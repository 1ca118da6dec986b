"""What happened to the chosen entry of the callback list, below it: who tried, when, how long, with which result (E8)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import EMPTY, State
from agent_client.protocol.callbacks import Callback, CallbackHistory
from agent_client.protocol.names import CallbackId
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.placeholders import Placeholder
from ui.widgets.time_line import TimeLine

from .callback_history_words import facts, moment_entries
from .callback_words import caller


class CallbackHistoryDrawer(QFrame):
    """``wanted`` asks for an entry's history; what comes of any other is not shown."""

    wanted = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entry: Callback | None = None
        self._history: CallbackHistory | None = None
        self._state = EMPTY
        self._now: datetime | None = None
        self.title = ElidedLabel("", strong=True)
        self.facts = Label("", Text.SMALL, tone="dim", wraps=True)
        self.close_button = ActionButton(
            "", Kind.LINK, icon="close", sends=False, name=tr("Close the history"), hint=tr("Space")
        )
        self.line = TimeLine()
        self.line.setAccessibleName(tr("History of the entry"))
        self.placeholder = Placeholder("history", "")
        self.close_button.clicked.connect(self.closed)
        self.placeholder.action.clicked.connect(self._ask)
        self._lay_out()

    def show_entry(self, entry: Callback | None, state: State, now: datetime | None) -> None:
        """Another entry, or another version of it: its history is asked for; until it comes, what is known stays."""
        before, self._entry, self._state = self._entry, entry, state
        self._now = now or self._now
        if entry is None:
            self._history = None
            self._say("history", tr("Choose a row"), tr("What happened to it is shown here."))
        elif before is None or (before.id, before.version) != (entry.id, entry.version):
            if self._history is not None and self._history.entry.id != entry.id:
                self._history = None
            self._ask()
        self._show()

    def show_history(self, history: CallbackHistory) -> None:
        if self._entry is not None and history.entry.id == self._entry.id:
            self._history = history
            self._show()

    def show_failed(self, entry: CallbackId, sentence: str) -> None:
        if self._entry is not None and entry == self._entry.id and self._history is None:
            self._say("alert", tr("The history did not come"), sentence, action=tr("Try again"))

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # -- inside

    def _ask(self) -> None:
        if self._entry is not None:
            if self._history is None:
                self._say("history", tr("Reading the history…"))
            self.wanted.emit(self._entry.id)

    def _show(self) -> None:
        entry = self._entry
        self.title.say("" if entry is None else caller(entry, self._state))
        self.facts.say("" if entry is None else facts(entry, self._state, self._now))
        if self._history is not None:
            self.line.show_entries(moment_entries(self._history, self._state, self._now), more=False)
            self._stack.setCurrentWidget(self._body)

    def _say(self, icon: str, title: str, sentence: str = "", *, action: str = "") -> None:
        self.placeholder.say(icon, title, sentence, action=action)
        self._stack.setCurrentWidget(self.placeholder)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 0)
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        beneath = QHBoxLayout()
        beneath.setContentsMargins(16, 2, 16, 8)
        beneath.addWidget(self.facts)
        self._body = QWidget()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(16, 4, 0, 0)
        inside.addWidget(self.line)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._body)
        self._stack.addWidget(self.placeholder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(beneath)
        layout.addLayout(self._stack, 1)
