"""The rows of one section of the callback list, newest call first, for the agent's choice of queues (E1, E6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import CallbackId, QueueId, Section

from .differences import difference
from .sorted_rows import SortedRows

ENTRY_ROLE = Qt.ItemDataRole.UserRole
BATCH_MILLISECONDS = 70
"""Changes of place are told to the view together after this time; a change in place is told at once."""
REFILL_AT = 200
"""From so many changes of place at once, one reset is cheaper than telling each."""
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CallbackList(QAbstractListModel):
    settled = Signal()
    """The view has been told all there was to tell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: Mapping[CallbackId, Callback] = {}
        self._rows: SortedRows[Callback] = SortedRows(_order, lambda entry: entry.id)
        self._section = Section.OPEN
        self._queues: frozenset[QueueId] | None = None
        self._counts: Counter[tuple[Section, QueueId]] = Counter()
        self._moving: dict[CallbackId, Callback | None] = {}
        self._batch = QTimer(self, singleShot=True, interval=BATCH_MILLISECONDS)
        self._batch.timeout.connect(self.settle)

    # -- what to show

    def show_entries(self, entries: Mapping[CallbackId, Callback]) -> None:
        found = difference(self._entries, entries)
        first, self._entries = not self._entries, entries
        if not found.new and not found.old:
            return
        for gone in found.old.values():
            self._counts[gone.section, gone.queue] -= 1
        for come in found.new.values():
            self._counts[come.section, come.queue] += 1
        if first or len(found.new) + len(found.old) > REFILL_AT:
            self._refill()
            return
        for identity in {**found.old, **found.new}:
            self._change(identity, found.new.get(identity))

    def show_section(self, section: Section, queues: Collection[QueueId] | None = None) -> None:
        """``queues`` None: of all of them."""
        chosen = None if queues is None else frozenset(queues)
        if (section, chosen) != (self._section, self._queues):
            self._section, self._queues = section, chosen
            self._refill()

    def counts(self) -> dict[Section, int]:
        """How many entries of the chosen queues each section has."""
        found: Counter[Section] = Counter()
        for (section, queue), count in self._counts.items():
            if self._queues is None or queue in self._queues:
                found[section] += count
        return dict(found)

    def entry(self, at: int) -> Callback | None:
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def place_of(self, identity: CallbackId) -> int | None:
        return self._rows.place_of(identity)

    def settle(self) -> None:
        """Tell the view now what was going to be told in a moment."""
        self._batch.stop()
        moving, self._moving = self._moving, {}
        if len(moving) > REFILL_AT:
            self._refill()
            return
        for identity, entry in moving.items():
            self._move(identity, entry)
        if moving:
            self.settled.emit()

    # -- Qt

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        entry = self._rows[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return entry.number if entry.customer is None else entry.customer.name or entry.customer.company
        return None

    # -- changes

    def _change(self, identity: CallbackId, entry: Callback | None) -> None:
        if entry is not None and self._shows(entry) and identity not in self._moving:
            at = self._rows.in_place(entry)
            if at is not None:
                self._rows.put(at, entry)
                index = self.index(at)
                self.dataChanged.emit(index, index)
                return
        if entry is not None and not self._shows(entry):
            entry = None
        if entry is None and self._rows.place_of(identity) is None:
            self._moving.pop(identity, None)
            return
        self._moving[identity] = entry
        if not self._batch.isActive():
            self._batch.start()

    def _move(self, identity: CallbackId, entry: Callback | None) -> None:
        at = self._rows.place_of(identity)
        if at is None:
            if entry is not None:
                to = self._rows.place_for(entry)
                self.beginInsertRows(_NOWHERE, to, to)
                self._rows.insert(entry)
                self.endInsertRows()
        elif entry is None:
            self.beginRemoveRows(_NOWHERE, at, at)
            self._rows.remove(at)
            self.endRemoveRows()
        else:
            to = self._rows.place_for(entry)
            moves = to not in (at, at + 1) and self.beginMoveRows(_NOWHERE, at, at, _NOWHERE, to)
            self._rows.remove(at)
            now_at = self._rows.insert(entry)
            if moves:
                self.endMoveRows()
            self.dataChanged.emit(self.index(now_at), self.index(now_at))

    def _shows(self, entry: Callback) -> bool:
        return entry.section is self._section and (self._queues is None or entry.queue in self._queues)

    def _refill(self) -> None:
        self._batch.stop()
        self._moving = {}
        self.beginResetModel()
        self._rows.fill(entry for entry in self._entries.values() if self._shows(entry))
        self.endResetModel()
        self.settled.emit()


def _order(entry: Callback) -> tuple[float, int]:
    return (-entry.last_at.timestamp(), -entry.id)
