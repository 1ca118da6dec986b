"""Where a customer's card stands with its history, and in their place the form while the card is edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.keyboard_loan import KeyboardLoan

from .customer_form import CustomerForm


class CardPlace(QWidget):
    """``parts`` from top to bottom, the last of which takes the room that is left; there may be none. ``turned`` says whether
    the form is there from now on."""

    turned = Signal(bool)

    def __init__(self, parts: Sequence[QWidget], form: CustomerForm, within: QWidget | None = None) -> None:
        super().__init__(within)
        self.form = form
        self._loan = KeyboardLoan(form)
        self._record = QWidget(self)
        inside = QVBoxLayout(self._record)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for part in parts:
            inside.addWidget(part, 1 if part is parts[-1] else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._record)
        layout.addWidget(form)
        form.hide()

    def shows_form(self) -> bool:
        return not self.form.isHidden()

    def show_form(self, on: bool) -> None:
        """The keyboard goes into the form, and back to whoever had it."""
        if on == self.shows_form():
            return
        if on:
            self._loan.take()
        else:
            self._loan.give_back()
        self._record.setHidden(on)
        self.form.setHidden(not on)
        self.turned.emit(on)
        if on:
            self.form.take_focus()
