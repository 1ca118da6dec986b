"""Where a customer's card stands with its history, and in their place the form while the card is edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.client.store.state import State
from ui.widgets.keyboard_loan import KeyboardLoan

from .customer_form import CustomerForm


class CardPlace(QWidget):
    """``parts`` from top to bottom, the last of which takes the room that is left; there may be none. ``turned`` says whether
    the form is there from now on."""

    turned = Signal(bool)
    form_made = Signal()
    """The form is there for the first time; nothing was shown in it yet."""

    def __init__(self, parts: Sequence[QWidget], within: QWidget | None = None) -> None:
        super().__init__(within)
        self._form: CustomerForm | None = None
        self._record = QWidget(self)
        inside = QVBoxLayout(self._record)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for part in parts:
            inside.addWidget(part, 1 if part is parts[-1] else 0)
        self._across = QVBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addWidget(self._record)

    @property
    def form(self) -> CustomerForm:
        """Made when it is first asked for: it is a tenth of the main window, and most shifts edit no card."""
        if self._form is None:
            self._form = CustomerForm()
            self._form.hide()
            self._across.addWidget(self._form)
            self._loan = KeyboardLoan(self._form)
            self.form_made.emit()
        return self._form

    def show_state(self, state: State) -> None:
        if self.shows_form():
            self.form.show_state(state)

    def shows_form(self) -> bool:
        return self._form is not None and not self._form.isHidden()

    def show_form(self, on: bool) -> None:
        """The keyboard goes into the form, and back to whoever had it."""
        if on == self.shows_form():
            return
        form = self.form
        if on:
            self._loan.take()
        else:
            self._loan.give_back()
        self._record.setHidden(on)
        form.setHidden(not on)
        self.turned.emit(on)
        if on:
            form.take_focus()
