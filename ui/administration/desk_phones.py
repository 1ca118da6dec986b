"""Phones: which may connect to the telephone system, which are connected now, new ones, new passwords."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent_client.protocol.desk_phones import DeskPhone, DeskPhonePassword, DeskPhones
from agent_client.rules.folding import begins_words, folded_words
from ui import theme
from ui.text import tr
from ui.widgets.action_button import ActionButton
from ui.widgets.labels import rule
from ui.widgets.line import Line
from ui.widgets.placeholders import Placeholder

from .desk_phone_sheet import DeskPhoneSheet, NewDeskPhone, called, connection
from .editor import scrolling
from .list_page import FEW, LIST_WIDTH
from .named_list import Named, NamedList
from .page import Page

ASKS_EVERY = 5_000
"""Milliseconds. While the page is in sight phones come and go, which nobody tells it."""


class DeskPhonesPage(Page):
    """``wanted``: what there is is to be asked for. ``save_wanted`` carries a `SaveDeskPhone`'s number and name of a phone that
    gets a new password, ``remove_wanted`` the number; new ones are ``new.wanted``."""

    NAME = "phones"

    wanted = Signal()
    save_wanted = Signal(str, str)
    remove_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("The phones that may connect to the telephone system, and which are connected now."))
        self.current = ""
        self.phones: DeskPhones | None = None
        self._failed = ""
        self._adding = False
        self.list = NamedList(self.title, tall=True)
        self.search = Line(quiet=True)
        self.search.setPlaceholderText(tr("Find"))
        self.search.setAccessibleName(tr("Find in the list"))
        self.search.setClearButtonEnabled(True)
        self.add = ActionButton(tr("Add a phone"), small=True, sends=False)
        self.sheet = DeskPhoneSheet()
        self.new = NewDeskPhone()
        self.empty = Placeholder("clock", tr("Asking the telephone system…"))
        self._again = QTimer(self, interval=ASKS_EVERY)
        self._finding = QWidget()
        self._left = QWidget()
        self._right = QStackedWidget()
        self._shown = scrolling(self.sheet)
        self._form = scrolling(self.new)
        self._lay_out()
        self.list.chosen.connect(lambda phone: self.open(str(phone)))
        self.search.textEdited.connect(lambda _: self.refresh())
        self.add.clicked.connect(self.begin)
        self.new.given_up.connect(lambda: self.open(self.current))
        self.sheet.password_wanted.connect(self._give)
        self.sheet.removed.connect(lambda: self.remove_wanted.emit(self.current))
        self.empty.action.clicked.connect(self.wanted)
        self._again.timeout.connect(self._ask_again)

    @classmethod
    def title_text(cls) -> str:
        return tr("Phones")

    # -- what the telephone system says

    def show_phones(self, phones: DeskPhones) -> None:
        self.phones, self._failed = phones, ""
        self.refresh()

    def show_failed(self, sentence: str) -> None:
        """It could not be asked. What is there already stays."""
        self._failed = sentence
        self.refresh()

    def show_made(self, made: DeskPhonePassword) -> None:
        """Of a phone whose number is in the list, or will be: it is told once."""
        known = () if self.phones is None else self.phones.phones
        if made.phone not in [one.phone for one in known]:
            self.phones = DeskPhones(phones=(*known, DeskPhone(phone=made.phone, name=made.name)))
        self.open(made.phone)
        self.sheet.show_made(made)

    # -- what is in sight

    def open(self, phone: str) -> None:
        self.current, self._adding = phone, False
        self.refresh()

    def begin(self) -> None:
        """A new one."""
        self._adding = True
        self.refresh()
        self.new.begin()

    def refresh(self) -> None:
        phones = () if self.phones is None else self.phones.phones
        shown = next((one for one in phones if one.phone == self.current), None)
        if shown is None and phones:
            shown, self.current = phones[0], phones[0].phone
        words = folded_words(self.search.text())
        self.list.show_things(
            [
                Named(one.phone, called(one), _beneath(one))
                for one in phones
                if not words or begins_words(words, called(one), one.agent) or one.phone == self.current
            ]
        )
        self.list.choose(None if self._adding else self.current)
        self._finding.setVisible(len(phones) > FEW)
        self._left.setVisible(self.may_edit and self.phones is not None and self.phones.possible)
        if shown is not None:
            self.sheet.show_phone(shown)
        self.sheet.offer(may_edit=self.may_edit, online=self.online)
        self.new.offer(online=self.online)
        self._choose_side(shown)
        self.changed.emit()

    def save(self) -> None:
        if self._adding and self.new.add.isEnabled():
            self.new.press()

    def take_keyboard(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start()
        if not event.spontaneous():
            self._ask_again()

    def hideEvent(self, event: QHideEvent) -> None:
        """A password that was shown is not there again when somebody else opens the page."""
        super().hideEvent(event)
        self._again.stop()
        if not event.spontaneous():
            self.sheet.made.forget()

    # -- inside

    def _choose_side(self, shown: DeskPhone | None) -> None:
        if not self.may_edit:
            self.empty.say("person", tr("Administrators see the phones"))
        elif self.phones is not None and not self.phones.possible:
            self.empty.say(
                "phone",
                tr("Phones are not managed here"),
                tr(
                    "This telephone system cannot be told of phones while it runs: they stand in its own configuration."
                ),
            )
        elif self.phones is None and self._failed:
            self.empty.say("alert", tr("The phones could not be read"), self._failed, action=tr("Try again"))
        elif self.phones is None:
            self.empty.say("clock", tr("Asking the telephone system…"))
        elif self._adding:
            self._right.setCurrentWidget(self._form)
            return
        elif shown is not None:
            self._right.setCurrentWidget(self._shown)
            return
        else:
            self.empty.say("phone", tr("No phones yet"), tr("Add the first one: it can connect at once."))
        self._right.setCurrentWidget(self.empty)

    def _give(self) -> None:
        phones = () if self.phones is None else self.phones.phones
        name = next((one.name for one in phones if one.phone == self.current), "")
        self.save_wanted.emit(self.current, name)

    def _ask_again(self) -> None:
        if self.may_edit and self.online:
            self.wanted.emit()

    def _lay_out(self) -> None:
        self._left.setMinimumWidth(144)
        self._left.setMaximumWidth(theme.scaled(LIST_WIDTH))
        above, below = QHBoxLayout(self._finding), QHBoxLayout()
        above.setContentsMargins(24, 4, 8, 4)
        above.addWidget(self.search)
        listed = QHBoxLayout()
        listed.setContentsMargins(6, 3, 0, 8)
        listed.addWidget(self.list)
        below.setContentsMargins(24, 8, 8, 8)
        below.addWidget(self.add)
        below.addStretch(1)
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._finding)
        column.addLayout(listed, 1)
        column.addWidget(rule())
        column.addLayout(below)
        for side in (self.empty, self._shown, self._form):
            self._right.addWidget(side)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left, 2)
        row.addWidget(self._right, 5)
        self.body.addLayout(row, 1)


def _beneath(phone: DeskPhone) -> str:
    return " · ".join(part for part in (connection(phone), phone.agent) if part)
