"""The call's time line so far: its newest moments, each with its time, its words, who it was and why."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.interactions import Moment
from agent_client.protocol.names import AgentId
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Label
from ui.widgets.times import clock_seconds

from .history import told

NEWEST = 6
"""So many lines before the agent asks for all."""


class Line(Struct, frozen=True):
    time: str
    words: str


def lines(course: Sequence[Moment], me: AgentId | None) -> list[Line]:
    """The newest first. Who it was is said of colleagues."""
    ordered = sorted(course, key=lambda moment: moment.at)
    return [Line(clock_seconds(moment.at), told(moment, _who(moment, me))) for moment in reversed(ordered)]


def _who(moment: Moment, me: AgentId | None) -> str:
    return "" if moment.agent is None or moment.agent.id == me else moment.agent.name


class Course(QWidget):
    """A row that was made once is used again: making one is what costs."""

    def __init__(self) -> None:
        super().__init__()
        self._contact: object = None
        self._lines: list[Line] = []
        self._rows: list[tuple[Label, Label]] = []
        self._whole = False
        self.more = ActionButton(tr("The whole course"), Kind.LINK, sends=False)
        self.more.clicked.connect(self._show_all)
        self.setAccessibleName(tr("Course of the call"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)

    def show_contact(self, contact: Contact, state: State) -> None:
        if contact.id != self._contact:
            self._contact, self._whole = contact.id, False
        wanted = lines(contact.course, state.me.id if state.me is not None else None)
        if wanted != self._lines:
            self._lines = wanted
            self._fill()

    def shown(self) -> list[Line]:
        return self._lines if self._whole else self._lines[:NEWEST]

    def _show_all(self) -> None:
        self._whole = True
        self._fill()

    def _fill(self) -> None:
        shown = self.shown()
        while len(self._rows) < len(shown):
            self._add_row()
        for at, row in enumerate(self._rows):
            line = shown[at] if at < len(shown) else None
            for label, words in zip(row, (line.time, line.words) if line else ("", ""), strict=True):
                label.setText(words)
                label.setHidden(line is None)
        self._grid.addWidget(self.more, len(self._rows), 1, Qt.AlignmentFlag.AlignLeft)
        self.more.setHidden(len(self._lines) <= len(shown))
        self.setHidden(not self._lines)

    def _add_row(self) -> None:
        time = Label("", Text.SMALL, tone="faint")
        words = Label("", Text.SMALL, tone="dim", wraps=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = (time, words)
        for column, label in enumerate(row):
            self._grid.addWidget(label, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
        self._rows.append(row)
