"""Under the form of a customer: what is not saved or hinders it, Cancel and Save."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agent_client.client.cards import Draft, Part, WrongKind, faults
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Label
from ui.widgets.offered_button import OfferedButton

from .customer_form_words import part_labels


class FormFoot(QWidget):
    """The control of its own Save."""

    def __init__(self) -> None:
        super().__init__()
        self._draft = Draft()
        self._changed: frozenset[Part] = frozenset()
        self.status = Label("", Text.SMALL, tone="dim", wraps=True)
        self.save = OfferedButton(tr("Save"), Kind.PRIMARY, hint="Ctrl S", sends=False)
        self.cancel = ActionButton(tr("Cancel"), hint="Esc", sends=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addWidget(self.status, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.cancel)
        row.addWidget(self.save)

    def show_draft(self, draft: Draft, operator: str, *, linked: bool) -> None:
        """``operator`` stands typed and was not added yet: it is a change, too."""
        self._draft = draft
        self._changed = draft.changes() | {Part.OPERATORS} if operator else draft.changes()
        hindrance = self._hindrance(linked)
        self.save.offer(not hindrance, hindrance)
        self._say_status()

    def set_requested(self, on: bool) -> None:
        self.save.set_requested(on)
        self._say_status()

    def refuse(self, text: str) -> None:
        self.save.refuse(text)
        self._say_status()

    # -- inside

    def _hindrance(self, linked: bool) -> str:
        draft = self._draft
        if draft.undecided:
            return tr("Choose first which stays: {labels}", labels=part_labels(draft.undecided))
        wrong = faults(draft.typed)
        if any(one.kind is WrongKind.NAMELESS for one in wrong):
            return tr("Write a name, a company or a number")
        if wrong:
            return tr("To be corrected first: {labels}", labels=part_labels(one.part for one in wrong))
        if not self._changed:
            return tr("Nothing was changed")
        if not linked:
            return tr("No link to the server: what is typed stays here, save it when it is back.")
        return ""

    def _say_status(self) -> None:
        words, tone = self._words()
        self.status.set_tone(tone)
        if words != self.status.text():
            self.status.setText(words)

    def _words(self) -> tuple[str, str]:
        if self.save.requested:
            return tr("Saving…"), "dim"
        if self.save.refusal:
            return self.save.refusal, "alarm"
        if not self._changed:
            return "", "dim"
        if self.save.why_not:
            return self.save.why_not, "alarm" if self._draft.undecided else "dim"
        return tr("Not saved: {labels}", labels=part_labels(self._changed)), "dim"
