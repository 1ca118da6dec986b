"""The agents' rows for the table: sorted, filtered, and moved one by one as the stream tells of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from agent_client.client.store.state import EMPTY, State
from agent_client.protocol.agents import Presence
from agent_client.protocol.names import AgentId
from agent_client.protocol.supervising import SupervisedAgent
from agent_client.protocol.time import seconds_between
from ui import theme
from ui.models.supervised_agents import AgentLine, Column, Look, joined, shown, sort_key, told
from ui.text import clock_time, tr
from ui.widgets.times import duration

from . import words
from .grid import CELL_ROLE, Cell

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
COLUMNS = tuple(Column)
NUMBERS = tuple(COLUMNS.index(one) for one in (Column.HANDLED, Column.MISSED, Column.TALK, Column.SIGNED_IN))
_MANY = 24
"""More rows than these in other places are shown anew at once."""


class AgentRows(QAbstractTableModel):
    """``counted``: who is where has changed."""

    counted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self.state: State = EMPTY
        self.now: datetime | None = None
        self._lines: dict[AgentId, AgentLine] = {}
        self._presences: Mapping[AgentId, Presence] = {}
        self._keys: list[tuple[object, ...]] = []
        self._order: list[AgentId] = []
        self._key_of: dict[AgentId, tuple[object, ...]] = {}

    # -- what is known

    def show_known(self, known: Iterable[SupervisedAgent]) -> None:
        """What the server said; the stream's own word stays where it is newer."""
        self._follow(joined(known, self._presences))

    def show_state(self, state: State) -> None:
        names_before = self.state.centre
        self.state = state
        if state.agents is not self._presences:
            before, self._presences = self._presences, state.agents
            changed = {
                agent: told(self._lines.get(agent), presence)
                for agent, presence in state.agents.items()
                if presence is not before.get(agent)
            }
            if changed:
                self._follow({**self._lines, **changed})
        if names_before is not state.centre and self._order:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, len(COLUMNS) - 1))

    def choose(self, **look: Any) -> None:
        """Other rows, or in another order; names as in `Look`."""
        wanted = replace(self.look, **look)
        if wanted != self.look:
            self.look = wanted
            self._anew()

    def lines(self) -> Iterable[AgentLine]:
        return self._lines.values()

    def line(self, agent: AgentId | None) -> AgentLine | None:
        return None if agent is None else self._lines.get(agent)

    def at(self, row: int) -> AgentId | None:
        return self._order[row] if 0 <= row < len(self._order) else None

    def row_of(self, agent: AgentId) -> int:
        """-1: not among those who are shown."""
        key = self._key_of.get(agent)
        return -1 if key is None else bisect_left(self._keys, key)

    # -- Qt

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return words.column(COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        agent = self.at(index.row()) if index.isValid() else None
        if agent is None:
            return None
        if role == CELL_ROLE:
            return self._cell(self._lines[agent], COLUMNS[index.column()])
        there = self._lines[agent].presence
        lost = there.phone_lost and there.phone and COLUMNS[index.column()] is Column.PHONE
        if lost and role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return tr("{phone}, not reached", phone=there.phone)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(self._lines[agent], COLUMNS[index.column()]).text
        return None

    # -- inside

    def _cell(self, line: AgentLine, column: Column) -> Cell:
        tone = "text" if line.signed_in else "faint"
        session = line.known.session if line.known is not None else None
        match column:
            case Column.STATE:
                word = words.state_word(line, self.state)
                if not line.signed_in:
                    return Cell(word, "faint")
                beside = "" if self.now is None else duration(seconds_between(line.since, self.now))
                return Cell(word, "text", dot=theme.PHASE_TOKENS[line.phase], beside=beside)
            case Column.NAME:
                icon = "lock" if line.locked else ""
                return Cell(line.presence.name, tone, strong=line.signed_in, icon=icon, icon_tone="alarm")
            case Column.PHONE:
                lost = line.presence.phone_lost and line.signed_in
                return Cell(line.presence.phone, icon="link-lost" if lost else "", icon_tone="alarm")
            case Column.SEAT:
                remote = session is not None and session.remote
                return Cell(tr("By phone") if remote else line.seat)
            case Column.QUEUES:
                return Cell(words.queue_words(line.queues, self.state) if line.signed_in else "")
            case Column.HANDLED:
                return Cell(words.figure(line.today.handled), right=True)
            case Column.MISSED:
                return Cell(words.figure(line.today.missed + line.today.declined), right=True)
            case Column.TALK:
                return Cell(words.seconds(line.today.talk_seconds), right=True)
            case Column.SIGNED_IN:
                return Cell("" if session is None else clock_time(session.started_at), right=True)

    def _follow(self, lines: dict[AgentId, AgentLine]) -> None:
        """Only what is another is told, and only where it stands."""
        before, self._lines = self._lines, lines
        changed = [agent for agent, line in lines.items() if line != before.get(agent)]
        if not changed:
            return
        moves = [agent for agent in changed if _key(self._lines[agent], self.look) != self._key_of.get(agent)]
        if len(moves) > _MANY:
            self._anew()
        else:
            for agent in changed:
                self._move(agent)
        self.counted.emit()

    def _move(self, agent: AgentId) -> None:
        wanted, key = _key(self._lines[agent], self.look), self._key_of.get(agent)
        if wanted == key:
            if key is not None:
                row = bisect_left(self._keys, key)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
            return
        if key is None:
            self._insert(agent, wanted)
        elif wanted is None:
            self._remove(agent, key)
        else:
            self._shift(agent, key, wanted)

    def _insert(self, agent: AgentId, key: tuple[object, ...] | None) -> None:
        assert key is not None
        to = bisect_left(self._keys, key)
        self.beginInsertRows(_NOWHERE, to, to)
        self._put(to, agent, key)
        self.endInsertRows()

    def _remove(self, agent: AgentId, key: tuple[object, ...]) -> None:
        row = bisect_left(self._keys, key)
        self.beginRemoveRows(_NOWHERE, row, row)
        del self._keys[row], self._order[row], self._key_of[agent]
        self.endRemoveRows()

    def _shift(self, agent: AgentId, key: tuple[object, ...], wanted: tuple[object, ...]) -> None:
        row, to = bisect_left(self._keys, key), bisect_left(self._keys, wanted)
        moves = to not in (row, row + 1)  # Qt counts the place as before it is taken out
        if moves:
            self.beginMoveRows(_NOWHERE, row, row, _NOWHERE, to)
        del self._keys[row], self._order[row]
        at = to - 1 if to > row else to
        self._put(at, agent, wanted)
        if moves:
            self.endMoveRows()
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))

    def _put(self, row: int, agent: AgentId, key: tuple[object, ...]) -> None:
        self._keys.insert(row, key)
        self._order.insert(row, agent)
        self._key_of[agent] = key

    def _anew(self) -> None:
        self.beginResetModel()
        keyed = sorted(
            (sort_key(line, self.look), agent) for agent, line in self._lines.items() if shown(line, self.look)
        )
        self._keys = [key for key, _ in keyed]
        self._order = [agent for _, agent in keyed]
        self._key_of = dict(zip(self._order, self._keys, strict=True))
        self.endResetModel()


def _key(line: AgentLine, look: Look) -> tuple[object, ...] | None:
    """None: not among those who are shown."""
    return sort_key(line, look) if shown(line, look) else None
