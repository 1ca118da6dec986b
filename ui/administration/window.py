"""The administrator's window: its pages at the left, the chosen one at the right, and what is not saved told at the end."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import Changed, Link, State
from agent_client.protocol.administration import Administration
from agent_client.rules import local_times
from ui import theme
from ui.text import tr
from ui.widgets.boxes import stand_on, strip
from ui.widgets.labels import Heading, Label, upright
from ui.widgets.placeholders import Placeholder
from ui.widgets.view import View

from .ending import Ending
from .named_list import Named, NamedList
from .page import BookPage, Page
from .pages import PAGES, Pages

LEAST = (880, 440)
USUAL = (1120, 760)
_PAGES = 208


class AdministrationWindow(View):
    """``wanted`` asks for the rules, at the start and after a failure. It closes only when nothing is unsaved, or when that
    is given up."""

    SHOWS = Changed.ME | Changed.AGENTS | Changed.LINK | Changed.CENTRE

    wanted = Signal()
    page_made = Signal(object)
    settled = Signal(bool)
    """What was unsaved is saved or given up, and the window closed; or (False) one goes on editing."""

    def __init__(self) -> None:
        super().__init__()
        self._closing = False
        self._is_known = False
        self._zone = "UTC"
        self.setWindowTitle(tr("Administration — Agent Client"))
        stand_on(self, "bg")
        self.setMinimumSize(*LEAST)
        self.list = NamedList(tr("Administration"), tall=False)
        self.empty = Placeholder("clock", tr("Loading the rules…"))
        self.ending = Ending()
        self.strip = strip()
        self._said = Label("", tone="on_phase", strong=True)
        self._pages = Pages(self.empty)
        self._lay_out()
        self._connect()
        self.resize(*USUAL)

    # -- contract

    def show_state(self, state: State) -> None:
        self.strip.setVisible(state.link in (Link.DOWN, Link.ENDED))
        self._zone = state.centre.time_zone if state.centre is not None else "UTC"
        self._pages.show_state(state)

    def tick(self, now: datetime) -> None:
        """Which day it is, by the centre's clock."""
        self._pages.show_today(local_times.wall(now, local_times.zone(self._zone)).date())

    def show_known(self, known: Administration) -> None:
        """The answer to ``wanted``."""
        self._is_known = True
        self._pages.show_known(known)
        if self.page() is None:
            self.open(str(self.list.key()))

    def show_failed(self, sentence: str) -> None:
        """The rules could not be read. What is there already stays."""
        self.empty.say("alert", tr("The rules could not be read"), sentence, action=tr("Try again"))

    def page(self) -> Page | None:
        """The one in sight."""
        return self._pages.shown()

    def page_of(self, name: str) -> Page:
        """Made, where nobody has opened it yet: that takes its time."""
        return self._pages.page(name)

    def open(self, name: str) -> None:
        self.list.choose(name)
        if self._is_known:
            self._pages.open(name)

    def books(self) -> tuple[BookPage, ...]:
        return self._pages.books()

    def unsaved(self) -> list[str]:
        return list(self._pages.unsaved().values())

    def may_leave(self) -> bool:
        """False: something is not saved, and the bar asks what shall become of it."""
        left = self.unsaved()
        if not left:
            return True
        self.ending.ask(left)
        self.ending.save_all.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def close_now(self) -> None:
        self._closing = True
        self.close_for_good()

    # -- Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing or self.may_leave():
            event.accept()
        else:
            event.ignore()

    # -- inside

    def _note_unsaved(self) -> None:
        left = self._pages.unsaved()
        self.list.show_things([Named(name, kind.title_text(), unsaved=name in left) for name, kind in PAGES.items()])
        if self.ending.asking and left:
            self.ending.ask(list(left.values()))
        elif self.ending.asking:
            self.ending.end()
            self.close()
            self.settled.emit(True)

    def _save_all(self) -> None:
        for page in self.books():
            stuck = page.save_all()
            if stuck:
                self.open(page.NAME)
                page.show_stuck(stuck[0])
                return

    def _give_up(self) -> None:
        self.ending.end()
        for page in self.books():
            page.give_up()
        self.close_now()
        self._closing = False
        self.settled.emit(True)

    def _stay(self) -> None:
        self.ending.end()
        self.settled.emit(False)

    def _connect(self) -> None:
        self._pages.made.connect(self.page_made)
        self._pages.changed.connect(self._note_unsaved)
        self.list.chosen.connect(lambda name: self.open(str(name)))
        self.empty.action.clicked.connect(self._try_again)
        self.ending.save_all.clicked.connect(self._save_all)
        self.ending.give_up.clicked.connect(self._give_up)
        self.ending.stay.clicked.connect(self._stay)
        save = QShortcut(QKeySequence("Ctrl+S"), self)
        save.activated.connect(self._pages.save)
        close = QShortcut(QKeySequence("Ctrl+W"), self)
        close.activated.connect(self.close)

    def _try_again(self) -> None:
        self.empty.say("clock", tr("Loading the rules…"))
        self.wanted.emit()

    def _lay_out(self) -> None:
        words = QHBoxLayout(self.strip)
        words.setContentsMargins(16, 6, 16, 6)
        self._said.setText(tr("Reconnecting… What you type stays here; it can be saved when the server is back."))
        words.addWidget(self._said)
        self.strip.hide()
        left = QWidget()
        left.setMinimumWidth(144)
        left.setMaximumWidth(theme.scaled(_PAGES))
        stand_on(left, "surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 20, 0, 16)
        column.setSpacing(8)
        heading = Heading(tr("Administration"))
        heading.setContentsMargins(18, 4, 0, 4)
        column.addWidget(heading)
        column.addWidget(self.list, 1)
        line = upright()
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.ending)
        beside.addWidget(self._pages, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 3)
        row.addWidget(line)
        row.addWidget(right, 13)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addLayout(row, 1)
        self._note_unsaved()
        self.list.choose(next(iter(PAGES)))
