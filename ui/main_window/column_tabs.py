"""The columns' names in a row, where only one of them has room: which is there, and the way to the others."""

from __future__ import annotations

from ui.text import tr
from ui.widgets.columns import Columns
from ui.widgets.section_tabs import SectionTabs

KEYS = ("work", "contact", "customer")
_MIDDLE = 1


class ColumnTabs(SectionTabs):
    def __init__(self) -> None:
        super().__init__(dict(zip(KEYS, (tr("Lists"), tr("Contact"), tr("Customer")), strict=True)))
        self._columns: Columns | None = None
        self.hide()

    def follow(self, columns: Columns) -> None:
        self._columns = columns
        columns.arranged.connect(self._on_arranged)
        self.opened.connect(self._on_opened)

    def _on_arranged(self) -> None:
        columns = self._columns
        if columns is not None:
            alone = columns.alone()
            self.setVisible(columns.one_at_a_time())
            self.open(KEYS[_MIDDLE if alone < 0 else alone])

    def _on_opened(self, name: str) -> None:
        columns, wanted = self._columns, KEYS.index(name)
        if columns is None:
            return
        if wanted != _MIDDLE:
            columns.fold(wanted, False)
        elif (alone := columns.alone()) >= 0:
            columns.fold(alone, True)
