"""A page of rows that come from the server: a table, what stands there when there are none, and a foot."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ui.text import tr
from ui.theme import Text
from ui.widgets.labels import ElidedLabel, Label, rule
from ui.widgets.placeholders import Placeholder

from .grid import Grid
from .text_rows import TextRows


class RowsPage(QWidget):
    """``more_wanted``: the end is in sight, and there may be more. ``again_wanted`` after a failure."""

    more_wanted = Signal()
    again_wanted = Signal()
    chosen_changed = Signal()

    def __init__(
        self,
        rows: TextRows[Any],
        table: Grid,
        icon: str,
        head: QWidget | None = None,
        *,
        beneath: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.rows = rows
        self.table = table
        self._icon = icon
        self._read = False
        self._failed = ""
        self.empty = Placeholder(icon, "")
        self.count = Label("", Text.SMALL, tone="dim")
        self.about = ElidedLabel("", Text.SMALL, tone="alarm")
        self._lay_out(head, beneath)
        table.end_reached.connect(self.more_wanted)
        table.moved.connect(self.chosen_changed)
        self.empty.action.clicked.connect(self.again_wanted)
        self.show_what_there_is()

    # -- what each kind says of itself

    def nothing(self) -> tuple[str, str]:
        """What is said when there is no row: a title and a sentence."""
        return tr("Nothing here"), ""

    def counted(self) -> str:
        return ""

    # -- contract

    def arrived(self) -> None:
        self._read, self._failed = True, ""
        self.show_what_there_is()

    def failed(self, sentence: str) -> None:
        self._failed = sentence
        self.show_what_there_is()

    def begin(self) -> None:
        """Other rows are on their way."""
        self._read = False
        self.show_what_there_is()

    def take_focus(self) -> None:
        if self.table.row() < 0:
            self.table.choose(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_what_there_is(self) -> None:
        some = self.rows.rowCount() > 0
        self._stack.setCurrentWidget(self.table if some else self.empty)
        self.count.setText(self.counted() if some else "")
        self.about.say(self._failed if some else "")
        if some:
            return
        if self._failed:
            self.empty.say("alert", tr("The list could not be read"), self._failed, action=tr("Try again"))
        elif not self._read:
            self.empty.say("clock", tr("The list is on its way"))
        else:
            self.empty.say(self._icon, *self.nothing())

    def _lay_out(self, head: QWidget | None, beneath: QWidget | None) -> None:
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, 16, 6)
        foot.setSpacing(16)
        foot.addWidget(self.count)
        foot.addWidget(self.about, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        if head is not None:
            layout.addWidget(head)
            layout.addWidget(rule())
        layout.addWidget(body, 1)
        if beneath is not None:
            layout.addWidget(beneath)
        layout.addWidget(rule())
        layout.addLayout(foot)
