"""A list of customers saved as a file: which list, in which form, how far it is."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import EMPTY, Link, State
from agent_client.protocol.names import CustomerList
from ui import theme
from ui.panels.customer_form_words import list_word
from ui.text import grouped, tr, trn
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import Heading, Label, rule
from ui.widgets.offered_button import OfferedButton
from ui.widgets.progress_line import ProgressLine
from ui.widgets.radio_button import RadioButton

WIDTH = 560


class ExportForm(StrEnum):
    """As the server names them; ``ending`` of the file."""

    CSV = "csv"
    VCARD = "vcard"

    @property
    def ending(self) -> str:
        return "vcf" if self is ExportForm.VCARD else "csv"


class ExportPage(QWidget):
    """``file_wanted`` carries the list and the form: whoever hears it has a place chosen and says how it goes."""

    file_wanted = Signal(object, object)
    cancelled = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state: State = EMPTY
        self._running = False
        self.back = ActionButton(tr("Back"), Kind.LINK, icon="chevron-left", hint="Esc", sends=False)
        self.lists = {which: RadioButton(list_word(which)) for which in (CustomerList.CENTRAL, CustomerList.OWN)}
        self.forms = {
            ExportForm.CSV: RadioButton(tr("CSV, for spreadsheets and for importing again")),
            ExportForm.VCARD: RadioButton(tr("vCards, for telephones and address books")),
        }
        self.progress = ProgressLine(tr("Export"))
        self.status = Label("", tone="dim", wraps=True)
        self.save = OfferedButton(tr("Save as…"), Kind.PRIMARY, sends=False)
        self.cancel = ActionButton(tr("Cancel"), hint="Esc", sends=False)
        self._groups = [QButtonGroup(self), QButtonGroup(self)]
        self._lay_out()
        self.back.clicked.connect(self.left)
        self.cancel.clicked.connect(self.cancelled)
        self.save.clicked.connect(lambda: self.file_wanted.emit(self.list(), self.form()))

    def choose(self, which: CustomerList) -> None:
        if not self._running and which in self.lists:
            self.lists[which].setChecked(True)
            self.status.say("")

    def list(self) -> CustomerList:
        return next(which for which, button in self.lists.items() if button.isChecked())

    def form(self) -> ExportForm:
        return next(form for form, button in self.forms.items() if button.isChecked())

    def take_focus(self) -> None:
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: State) -> None:
        self._state = state
        self._show()

    def show_running(self, written: int, total: int) -> None:
        """``written`` customers of ``total``."""
        self._running = True
        self.progress.show_progress(written / total if total else 0.0)
        self._tell(tr("{n} of {total} customers", n=grouped(written), total=grouped(total)), "dim")
        self._show()

    def show_saved(self, file: str, written: int) -> None:
        self._running = False
        amount = grouped(written)
        words = trn(
            "Saved to {file}: {amount} customer.",
            "Saved to {file}: {amount} customers.",
            written,
            file=file,
            amount=amount,
        )
        self._tell(words, "text")
        self._show()

    def show_failed(self, sentence: str) -> None:
        self._running = False
        self._tell(sentence, "alarm")
        self._show()

    def show_cancelled(self) -> None:
        self._running = False
        self._tell(tr("Cancelled: no file was written."), "dim")
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            (self.cancel if self._running else self.back).press()
        else:
            super().keyPressEvent(event)

    # -- inside

    def _tell(self, words: str, tone: str) -> None:
        self.status.set_tone(tone)
        self.status.say(words)

    def _show(self) -> None:
        for button in (*self.lists.values(), *self.forms.values()):
            button.setEnabled(not self._running)
        self.progress.setHidden(not self._running)
        self.cancel.setHidden(not self._running)
        self.save.setHidden(self._running)
        self.back.setEnabled(not self._running)
        why_not = "" if self._state.link is Link.UP else tr("No link to the server")
        self.save.offer(not why_not, why_not)

    def _lay_out(self) -> None:
        pane = Box("pane")
        pane.setMaximumWidth(theme.scaled(WIDTH))
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(8)
        for heading, buttons, group in (
            (tr("List"), self.lists, self._groups[0]),
            (tr("Form"), self.forms, self._groups[1]),
        ):
            inside.addWidget(Heading(heading))
            for button in buttons.values():
                group.addButton(button)
                inside.addWidget(button)
            next(iter(buttons.values())).setChecked(True)
            inside.addSpacing(8)
        inside.addWidget(self.progress)
        inside.addWidget(self.status)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        inside.addLayout(foot)
        self.status.hide()
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(12)
        head.addWidget(self.back)
        head.addWidget(Label(tr("Export customers"), Text.TITLE, strong=True), 1)
        across = QHBoxLayout()
        across.setContentsMargins(16, 16, 16, 16)
        across.addWidget(pane, 10)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(rule())
        layout.addLayout(across)
        layout.addStretch(1)
        self._show()
