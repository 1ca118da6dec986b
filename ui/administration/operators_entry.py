"""The field of a form that holds operators: the list, and beneath it how to add one, by name or by number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agent_client.client.store.state import State
from ui.text import tr
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.boxes import Box
from ui.widgets.labels import Label
from ui.widgets.suggesting_field import SuggestingField, Suggestion
from ui.widgets.turning import Turning

from .entries import Entry, row
from .operators import OperatorList
from .reading import dial_fault
from .signed_in import SignedIn

MOST = 50


class OperatorsEntry(Entry):
    """``nobody_yet`` is what an empty list means."""

    FULL = True

    def __init__(self, nobody_yet: str, *, most: int = MOST) -> None:
        super().__init__()
        self._phones: tuple[str, ...] = ()
        self._most = most
        self._read_only = False
        self._signed_in = SignedIn(State())
        self.list = OperatorList()
        self.empty = Label(nobody_yet, tone="faint", wraps=True)
        self.up = _icon("chevron-up", tr("Move up"), "Alt ↑")
        self.down = _icon("chevron-down", tr("Move down"), "Alt ↓")
        self.remove = _icon("close", tr("Remove the operator"), "Del")
        self.typed = SuggestingField(
            tr("Add an operator"), self._meant, placeholder=tr("Name or phone number"), most=40
        )
        self.add = ActionButton(tr("Add"), small=True, sends=False)
        self.wrong = Label("", Text.SMALL, tone="alarm", wraps=True)
        self._adding = QWidget()
        self._lay_out()
        self._connect()
        self._show()

    def follow(self, state: State) -> None:
        """Who is signed in, and with which phone."""
        self._signed_in = SignedIn(state)
        self._show()

    def put(self, value: object) -> None:
        phones = tuple(str(each) for each in value) if isinstance(value, tuple) else ()
        if phones != self._phones:
            self._phones = phones
            self._show()

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        self.list.set_read_only(on)
        self._adding.setHidden(on)
        self._offer_moves()

    def call(self, name: str) -> None:
        self.list.setAccessibleName(name)

    def describe(self, words: str, *, wrong: bool) -> None:
        self.list.setAccessibleDescription(words)

    def target(self) -> QWidget:
        return self.typed if not self._adding.isHidden() else self.list

    def word(self, value: object) -> str:
        return ", ".join(str(each) for each in value) if isinstance(value, tuple) and value else tr("(empty)")

    # -- inside

    def _show(self) -> None:
        self.list.show_operators([self._signed_in.whose(phone) for phone in self._phones])
        self.list.setHidden(not self._phones)
        self.empty.setHidden(bool(self._phones))
        self._offer_moves()

    def _meant(self, typed: str) -> Sequence[Suggestion]:
        return self._signed_in.meant(typed, self._phones)

    def _add(self, phone: str) -> None:
        phone = phone.strip()
        self._say_wrong(self._fault(phone))
        if phone and self.wrong.isHidden():
            self.typed.clear()
            self._write((*self._phones, self._signed_in.written(phone)))
            self.list.choose(len(self._phones) - 1)

    def _fault(self, phone: str) -> str:
        if not phone:
            return ""
        if any(self._signed_in.same(known, phone) for known in self._phones):
            return tr("{phone} is in the list already.", phone=phone)
        if len(self._phones) >= self._most:
            return tr("At most {most} operators.", most=self._most)
        if dial_fault(phone) and not any(character.isdigit() for character in phone):
            return tr("Nobody of this name is signed in: type the phone number.")
        return dial_fault(phone)

    def _say_wrong(self, words: str) -> None:
        self.wrong.say(words)
        self.typed.setAccessibleDescription(words)

    def _on_typed(self) -> None:
        """By Enter or Add: a name that can only mean one agent is that agent's phone."""
        typed = self.typed.text().strip()
        meant = self._meant(typed) if typed and dial_fault(typed) else []
        self._add(str(meant[0].key) if len(meant) == 1 else typed)

    def _move(self, at: int, to: int) -> None:
        phones = list(self._phones)
        phones.insert(to, phones.pop(at))
        self._write(tuple(phones))

    def _remove(self, at: int) -> None:
        self._write(tuple(phone for place, phone in enumerate(self._phones) if place != at))
        if not self._phones:
            self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, phones: tuple[str, ...]) -> None:
        self._phones = phones
        self._show()
        self.written.emit(phones)

    def _offer_moves(self) -> None:
        at, last = self.list.row(), len(self._phones) - 1
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < last)
        self.remove.setEnabled(at >= 0)

    def _connect(self) -> None:
        self.list.moved.connect(self._move)
        self.list.removed.connect(self._remove)
        self.list.chose.connect(self._offer_moves)
        self.up.clicked.connect(lambda: self.list.move_chosen(-1))
        self.down.clicked.connect(lambda: self.list.move_chosen(1))
        self.remove.clicked.connect(self.list.remove_chosen)
        self.typed.picked.connect(lambda key: self._add(str(key)))
        self.typed.returnPressed.connect(self._on_typed)
        self.typed.textEdited.connect(lambda _: self._say_wrong(""))
        self.add.clicked.connect(self._on_typed)

    def _lay_out(self) -> None:
        frame = Box("well")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        self.empty.setContentsMargins(11, 7, 11, 7)
        inside.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(frame)
        adding = QVBoxLayout(self._adding)
        adding.setContentsMargins(0, 0, 0, 0)
        adding.setSpacing(4)
        named, moved, both = QWidget(), QWidget(), QWidget()
        named.setLayout(row(self.typed, self.add, stretch=0))
        moved.setLayout(row(self.up, self.down, self.remove))
        side = Turning(both, least=360, centred=True)
        side.add(named, stretches=True)
        side.add(moved)
        adding.addWidget(both)
        adding.addWidget(self.wrong)
        self.wrong.hide()
        column.addWidget(self._adding)


def _icon(icon: str, name: str, key: str) -> ActionButton:
    return ActionButton("", Kind.PLAIN, icon=icon, hint=key, small=True, sends=False, name=name)
