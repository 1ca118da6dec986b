"""What stands above the customer's form: what it is, which list a new one goes into, what a colleague did meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.cards import Draft
from agent_client.protocol.names import CustomerList
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.boxes import Box
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.placeholders import Glyph
from ui.widgets.select_field import SelectField

from .customer_form_words import list_word


class FormHead(QWidget):
    list_chosen = Signal(object)
    all_theirs = Signal()
    all_mine = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = ElidedLabel("", Text.TITLE, strong=True)
        self.identity = Label("", Text.SMALL, tone="faint")
        self.into = SelectField(tr("List"))
        self.banner = Box("well")
        self.words = Label("", wraps=True)
        self.take = ActionButton(tr("Take all theirs"), small=True, sends=False)
        self.keep = ActionButton(tr("Keep all mine"), small=True, sends=False)
        self._choices = QWidget()
        self._lay_out()
        self.into.chosen.connect(lambda which: self.list_chosen.emit(which))
        self.take.clicked.connect(self.all_theirs)
        self.keep.clicked.connect(self.all_mine)

    def show_draft(self, draft: Draft, lists: tuple[CustomerList, ...], taken_away: str) -> None:
        new = draft.base is None
        self.title.say(tr("New customer") if new else tr("Edit the customer"))
        self.identity.say("" if draft.base is None else f"C-{draft.base.id}")
        self.into.show_choices([(which, list_word(which)) for which in lists])
        self.into.choose(draft.which)
        self.into.setHidden(not new or len(lists) < 2)
        several = len(draft.undecided) > 1
        words = taken_away
        if draft.undecided:
            one = tr("{agent} saved this customer meanwhile: choose what stays.", agent=draft.by)
            words = one if draft.by else tr("This customer was saved meanwhile: choose what stays.")
        self.words.setText(words)
        self.banner.setHidden(not words)
        self._choices.setHidden(not several)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.identity)
        head.addWidget(self.into)
        inside = QVBoxLayout(self.banner)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.setSpacing(8)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(Glyph("alert", "setup", 16), 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.words, 1)
        inside.addLayout(said)
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.take)
        row.addWidget(self.keep)
        row.addStretch(1)
        inside.addWidget(self._choices)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.banner)
        self.banner.hide()
