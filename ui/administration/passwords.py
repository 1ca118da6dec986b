"""Passwords: how everybody stands with signing in, and help for whoever cannot (A8)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.protocol.names import AgentId
from agent_client.protocol.passwords import Account, FirstPassword, MustChange
from agent_client.rules.folding import begins_words, folded_words
from ui import theme
from ui.text import tr
from ui.widgets.line import Line
from ui.widgets.placeholders import Placeholder

from .account_sheet import AccountSheet
from .editor import scrolling
from .list_page import FEW, LIST_WIDTH
from .named_list import Named, NamedList
from .page import Page


class PasswordsPage(Page):
    """``reset_wanted`` and ``unlock_wanted`` carry the agent and the reason. ``opened``: whoever was locked out meanwhile is to
    be asked for, nobody tells it."""

    NAME = "passwords"

    reset_wanted = Signal(int, str)
    unlock_wanted = Signal(int, str)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Who is locked out, whose password ends when, and help for whoever cannot sign in."))
        self.current: AgentId | None = None
        self.list = NamedList(self.title, tall=True)
        self.search = Line(quiet=True)
        self.search.setPlaceholderText(tr("Find"))
        self.search.setAccessibleName(tr("Find in the list"))
        self.search.setClearButtonEnabled(True)
        self.sheet = AccountSheet()
        self.empty = Placeholder("person", tr("No agents yet"))
        self._finding = QWidget()
        self._right = scrolling(self.sheet)
        self._lay_out()
        self.list.chosen.connect(self._on_chosen)
        self.search.textEdited.connect(lambda _: self.refresh())
        self.sheet.reset_wanted.connect(lambda reason: self._wish(self.reset_wanted, reason))
        self.sheet.made.turned.connect(lambda _: self.refresh())
        self.sheet.unlock_wanted.connect(lambda reason: self._wish(self.unlock_wanted, reason))

    @classmethod
    def title_text(cls) -> str:
        return tr("Passwords")

    def open(self, agent: AgentId) -> None:
        if agent != self.current:
            self.current = agent
            self.sheet.begin()
        self.refresh()

    def show_made(self, made: FirstPassword) -> None:
        """Whoever is in sight meanwhile: it is told once."""
        self.open(made.agent.id)
        self.sheet.show_made(made)

    def refresh(self) -> None:
        accounts = () if self.known is None else self.known.accounts
        if self.current is None and accounts:
            self.current = accounts[0].id
        words = folded_words(self.search.text())
        self.list.show_things(
            [
                Named(one.id, one.agent.name, _beneath(one, named=self.sheet.made.isHidden()))
                for one in accounts
                if not words or begins_words(words, one.agent.name, one.user) or one.id == self.current
            ]
        )
        self.list.choose(self.current)
        self._finding.setVisible(len(accounts) > FEW)
        shown = next((one for one in accounts if one.id == self.current), None)
        self._right.setVisible(shown is not None)
        self.empty.setVisible(shown is None)
        if shown is not None:
            self.sheet.show_account(shown)
        self.sheet.offer(may_edit=self.may_edit, online=self.online)

    def take_keyboard(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.opened.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """A password that was shown is not there again when somebody else opens the page."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.sheet.made.forget()

    def _on_chosen(self, agent: object) -> None:
        assert isinstance(agent, int)
        self.open(AgentId(agent))

    def _wish(self, wanted: SignalInstance, reason: str) -> None:
        if self.current is not None:
            wanted.emit(self.current, reason)

    def _lay_out(self) -> None:
        left = QWidget()
        left.setMinimumWidth(144)
        left.setMaximumWidth(theme.scaled(LIST_WIDTH))
        above = QHBoxLayout(self._finding)
        above.setContentsMargins(24, 4, 8, 4)
        above.addWidget(self.search)
        listed = QHBoxLayout()
        listed.setContentsMargins(6, 3, 0, 8)
        listed.addWidget(self.list)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._finding)
        column.addLayout(listed, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 2)
        row.addWidget(self._right, 5)
        row.addWidget(self.empty, 5)
        self.body.addLayout(row, 1)


def _beneath(account: Account, *, named: bool) -> str:
    """What matters most of it, behind the user ID where that is ``named``."""
    if account.locked_since is not None:
        said = tr("locked")
    elif account.must_change in (MustChange.FIRST, MustChange.RESET):
        said = tr("first password")
    else:
        said = ""
    return " · ".join(part for part in (account.user if named else "", said) if part)
