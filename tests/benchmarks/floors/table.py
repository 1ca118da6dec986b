"""The floor of a long list: rows kept sorted with bisect under a bare QTableView, one dataChanged or insertion an event.

argv: number of rows. Speaks as ours does: told ``change``, ``changes`` (ten, said is the mean of one) or ``add``, it says
``done`` with the CPU nanoseconds of the event alone, and of the event with the painting that it caused.
"""

from __future__ import annotations

import bisect
import sys
import time

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView

COLUMNS = 4


class Rows(QAbstractTableModel):
    def __init__(self, count: int) -> None:
        super().__init__()
        self.rows = [(at, f"Customer {at}", f"+3120{at:07}", "Support") for at in range(count)]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return COLUMNS

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return str(self.rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None

    def change(self) -> None:
        at = bisect.bisect_left(self.rows, (self.rows[3][0],))
        self.rows[at] = (self.rows[at][0], self.rows[at][1] + ".", *self.rows[at][2:])
        self.dataChanged.emit(self.index(at, 0), self.index(at, COLUMNS - 1))

    def add(self) -> None:
        row = (self.rows[0][0] - 1, "New customer", "+31201234567", "Support")
        at = bisect.bisect_left(self.rows, row)
        self.beginInsertRows(QModelIndex(), at, at)
        self.rows.insert(at, row)
        self.endInsertRows()


app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
model = Rows(int(sys.argv[1]))
view = QTableView()
view.setModel(model)
view.resize(480, 700)
view.show()
for _ in range(20):
    app.processEvents()
print("up", flush=True)
for line in sys.stdin:
    times = 10 if line.strip() == "changes" else 1
    began = time.process_time_ns()
    for _ in range(times):
        start = time.process_time_ns()
        (model.add if line.strip() == "add" else model.change)()
        alone = time.process_time_ns() - start
        for _ in range(4):
            app.processEvents()
    print("done", alone, (time.process_time_ns() - began) // times, flush=True)
