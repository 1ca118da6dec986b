"""The fields of the customer's form that are more than a line of text: numbers, the country, the note."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.cards.typed import MOST_NUMBERS
from agent_client.rules.dial_numbers import canonical, fault, pasted, shown
from ui import dialling, theme
from ui.text import ENGLISH, language, tr
from ui.theme import Text
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.note_field import NoteField
from ui.widgets.text_field import TextField

_GAP = 4
_FEWEST_LINES, _MOST_LINES = 2, 6


class NumbersField(QWidget):
    """Up to three numbers, a free field after those that are filled. One that is left stands as people write it here."""

    written = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.home = ""
        """The centre's country; ``country`` the customer's, by which national numbers are read."""
        self.country = ""
        self.fields = [TextField(tr("Number {n}", n=at + 1)) for at in range(MOST_NUMBERS)]
        self._remarks = [Label("", Text.SMALL, tone="alarm", wraps=True) for _ in self.fields]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for at, (field, remark) in enumerate(zip(self.fields, self._remarks, strict=True)):
            layout.addWidget(field)
            layout.addWidget(remark)
            remark.hide()
            field.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
            field.setPlaceholderText(tr("Add a number"))
            field.written.connect(lambda _, at=at: self._on_written(at))
            field.left.connect(lambda at=at: self._on_left(at))
        self.setFocusProxy(self.fields[0])
        self._fit()

    def texts(self) -> tuple[str, ...]:
        return tuple(field.text() for field in self.fields if field.text().strip())

    def load(self, numbers: Sequence[str]) -> None:
        if tuple(numbers) != self.texts():
            for at, field in enumerate(self.fields):
                field.load(numbers[at] if at < len(numbers) else "")
            self._fit()
        for at in range(MOST_NUMBERS):
            self._say(at)

    def _on_written(self, at: int) -> None:
        field = self.fields[at]
        if len(field.text()) > 3 and fault(field.text()) is not None and fault(pasted(field.text())) is None:
            field.setText(pasted(field.text()))  # "Tel.: …", as it is copied from a letter
        self._say(at)
        self._fit()
        self.written.emit()

    def _on_left(self, at: int) -> None:
        field = self.fields[at]
        text = field.text().strip()
        if text and fault(text) is None:
            field.load(shown(canonical(text, self.country or self.home), self.home))
        self._say(at)
        self._fit()
        self.written.emit()

    def _say(self, at: int) -> None:
        """Too short is wrong only once somebody has stopped typing."""
        field, remark = self.fields[at], self._remarks[at]
        text = field.text().strip()
        found = fault(text) if text else None
        words = "" if found is None else dialling.fault_text(found)
        typing = found is not None and field.hasFocus() and found.value == "too_short"
        field.mark_wrong(found is not None and not typing, words)
        remark.set_tone("dim" if typing else "alarm")
        remark.say(words)

    def _fit(self) -> None:
        """Those with a number or the keyboard, and one more."""
        last = max((at for at, field in enumerate(self.fields) if field.text().strip() or field.hasFocus()), default=-1)
        filled = [field for field in self.fields if field.text().strip()]
        for at, field in enumerate(self.fields):
            field.setHidden(at > max(last, len(filled)))


class CountryField(QWidget):
    """Two letters, and the name of the country they stand for, as it calls itself."""

    written = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.field = TextField(tr("Country"))
        self._name = ElidedLabel("", tone="dim")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self._name, 1)
        layout.addStretch(0)
        self.setFocusProxy(self.field)
        self.field.written.connect(self._on_written)
        self.field.left.connect(lambda: self.field.load(self.field.text().strip().upper()))
        self._restyle()

    def load(self, code: str, usual: str) -> None:
        """``usual``: the centre's country, which is meant where none is given."""
        self.field.setPlaceholderText(usual)
        if code.upper() != self.field.text().strip().upper():
            self.field.load(code)
        self._name.say(country_name(self.field.text()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._restyle()

    def _on_written(self, text: str) -> None:
        self._name.say(country_name(text))
        self.written.emit(text)

    def _restyle(self) -> None:
        self.field.setFixedWidth(theme.scaled(56))


def country_name(code: str) -> str:
    """In English, or as the country calls itself; empty for letters that stand for none."""
    code = code.strip().upper()
    territory = QLocale.codeToTerritory(code) if len(code) == 2 else QLocale.Country.AnyTerritory
    if territory == QLocale.Country.AnyTerritory:
        return ""
    own = QLocale(QLocale.Language.AnyLanguage, territory)
    named = "" if language() == ENGLISH or own.territory() != territory else own.nativeTerritoryName()
    return named or QLocale.territoryToString(territory)


class CustomerNoteField(NoteField):
    """``written`` at every change by hand."""

    written = Signal(str)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(_FEWEST_LINES, _MOST_LINES, "area")
        self._loading = False
        self.setAccessibleName(name)
        self.textChanged.connect(self._on_text)

    def text(self) -> str:
        return self.toPlainText()

    def load(self, text: str) -> None:
        """Its beginning is in sight."""
        if text == self.text():
            return
        self._loading = True
        try:
            self.setPlainText(text)
        finally:
            self._loading = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _on_text(self) -> None:
        if not self._loading:
            self.written.emit(self.text())
