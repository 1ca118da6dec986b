"""Who the customer is: name, company, address, numbers, note. And who it may be, when the caller is unknown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Customer, CustomerBrief
from ui import theme
from ui.models.customer_rights import others_lock, why_not_add, why_not_edit
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.line import Line
from ui.widgets.offered_button import OfferedButton

from .customer_lock import LockLine
from .naming import joined, number_text
from .number_links import NumberLinks


class _Remark(QWidget):
    """The customer's note, behind a coloured edge."""

    def __init__(self) -> None:
        super().__init__()
        self.text = Label("", Text.SMALL, wraps=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(11, 0, 0, 0)
        layout.addWidget(self.text)

    def say(self, text: str) -> None:
        self.text.say(text)
        self.setHidden(not text)

    def paintEvent(self, event: QPaintEvent) -> None:
        inside = self.contentsRect()
        QPainter(self).fillRect(0, inside.top(), 3, inside.height(), theme.colour("setup"))


class CustomerCard(QWidget):
    """``back_pressed`` and ``caller_pressed`` are offered while somebody else than the caller is shown."""

    back_pressed = Signal()
    caller_pressed = Signal()
    edit_pressed = Signal()
    unlock_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Customer, State] | None = None
        self._unsaved = ""
        self.lock = LockLine()
        self.edit = OfferedButton(tr("Edit"), Kind.LINK, icon="edit", hint="F2", name=tr("Edit the customer"))
        self.name = ElidedLabel("", Text.TITLE, strong=True)
        self.identity = Label("", Text.SMALL, tone="faint")
        self.company = ElidedLabel("", tone="dim")
        self.address = Label("", Text.SMALL, tone="dim", wraps=True)
        self.numbers = NumberLinks()
        self.later = ActionButton(
            tr("Call again later…"), Kind.LINK, icon="calendar", hint="F7", sends=False, name=tr("Make an appointment")
        )
        self.remark = _Remark()
        self.refusal = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.caller = ActionButton(tr("This is the caller"), small=True, icon="accept")
        self.back = ActionButton(tr("Back to the caller"), small=True, sends=False)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.caller.clicked.connect(self.caller_pressed)
        self.back.clicked.connect(self.back_pressed)
        self.edit.clicked.connect(self.edit_pressed)
        self.edit.refused.connect(self._say_refusal)
        self.lock.unlock_pressed.connect(self.unlock_pressed)
        self.lock.go_on_pressed.connect(self.edit.press)
        self.offer(caller=False, back=False)

    def show_brief(self, brief: CustomerBrief | None) -> None:
        """What is known before the record has come."""
        self._shown = None
        self.edit.hide()
        self.lock.hide()
        self._say_refusal("")
        self.name.say(tr("Customer") if brief is None else brief.name or brief.company or tr("No name"))
        self.company.say(brief.company if brief is not None and brief.name else "")
        self.identity.say("")
        self.address.say("")
        self.numbers.hide()
        self.later.hide()
        self.remark.say("")

    def show_customer(self, customer: Customer, state: State) -> None:
        before, self._shown = self._shown, (customer, state)
        if before is None or (before[0].id, before[0].lock) != (customer.id, customer.lock):
            self.edit.forget()
            self._say_refusal("")
        self._show_editing()
        first = customer.numbers[0] if customer.numbers else ""
        self.name.say(customer.name or customer.company or number_text(first, state))
        self.identity.say(joined(f"C-{customer.id}", tr("own list") if customer.owner is not None else ""))
        self.company.say(joined(customer.company if customer.name else "", customer.town))
        place = " ".join(part for part in (customer.postcode, customer.town) if part)
        known_by = tr("operators {phones}", phones=", ".join(customer.operators)) if customer.operators else ""
        street = ", ".join(part for part in (customer.street, place) if part)
        self.address.say(joined(street, known_by))
        self.numbers.show_numbers(customer.numbers, state)
        self.later.show()
        self.remark.say(customer.note)

    def show_unsaved(self, parts: str) -> None:
        """What the agent typed on this card and has not saved, by the parts' names."""
        self._unsaved = parts
        self._show_editing()

    def _show_editing(self) -> None:
        if self._shown is None:
            return
        customer, state = self._shown
        why_not = why_not_edit(customer, state)
        self.edit.show()
        self.edit.offer(not why_not, why_not)
        self.lock.show_lock(others_lock(customer.lock, state), self._unsaved, state)

    def _say_refusal(self, words: str) -> None:
        self.refusal.say(words)

    def offer(self, *, caller: bool, back: bool) -> None:
        self.caller.setHidden(not caller)
        self.back.setHidden(not back)
        self._buttons.setHidden(not (caller or back))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 16, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.lock, 0, 0, 1, 2)
        beside = QHBoxLayout()
        beside.setSpacing(12)
        beside.addWidget(self.identity)
        beside.addWidget(self.edit)
        grid.addWidget(self.name, 1, 0)
        grid.addLayout(beside, 1, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.remark.setContentsMargins(0, 6, 0, 0)
        self.later.setContentsMargins(0, 6, 0, 0)
        for row, part in enumerate((self.company, self.address, self.numbers, self.remark, self.refusal), start=2):
            grid.addWidget(part, row, 0, 1, 2)
        self.refusal.hide()
        grid.addWidget(self.later, 8, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(0, 1)
        self._buttons = QWidget()
        row_of_buttons = QHBoxLayout(self._buttons)
        row_of_buttons.setContentsMargins(0, 8, 0, 0)
        row_of_buttons.setSpacing(8)
        row_of_buttons.addWidget(self.caller)
        row_of_buttons.addWidget(self.back)
        row_of_buttons.addStretch(1)
        grid.addWidget(self._buttons, 7, 0, 1, 2)
        grid.setRowStretch(9, 1)  # room that is left over stays below


class UnknownCaller(QWidget):
    """Nobody has this number yet: find the customer, or make one of a name."""

    find_pressed = Signal()
    named = Signal(str)
    more_pressed = Signal(str)
    """The whole card is to be written: the name as typed so far."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(tr("Unknown caller"), Text.TITLE, strong=True)
        self.number = ElidedLabel("", tone="dim")
        self.name = Line()
        self.name.setPlaceholderText(tr("Name of the new customer"))
        self.name.setAccessibleName(tr("Name of the new customer"))
        self.name.setMaxLength(200)
        self.save = OfferedButton(tr("Save"), Kind.PLAIN, hint="↵")
        self.search = ActionButton(tr("Find customer"), icon="search", hint="Ctrl K", sends=False)
        self.more = OfferedButton(tr("Whole card…"), icon="edit", sends=False, name=tr("Write the whole card"))
        self.refusal = Label("", Text.SMALL, tone="alarm", wraps=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addWidget(self.number)
        layout.addSpacing(10)
        layout.addLayout(row)
        layout.addWidget(self.refusal)
        layout.addSpacing(6)
        further = QHBoxLayout()
        further.setSpacing(8)
        further.addWidget(self.search)
        further.addWidget(self.more)
        further.addStretch(1)
        layout.addLayout(further)
        self.refusal.hide()
        self._why_not = ""
        self._offer()
        self.name.textChanged.connect(lambda _: self._offer())
        self.name.returnPressed.connect(self.save.press)
        self.save.clicked.connect(self._on_save)
        self.save.refused.connect(self.refusal.say)
        self.search.clicked.connect(self.find_pressed)
        self.more.clicked.connect(lambda: self.more_pressed.emit(self.name.text().strip()))

    def show_contact(self, contact: Contact, state: State, *, new: bool) -> None:
        self._why_not = why_not_add(state)
        self.more.offer(not self._why_not, self._why_not)
        self._offer()
        self.number.say(number_text(contact.ani, state))
        if new:
            self.name.clear()
            self.save.set_requested(False)
            self.refusal.say("")

    def _offer(self) -> None:
        self.save.offer(bool(self.name.text().strip()) and not self._why_not, self._why_not)

    def _on_save(self) -> None:
        self.refusal.say("")
        self.named.emit(self.name.text().strip())
