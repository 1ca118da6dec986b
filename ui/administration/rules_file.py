"""The rules as a text file: written with or without the customers' history, and read in after a dry run (F6)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.protocol.administration import RulesRead
from agent_client.protocol.names import ProjectId
from agent_client.protocol.refusals import BadLine
from ui import theme
from ui.text import grouped, marked, tr, trn
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.check_box import CheckBox
from ui.widgets.file_chooser import choose_to_read, choose_to_write
from ui.widgets.labels import Heading, Label
from ui.widgets.offered_button import OfferedButton
from ui.widgets.select_field import SelectField

from .entries import row

BAD_LINES: dict[str, str] = {
    "columns": marked("it has too many or too few columns"),
    "kind": marked("“{value}” is no kind of line that is known here"),
    "number": marked("“{value}” is no number that can be called"),
    "project": marked("there is no project “{value}”"),
    "group": marked("there is no group “{value}”"),
    "time": marked("“{value}” is no date and time"),
    "agent": marked("there is no agent “{value}”"),
    "duplicate": marked("“{value}” was there before"),
    "value": marked("“{value}” cannot stand there"),
    "text": marked("“{value}” cannot be read as text"),
}
_LONGEST = 400
_NOTHING = marked("Nothing was taken from the file.")


class Pane(Box):
    """A heading, what it is for, and what is said of how it went."""

    def __init__(self, heading: str, lead: str) -> None:
        super().__init__("pane")
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(16, 14, 16, 16)
        self.inside.setSpacing(8)
        self.inside.addWidget(Heading(heading))
        self.inside.addWidget(Label(lead, tone="dim", wraps=True))
        self.status = Label("", wraps=True)

    def say(self, words: str, tone: str = "dim") -> None:
        self.status.set_tone(tone)
        self.status.say(words)


class ExportPane(Pane):
    """``wanted`` carries the file, whether the history goes with it, and the one project that is meant, or None for all."""

    wanted = Signal(object, bool, object)

    def __init__(self) -> None:
        super().__init__(
            tr("Save the rules"),
            tr("Groups, projects, routing and the customers who have rules, as a text that can be read in again."),
        )
        self.project = SelectField(tr("Which rules"))
        self.project.show_choices([(None, tr("All of them"))])
        self.project.choose(None)
        self.history = CheckBox(tr("With the history: every record of every customer"), wraps=True)
        self.save = OfferedButton(tr("Save to a file…"), small=True, sends=False)
        self.inside.addLayout(row(self.project))
        self.inside.addWidget(self.history)
        self.inside.addLayout(row(self.save))
        self.inside.addWidget(self.status)
        self.status.hide()
        self.save.clicked.connect(self._choose)

    def show_projects(self, projects: Sequence[tuple[ProjectId, str]]) -> None:
        named = [(project, tr("Of {project}", project=name)) for project, name in projects]
        self.project.show_choices([(None, tr("All of them")), *named])

    def offer(self, *, online: bool) -> None:
        self.save.offer(online, tr("No link to the server"))

    def set_requested(self, on: bool) -> None:
        self.save.set_requested(on)
        if on:
            self.say(tr("Saving…"))

    def refuse(self, text: str) -> None:
        self.save.refuse(text)
        self.say(text, "alarm")

    def show_written(self, file: Path, size: int) -> None:
        self.say(tr("Saved to {file}, {size} kB.", file=file.name, size=grouped(max(1, size // 1000))))

    def _choose(self) -> None:
        choose_to_write(self, tr("Save the rules"), "rules.txt", tr("Text (*.txt)"), self._take)

    def _take(self, file: Path) -> None:
        self.wanted.emit(file, self.history.isChecked(), self.project.key())


class ImportPane(Pane):
    """``chosen`` carries the file whose dry run is wanted, ``wanted`` that it is to be read in after all."""

    chosen = Signal(object)
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            tr("Read rules in"),
            tr(
                "You see what would be done before anything is. A file with a line that cannot be read is not taken at all."
            ),
        )
        self.choose = OfferedButton(tr("Choose a file…"), small=True, sends=False)
        self.read = ActionButton(tr("Read it in"), Kind.PRIMARY, small=True, sends=False)
        self.leave = ActionButton(tr("Leave it"), small=True, sends=False)
        self.result = Label("", strong=True, wraps=True)
        self.line = _BadLine()
        self._would = QWidget()
        self._lay_out()
        self._connect()

    def offer(self, *, may_edit: bool, online: bool) -> None:
        why = tr("Only an administrator can do this") if not may_edit else tr("No link to the server")
        self.choose.offer(may_edit and online, why)
        self.read.setEnabled(may_edit and online)

    def set_requested(self, on: bool) -> None:
        button = self.choose if self._would.isHidden() else self.read
        button.set_requested(on)
        if on and button is self.choose:
            self.say(tr("Reading…"))

    def refuse(self, text: str) -> None:
        self._clear()
        self.say(f"{text} {tr(_NOTHING)}", "alarm")

    def show_would(self, file: Path, read: RulesRead) -> None:
        self.choose.set_requested(False)
        self._clear()
        self.say(tr("{file} would be read in like this:", file=file.name))
        self.result.setText(summary(read))
        self._would.show()
        self.read.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_read(self, read: RulesRead) -> None:
        self._clear()
        self.say(tr("Read in: {summary}", summary=summary(read)))

    def show_bad_line(self, refusal: BadLine, text: str) -> None:
        """``text`` is what stands in the line."""
        self._clear()
        number = refusal.params.get("line", "?")
        why = BAD_LINES.get(refusal.params.get("reason", ""), "")
        value = refusal.params.get("value", "")
        reason = tr(why, value=value) if why else ""
        words = tr("Line {line} cannot be read: {reason}.", line=number, reason=reason)
        bare = tr("Line {line} cannot be read.", line=number)
        self.say(f"{words if reason else bare} {tr(_NOTHING)}", "alarm")
        self.line.show_line(number, text)

    def _clear(self) -> None:
        self._would.hide()
        self.line.hide()
        self.read.set_requested(False)

    def _leave(self) -> None:
        self._clear()
        self.say("")

    def _connect(self) -> None:
        self.choose.clicked.connect(
            lambda: choose_to_read(self, tr("Read rules in"), tr("Text (*.txt *.csv);;All files (*)"), self.chosen.emit)
        )
        self.read.clicked.connect(self.wanted)
        self.leave.clicked.connect(self._leave)

    def _lay_out(self) -> None:
        self.inside.addLayout(row(self.choose))
        self.inside.addWidget(self.status)
        self.status.hide()
        would = QVBoxLayout(self._would)
        would.setContentsMargins(0, 0, 0, 0)
        would.setSpacing(8)
        would.addWidget(self.result)
        would.addLayout(row(self.read, self.leave))
        self.inside.addWidget(self._would)
        self._would.hide()
        self.inside.addWidget(self.line)


class _BadLine(Box):
    """What stands in the line, as it stands there."""

    def __init__(self) -> None:
        super().__init__("well")
        self.number = Label("", Text.SMALL, tone="faint")
        self.text = Label("", wraps=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        beside = row(self.number, self.text, stretch=1)
        beside.setContentsMargins(12, 8, 12, 8)
        self.setLayout(beside)
        self.hide()

    def show_line(self, number: str, text: str) -> None:
        plain = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        plain.setPixelSize(theme.pixels(Text.BODY))
        self.text.setFont(plain)
        self.number.setText(number)
        self.text.setText(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
        self.setAccessibleName(tr("Line {line}: {text}", line=number, text=text[:_LONGEST]))
        self.show()


def summary(read: RulesRead) -> str:
    """``3 projects · 120 customers new, 14 changed · 400 records``."""
    parts = []
    if read.projects:
        parts.append(trn("{n} project", "{n} projects", read.projects))
    if read.customers_added or read.customers_changed:
        parts.append(
            tr(
                "customers: {added} new, {changed} changed",
                added=grouped(read.customers_added),
                changed=grouped(read.customers_changed),
            )
        )
    if read.records:
        parts.append(trn("{n} record", "{n} records", read.records))
    return " · ".join(parts) or tr("nothing that is not there already")
