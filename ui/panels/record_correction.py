"""A record being corrected, in its place in the time line: what it shall say, Save and Cancel, and a colleague's words if one
was faster (F2)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from agent_client.protocol.customers import NOTE_LIMIT, Record
from ui.text import clock_time, grouped, tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box, stand_on
from ui.widgets.labels import Label
from ui.widgets.note_field import NoteField

_FEWEST, _MOST = 2, 14
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SAVES = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_S})


class _Field(NoteField):
    """The keys that save and cancel are its own while it has the keyboard, whatever they mean in the window."""

    saved = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._own(event):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            self.saved.emit()

    def _own(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.key() == Qt.Key.Key_Escape if not held else held == _CONTROL and event.key() in _SAVES


class RecordCorrection(QFrame):
    """``written`` at every change by hand. It is the control of the press that saves."""

    written = Signal(str)
    save_pressed = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.record: Record | None = None
        self.seen = 0
        """How many corrections the record had when the agent read it last."""
        self._loading = False
        stand_on(self, "surface")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(tr("Correct this note"))
        self.field = _Field(_FEWEST, _MOST)
        self.field.setAccessibleName(tr("How the note shall read"))
        self.theirs_box = Box("well")
        self.who = Label("", Text.SMALL, tone="setup", strong=True, wraps=True)
        self.theirs = Label("", wraps=True)
        self.take = ActionButton(tr("Take theirs"), small=True, sends=False)
        self.words = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.save = ActionButton(tr("Save"), Kind.PRIMARY, hint="Ctrl ↵", small=True, sends=False)
        self.cancel = ActionButton(tr("Cancel"), hint="Esc", small=True, sends=False)
        self._lay_out()
        self.field.textChanged.connect(self._on_changed)
        self.field.saved.connect(self.save.press)
        self.field.left.connect(self.cancelled)
        self.save.clicked.connect(self.save_pressed)
        self.cancel.clicked.connect(self.cancelled)
        self.take.clicked.connect(self._take)

    def open(self, record: Record, text: str, seen: int) -> None:
        """``text``: what was typed before, or the record's own; ``seen``: how many corrections were read then."""
        self.record, self.seen = record, seen
        self.save.set_requested(False)
        self.save.forget()
        self._load(text)
        self._show_theirs()
        self._judge()

    def text(self) -> str:
        return self.field.toPlainText()

    def changed(self) -> bool:
        """Whether saving would change what the record says."""
        return self.record is not None and self.text() != self.record.text

    def read_anew(self, record: Record) -> None:
        """It was corrected meanwhile: who typed nothing yet sees the new text, else both."""
        untouched = not self.changed()
        self.record = record
        if untouched:
            self.seen = len(record.corrections)
            self._load(record.text)
        self._show_theirs()
        self._judge()

    def set_requested(self, on: bool) -> None:
        self.save.set_requested(on)
        self.field.setReadOnly(on)

    def refuse(self, text: str) -> None:
        self.save.refuse(text)
        self._judge()

    # -- inside

    def _on_changed(self) -> None:
        if not self._loading:
            self.save.forget()
            self._judge()
            self.written.emit(self.text())

    def _take(self) -> None:
        if self.record is not None:
            self.field.selectAll()
            self.field.insert(self.record.text, len(self.record.text))
            self.seen = len(self.record.corrections)
            self._show_theirs()
            self._judge()

    def _load(self, text: str) -> None:
        self._loading = True
        try:
            self.field.load(text)
        finally:
            self._loading = False

    def _show_theirs(self) -> None:
        """What a colleague made of it since the agent read it. Saving now is the agent's answer to that."""
        record = self.record
        news = record is not None and len(record.corrections) > self.seen and self.changed()
        self.theirs_box.setVisible(news)
        if record is not None and news:
            last = record.corrections[-1]
            self.who.say(tr("{name} corrected it at {time}:", name=last.by.name, time=clock_time(last.at)))
            self.theirs.say(record.text)
        self.save.set_label(tr("Save mine") if news else tr("Save"))

    def _judge(self) -> None:
        length = self.field.document().characterCount() - 1
        words = self.save.refusal
        if length > NOTE_LIMIT:
            words = tr(
                "A note holds {most} characters, this one has {n}: shorten it.",
                most=grouped(NOTE_LIMIT),
                n=grouped(length),
            )
        elif not self.text().strip():
            words = tr("A note cannot be empty: say what is right.")
        self.words.say(words)
        self.save.setEnabled(length <= NOTE_LIMIT and bool(self.text().strip()))

    def _lay_out(self) -> None:
        self.theirs.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = QVBoxLayout(self.theirs_box)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(4)
        box.addWidget(self.who)
        box.addWidget(self.theirs)
        box.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.theirs_box)
        layout.addWidget(self.words)
        layout.addLayout(foot)
        layout.addStretch(1)
        self.theirs_box.hide()
        self.words.hide()
