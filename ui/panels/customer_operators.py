"""The operators who know a customer, in the order in which a call of theirs tries them (F5): added, moved, taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.cards.typed import MOST_OPERATORS
from agent_client.rules.dial_numbers import dialable, fault
from agent_client.rules.folding import begins_words, folded_words
from ui import dialling
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.suggesting_field import SuggestingField, Suggestion

_BETWEEN = " · "


class OperatorsField(QWidget):
    """Each is a phone number; whose it is now is said beside it. ``written`` when the row of them is another."""

    written = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._operators: tuple[str, ...] = ()
        self._names: dict[str, str] = {}
        self._lines: list[_Line] = []
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.field = SuggestingField(
            tr("Add an operator"), self._offered, placeholder=tr("Name or phone number"), most=40
        )
        self.remark = Label("", Text.SMALL, tone="alarm", wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._rows)
        layout.addWidget(self.field)
        layout.addWidget(self.remark)
        self.remark.hide()
        self.setFocusProxy(self.field)
        self.field.returnPressed.connect(self.take_typed)
        self.field.picked.connect(lambda key: self._add(str(key)))
        self.field.textEdited.connect(lambda _: self.remark.say(""))

    def operators(self) -> tuple[str, ...]:
        return self._operators

    def pending(self) -> str:
        """What stands typed and is no operator yet."""
        return self.field.text().strip()

    def take_typed(self) -> bool:
        """What stands typed becomes an operator; False, and it is said why, where it cannot."""
        text = self.pending()
        return not text or self._add(self._meant(text))

    def clear_typed(self) -> None:
        self.field.clear()
        self.remark.say("")

    def load(self, operators: Sequence[str]) -> None:
        if tuple(operators) != self._operators:
            self._operators = tuple(operators)
            self._show()

    def show_names(self, agents: Iterable[tuple[str, str]]) -> None:
        """Phone and name of all agents who are signed in."""
        names = {phone: name for phone, name in agents if phone}
        if names != self._names:
            self._names = names
            self._show()

    def lines(self) -> list[_Line]:
        return self._lines[: len(self._operators)]

    # -- inside

    def _offered(self, typed: str) -> Sequence[Suggestion]:
        """Agents who are signed in and no operators yet, by name or number."""
        words = folded_words(typed)
        return [
            Suggestion(phone, name, phone)
            for phone, name in sorted(self._names.items(), key=lambda known: known[1])
            if phone not in self._operators and (begins_words(words, name) or (typed and phone.startswith(typed)))
        ]

    def _meant(self, text: str) -> str:
        """A name that can only mean one agent is that agent's phone."""
        meant = self._offered(text) if fault(text) is not None else ()
        return str(meant[0].key) if len(meant) == 1 else text

    def _add(self, phone: str) -> bool:
        self.remark.say(self._wrong(phone))
        if not self.remark.isHidden():
            return False
        self.field.clear()
        number = dialable(phone) or phone
        if number not in self._operators:
            self._become((*self._operators, number))
        return True

    def _wrong(self, phone: str) -> str:
        found = fault(phone)
        if found is not None and not any(character.isdigit() for character in phone):
            return tr("Nobody of this name is signed in: type the phone number.")
        if found is not None:
            return dialling.fault_text(found)
        return tr("At most {most} operators.", most=MOST_OPERATORS) if len(self._operators) >= MOST_OPERATORS else ""

    def _move(self, at: int, step: int) -> None:
        to = at + step
        if 0 <= to < len(self._operators):
            moved = list(self._operators)
            moved[at], moved[to] = moved[to], moved[at]
            self._become(tuple(moved))
            self._lines[to].take_focus(step)

    def _remove(self, at: int) -> None:
        self._become((*self._operators[:at], *self._operators[at + 1 :]))
        if self._operators:
            self._lines[min(at, len(self._operators) - 1)].remove.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _become(self, operators: tuple[str, ...]) -> None:
        self._operators = operators
        self._show()
        self.written.emit()

    def _show(self) -> None:
        while len(self._lines) < len(self._operators):
            line = _Line(len(self._lines))
            line.moved.connect(self._move)
            line.removed.connect(self._remove)
            self._lines.append(line)
            self._rows.addWidget(line)
        for at, line in enumerate(self._lines):
            line.setHidden(at >= len(self._operators))
            if at < len(self._operators):
                phone = self._operators[at]
                line.show_operator(phone, self._names.get(phone, ""), last=at + 1 == len(self._operators))


class _Line(QWidget):
    moved = Signal(int, int)
    removed = Signal(int)

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at
        self.place = Label(str(at + 1), Text.SMALL, tone="faint")
        self.who = ElidedLabel("")
        self.up = _icon("chevron-up")
        self.down = _icon("chevron-down")
        self.remove = _icon("close")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.place)
        row.addSpacing(4)
        row.addWidget(self.who, 1)
        for button in (self.up, self.down, self.remove):
            row.addWidget(button)
        self.up.clicked.connect(lambda: self.moved.emit(self.at, -1))
        self.down.clicked.connect(lambda: self.moved.emit(self.at, 1))
        self.remove.clicked.connect(lambda: self.removed.emit(self.at))

    def show_operator(self, phone: str, name: str, *, last: bool) -> None:
        words = _BETWEEN.join(part for part in (phone, name) if part)
        self.who.say(words)
        self.setAccessibleName(tr("Operator {n}: {who}", n=self.at + 1, who=words))
        self.up.set_name(tr("Try {who} earlier", who=words))
        self.down.set_name(tr("Try {who} later", who=words))
        self.remove.set_name(tr("Take {who} away", who=words))
        self.up.setEnabled(self.at > 0)
        self.down.setEnabled(not last)

    def take_focus(self, step: int) -> None:
        first, second = (self.up, self.down) if step < 0 else (self.down, self.up)
        (first if first.isEnabled() else second).setFocus(Qt.FocusReason.OtherFocusReason)


def _icon(name: str) -> ActionButton:
    button = ActionButton("", Kind.LINK, icon=name, sends=False)
    button.setMinimumSize(24, 24)
    return button
