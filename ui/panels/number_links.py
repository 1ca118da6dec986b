"""A customer's numbers side by side, each of which calls; and why it cannot, while it cannot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from agent_client.client.store.state import State
from ui import dialling
from ui.theme import Text
from ui.widgets.flow import Flow
from ui.widgets.labels import Label
from ui.widgets.number_link import NumberLink

from .naming import number_text


class NumberLinks(QWidget):
    """``pressed`` carries the number, and the link as the control of that press. A refusal is read beneath."""

    pressed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._links: list[NumberLink] = []
        self.refusal = Label("", Text.SMALL, tone="alarm", wraps=True)
        self._row = QWidget()
        self._flow = Flow(self._row, gap=16, row_gap=2)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._row.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._row)
        layout.addWidget(self.refusal)
        self.refusal.hide()

    def links(self) -> list[NumberLink]:
        """Those that show a number."""
        return [link for link in self._links if not link.isHidden()]

    def show_numbers(self, numbers: Sequence[str], state: State) -> None:
        if list(numbers) != [link.number() for link in self.links()]:
            self.refusal.say("")
        while len(self._links) < len(numbers):
            self._links.append(self._made())
        why = dialling.why_not_now(state)
        for at, link in enumerate(self._links):
            link.setHidden(at >= len(numbers))
            link.show_number(*(("", "") if at >= len(numbers) else (numbers[at], number_text(numbers[at], state))))
            link.offer(not why, why)
        self.setHidden(not numbers)

    def _made(self) -> NumberLink:
        link = NumberLink()
        link.pressed_number.connect(self._press)
        link.refused.connect(self.refusal.say)
        self._flow.addWidget(link)
        return link

    def _press(self, number: str, link: object) -> None:
        self.refusal.say("")
        self.pressed.emit(number, link)
