"""What the box for appointments is made of, and how its parts stand."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import ElidedLabel, Label
from ui.widgets.offered_button import OfferedButton
from ui.widgets.view import View

from .appointment_details import DetailFields
from .appointment_when import WhenField


class AppointmentParts(View):
    """Without any behaviour: `AppointmentBox` has that. There are none before `_make`."""

    def _make(self) -> None:
        self.title = Label("", Text.TITLE, strong=True)
        self.whom = ElidedLabel("", tone="dim")
        self.close_button = ActionButton("", Kind.LINK, icon="close", sends=False, hint="Esc", name=tr("Close"))
        self.when = WhenField()
        self.details = DetailFields()
        self.refusal = Label("", tone="alarm", wraps=True)
        self.cancel = ActionButton(tr("Cancel the appointment"), Kind.ENDING)
        self.submit = OfferedButton("", Kind.PRIMARY, hint="↵", sends=False)
        self._lay_out()

    def _busy(self) -> bool:
        return self.submit.requested or self.cancel.requested

    def _forget(self) -> None:
        for button in (self.submit, self.cancel):
            button.forget()
        self.refusal.say("")

    def _show_kind(self, *, changes: bool) -> None:
        """Whether there is an appointment already."""
        self.title.setText(tr("Change the appointment") if changes else tr("Call again later"))
        self.submit.set_label(tr("Change") if changes else tr("Make the appointment"))
        self.cancel.setHidden(not changes)

    def _lay_out(self) -> None:
        self.setAccessibleName(tr("Appointment"))
        frame = Box("drop")
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        foot.setSpacing(8)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        foot.addWidget(self.submit)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 16)
        inside.setSpacing(12)
        top = QVBoxLayout()
        top.setSpacing(0)
        top.addLayout(head)
        top.addWidget(self.whom)
        inside.addLayout(top)
        for part in (self.when, self.details):
            inside.addWidget(part)
        inside.addWidget(self.refusal)
        inside.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.refusal.hide()
