"""The note of the current call, always in reach: what is typed, whether it is safe, and Send (F2, A7)."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.outbox import DraftStatus, Empty, Kept, Refused, Sending, Subject, Unsaved, Waiting
from agent_client.protocol.customers import NOTE_LIMIT
from agent_client.protocol.time import seconds_between
from ui import wording
from ui.text import clock_time, grouped, tr, trn
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import ElidedLabel, Label, rule
from ui.widgets.note_field import NoteField

_FEWEST_LINES = 4
_MOST_LINES = 11
_RECENT = 60


class NoteEditor(QWidget):
    """``note_written`` at every change, ``send_pressed`` for Send and its key; both carry whose note it is."""

    note_written = Signal(object, str)
    send_pressed = Signal(object)
    unsent_changed = Signal(object, bool)
    """Whose note it is, and whether something is written that was not sent."""
    templates_wanted = Signal()
    others_wanted = Signal()
    """The list of what else is unsent."""
    back_wanted = Signal()
    """From an older note to that of now."""

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[Subject | None, bool] = (None, False)
        self._subject: Subject | None = None
        self._status: DraftStatus = Empty()
        self._now: datetime | None = None
        self._loading = False
        self.field = NoteField(_FEWEST_LINES, _MOST_LINES)
        self.field.setAccessibleName(tr("Note"))
        self.status = Label("", Text.SMALL, tone="faint", wraps=True)
        self.send = ActionButton(tr("Send"), Kind.PRIMARY, hint="Ctrl ↵", sends=False)
        self.title = ElidedLabel("", Text.SMALL, tone="dim", strong=True)
        self.back = ActionButton(tr("Back"), Kind.LINK, sends=False, name=tr("Back to the note of now"))
        self.others = ActionButton("", Kind.LINK, icon="note", hint="Ctrl ⇧ N", sends=False)
        self.templates = ActionButton("", icon="template", hint="Ctrl T", sends=False, name=tr("Insert a template"))
        self._lay_out()
        self.field.textChanged.connect(self._on_changed)
        self.send.clicked.connect(self._on_send)
        self.templates.clicked.connect(self.templates_wanted)
        self.others.clicked.connect(self.others_wanted)
        self.back.clicked.connect(self.back_wanted)
        self.show_title("")
        self.show_others(0)
        self.load(None, "")

    # -- for integration

    def subject(self) -> Subject | None:
        return self._subject

    def text(self) -> str:
        return self.field.toPlainText()

    def load(self, subject: Subject | None, text: str) -> None:
        """Whose note is written here from now on, and what was written of it before. None: nobody's."""
        self._loading = True
        try:
            self._subject = subject
            self.field.load(text)
        finally:
            self._loading = False
        self.field.setEnabled(subject is not None)
        self.templates.setEnabled(subject is not None)
        words = (
            tr("What was said, and what was agreed")
            if subject is not None
            else tr("A note needs a contact or a customer")
        )
        self.field.setPlaceholderText(words)
        self._status = Empty()
        self._show()

    def show_title(self, title: str) -> None:
        """Whose note it is, where it is not that of now; empty: it is."""
        self.title.say(title)
        self.back.setHidden(not title)
        self._head.setHidden(self.title.isHidden() and self.others.isHidden())

    def show_others(self, amount: int) -> None:
        """How many notes beside this one wait to be sent."""
        words = trn("{n} unsent note", "{n} unsent notes", amount)
        self.others.set_label(words)
        self.others.setHidden(not amount)
        self._head.setHidden(self.title.isHidden() and self.others.isHidden())

    def insert(self, text: str, cursor: int) -> None:
        """Where one types, as if it had been typed; one types on behind ``cursor`` of its characters."""
        self.field.insert(text, cursor)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_status(self, status: DraftStatus) -> None:
        self._status = status
        self._show()

    def tick(self, now: datetime) -> None:
        self._now = now
        if isinstance(self._status, Kept):
            self._show()

    def kept(self) -> bool:
        """Whether all that stands here is on this computer's disk."""
        return isinstance(self._status, Kept)

    def status_text(self) -> str:
        return self.status.text()

    # -- inside

    def _on_changed(self) -> None:
        if self._loading or self._subject is None:
            return
        self._status = Unsaved() if self.text() else Empty()
        self._show()
        self.note_written.emit(self._subject, self.text())

    def _on_send(self) -> None:
        if self._subject is not None:
            self.send_pressed.emit(self._subject)

    def _show(self) -> None:
        length = self.field.document().characterCount() - 1
        too_long = length > NOTE_LIMIT
        written = self._subject is not None and length > 0 and bool(self.text().strip())
        self.send.setEnabled(written and not too_long)
        self._tell((self._subject, written and not isinstance(self._status, Sending | Waiting)))
        if too_long:
            words = tr(
                "A note holds {most} characters, this one has {n}: shorten it.",
                most=grouped(NOTE_LIMIT),
                n=grouped(length),
            )
            tone = "alarm"
        else:
            words, tone = self._words()
        self.status.set_tone(tone)
        if words != self.status.text():
            self.status.setText(words)

    def _lay_out(self) -> None:
        self._head = QWidget()
        whose = QHBoxLayout()
        whose.setSpacing(8)
        whose.addWidget(self.title, 1)
        whose.addWidget(self.back)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self.others, 0, Qt.AlignmentFlag.AlignRight)
        head.addLayout(whose)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.status, 1, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.templates)
        foot.addWidget(self.send)
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self._head)
        inside.addWidget(self.field)
        inside.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(rule())
        layout.addLayout(inside)

    def _tell(self, now: tuple[Subject | None, bool]) -> None:
        if now != self._told:
            self._told = now
            self.unsent_changed.emit(*now)

    def _words(self) -> tuple[str, str]:
        match self._status:
            case Empty():
                return "", "faint"
            case Unsaved(trouble=""):
                return tr("Keeping…"), "faint"
            case Unsaved():
                return tr("This computer's disk does not take it: send it soon, it is only on screen."), "alarm"
            case Kept(at):
                return self._kept(at), "faint"
            case Sending():
                return tr("Sending…"), "faint"
            case Waiting():
                return tr("Waiting for the server: it is sent as soon as it answers"), "setup"
            case Refused(refusal):
                return wording.refusal(refusal), "alarm"

    def _kept(self, at: datetime) -> str:
        if self._now is None:
            return tr("Kept on this computer until it is sent")
        seconds = max(0, int(seconds_between(at, self._now)))
        if seconds >= _RECENT:
            return tr("Kept at {time}", time=clock_time(at))
        return tr("Kept {n} s ago", n=seconds)
