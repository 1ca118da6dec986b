"""The page of the agents: how many are in which state, a search, the table, and what can be done with the chosen one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import Link, State
from agent_client.protocol.names import AgentId, AgentState, Intervention, QueueId
from agent_client.protocol.supervising import SupervisedAgent
from agent_client.rules.folding import folded_words
from ui.models.supervised_agents import AgentLine, Column, counted
from ui.text import tr, trn
from ui.theme import Text
from ui.widgets.labels import Label, rule
from ui.widgets.placeholders import Placeholder
from ui.widgets.search_field import SearchField

from . import facts, listening_words, target, words
from .agent_rows import COLUMNS, NUMBERS, AgentRows
from .aside import Aside
from .grid import Grid, SortingColumns
from .state_counts import StateCounts

SHARES = (28, 20, 11, 11, 16, 11, 11, 11, 9)
_SPARED = {
    860: [COLUMNS.index(column) for column in (Column.QUEUES, Column.SIGNED_IN)],
    600: [COLUMNS.index(column) for column in (Column.HANDLED, Column.MISSED)],
    460: [COLUMNS.index(column) for column in (Column.SEAT, Column.TALK)],
}


class AgentsPage(QWidget):
    """``act_wanted`` carries a `target.Target`."""

    act_wanted = Signal(object)

    def __init__(self, aside: Aside) -> None:
        super().__init__()
        self._aside = aside
        self._chosen: AgentId | None = None
        self._state = State()
        self._now: datetime | None = None
        self._queue: QueueId | None = None
        self._read = False
        self.rows = AgentRows(self)
        self.counts = StateCounts()
        self.search = SearchField("Ctrl F")
        self.search.setPlaceholderText(tr("Name, phone, seat or team"))
        self.search.setAccessibleName(tr("Name, phone, seat or team"))
        self.table = Grid(self.rows, SortingColumns(SHARES, right=NUMBERS), tr("Agents"), _SPARED)
        self.empty = Placeholder("person", "")
        self.foot = Label("", Text.SMALL, tone="dim")
        self._lay_out()
        self._connect()
        self.table.columns.show_order(COLUMNS.index(self.rows.look.column), descending=self.rows.look.descending)

    # -- contract

    def show_state(self, state: State) -> None:
        self._state = state
        self.rows.show_state(state)
        self._show_rest()

    def show_known(self, agents: Iterable[SupervisedAgent]) -> None:
        self._read = True
        self.rows.show_known(agents)
        self._show_rest()

    def show_queue(self, queue: QueueId | None) -> None:
        """Those who staff it alone."""
        self._queue = queue
        self._narrow(queue=queue)

    def chosen(self) -> AgentLine | None:
        return self.rows.line(self._chosen)

    def choose(self, agent: AgentId) -> None:
        self.table.choose(self.rows.row_of(agent))

    def take_focus(self) -> None:
        if self._chosen is None:
            self.table.choose(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self, now: datetime) -> None:
        self._now = self.rows.now = now
        self.table.repaint_column(COLUMNS.index(Column.STATE))

    def act(self, kind: Intervention) -> None:
        """What hinders it says the button."""
        line = self.chosen()
        if line is not None and not target.why_not(kind, line, self._state):
            self.act_wanted.emit(target.of_agent(kind, line))

    def show_aside(self) -> None:
        line = self.chosen()
        if line is None:
            self._aside.show_nothing("person", tr("No agent chosen"), tr("Choose one to see more, and to act."))
            return
        beneath = " · ".join(part for part in (words.state_word(line, self._state), line.presence.team) if part)
        self._aside.show_facts(line.presence.name, beneath, facts.of_agent(line, self._state, self._now))
        offline = "" if self._state.link is Link.UP else tr("No link to the server")
        possible = {kind: offline or target.why_not(kind, line, self._state) for kind in target.OF_AGENT}
        if not line.locked:
            del possible[Intervention.UNLOCK_ACCOUNT]
        self._aside.offer(possible)
        if line.presence.state is AgentState.ON_CONTACT and listening_words.present(self._state) is None:
            self._aside.offer_listening(listening_words.why_not(line, self._state))
        label = tr("Make available…") if words.to_ready(line) else tr("Pause…")
        self._aside.buttons[Intervention.SET_STATE].set_label(label)

    # -- inside

    def _show_rest(self) -> None:
        self._recount()
        if self.isVisible():
            self.show_aside()

    def _recount(self) -> None:
        self.counts.show_counts(counted(self.rows.lines(), self._queue))
        some = self.rows.rowCount()
        self._stack.setCurrentWidget(self.table if some else self.empty)
        if not some:
            self.empty.say(*_why_empty(read=self._read, searched=bool(self.search.text().strip())))
        self.foot.setText(trn("{n} agent", "{n} agents", some) if some else "")

    def _narrow(self, **look: Any) -> None:
        self.rows.choose(**look)
        self._recount()

    def _on_search(self, text: str) -> None:
        self._narrow(words=tuple(folded_words(text)))
        if text and self.table.row() < 0:
            self.table.choose(0)

    def _on_sort(self, column: int) -> None:
        wanted = COLUMNS[column]
        same = wanted is self.rows.look.column
        # Of figures the highest are looked for first.
        descending = not self.rows.look.descending if same else column in NUMBERS and wanted is not Column.SIGNED_IN
        self.rows.choose(column=wanted, descending=descending)
        self.table.columns.show_order(COLUMNS.index(self.rows.look.column), descending=self.rows.look.descending)

    def _on_moved(self) -> None:
        agent = self.rows.at(self.table.row())
        if agent is not None and agent != self._chosen:
            self._chosen = agent
            self._aside.form.left.emit()
        self.show_aside()

    def _on_reset(self) -> None:
        """Whoever was chosen stays chosen where they are still in sight, or in sight again."""
        if self._chosen is not None and self.table.row() < 0:
            self.choose(self._chosen)

    def _begin_search(self, letter: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(letter)
        self._on_search(letter)

    def _connect(self) -> None:
        self.counts.chosen.connect(lambda group: self._narrow(group=group))
        self.search.textEdited.connect(self._on_search)
        self.search.left.connect(lambda: self._on_search(""))
        self.search.left.connect(self.take_focus)
        self.search.returnPressed.connect(self.take_focus)
        self.search.moved.connect(lambda step: self.table.choose(self.table.row() + step))
        self.table.typed.connect(self._begin_search)
        self.table.sort_pressed.connect(self._on_sort)
        self.table.moved.connect(self._on_moved)
        self.rows.modelReset.connect(self._on_reset)
        self.rows.rowsInserted.connect(lambda *_: self._on_reset())

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 12)
        head.setSpacing(12)
        head.addWidget(self.counts)
        head.addWidget(self.search)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.addWidget(self.foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule())
        layout.addWidget(body, 1)
        layout.addWidget(rule())
        layout.addLayout(foot)


def _why_empty(*, read: bool, searched: bool) -> tuple[str, str, str]:
    if not read:
        return "clock", tr("The agents are on their way"), ""
    if searched:
        return "search", tr("Nobody found"), tr("Try a part of the name, of the phone or of the seat.")
    return "person", tr("Nobody here"), tr("There is nobody in this state.")
