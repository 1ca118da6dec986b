"""Several of an agent's queues, of which others are offered for each agent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.text import tr
from ui.widgets.check_box import CheckBox
from ui.widgets.labels import Label

from .entries import Entry, switch_off


class QueuesEntry(Entry):
    """The value is the tuple of those that are ticked, in the order in which they are offered."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[object, CheckBox] = {}
        self._choices: tuple[tuple[object, str], ...] = ()
        self._value: tuple[object, ...] = ()
        self._read_only = False
        self._none = Label(tr("This agent serves no queue."), tone="dim", wraps=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self._none)

    def show_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        for box in self.boxes.values():
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {key: self._box(name) for key, name in choices}
        self._none.setHidden(bool(choices))
        self.put(self._value)

    def put(self, value: object) -> None:
        self._value = value if isinstance(value, tuple) else ()
        for key, box in self.boxes.items():
            box.setChecked(key in self._value)

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        for box in self.boxes.values():
            switch_off(box, on)

    def call(self, name: str) -> None:
        self.setAccessibleName(name)

    def target(self) -> QWidget:
        return next(iter(self.boxes.values()), self)

    def word(self, value: object) -> str:
        ticked = value if isinstance(value, tuple) else ()
        return ", ".join(name for key, name in self._choices if key in ticked) or tr("(empty)")

    def _box(self, name: str) -> CheckBox:
        box = CheckBox(name, wraps=True)
        switch_off(box, self._read_only)
        self._column.addWidget(box)
        box.clicked.connect(lambda _: self.written.emit(self._ticked()))
        return box

    def _ticked(self) -> tuple[object, ...]:
        return tuple(key for key, box in self.boxes.items() if box.isChecked())
