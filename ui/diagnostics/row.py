"""One check as a row: an icon and a word for how it went, what it checks, and the sentence that says what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from agent_client.rules.findings import Check, Finding, Grade
from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton
from ui.widgets.boxes import Box
from ui.widgets.labels import Label
from ui.widgets.placeholders import Glyph

from . import words

_MARKS: dict[Grade, tuple[str, str]] = {
    Grade.GOOD: ("done", "dim"),
    Grade.WARNING: ("alert", "setup"),
    Grade.BAD: ("fault", "alarm"),
    Grade.UNKNOWN: ("not-known", "faint"),
}
_TITLE = 128


class CheckRow(Box):
    """``action`` is offered beside what was found, where there is something to be tried."""

    def __init__(self, check: Check, action: str = "") -> None:
        super().__init__("check")
        self.check = check
        self.finding: Finding | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.title = Label(words.title(check), strong=True)
        self.word = Label("", Text.SMALL, tone="dim")
        self.sentence = Label("", wraps=True)
        self.steps = Label("", Text.SMALL, tone="faint", wraps=True)
        self.action = ActionButton(action, small=True)
        self.action.setVisible(bool(action))
        self._glyph = Glyph("clock", "faint", 18)
        self._lay_out()
        self.show_running()

    def show_running(self) -> None:
        self.finding = None
        self._show("clock", "faint", tr("Checking…"), "", "")

    def show_finding(self, finding: Finding) -> None:
        self.finding = finding
        icon, token = _MARKS[finding.grade]
        self._show(icon, token, words.grade(finding.grade), words.sentence(finding), words.steps(finding))

    def offer(self, possible: bool, why_not: str) -> None:
        """``why_not``: what the tooltip of a button says that cannot be pressed."""
        self.action.setEnabled(possible)
        self.action.setToolTip("" if possible else why_not)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "title"):
            self.title.setFixedWidth(theme.scaled(_TITLE))
        super().changeEvent(event)

    def _show(self, icon: str, token: str, word: str, sentence: str, steps: str) -> None:
        self._glyph.become(icon, token)
        self.word.say(word)
        self.word.set_tone(token if token in ("alarm",) else "dim")
        self.sentence.setText(sentence)
        self.steps.say(steps)
        self.setAccessibleName(". ".join(part for part in (f"{self.title.text()}: {word}", sentence, steps) if part))

    def _lay_out(self) -> None:
        named = QVBoxLayout()
        named.setSpacing(1)
        named.addWidget(self.title)
        named.addWidget(self.word)
        named.addStretch(1)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.sentence)
        said.addWidget(self.steps)
        if self.action.text():
            said.addSpacing(4)
        said.addWidget(self.action, 0, Qt.AlignmentFlag.AlignLeft)
        said.addStretch(1)
        for label in (self.sentence, self.steps):  # else a scroll area leaves room for them at their narrowest
            label.setMinimumHeight(1)
        self.title.setFixedWidth(theme.scaled(_TITLE))
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(12)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(named)
        row.addLayout(said, 1)
