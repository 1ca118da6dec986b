"""Where the reader of a list stands, kept while all of its rows are told anew: the chosen row, and what is to be seen."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView

from agent_client.protocol.names import CallbackId
from ui.models.callback_list import CallbackList


class PlaceKept:
    """An arrangement that the agent wished for begins at its first row; the chosen one stays chosen where it is among them."""

    def __init__(self, view: QTableView, rows: CallbackList) -> None:
        self._view = view
        self._rows = rows
        self._chosen: tuple[CallbackId, int] | None = None
        self._top: tuple[CallbackId, int] | None = None
        self._above = 0
        rows.modelAboutToBeReset.connect(self._note)
        rows.modelReset.connect(self._restore)

    def _note(self) -> None:
        at = self._view.currentIndex()
        self._chosen = self._named(at.row()) if at.isValid() else None
        first = self._view.rowAt(0)
        self._top = self._named(first)
        self._above = self._view.rowViewportPosition(first) if first >= 0 else 0

    def _restore(self) -> None:
        chosen, top = self._place(self._chosen), self._place(self._top)
        if chosen is not None:
            self._view.setAutoScroll(False)
            self._view.setCurrentIndex(self._rows.index(chosen))
            self._view.setAutoScroll(True)
        bar = self._view.verticalScrollBar()
        if self._rows.anew or top is None:
            bar.setValue(0)
        elif not (bar.value() == 0 and top == 0):
            self._view.scrollTo(self._rows.index(top), QTableView.ScrollHint.PositionAtTop)
            bar.setValue(bar.value() - self._above)

    def _named(self, at: int) -> tuple[CallbackId, int] | None:
        line = self._rows.line(at)
        return None if line is None else (line.entry.id, line.number)

    def _place(self, named: tuple[CallbackId, int] | None) -> int | None:
        return None if named is None else self._rows.place_of(*named)
