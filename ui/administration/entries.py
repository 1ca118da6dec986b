"""The kinds of fields that a form of rules is made of. Each holds a value as it was typed, right or wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.text import tr
from ui.theme import Text
from ui.widgets.check_box import CheckBox
from ui.widgets.labels import Label
from ui.widgets.line import Line
from ui.widgets.number_field import NumberField
from ui.widgets.radio_button import RadioButton
from ui.widgets.select_field import SelectField
from ui.widgets.suggesting_field import Source, SuggestingField
from ui.widgets.text_area import TextArea

_ALL = 1000
INDENT = 24
"""Of what stands under a tick or a choice: its words begin there."""


class Entry(QWidget):
    """``written`` carries the value after every change by hand."""

    written = Signal(object)
    FULL = False
    """Whether it says itself what it is, and needs no label beside it."""
    BENEATH = 0
    """Where what is said of it begins."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Minimum)

    def put(self, value: object) -> None:
        """What stands here from now on; nobody wrote it."""
        raise NotImplementedError

    def set_read_only(self, on: bool) -> None:
        raise NotImplementedError

    def call(self, name: str) -> None:
        """Its accessible name."""
        self.target().setAccessibleName(name)

    def describe(self, words: str, *, wrong: bool) -> None:
        """What is to be said of it beneath it: for those who do not see it there, and as a red edge."""
        mark(self.target(), wrong)
        self.target().setAccessibleDescription(words)

    def target(self) -> QWidget:
        """Which part of it gets the keyboard."""
        return self

    def word(self, value: object) -> str:
        """How a value is written in a sentence."""
        return str(value) if value else tr("(empty)")


def mark(widget: QWidget, wrong: bool) -> None:
    """The mark alone: whoever sets it says why elsewhere."""
    if bool(widget.property("wrong")) != wrong:
        widget.setProperty("wrong", wrong)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def row(*widgets: QWidget, stretch: int = -1) -> QHBoxLayout:
    """``stretch``: which of them takes the room, as far as it may grow; what is left over stands at the end."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for at, widget in enumerate(widgets):
        layout.addWidget(widget, _ALL if at == stretch else 0)
    layout.addStretch(1)
    return layout


class TextEntry(Entry):
    """``width`` of one that is short by nature."""

    def __init__(self, most: int, *, placeholder: str = "", width: int = 0, unit: str = "") -> None:
        super().__init__()
        self._width = width
        self.field: Line = self._made()
        self.field.setMaxLength(most)
        self.field.setPlaceholderText(placeholder)
        parts = [self.field, *([Label(unit, tone="dim")] if unit else [])]
        self.setLayout(row(*parts, stretch=0))
        self.field.textEdited.connect(lambda text: self.written.emit(text))
        self._restyle()

    def put(self, value: object) -> None:
        if str(value) != self.field.text():
            self.field.setText(str(value))
            self.field.setCursorPosition(0)

    def set_read_only(self, on: bool) -> None:
        self.field.setReadOnly(on)

    def target(self) -> QWidget:
        return self.field

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._restyle()

    def _made(self) -> Line:
        return Line()

    def _restyle(self) -> None:
        if self._width and hasattr(self, "field"):
            self.field.setMaximumWidth(theme.scaled(self._width))


class NumberEntry(TextEntry):
    """A whole number, with its unit behind it."""

    def __init__(self, least: int, most: int, unit: str = "", *, placeholder: str = "") -> None:
        self._bounds = (least, most)
        super().__init__(len(str(most)) + 2, placeholder=placeholder, width=88, unit=unit)

    def _made(self) -> Line:
        return NumberField(*self._bounds)


class SuggestingEntry(TextEntry):
    """Text for which something is offered while it is typed."""

    def __init__(self, most: int, source: Source | None = None, *, placeholder: str = "", width: int = 0) -> None:
        self._source = source
        super().__init__(most, placeholder=placeholder, width=width)
        self.suggesting.picked.connect(lambda _: self.written.emit(self.field.text()))

    @property
    def suggesting(self) -> SuggestingField:
        assert isinstance(self.field, SuggestingField)
        return self.field

    def _made(self) -> Line:
        return SuggestingField("", self._source)


class LongTextEntry(Entry):
    """Several lines. Tab leaves it."""

    FULL = True

    def __init__(self, *, lines: int, placeholder: str = "") -> None:
        super().__init__()
        self._lines = lines
        self._loading = False
        self.field = TextArea("field")
        self.field.setTabChangesFocus(True)
        self.field.setPlaceholderText(placeholder)
        self.setLayout(row(self.field, stretch=0))
        self.field.textChanged.connect(self._on_text)
        self._restyle()

    def put(self, value: object) -> None:
        if str(value) != self.field.toPlainText():
            self._loading = True
            try:
                self.field.setPlainText(str(value))
            finally:
                self._loading = False

    def set_read_only(self, on: bool) -> None:
        self.field.setReadOnly(on)

    def target(self) -> QWidget:
        return self.field

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "field"):
            self._restyle()

    def _on_text(self) -> None:
        if not self._loading:
            self.written.emit(self.field.toPlainText())

    def _restyle(self) -> None:
        self.field.setFont(theme.font())
        self.field.setMinimumHeight(self.field.height_of(self._lines) + 10)


class TickEntry(Entry):
    FULL = True
    BENEATH = INDENT

    def __init__(self, words: str) -> None:
        super().__init__()
        self.box = CheckBox(words, wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self.box.clicked.connect(lambda on: self.written.emit(on))

    def put(self, value: object) -> None:
        self.box.setChecked(bool(value))

    def set_read_only(self, on: bool) -> None:
        switch_off(self.box, on)

    def call(self, name: str) -> None:
        """It says its words."""

    def target(self) -> QWidget:
        return self.box

    def word(self, value: object) -> str:
        return tr("on") if value else tr("off")


class OptionsEntry(Entry):
    """One of a few, each with a sentence of what it means."""

    def __init__(self, options: Sequence[tuple[object, str, str]]) -> None:
        super().__init__()
        self._options = options
        self._group = QButtonGroup(self)
        self.buttons: dict[object, RadioButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for key, words, sentence in options:
            button = self.buttons[key] = RadioButton(words)
            button.setAccessibleDescription(sentence)
            self._group.addButton(button)
            layout.addWidget(button)
            if sentence:
                layout.addWidget(beneath(sentence))
                layout.addSpacing(4)
            button.clicked.connect(lambda _=False, key=key: self.written.emit(key))

    def put(self, value: object) -> None:
        if value in self.buttons:
            self.buttons[value].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def set_read_only(self, on: bool) -> None:
        for button in self.buttons.values():
            switch_off(button, on)

    def target(self) -> QWidget:
        buttons = list(self.buttons.values())
        return next((button for button in buttons if button.isChecked()), buttons[0])

    def call(self, name: str) -> None:
        self.setAccessibleName(name)

    def word(self, value: object) -> str:
        return next((words for key, words, _ in self._options if key == value), tr("(empty)"))


class SelectEntry(Entry):
    def __init__(self, *, nothing: str = "", width: int = 0) -> None:
        super().__init__()
        self._width = width
        self.field = SelectField("", nothing=nothing)
        self._words: dict[object, str] = {}
        self._wanted: object = None
        self.setLayout(row(self.field, stretch=0))
        self.field.chosen.connect(self.written)
        self._restyle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._restyle()

    def _restyle(self) -> None:
        if self._width and hasattr(self, "field"):
            self.field.setMaximumWidth(theme.scaled(self._width))

    def show_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        self._words = dict(choices)
        self.field.show_choices(choices)
        self.field.choose(self._wanted)

    def put(self, value: object) -> None:
        self._wanted = value
        self.field.choose(value)

    def set_read_only(self, on: bool) -> None:
        switch_off(self.field, on)

    def target(self) -> QWidget:
        return self.field

    def word(self, value: object) -> str:
        return self._words.get(value, tr("(empty)"))


class TicksEntry(Entry):
    """Several of a few; the value is the tuple of those that are ticked."""

    def __init__(self, options: Sequence[tuple[object, str]]) -> None:
        super().__init__()
        self.boxes = {key: CheckBox(words, wraps=True) for key, words in options}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for box in self.boxes.values():
            layout.addWidget(box)
            box.clicked.connect(lambda _: self.written.emit(self._value()))

    def put(self, value: object) -> None:
        ticked = value if isinstance(value, tuple) else ()
        for key, box in self.boxes.items():
            box.setChecked(key in ticked)

    def set_read_only(self, on: bool) -> None:
        for box in self.boxes.values():
            switch_off(box, on)

    def call(self, name: str) -> None:
        self.setAccessibleName(name)

    def target(self) -> QWidget:
        return next(iter(self.boxes.values()))

    def word(self, value: object) -> str:
        ticked = value if isinstance(value, tuple) else ()
        return ", ".join(box.text() for key, box in self.boxes.items() if key in ticked) or tr("(empty)")

    def _value(self) -> tuple[object, ...]:
        return tuple(key for key, box in self.boxes.items() if box.isChecked())


def beneath(sentence: str) -> Label:
    """What a tick or a choice means, under its words."""
    made = Label(sentence, Text.SMALL, tone="dim", wraps=True)
    made.setContentsMargins(INDENT, 0, 0, 0)
    return made


def switch_off(widget: QWidget, off: bool) -> None:
    """Nobody may change it here, but everybody is to read it."""
    widget.setProperty("readable", off)
    widget.setEnabled(not off)
    widget.setFocusPolicy(Qt.FocusPolicy.NoFocus if off else Qt.FocusPolicy.StrongFocus)
