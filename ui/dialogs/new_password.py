"""A new password, typed twice; what the centre asks of it stands beneath and is ticked off while it is typed (A8)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.protocol.names import PasswordRule
from agent_client.protocol.passwords import PasswordProblem
from agent_client.rules import passwords
from ui.text import marked, tr, trn
from ui.theme import Text
from ui.widgets.labels import Label
from ui.widgets.password_field import PasswordField
from ui.widgets.placeholders import Glyph

_ASKED = {
    PasswordProblem.NOT_BOTH: marked("Digits and letters, both"),
    PasswordProblem.REPEATED: marked("No three letters or three digits in a row twice"),
}
_SERVERS = frozenset({PasswordProblem.SAME, PasswordProblem.USED_BEFORE})


class Condition(QWidget):
    """One line of what is asked for: an empty circle until it is met, then a tick; a warning where the server refused it."""

    def __init__(self, icon: str = "open-circle") -> None:
        super().__init__()
        self._open = icon
        self.met = False
        self.refused = False
        self.glyph = Glyph(icon, "dim", 14)
        self.words = Label("", Text.SMALL, wraps=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)

    def say(self, words: str) -> None:
        self.words.setText(words)
        self._show()

    def show_met(self, met: bool, *, refused: bool = False) -> None:
        if (met, refused) != (self.met, self.refused):
            self.met, self.refused = met, refused
            self._show()

    def _show(self) -> None:
        if self.refused:
            self.glyph.become("alert", "alarm")
        else:
            self.glyph.become("done" if self.met else self._open, "text" if self.met else "dim")
        self.words.set_tone("alarm" if self.refused else "dim" if self.met else "text")
        said = self.words.text()
        self.words.setAccessibleName(tr("{condition}: done", condition=said) if self.met else said)


class NewPassword(QWidget):
    """``submitted`` by Return in either field; ``edited`` by every letter."""

    submitted = Signal()
    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rule = PasswordRule.STANDARD
        self.first = PasswordField(tr("New password"))
        self.second = PasswordField(tr("The new password once more"))
        self.conditions = {problem: Condition() for problem in passwords.asked(PasswordRule.STRICT)}
        self.alike = Condition()
        self.before = Condition("history")
        self.wrong = Label("", Text.SMALL, tone="alarm", wraps=True)
        self._lay_out()
        self._connect()
        self.ask(PasswordRule.STANDARD)

    def ask(self, rule: PasswordRule, history: int = 0) -> None:
        """What the centre asks for; so many passwords before the present one cannot be taken again."""
        self._rule = rule
        asked = passwords.asked(rule)
        for problem, condition in self.conditions.items():
            condition.setVisible(problem in asked)
            least = passwords.least(rule)
            enough = trn("At least {n} character", "At least {n} characters", least)
            condition.say(enough if problem is PasswordProblem.TOO_SHORT else tr(_ASKED[problem]))
        self.alike.say(tr("The same in both fields"))
        last = trn("Not the present one, nor the one before", "Not the present one, nor one of the last {n}", history)
        self.before.say(last if history else tr("Not the present one"))
        self._judge()

    def text(self) -> str:
        return self.first.text()

    def clear(self) -> None:
        for field in (self.first, self.second):
            field.clear()
        self.wrong.say("")
        self._judge()

    def ready(self) -> bool:
        """Whether it can be sent; else it is said what is missing, and the keyboard goes there."""
        unmet = self._unmet()
        if unmet:
            return self._miss(self.first, tr("Not yet as it has to be: see below."))
        if not self.alike.met:
            return self._miss(self.second, tr("Type the same password once more."))
        return True

    def refuse(self, problem: PasswordProblem) -> None:
        """The server does not take it."""
        if problem in _SERVERS:
            self.before.show_met(False, refused=True)
            self._miss(self.first, tr("This one cannot be taken again: think of another."))
        else:
            self._miss(self.first, tr("Not yet as it has to be: see below."))
        self.first.selectAll()

    def set_still(self, on: bool) -> None:
        for field in (self.first, self.second):
            field.setEnabled(not on)

    def take_keyboard(self) -> None:
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- inside

    def _unmet(self) -> tuple[PasswordProblem, ...]:
        typed = self.first.text()
        return passwords.unmet(typed, self._rule) if typed else passwords.asked(self._rule)

    def _judge(self) -> None:
        unmet = self._unmet()
        for problem, condition in self.conditions.items():
            condition.show_met(problem not in unmet)
        self.alike.show_met(bool(self.second.text()) and self.first.text() == self.second.text())
        self.before.show_met(False)
        left = [one.words.text() for one in self._lines() if not one.met and one is not self.before]
        self.first.setAccessibleDescription("; ".join(left))

    def _lines(self) -> tuple[Condition, ...]:
        asked = passwords.asked(self._rule)
        return (*(self.conditions[problem] for problem in asked), self.before, self.alike)

    def _miss(self, field: PasswordField, words: str) -> bool:
        self.wrong.say(words)
        field.mark_wrong(True, words)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _on_edited(self) -> None:
        self.wrong.say("")
        for field in (self.first, self.second):
            field.mark_wrong(False)
        self._judge()
        self.edited.emit()

    def _connect(self) -> None:
        self.first.shown_changed.connect(self.second.set_shown)
        self.second.shown_changed.connect(self.first.set_shown)
        for field in (self.first, self.second):
            field.textEdited.connect(lambda _: self._on_edited())
        self.first.returnPressed.connect(self._after_first)
        self.second.returnPressed.connect(self.submitted)

    def _after_first(self) -> None:
        """Whoever presses Return after the first field has the second one to fill in, unless that is done."""
        if self.second.text():
            self.submitted.emit()
        else:
            self.second.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for field in (self.first, self.second):
            label = Label(field.accessibleName(), tone="dim")
            label.setBuddy(field)
            layout.addWidget(label)
            layout.addWidget(field)
            if field is self.first:
                layout.addSpacing(8)
        layout.addWidget(self.wrong)
        self.wrong.hide()
        layout.addSpacing(8)
        for line in (*self.conditions.values(), self.before, self.alike):
            layout.addWidget(line)
