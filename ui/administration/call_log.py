"""The log of all calls, as text in the format that other programs read, or as CSV with headings; saved, and then cleared (F5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, Signal

from ui.models.typed_times import read_day
from ui.text import date_text, grouped, tr, trn
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.file_chooser import choose_to_write
from ui.widgets.labels import Label
from ui.widgets.offered_button import OfferedButton
from ui.widgets.radio_button import RadioButton
from ui.widgets.suggesting_field import SuggestingField, Suggestion

from .editor import Bar
from .entries import mark, row
from .rules_file import Pane

TEXT, CSV = "text", "csv"
SAMPLE = "22.2.2006 15:27:56;100;115;114;1;12;"
_YEAR = timedelta(days=365)
_LONG_AGO = date(2000, 1, 1)


class Days(Struct, frozen=True):
    """Whole days of the centre's, both included; None: without an end."""

    first: date | None
    last: date | None


class CallLogPane(Pane):
    """``wanted`` carries the file, the `Days`, the format, and whether the log is to be cleared afterwards; ``clear_wanted``
    comes when that has been agreed to."""

    wanted = Signal(object, object, str, bool)
    clear_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            tr("Call log"),
            tr("Every call that came in: when, which project, who called, who took it, and how it found them."),
        )
        self.today: date | None = None
        self._may_edit = self._online = False
        self.first = SuggestingField(tr("From"), self._days, placeholder=tr("The beginning"), most=40)
        self.last = SuggestingField(tr("To"), self._days, placeholder=tr("Now"), most=40)
        self.wrong = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.text = RadioButton(tr("Text, a line a call"))
        self.csv = RadioButton(tr("CSV with headings"))
        self.text.setChecked(True)
        self.save = OfferedButton(tr("Save to a file…"), small=True, sends=False)
        self.save_and_clear = OfferedButton(tr("Save and clear…"), small=True, sends=False)
        self.clear = ActionButton(tr("Clear it"), Kind.ENDING, small=True, sends=False)
        self.keep = ActionButton(tr("Keep it"), small=True, sends=False)
        self.asking = Bar(self.keep, self.clear)
        self._lay_out()
        self._connect()

    def show_today(self, today: date) -> None:
        """The centre's."""
        self.today = today

    def offer(self, *, may_edit: bool, online: bool) -> None:
        self._may_edit, self._online = may_edit, online
        wrong = self._wrong()
        why = wrong or tr("No link to the server")
        self.save.offer(online and not wrong, why)
        only = tr("Only an administrator can do this")
        self.save_and_clear.offer(online and not wrong and may_edit, why if may_edit else only)

    def set_requested(self, on: bool) -> None:
        self.save.set_requested(on)
        if on:
            self.say(tr("Saving…"))

    def refuse(self, text: str) -> None:
        self.asking.say("")
        self.say(text, "alarm")

    def show_written(self, file: Path, calls: int) -> None:
        words = trn("Saved to {file}: {n} call.", "Saved to {file}: {n} calls.", calls, file=file.name)
        self.say(words)

    def ask_to_clear(self, file: Path, calls: int) -> None:
        """The calls are safe in the file."""
        self.show_written(file, calls)
        self.asking.say(
            trn(
                "Clear the log? Its {n} call is in {file}.",
                "Clear the log? Its {n} calls are in {file}.",
                calls,
                file=file.name,
            )
        )
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_cleared(self, lines: int) -> None:
        self.clear.set_requested(False)
        self.asking.say("")
        self.say(tr("Cleared: {n}", n=grouped(lines)))

    # -- inside

    def days(self) -> Days | None:
        """None: what is typed is no day, or the end lies before the beginning."""
        try:
            found = Days(self._read(self.first), self._read(self.last))
        except ValueError:
            return None
        return None if found.first and found.last and found.last < found.first else found

    def _read(self, field: SuggestingField) -> date | None:
        """None where nothing stands. Raises ValueError for what is no day."""
        text = field.text().strip()
        if not text:
            return None
        for words, named in self._named():
            if text.casefold() == words.casefold():
                return named
        day = read_day(text, (self.today or _LONG_AGO) - _YEAR)
        if day is None:
            raise ValueError(text)
        return day

    def _is_wrong(self, field: SuggestingField) -> bool:
        try:
            self._read(field)
        except ValueError:
            return True
        return False

    def _named(self) -> list[tuple[str, date]]:
        today = self.today
        if today is None:
            return []
        return [
            (tr("Today"), today),
            (tr("Yesterday"), today - timedelta(days=1)),
            (tr("This Monday"), today - timedelta(days=today.weekday())),
            (tr("The first of this month"), today.replace(day=1)),
        ]

    def _days(self, typed: str) -> Sequence[Suggestion]:
        wanted = typed.casefold()
        return [Suggestion(day, words, date_text(day)) for words, day in self._named() if wanted in words.casefold()]

    def _wrong(self) -> str:
        for field in (self.first, self.last):
            if self._is_wrong(field):
                example = date_text(self.today or date(2026, 11, 24))
                return tr("This is no day: type it like {example}.", example=example)
        return tr("The end lies before the beginning.") if self.days() is None else ""

    def _check(self) -> None:
        wrong = self._wrong()
        self.wrong.say(wrong)
        for field in (self.first, self.last):
            mark(field, self._is_wrong(field) or (bool(wrong) and field is self.last))
        self.offer(may_edit=self._may_edit, online=self._online)

    def _choose(self, clear: bool) -> None:
        form = CSV if self.csv.isChecked() else TEXT
        name, filters = ("calls.csv", tr("CSV (*.csv)")) if form == CSV else ("calls.txt", tr("Text (*.txt)"))
        days = self.days()
        if days is not None:
            self.asking.say("")
            choose_to_write(
                self, tr("Save the call log"), name, filters, lambda file: self.wanted.emit(file, days, form, clear)
            )

    def _connect(self) -> None:
        for field in (self.first, self.last):
            field.textEdited.connect(lambda _: self._check())
            field.picked.connect(lambda _: self._check())
        self.save.clicked.connect(lambda: self._choose(False))
        self.save_and_clear.clicked.connect(lambda: self._choose(True))
        self.keep.clicked.connect(lambda: self.asking.say(""))
        self.clear.clicked.connect(self.clear_wanted)

    def _lay_out(self) -> None:
        self.first.setFixedWidth(184)
        self.last.setFixedWidth(184)
        between = Label(tr("to"), tone="dim")
        self.inside.addLayout(row(Label(tr("From"), tone="dim"), self.first, between, self.last))
        self.inside.addWidget(self.wrong)
        self.wrong.hide()
        self.inside.addWidget(self.text)
        sample = Label(SAMPLE, Text.SMALL, tone="dim")
        sample.setContentsMargins(24, 0, 0, 0)
        self.inside.addWidget(sample)
        self.inside.addWidget(self.csv)
        self.inside.addLayout(row(self.save, self.save_and_clear))
        self.inside.addWidget(self.status)
        self.status.hide()
        self.inside.addWidget(self.asking)
