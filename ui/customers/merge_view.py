"""Two cards side by side, and for each part that differs the choice of what the one card says afterwards."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.cards import Part
from agent_client.client.cards.merging import Side, both, differs, merge, proposed
from agent_client.client.store.state import EMPTY, State
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import CustomerId
from ui import theme
from ui.models.customer_rights import list_of, others_lock, why_not_change
from ui.panels.customer_form_words import part_text, part_word
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import Label, rule
from ui.widgets.offered_button import OfferedButton
from ui.widgets.radio_button import RadioButton
from ui.widgets.scrolling import ScrollArea
from ui.widgets.select_field import SelectField


class MergeView(QWidget):
    """``merge_pressed`` carries the customer who stays and the `Merge`; this view's Merge button is the control of it."""

    merge_pressed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._state: State = EMPTY
        self._group: tuple[Customer, ...] = ()
        self._kept: Customer | None = None
        self._other: Customer | None = None
        self._sides: dict[Part, Side] = {}
        self._groups: list[QButtonGroup] = []
        self.stays = SelectField(tr("Who stays"))
        self.goes = SelectField(tr("Who becomes part of them"))
        self.swap = ActionButton(tr("Swap"), small=True, sends=False)
        self.status = Label("", Text.SMALL, tone="dim", wraps=True)
        self.merge = OfferedButton(tr("Merge"), Kind.PRIMARY, sends=True)
        self._parts = QWidget()
        self._grid = QGridLayout(self._parts)
        self._lay_out()
        self.stays.chosen.connect(lambda key: self._choose(key, self._id(self._other)))
        self.goes.chosen.connect(lambda key: self._choose(self._id(self._kept), key))
        self.swap.clicked.connect(lambda: self._choose(self._id(self._other), self._id(self._kept)))
        self.merge.clicked.connect(self._on_merge)
        self.merge.refused.connect(lambda _: self._say())

    def show_group(self, group: tuple[Customer, ...], state: State) -> None:
        """Who is chosen of it stays chosen, with what was decided, while neither is another."""
        self._state = state
        known = {customer.id: customer for customer in group}
        kept, other = (known.get(one.id) if one is not None else None for one in (self._kept, self._other))
        same = kept == self._kept and other == self._other and kept is not None and other is not None
        self._group = group
        if not same:
            ordered = sorted(group, key=lambda customer: customer.id)
            self._begin(kept or ordered[0], other or next(one for one in ordered if one is not (kept or ordered[0])))
        self._say()

    def show_state(self, state: State) -> None:
        self._state = state
        self._say()

    def pair(self) -> tuple[Customer, Customer] | None:
        return None if self._kept is None or self._other is None else (self._kept, self._other)

    def choices(self) -> dict[Part, Side]:
        return dict(self._sides)

    # -- inside

    def _id(self, customer: Customer | None) -> CustomerId | None:
        return None if customer is None else customer.id

    def _choose(self, kept: object, other: object) -> None:
        known = {customer.id: customer for customer in self._group}
        one, two = known.get(CustomerId(int(str(kept)))), known.get(CustomerId(int(str(other))))
        if one is not None and one is two:  # the other place had them
            two = self._other if one is not self._other else self._kept
        if one is not None and two is not None:
            self._begin(one, two)
            self._say()

    def _begin(self, kept: Customer, other: Customer) -> None:
        self._kept, self._other = kept, other
        self._sides = proposed(kept, other)
        self.merge.set_requested(False)
        self.merge.forget()
        named = [(customer.id, _name(customer, self._state)) for customer in self._group]
        for field, chosen in ((self.stays, kept), (self.goes, other)):
            field.show_choices(named)
            field.choose(chosen.id)
        self._fill(kept, other)

    def _fill(self, kept: Customer, other: Customer) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._groups = []
        row = 0
        for part in Part:
            texts = {Side.KEPT: part_text(kept, part, self._state), Side.OTHER: part_text(other, part, self._state)}
            if not any(texts.values()):
                continue
            label = Label(part_word(part), tone="dim", wraps=True)
            label.setContentsMargins(0, 3, 0, 3)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            if differs(kept, other, part):
                self._add_choice(row, part, texts)
            else:
                same = Label(texts[Side.KEPT], tone="dim", wraps=True)
                same.setContentsMargins(theme.scaled(16) + 8, 3, 0, 3)
                self._grid.addWidget(same, row, 1, 1, 3, Qt.AlignmentFlag.AlignTop)
            line = rule()
            self._grid.addWidget(line, row + 1, 0, 1, 4)
            row += 2
        self._grid.setRowStretch(row, 1)

    def _add_choice(self, row: int, part: Part, texts: dict[Side, str]) -> None:
        assert self._kept is not None
        assert self._other is not None
        if both(self._kept, self._other, part) is not None:
            texts = {**texts, Side.BOTH: tr("Both")}
        group = QButtonGroup(self._parts)
        self._groups.append(group)
        for column, (side, text) in enumerate(texts.items(), start=1):
            button = RadioButton(text or tr("(empty)"))
            button.setAccessibleName(f"{part_word(part)}: {text or tr('(empty)')}")
            button.setChecked(self._sides[part] is side)
            button.toggled.connect(partial(self._decide, part, side))
            group.addButton(button)
            self._grid.addWidget(button, row, column, Qt.AlignmentFlag.AlignTop)

    def _decide(self, part: Part, side: Side, on: bool) -> None:
        if on:
            self._sides[part] = side
            self.merge.forget()
            self._say()

    def _say(self) -> None:
        if self._kept is None or self._other is None:
            return
        hindrance = self._hindrance(self._kept, self._other)
        self.merge.offer(not hindrance, hindrance)
        name = _name(self._kept, self._state)
        words = tr("One card remains, {name}, with the records, calls and callbacks of both.", name=name)
        self.status.set_tone("alarm" if self.merge.refusal else "dim")
        self.status.say(self.merge.refusal or hindrance or words)

    def _hindrance(self, kept: Customer, other: Customer) -> str:
        for customer in (kept, other):
            lock = others_lock(customer.lock, self._state)
            if lock is not None:
                name = _name(customer, self._state)
                return tr(
                    "{agent} works on the card of {name}: wait until it is free.", agent=lock.agent.name, name=name
                )
        return why_not_change(list_of(kept), self._state)

    def _on_merge(self) -> None:
        if self._kept is not None and self._other is not None:
            self.merge_pressed.emit(self._kept, merge(self._kept, self._other, self._sides))

    def _lay_out(self) -> None:
        heads = QGridLayout()
        heads.setHorizontalSpacing(16)
        heads.setVerticalSpacing(4)
        heads.addWidget(Label(tr("Stays"), Text.SMALL, tone="dim", strong=True), 0, 1)
        heads.addWidget(Label(tr("Becomes part of it"), Text.SMALL, tone="dim", strong=True), 0, 2)
        heads.addWidget(self.stays, 1, 1)
        heads.addWidget(self.goes, 1, 2)
        heads.addWidget(self.swap, 1, 3)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        for grid in (heads, self._grid):
            grid.setColumnMinimumWidth(0, theme.scaled(96))
            grid.setColumnStretch(1, 4)
            grid.setColumnStretch(2, 4)
        self._grid.setColumnStretch(3, 1)
        pane = Box("pane")
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(12)
        inside.addLayout(heads)
        inside.addWidget(rule())
        inside.addWidget(self._parts)
        inside.addStretch(1)
        held = QWidget()
        around = QVBoxLayout(held)
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(pane)
        around.addStretch(1)
        scroll = ScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(held)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(12)
        foot.addWidget(self.status, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.merge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(rule())
        layout.addLayout(foot)


def _name(customer: Customer, state: State) -> str:
    words = customer.name or customer.company or part_text(customer, Part.NUMBERS, state)
    return f"{words} · C-{customer.id}"
