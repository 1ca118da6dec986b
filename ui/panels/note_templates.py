"""The texts that a note may begin with: found by typing a part of the name, seen filled in before they are inserted (F2)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.protocol.centre import Template
from agent_client.rules.templates import Filled
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.choice_list import ChoiceList
from ui.widgets.keyboard_loan import KeyboardLoan
from ui.widgets.labels import Label

_LINES = 6
_CHARACTERS = 400


class NoteTemplates(Box):
    """``chosen`` carries the filled template. The keyboard is lent, and goes back where it was."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("drop", parent)
        self._loan = KeyboardLoan(self)
        self._filled: dict[object, Filled] = {}
        self.setAccessibleName(tr("Templates"))
        self.list = ChoiceList(tr("Name of the template"), tr("Templates"))
        self.preview = Label("", Text.SMALL, tone="dim", wraps=True)
        self.none = Label(tr("There are no templates yet: a supervisor can make some."), tone="dim", wraps=True)
        self.close_button = ActionButton("", Kind.LINK, icon="close", hint="Esc", sends=False, name=tr("Close"))
        self.insert = ActionButton(tr("Insert"), Kind.PRIMARY, hint="↵", small=True, sends=False)
        self._lay_out()
        self.list.picked.connect(lambda _: self._show_chosen())
        self.list.field.textEdited.connect(lambda _: self._show_chosen())  # nothing may be left to choose
        self.list.submitted.connect(lambda _: self._choose())
        self.list.cleared.connect(self.dismiss)
        self.insert.clicked.connect(self._choose)
        self.close_button.clicked.connect(self.dismiss)
        self.hide()

    def open(self, offered: Sequence[tuple[Template, Filled]]) -> None:
        """Those that may be chosen, as they would be inserted."""
        self._loan.take()
        self._filled = {template.id: filled for template, filled in offered}
        self.list.show_choices([(template.id, template.name) for template, _ in offered])
        self.list.clear()
        if offered:
            self.list.choose(offered[0][0].id)
        for part in (self.list, self.insert):
            part.setVisible(bool(offered))
        self.none.setHidden(bool(offered))
        self._show_chosen()
        self.show()
        self.raise_()
        (self.list.field if offered else self.close_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        if not self.isHidden():
            self._loan.give_back()
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _show_chosen(self) -> None:
        filled = self._filled.get(self.list.choice())
        self.insert.setEnabled(filled is not None)
        self.preview.say("" if filled is None else _beginning(filled.text))

    def _choose(self) -> None:
        filled = self._filled.get(self.list.choice())
        if filled is not None:
            self.dismiss()
            self.chosen.emit(filled)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(tr("Insert a template"), strong=True), 1)
        head.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.none)
        layout.addWidget(self.list)
        layout.addWidget(self.preview)
        layout.addWidget(self.insert, 0, Qt.AlignmentFlag.AlignRight)
        self.preview.hide()


def _beginning(text: str) -> str:
    lines = text.splitlines()
    cut = "\n".join(lines[:_LINES])[:_CHARACTERS]
    return cut if cut == text else f"{cut} …"
