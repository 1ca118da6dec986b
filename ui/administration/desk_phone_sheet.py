"""One phone that may connect, and what can be done about it; and the form for a new one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.protocol.desk_phones import EXTENSION, NAME_LIMIT, DeskPhone, DeskPhonePassword, SaveDeskPhone
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.fields import Fields
from ui.widgets.labels import Label
from ui.widgets.offered_button import OfferedButton

from .editor import Bar
from .entries import TextEntry, row
from .form import Form
from .rules_file import Pane
from .shown_once import ShownOnce

_NUMBER, _NAME = "phone", "name"
_LONGEST_NUMBER = 20
_NUMBER_WIDTH = 120


class DeskPhoneSheet(QWidget):
    """``password_wanted``: a new one; ``removed``: it was asked for twice."""

    password_wanted = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = Label("", Text.TITLE, strong=True, wraps=True)
        self.facts = Fields(copies=False, label_width=160)
        self.made = ShownOnce(
            tr("The phone's password"),
            tr("Shown this once. Enter it at the phone, with the phone's number as its user name."),
            asks=tr("Save the phone's password"),
            done=tr("Entered"),
        )
        self.fixed = Pane(
            tr("Not changed here"),
            tr("This phone stands in the telephone system's own configuration: it is changed there."),
        )
        self.password = Pane(
            tr("New password"),
            tr("For a phone that was exchanged, or a password that was lost. The old one no longer works."),
        )
        self.give = OfferedButton(tr("Give a new password"), sends=False)
        self.removal = Pane(tr("Remove"), tr("It cannot connect any more, and nobody can be called on it."))
        self.remove = OfferedButton(tr("Remove the phone"), Kind.ENDING, sends=False)
        self.confirm = ActionButton(tr("Remove the phone"), Kind.ENDING, small=True, sends=False)
        self.keep = ActionButton(tr("Keep it"), small=True, sends=False)
        self.removing = Bar(self.keep, self.confirm)
        self._account = Pane(tr("Phone"), "")
        self._phone = DeskPhone(phone="")
        self._may_edit = False
        self._lay_out()
        self.give.clicked.connect(self.password_wanted)
        self.remove.clicked.connect(self._ask)
        self.keep.clicked.connect(self._drop_question)
        self.confirm.clicked.connect(self.removed)
        self.made.turned.connect(lambda _: self._show_panes())

    def show_phone(self, phone: DeskPhone) -> None:
        if phone.phone != self._phone.phone:
            self.begin()
        self._phone = phone
        self.name.setText(called(phone))
        self.facts.show_fields(
            [
                (tr("Number"), phone.phone),
                (tr("Name"), phone.name or tr("None")),
                (tr("Connection"), connection(phone)),
                (tr("Signed in with it"), phone.agent or tr("Nobody")),
            ]
        )
        self._show_panes()

    def offer(self, *, may_edit: bool, online: bool) -> None:
        self._may_edit = may_edit
        for button in (self.give, self.remove):
            button.offer(may_edit and online, tr("No link to the server"))
        self._show_panes()

    def begin(self) -> None:
        """Of another phone: what was said of the one before goes."""
        self._drop_question()
        self.made.forget()
        for pane in (self.password, self.removal):
            pane.say("")

    def set_requested(self, on: bool) -> None:
        for button in (self.give, self.remove, self.confirm):
            button.set_requested(on)

    def refuse(self, sentence: str) -> None:
        """Said where it was pressed."""
        self.set_requested(False)
        (self.password if self.removing.isHidden() else self.removal).say(sentence, "alarm")
        self._drop_question()

    def show_made(self, made: DeskPhonePassword) -> None:
        self.begin()
        self.made.show_password(made.password, tr("Password of phone {phone}", phone=made.phone))

    def _drop_question(self) -> None:
        self.removing.say("")
        self.remove.show()

    def _ask(self) -> None:
        self.removal.say("")
        self.remove.hide()
        phone, agent = self._phone.phone, self._phone.agent
        self.removing.say(
            tr("Remove phone {phone}? {agent} is signed in with it.", phone=phone, agent=agent)
            if agent
            else tr("Remove phone {phone}?", phone=phone)
        )
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_panes(self) -> None:
        """While a password is to be read nothing else is to be pressed."""
        changes = self._may_edit and not self._phone.fixed and self.made.isHidden()
        self.fixed.setVisible(self._phone.fixed)
        for pane in (self.password, self.removal):
            pane.setVisible(changes)

    def _lay_out(self) -> None:
        self._account.inside.addWidget(self.facts)
        self.password.inside.addLayout(row(self.give))
        self.password.inside.addWidget(self.password.status)
        self.password.status.hide()
        self.removal.inside.addLayout(row(self.remove))
        self.removal.inside.addWidget(self.removing)
        self.removal.inside.addWidget(self.removal.status)
        self.removal.status.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(self.name)
        for pane in (self._account, self.made, self.fixed, self.password, self.removal):
            layout.addWidget(pane)
        layout.addStretch(1)


class NewDeskPhone(QWidget):
    """``wanted`` carries a `SaveDeskPhone`; ``given_up``: none."""

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.form.section(tr("New phone"), tr("It can connect at once, with the password that you are shown then."))
        self.form.add(
            _NUMBER,
            tr("Number"),
            TextEntry(_LONGEST_NUMBER, width=_NUMBER_WIDTH),
            hint=tr("3 to 6 digits: what is dialled to reach it, and what its agent signs in with."),
        )
        self.form.add(
            _NAME, tr("Name"), TextEntry(NAME_LIMIT), hint=tr("What other phones show when it calls. It may be empty.")
        )
        self.add = OfferedButton(tr("Add the phone"), Kind.PRIMARY, small=True, sends=False)
        self.cancel = ActionButton(tr("Cancel"), small=True, sends=False)
        self.status = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.status.hide()
        self._values: dict[str, str] = {_NUMBER: "", _NAME: ""}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(self.form)
        layout.addWidget(self.status)
        layout.addLayout(row(self.add, self.cancel))
        layout.addStretch(1)
        self.form.written.connect(self._write)
        self.add.clicked.connect(self.press)
        self.cancel.clicked.connect(self.given_up)

    def begin(self) -> None:
        self._values = {_NUMBER: "", _NAME: ""}
        self.status.say("")
        self._show({})
        self.form.focus(_NUMBER)

    def offer(self, *, online: bool) -> None:
        self.add.offer(online, tr("No link to the server"))

    def set_requested(self, on: bool) -> None:
        self.add.set_requested(on)

    def refuse(self, sentence: str) -> None:
        self.set_requested(False)
        self.status.say(sentence)

    def _write(self, name: str, value: object) -> None:
        self._values[name] = str(value)
        self.status.say("")
        self._show({})

    def press(self) -> None:
        number = "".join(self._values[_NUMBER].split())
        if not re.match(EXTENSION, number):
            self._show({_NUMBER: tr("3 to 6 digits, and nothing else.")})
            self.form.focus(_NUMBER)
            return
        self.wanted.emit(SaveDeskPhone(phone=number, name=self._values[_NAME].strip(), new=True))

    def _show(self, faults: Mapping[str, str]) -> None:
        self.form.show_values(self._values, frozenset(), faults, {})


def called(phone: DeskPhone) -> str:
    return f"{phone.phone} · {phone.name}" if phone.name else phone.phone


def connection(phone: DeskPhone) -> str:
    return tr("Online") if phone.online else tr("Offline")
