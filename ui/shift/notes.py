"""The note's way from the editor through the outbox: every keystroke kept, sent once (A7)."""

from __future__ import annotations

from agent_client.client.outbox import ContactSubject, CustomerSubject, Outbox, Subject
from ui.panels.customer import CustomerPanel


class NoteJoin:
    def __init__(self, panel: CustomerPanel, outbox: Outbox) -> None:
        self._panel = panel
        self._editor = panel.editor
        self._outbox = outbox
        self.leave = outbox.watch(self._on_told)
        panel.subject_changed.connect(self._load)
        self._editor.note_written.connect(self._outbox.write)
        self._editor.send_pressed.connect(self._send)
        self._load(self._editor.subject())

    def _load(self, subject: Subject | None) -> None:
        self._editor.load(subject, "" if subject is None else self._outbox.draft(subject))
        self._show(subject)

    def _show(self, subject: Subject | None) -> None:
        if subject is not None:
            self._editor.show_status(self._outbox.status(subject))
        self._panel.show_letters(self._outbox.waiting)

    def _send(self, subject: Subject) -> None:
        match subject:
            case ContactSubject(contact):
                self._outbox.send(subject, contact=contact)  # whose contact it is, the server knows best
            case CustomerSubject(customer):
                self._outbox.send(subject, customer=customer)

    def _on_told(self, subject: Subject) -> None:
        """What the outbox did to a draft by itself (sent it, gave it back) shows in the editor."""
        if subject != self._editor.subject():
            self._panel.show_letters(self._outbox.waiting)
            return
        draft = self._outbox.draft(subject)
        if draft != self._editor.text():
            self._editor.load(subject, draft)
        self._show(subject)
