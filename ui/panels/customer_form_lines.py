"""All lines of the customer's form, in their order, as one typed card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.cards import Part, Typed, typed_text
from agent_client.protocol.centre import Project
from agent_client.protocol.names import ProjectId
from ui.text import tr
from ui.widgets.select_field import SelectField
from ui.widgets.text_field import TextField

from .customer_form_fields import CountryField, CustomerNoteField, NumbersField
from .customer_form_line import FormLine
from .customer_form_words import part_word
from .customer_operators import OperatorsField

_GAP = 8
_LONG_POSTCODE = "SW1A 1AA"
"""The longest in Europe: none is cut."""
_LINES = (Part.NAME, Part.COMPANY, Part.COMPANY_ID, Part.STREET, Part.POSTCODE, Part.TOWN)


class FormLines(QWidget):
    """``written`` carries the whole card as it stands typed; ``entered`` when Enter is pressed in a field of one line."""

    written = Signal(object)
    entered = Signal()
    theirs_taken = Signal(object)
    mine_kept = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._projects: tuple[Project, ...] | None = None
        self._typed = Typed()
        self.texts = {part: TextField(part_word(part)) for part in _LINES}
        self.numbers = NumbersField()
        self.country = CountryField()
        self.note = CustomerNoteField(part_word(Part.NOTE))
        self.operators = OperatorsField()
        self.project = SelectField(part_word(Part.PROJECT))
        self._place = QWidget()
        self._lines = self._made()
        self._by_part = {part: line for line in self._lines for part in line.parts}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for line in self._lines:
            layout.addWidget(line)
            line.theirs_taken.connect(self.theirs_taken)
            line.mine_kept.connect(self.mine_kept)
        self._connect()

    def line(self, part: Part) -> FormLine:
        return self._by_part[part]

    def field(self, part: Part) -> QWidget:
        """Where the keyboard goes for it."""
        return self.texts.get(part) or self._by_part[part].field

    def show_typed(self, typed: Typed, home: str) -> None:
        """Nobody typed it: nobody is told."""
        self._typed = typed
        self.numbers.home, self.numbers.country = home, typed.country.strip()
        for part, field in self.texts.items():
            field.load(typed_text(typed, part))
        self.numbers.load(typed.numbers)
        self.country.load(typed.country, home)
        self.note.load(typed.note)
        self.operators.load(typed.operators)
        self.project.choose(typed.project)

    def show_choices(self, projects: tuple[Project, ...], agents: Iterable[tuple[str, str]]) -> None:
        """``agents``: phone and name of those who are signed in."""
        self.operators.show_names(agents)
        if projects != self._projects:
            self._projects = projects
            named = [(project.id, project.name) for project in projects]
            self.project.show_choices([(None, tr("None")), *named])
            self.project.choose(self._typed.project)

    def say_wrong(self, wrong: Mapping[Part, str]) -> None:
        for line in self._lines:
            words = [wrong[part] for part in line.parts if wrong.get(part)]
            line.say(words[0] if words else "")
        for part, field in self.texts.items():
            field.mark_wrong(bool(wrong.get(part)), wrong.get(part, ""))
        self.country.field.mark_wrong(bool(wrong.get(Part.COUNTRY)), wrong.get(Part.COUNTRY, ""))

    def label_width(self) -> int:
        return max(line.words_width() for line in self._lines)

    def lay(self, *, narrow: bool, label_width: int) -> None:
        postcode = self.texts[Part.POSTCODE]
        postcode.setMinimumWidth(postcode.width_of(_LONG_POSTCODE))
        for line in self._lines:
            line.lay(narrow=narrow, label_width=label_width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    # -- inside

    def _write(self) -> None:
        texts = {part.value: field.text() for part, field in self.texts.items()}
        project = self.project.key()
        self._typed = Typed(
            **texts,
            numbers=self.numbers.texts(),
            country=self.country.field.text(),
            note=self.note.text(),
            operators=self.operators.operators(),
            project=ProjectId(project) if isinstance(project, int) else None,
        )
        self.written.emit(self._typed)

    def _made(self) -> Sequence[FormLine]:
        row = QHBoxLayout(self._place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.texts[Part.POSTCODE], 2)
        row.addWidget(self.texts[Part.TOWN], 5)

        def text(part: Part) -> FormLine:
            return FormLine(part_word(part), self.texts[part], (part,))

        return (
            text(Part.NAME),
            text(Part.COMPANY),
            text(Part.COMPANY_ID),
            FormLine(part_word(Part.NUMBERS), self.numbers, (Part.NUMBERS,)),
            text(Part.STREET),
            FormLine(tr("Postcode, town"), self._place, (Part.POSTCODE, Part.TOWN)),
            FormLine(part_word(Part.COUNTRY), self.country, (Part.COUNTRY,)),
            FormLine(part_word(Part.NOTE), self.note, (Part.NOTE,)),
            FormLine(part_word(Part.OPERATORS), self.operators, (Part.OPERATORS,)),
            FormLine(part_word(Part.PROJECT), self.project, (Part.PROJECT,)),
        )

    def _connect(self) -> None:
        for field in self.texts.values():
            field.written.connect(self._write)
        self.numbers.written.connect(self._write)
        self.country.written.connect(self._write)
        self.note.written.connect(self._write)
        self.operators.written.connect(self._write)
        self.project.chosen.connect(lambda _: self._write())
