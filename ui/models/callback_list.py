"""The rows of the callback list as the agent has them arranged, kept up with what the server says (E1, E5, E6, E8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from agent_client.protocol.names import CallbackId, Section

from .callback_index import CallbackIndex, Entries, Rows
from .callback_lines import Arrangement, Line
from .slices import Slices
from .sorted_rows import SortedRows

LINE_ROLE = Qt.ItemDataRole.UserRole
BATCH_MILLISECONDS = 70
"""Changes of place are told to the view together after this time; a change in place is told at once."""
REFILL_AT = 200
"""From so many changes at once, arranging all anew is cheaper than telling each."""
AT_ONCE = 2_000
"""So many entries are arranged without a pause: it takes no longer than painting them."""
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class CallbackList(QAbstractListModel):
    """A very long list is arranged in slices: until that is done the rows before are shown."""

    settled = Signal()
    """The view has been told all there was to tell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.describe: Callable[[Line], str] = lambda line: line.entry.number
        """What a row says to those who cannot see it."""
        self.anew = False
        """While the model is reset: whether the agent gets another arrangement than there was."""
        self._wanted = self.shown = Arrangement()
        """``shown`` is what is before the agent; what is wanted comes when it is arranged."""
        self._latest: Entries = {}
        self._index = CallbackIndex()
        self._rows: SortedRows[Line] = SortedRows()
        self._moving: dict[CallbackId, None] = {}
        self._arranging, self._preparing, self._dissolving = Slices(self), Slices(self), Slices(self)
        self._batch = QTimer(self, singleShot=True, interval=BATCH_MILLISECONDS)
        self._batch.timeout.connect(self.settle)

    # -- what to show

    def show_entries(self, entries: Entries) -> None:
        self._latest = entries
        if not self.busy:
            self._take_changes()

    def arrange(self, wanted: Arrangement) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self._arrange()

    def tick(self, now: datetime) -> None:
        """Appointments that have fallen due go to where those stand."""
        if not self.busy:
            for identity in self._index.fallen_due(now):
                self._change(identity)

    def prepare_search(self) -> None:
        if not self._preparing.busy:
            self._preparing.start(self._index.preparing(), lambda _: None)

    def finish(self) -> None:
        """All that is on its way, now."""
        self._arranging.finish()
        self.settle()

    def settle(self) -> None:
        """Tell the view now what was going to be told in a moment."""
        self._batch.stop()
        if self.busy:
            return
        moving, self._moving = self._moving, {}
        if len(moving) > REFILL_AT:
            self._arrange()
            return
        for identity in moving:
            self._move(identity)
        if moving:
            self.settled.emit()

    # -- what is shown

    @property
    def busy(self) -> bool:
        return self._arranging.busy

    def counts(self) -> Mapping[Section, int]:
        """How many entries each section has, of those that are known and pass the filters."""
        return self._index.counts

    def line(self, at: int) -> Line | None:
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def lines(self) -> Sequence[Line]:
        return self._rows.rows()

    def place_of(self, identity: CallbackId, number: int | None = None) -> int | None:
        """Of its line with that ``number``, else of its first."""
        for at in self._rows.places_of(identity):
            if self._rows[at].number == number:
                return at
        return min(self._rows.places_of(identity), default=None)

    # -- Qt

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None or role == LINE_ROLE:
            return line
        return (
            self.describe(line) if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        )

    # -- changes

    def _take_changes(self) -> None:
        first = not self._index.known
        changed = self._index.take(self._latest)
        if changed and (first or len(changed) > REFILL_AT):
            self._arrange()
            return
        for identity in changed:
            self._change(identity)

    def _change(self, identity: CallbackId) -> None:
        now = self._index.rows_of(identity, self.shown)
        before = self._rows.keys_of(identity)
        if not now and not before:
            self._moving.pop(identity, None)
        elif identity not in self._moving and tuple(key for key, _ in now) == before:
            self._put(now)
        else:
            self._moving[identity] = None
            if not self._batch.isActive():
                self._batch.start()

    def _put(self, rows: Rows) -> None:
        for key, line in rows:
            at = self._rows.place_for(key)
            self._rows.put(at, line)
            self.dataChanged.emit(self.index(at), self.index(at))

    def _move(self, identity: CallbackId) -> None:
        """To where they stand by now; one that is as it was is only put anew, and one that is alone stays chosen on its way."""
        now = self._index.rows_of(identity, self.shown)
        before = self._rows.keys_of(identity)
        keys = {key for key, _ in now}
        gone = [key for key in before if key not in keys]
        new = [(key, line) for key, line in now if key not in before]
        if len(gone) == len(new) == 1:
            at, to = self._rows.place_for(gone[0]), self._rows.place_for(new[0][0])
            moves = to not in (at, at + 1) and self.beginMoveRows(_NOWHERE, at, at, _NOWHERE, to)
            self._rows.remove(gone[0], identity)
            self._rows.insert(*new[0], identity)
            if moves:
                self.endMoveRows()
            self._put(now)
            return
        for key in gone:
            at = self._rows.place_for(key)
            self.beginRemoveRows(_NOWHERE, at, at)
            self._rows.remove(key, identity)
            self.endRemoveRows()
        for key, line in new:
            at = self._rows.place_for(key)
            self.beginInsertRows(_NOWHERE, at, at)
            self._rows.insert(key, line, identity)
            self.endInsertRows()
        self._put([(key, line) for key, line in now if key in before])

    def _arrange(self) -> None:
        self._arranging.cancel()
        self._batch.stop()
        self._moving = {}
        self._index.take(self._latest)
        few = self._index.amount(self._wanted) <= AT_ONCE
        self._arranging.start(self._index.arranging(self._wanted), self._arranged, at_once=few)

    def _arranged(self, rows: SortedRows[Line]) -> None:
        self.anew = self.shown != self._wanted
        self._dissolving.finish()
        self.beginResetModel()
        before, self._rows, self.shown = self._rows, rows, self._wanted
        self.endResetModel()
        self._dissolving.start(before.dissolving(), lambda _: None)
        self.anew = False
        self._take_changes()
        self.settled.emit()
