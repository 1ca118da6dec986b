"""The administrator's window: its pages at the left, the chosen one at the right, and what is not saved told at the end."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent_client.client.store.state import Changed, Link, State
from agent_client.protocol.administration import Administration
from agent_client.protocol.names import Role
from agent_client.rules import local_times
from ui import theme
from ui.text import tr
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Heading, Label
from ui.widgets.placeholders import Placeholder
from ui.widgets.view import View

from .callback_list import CallbackListPage
from .editor import Bar
from .exchange import ExchangePage
from .groups import GroupsPage
from .named_list import Named, NamedList
from .page import BookPage, Page
from .projects import ProjectsPage
from .rights import RightsPage
from .routing import RoutingPage
from .templates import TemplatesPage

PAGES: dict[str, type[Page]] = {
    page.NAME: page
    for page in (GroupsPage, CallbackListPage, ProjectsPage, RoutingPage, TemplatesPage, RightsPage, ExchangePage)
}
LEAST = (920, 560)
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
        self._leaving = False
        self._today: date | None = None
        self._state = State()
        self._known: Administration | None = None
        self.setWindowTitle(tr("Administration — Agent Client"))
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(*LEAST)
        self._made: dict[str, Page] = {}
        self.list = NamedList(tr("Administration"), tall=False)
        self.empty = Placeholder("clock", tr("Loading the rules…"))
        self.save_all = ActionButton(tr("Save all"), Kind.PRIMARY, small=True, sends=False)
        self.give_up = ActionButton(tr("Close without saving"), Kind.ENDING, small=True, sends=False)
        self.stay = ActionButton(tr("Go on editing"), small=True, sends=False)
        self.ending = Bar(self.stay, self.give_up, self.save_all)
        self._asked = QWidget()
        self.strip = QFrame()
        self._said = Label("", strong=True)
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self.resize(*USUAL)

    # -- contract

    def pages(self) -> tuple[Page, ...]:
        """Those that were opened: each is made when it is first wanted, for making one takes its time."""
        return tuple(self._made[name] for name in PAGES if name in self._made)

    def books(self) -> tuple[BookPage, ...]:
        """The pages on which something is written."""
        return tuple(page for page in self.pages() if isinstance(page, BookPage))

    def show_state(self, state: State) -> None:
        self.strip.setVisible(state.link in (Link.DOWN, Link.ENDED))
        self._state = state
        page = self.page()
        if page is not None:
            self._feed(page)

    def tick(self, now: datetime) -> None:
        """Which day it is, by the centre's clock."""
        zone = self._state.centre.time_zone if self._state.centre is not None else "UTC"
        today = local_times.wall(now, local_times.zone(zone)).date()
        if today != self._today:
            self._today = today
            for page in self.pages():
                page.show_today(today)

    def show_known(self, known: Administration) -> None:
        """The answer to ``wanted``."""
        self._known = known
        for page in self.pages():
            self._feed(page)
        if self._pages.currentWidget() is self.empty:
            self.open(str(self.list.key()))

    def show_failed(self, sentence: str) -> None:
        """The rules could not be read. What is there already stays."""
        if self._known is None:
            self.empty.say("alert", tr("The rules could not be read"), sentence, action=tr("Try again"))

    def page(self) -> Page | None:
        """The one in sight."""
        shown = self._pages.currentWidget()
        return shown if isinstance(shown, Page) else None

    def page_of(self, name: str) -> Page:
        page = self._made.get(name)
        if page is None:
            page = self._made[name] = PAGES[name]()
            self._pages.addWidget(page)
            page.changed.connect(self._note_unsaved)
            self.page_made.emit(page)
            self._feed(page)
        return page

    def open(self, name: str) -> None:
        self.list.choose(name)
        if self._known is not None:
            page = self.page_of(name)
            self._feed(page)
            self._pages.setCurrentWidget(page)

    def unsaved(self) -> list[str]:
        return [f"{page.title}: {', '.join(names)}" for page in self.books() if (names := page.unsaved())]

    def may_leave(self) -> bool:
        """False: something is not saved, and the bar asks what shall become of it."""
        left = self.unsaved()
        if not left:
            return True
        self._leaving = True
        self._say_unsaved(left)
        self.save_all.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def close_now(self) -> None:
        self._closing = True
        self.close()

    # -- Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._closing or self.may_leave():
            event.accept()
        else:
            event.ignore()

    # -- inside

    def _feed(self, page: Page) -> None:
        me = self._state.me
        role = me.role if me is not None else Role.AGENT
        if self._known is not None:
            page.show_known(self._known, self._state, may_edit=role in page.EDITED_BY)
        if self._today is not None:
            page.show_today(self._today)

    def _note_unsaved(self) -> None:
        unsaved = {page.NAME for page in self.pages() if page.unsaved()}
        self.list.show_things([Named(name, kind.title_text(), unsaved=name in unsaved) for name, kind in PAGES.items()])
        if not self._leaving:
            return
        left = self.unsaved()
        if left:
            self._say_unsaved(left)
        else:
            self._hide_ending()
            self.close()
            self.settled.emit(True)

    def _say_unsaved(self, left: list[str]) -> None:
        self.ending.say(tr("Not saved yet — {what}", what="; ".join(left)))
        self._asked.show()

    def _save_all(self) -> None:
        for page in self.books():
            stuck = page.save_all()
            if stuck:
                self.open(page.NAME)
                page.show_stuck(stuck[0])
                return

    def _give_up(self) -> None:
        self._hide_ending()
        for page in self.books():
            page.give_up()
        self.close_now()
        self._closing = False
        self.settled.emit(True)

    def _stay(self) -> None:
        self._hide_ending()
        self.settled.emit(False)

    def _hide_ending(self) -> None:
        self._leaving = False
        self.ending.say("")
        self._asked.hide()

    def _connect(self) -> None:
        self.list.chosen.connect(lambda name: self.open(str(name)))
        self.empty.action.clicked.connect(self._try_again)
        self.save_all.clicked.connect(self._save_all)
        self.give_up.clicked.connect(self._give_up)
        self.stay.clicked.connect(self._stay)
        save = QShortcut(QKeySequence("Ctrl+S"), self)
        save.activated.connect(self._save)
        close = QShortcut(QKeySequence("Ctrl+W"), self)
        close.activated.connect(self.close)

    def _save(self) -> None:
        page = self.page()
        if page is not None:
            page.save()

    def _try_again(self) -> None:
        self.empty.say("clock", tr("Loading the rules…"))
        self.wanted.emit()

    def _lay_out(self) -> None:
        self.strip.setProperty("frame", "strip")
        words = QHBoxLayout(self.strip)
        words.setContentsMargins(16, 6, 16, 6)
        self._said.setText(tr("Reconnecting… What you type stays here; it can be saved when the server is back."))
        words.addWidget(self._said)
        self.strip.hide()
        left = QWidget()
        left.setMinimumWidth(144)
        left.setMaximumWidth(theme.scaled(_PAGES))
        left.setProperty("ground", "surface")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 20, 0, 16)
        column.setSpacing(8)
        heading = Heading(tr("Administration"))
        heading.setContentsMargins(18, 4, 0, 4)
        column.addWidget(heading)
        column.addWidget(self.list, 1)
        line = QFrame()
        line.setProperty("frame", "upright")
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        asked = QVBoxLayout(self._asked)
        asked.setContentsMargins(24, 16, 24, 0)
        asked.addWidget(self.ending)
        beside.addWidget(self._asked)
        self._asked.hide()
        self._pages.addWidget(self.empty)
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
