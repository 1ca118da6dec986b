"""The floor of arranging a long list: plain tuples filtered, sorted, searched by the simplest Python and shown by a bare
QTableView after one reset. All of it in one turn of the event loop.

argv: number of rows. Speaks as ours does: ``first``, then ``queues``, ``sort``, ``search`` or ``cold``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView

sys.path.append(str(Path(__file__).resolve().parent.parent))
from listed import SEARCHED, Listed, listed

COLUMNS = 5


class Rows(QAbstractTableModel):
    def __init__(self, rows: list[Listed]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return COLUMNS

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return str(self.rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None

    def show(self, rows: list[Listed]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


def latest(rows: list[Listed]) -> list[Listed]:
    return sorted(rows, key=lambda row: row[4])


def measured(begin: Callable[[], object]) -> str:
    began = time.process_time_ns()
    begin()
    turn = time.process_time_ns()
    longest = turn - began
    for _ in range(4):
        app.processEvents()
        now = time.process_time_ns()
        longest, turn = max(longest, now - turn), now
    return f"{turn - began} {longest} {model.rowCount()}"


def first() -> None:
    model.show(latest(every))
    view.show()


app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
every = list(listed(int(sys.argv[1])))
model = Rows([])
view = QTableView()
view.setModel(model)
view.resize(312, 700)
print("first", measured(first), flush=True)
WISHES: dict[str, Callable[[], list[Listed]]] = {
    "queues": lambda: latest([row for row in every if row[3] == 1]),
    "sort": lambda: sorted(every, key=lambda row: row[0].lower()),
    "search": lambda: latest([row for row in every if SEARCHED in f"{row[0]} {row[1]}".lower()]),
}
WISHES["cold"] = WISHES["search"]
for line in sys.stdin:
    arranged = WISHES[line.strip()]
    print("done", measured(lambda made=arranged: model.show(made())), flush=True)
    measured(lambda: model.show(latest(every)))
