"""Above a stack of requests: which of how many are shown, the way to the others, and all that is written accepted at once
(C2, C3)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from agent_client.protocol.contacts import Contact
from agent_client.protocol.names import ContactId
from agent_client.rules.popover_order import Page
from ui.text import tr, trn
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Label

from .popover import Popover


class StackBar(Popover):
    """``accept_all_pressed`` carries the requests and the versions that were seen; ``turned`` the page that is wanted."""

    accept_all_pressed = Signal(object)
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__("")
        self._page: Page | None = None
        self._written: tuple[tuple[ContactId, int], ...] = ()
        self.shown = Label("", tone="dim", strong=True)
        self.up = ActionButton("", icon="chevron-up", small=True, sends=False, name=tr("The requests before these"))
        self.down = ActionButton("", icon="chevron-down", small=True, sends=False, name=tr("The requests after these"))
        self.accept_all = ActionButton("", Kind.ANSWER, small=True, icon="accept")
        self._lay_out()
        self.up.clicked.connect(lambda: self._turn(-1))
        self.down.clicked.connect(lambda: self._turn(1))
        self.accept_all.clicked.connect(self._press)

    def show_page(self, page: Page, written: tuple[Contact, ...], *, online: bool) -> None:
        """``written``: all requests, shown or not, that can be accepted together."""
        self._page = page
        seen = tuple((one.id, one.version) for one in written)
        if seen != self._written:
            if {one for one, _ in seen} != {one for one, _ in self._written}:
                self.guard()  # what would be accepted is not what it was
            self._written = seen
            self.accept_all.set_requested(False)
            self.accept_all.forget()
            self.refusal.say("")
        paged = page.pages > 1
        self.shown.say(tr("{first}–{last} of {n}", first=page.first, last=page.last, n=page.total) if paged else "")
        for button, there in ((self.up, page.number > 0), (self.down, page.number + 1 < page.pages)):
            button.setHidden(not paged)
            button.setEnabled(there)
        n = len(written)
        self.accept_all.setHidden(n < 2)
        self.accept_all.setEnabled(online)
        self.accept_all.set_label(trn("Accept {n} request", "Accept {n} requests", n) if n else "")
        self.setWindowTitle(self.shown.text() or self.accept_all.text())
        self.setAccessibleName(self.windowTitle())

    # -- inside

    def _turn(self, by: int) -> None:
        if self._page is not None:
            self.turned.emit(self._page.number + by)

    def _press(self) -> None:
        if not self.armed:
            self.accept_all.set_requested(False)
            return
        self.refusal.say("")
        self.accept_all_pressed.emit(self._written)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(17, 8, 9, 8)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.shown)
        for button in (self.up, self.down):
            self.adopt(button)
            line.addWidget(button)
        line.addStretch(1)
        self.adopt(self.accept_all)
        line.addWidget(self.accept_all)
        self.body.addLayout(line)
        self.refusal.setContentsMargins(0, 8, 0, 0)
        self.refusal.hide()
        self.body.addWidget(self.refusal)
