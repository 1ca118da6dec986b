"""The page of the day's calls: the latest first, searched by number, narrowed to one agent; the course of the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from agent_client.client.store.state import State
from agent_client.protocol.interactions import PastCall
from agent_client.protocol.names import AgentId, Direction, QueueId, SoundState
from agent_client.protocol.supervising import SupervisedCall
from ui import theme, wording
from ui.panels.naming import joined, number_text, party
from ui.panels.player_bar import PlayerBar
from ui.text import clock_time, marked, tr, trn
from ui.widgets.search_field import SearchField
from ui.widgets.select_field import SelectField
from ui.widgets.times import duration
from ui.widgets.turning import Turning

from . import facts, words
from .aside import Aside
from .grid import EMPTY, Cell, Grid, SortingColumns
from .list_page import RowsPage
from .text_rows import TextRows

HEADINGS = (
    marked("Time"),
    marked("Customer"),
    marked("Number"),
    marked("Queue"),
    marked("Agent"),
    marked("Waited"),
    marked("Talked"),
    marked("Outcome"),
)
SHARES = (8, 24, 17, 13, 19, 9, 9, 18)
_SPARED = {860: [2], 560: [3, 5]}
_NUMBERS = (5, 6)
_AGENT = 190
TYPING_PAUSE = 220


class CallFilter(Struct, frozen=True):
    agent: AgentId | None = None
    queue: QueueId | None = None
    number: str = ""


class CallsPage(RowsPage):
    """``filtered``: other calls are asked for than before."""

    filtered = Signal()
    sound_wanted = Signal(object)
    """A `PastCall` whose recording is to be heard, in `player`."""

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._state = State()
        self._now: datetime | None = None
        self._all = False
        self.filter = CallFilter()
        self.search = SearchField("Ctrl F")
        self.search.setPlaceholderText(tr("Digits of the number"))
        self.search.setAccessibleName(tr("Digits of the number"))
        self.agent = SelectField(tr("Agent"), nothing=tr("All agents"))
        self.agent.setMinimumWidth(theme.scaled(_AGENT))
        head = QWidget()
        turning = Turning(head, least=420, gap=12, row_gap=8, centred=True)
        turning.setContentsMargins(16, 16, 16, 12)
        turning.add(self.search, stretches=True)
        turning.add(self.agent)
        rows: TextRows[SupervisedCall] = TextRows(
            [tr(one) for one in HEADINGS], lambda call: call.call.interaction, self._cell
        )
        table = Grid(rows, SortingColumns(SHARES, right=_NUMBERS, sorts=False), tr("Today's calls"), _SPARED)
        self.player = PlayerBar()
        super().__init__(rows, table, "phone", head, beneath=self.player)
        self._rest = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._rest.timeout.connect(self._on_typed)
        self.search.textEdited.connect(lambda _: self._rest.start())
        self.search.left.connect(self._on_typed)
        self.search.left.connect(self.take_focus)
        self.search.returnPressed.connect(self.take_focus)
        table.typed.connect(self._begin_search)
        self.agent.chosen.connect(lambda agent: self._choose(CallFilter(agent, self.filter.queue, self.filter.number)))
        self.chosen_changed.connect(self.show_aside)

    # -- contract

    def show_state(self, state: State) -> None:
        before, self._state = self._state, state
        if before.centre is not state.centre:
            self.rows.refresh()
        if before.agents is not state.agents and self.isVisible():
            self._show_people()

    def show_queue(self, queue: QueueId | None) -> None:
        self._choose(CallFilter(self.filter.agent, queue, self.filter.number))

    def show_agent(self, agent: AgentId) -> None:
        """The calls of this one alone."""
        self._show_people()
        self.agent.choose(agent)
        self._choose(CallFilter(agent, self.filter.queue, self.filter.number))

    def show_calls(self, calls: Sequence[SupervisedCall], *, every: bool) -> None:
        """``every``: there are no more."""
        self._all = every
        self.rows.show_rows(calls)
        self.arrived()
        if self.isVisible():
            self.show_aside()

    def nothing(self) -> tuple[str, str]:
        if self.filter.number or self.filter.agent is not None or self.filter.queue is not None:
            return tr("No such call today"), tr("Try a part of the number, or another agent or queue.")
        return tr("No call today"), ""

    def counted(self) -> str:
        shown = trn("{n} call", "{n} calls", self.rows.rowCount())
        return shown if self._all else tr("the latest {calls}", calls=shown)

    def show_aside(self) -> None:
        call = self.rows.at(self.table.row())
        if call is None:
            self._aside.show_nothing("phone", tr("No call chosen"), tr("Choose one to see its course."))
            return
        name = party(call.customer, call.call.number, self._state)
        what = joined(wording.direction(call.call.direction), words.outcome(call))
        self._aside.show_facts(name, what, facts.of_call(call, self._state))
        self._aside.offer({})
        self._aside.offer_sound(_why_not_heard(call.call))

    def play(self) -> None:
        """The recording of the chosen call, where there is one to be heard."""
        call = self.rows.at(self.table.row())
        if call is not None and _why_not_heard(call.call) == "":
            self.sound_wanted.emit(call.call)

    def tick(self, now: datetime) -> None:
        self._now = now
        if any(call.call.ended_at is None for call in self.rows.rows()):
            for column in _NUMBERS:
                self.table.repaint_column(column)

    # -- Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_people()

    # -- inside

    def _show_people(self) -> None:
        people = sorted(self._state.agents.values(), key=lambda one: one.name.casefold())
        self.agent.show_choices([(None, tr("All agents")), *((one.id, one.name) for one in people)])

    def _cell(self, call: SupervisedCall, column: int) -> Cell:
        one = call.call
        match column:
            case 0:
                return Cell(clock_time(one.started_at))
            case 1:
                icon = "" if one.direction is Direction.INBOUND else "callback"
                name = party(call.customer, one.number, self._state)
                return Cell(name, "text", strong=one.ended_at is None, icon=icon)
            case 2:
                return Cell(number_text(one.number, self._state))
            case 3:
                return Cell(words.queue_name(call.queue, self._state) or one.queue)
            case 4:
                return Cell(words.names(one.agents))
            case 5:
                return _length(words.waited(call, self._now))
            case 6:
                return _length(words.talked(call, self._now))
            case _:
                return Cell(words.outcome(call), "text")

    def _choose(self, wanted: CallFilter) -> None:
        if wanted != self.filter:
            self.filter = wanted
            self.rows.show_rows(())
            self.begin()
            self.filtered.emit()

    def _on_typed(self) -> None:
        self._rest.stop()
        self._choose(CallFilter(self.filter.agent, self.filter.queue, self.search.text().strip()))

    def _begin_search(self, letter: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(letter)
        self._rest.start()


def _why_not_heard(call: PastCall) -> str | None:
    """None: it was not recorded at all; empty: nothing hinders it."""
    if call.recording is None:
        return None
    match call.recording.state:
        case SoundState.KEPT:
            return ""
        case SoundState.LOST:
            return tr("The recording has been lost: your administrator can tell why.")
        case SoundState.DELETED:
            return tr("The recording has been deleted, as all are after a time.")
        case _:
            return tr("The recording is not here yet: try again in a minute.")


def _length(seconds: float | None) -> Cell:
    return EMPTY if seconds is None else Cell(duration(seconds), right=True)
