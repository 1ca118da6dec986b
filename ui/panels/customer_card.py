"""Who the customer is: name, company, address, numbers, note. And who it may be, when the caller is unknown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from agent_client.client.store.state import State
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Customer, CustomerBrief
from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import ElidedLabel, Label

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

    def __init__(self) -> None:
        super().__init__()
        self.name = ElidedLabel("", Text.TITLE, strong=True)
        self.identity = Label("", Text.SMALL, tone="faint")
        self.company = ElidedLabel("", tone="dim")
        self.address = Label("", Text.SMALL, tone="dim", wraps=True)
        self.numbers = NumberLinks()
        self.remark = _Remark()
        self.caller = ActionButton(tr("This is the caller"), small=True, icon="accept")
        self.back = ActionButton(tr("Back to the caller"), small=True, sends=False)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.caller.clicked.connect(self.caller_pressed)
        self.back.clicked.connect(self.back_pressed)
        self.offer(caller=False, back=False)

    def show_brief(self, brief: CustomerBrief | None) -> None:
        """What is known before the record has come."""
        self.name.say(tr("Customer") if brief is None else brief.name or brief.company or tr("No name"))
        self.company.say(brief.company if brief is not None and brief.name else "")
        self.identity.say("")
        self.address.say("")
        self.numbers.hide()
        self.remark.say("")

    def show_customer(self, customer: Customer, state: State) -> None:
        first = customer.numbers[0] if customer.numbers else ""
        self.name.say(customer.name or customer.company or number_text(first, state))
        self.identity.say(f"C-{customer.id}")
        self.company.say(joined(customer.company if customer.name else "", customer.town))
        place = " ".join(part for part in (customer.postcode, customer.town) if part)
        known_by = tr("operators {phones}", phones=", ".join(customer.operators)) if customer.operators else ""
        street = ", ".join(part for part in (customer.street, place) if part)
        self.address.say(joined(street, known_by))
        self.numbers.show_numbers(customer.numbers, state)
        self.remark.say(customer.note)

    def offer(self, *, caller: bool, back: bool) -> None:
        self.caller.setHidden(not caller)
        self.back.setHidden(not back)
        self._buttons.setHidden(not (caller or back))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 16, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.identity, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.company, 1, 0, 1, 2)
        grid.addWidget(self.address, 2, 0, 1, 2)
        grid.addWidget(self.numbers, 3, 0, 1, 2)
        self.remark.setContentsMargins(0, 6, 0, 0)
        grid.addWidget(self.remark, 4, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.caller)
        row.addWidget(self.back)
        row.addStretch(1)
        grid.addWidget(self._buttons, 5, 0, 1, 2)
        grid.setRowStretch(6, 1)  # room that is left over stays below


class UnknownCaller(QWidget):
    """Nobody has this number yet: find the customer, or make one of a name."""

    find_pressed = Signal()
    named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(tr("Unknown caller"), Text.TITLE, strong=True)
        self.number = ElidedLabel("", tone="dim")
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("Name of the new customer"))
        self.name.setAccessibleName(tr("Name of the new customer"))
        self.name.setMaxLength(200)
        self.save = ActionButton(tr("Save"), Kind.PLAIN, hint="↵")
        self.search = ActionButton(tr("Find customer"), icon="search", hint="Ctrl K", sends=False)
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
        layout.addWidget(self.search, 0, Qt.AlignmentFlag.AlignLeft)
        self.refusal.hide()
        self.save.setEnabled(False)
        self.name.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        self.name.returnPressed.connect(self.save.press)
        self.save.clicked.connect(self._on_save)
        self.save.refused.connect(self.refusal.say)
        self.search.clicked.connect(self.find_pressed)

    def show_contact(self, contact: Contact, state: State, *, new: bool) -> None:
        self.number.say(number_text(contact.ani, state))
        if new:
            self.name.clear()
            self.save.set_requested(False)
            self.refusal.say("")

    def _on_save(self) -> None:
        self.refusal.say("")
        self.named.emit(self.name.text().strip())
