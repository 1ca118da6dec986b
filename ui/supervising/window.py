"""The supervisors' window (H1, B4): queues at the left; agents, calls, cards and the log under tabs; the chosen one beside."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from agent_client.client.store.state import Changed, Link, State
from agent_client.protocol.names import Intervention, Listening, QueueId
from agent_client.protocol.supervising import QueueFigures, Supervising
from ui import theme
from ui.models.supervised_agents import staffing, whole_staffing
from ui.text import clock_time, tr
from ui.theme import Text
from ui.widgets.boxes import stand_on, strip
from ui.widgets.labels import Heading, Label, upright
from ui.widgets.section_tabs import SectionTabs
from ui.widgets.view import View

from . import listening_words, target
from .agents_page import AgentsPage
from .aside import KEYS, Aside
from .asking import Asking
from .calls_page import CallsPage
from .listening_bar import ListeningBar
from .other_pages import CardsPage, LogPage
from .queue_list import QueueList, queue_lines

LEAST = (880, 440)
USUAL = (1280, 800)
AGENTS, CALLS, CARDS, LOG = "agents", "calls", "cards", "log"
_LEFT, _RIGHT = 248, 336


class SupervisingWindow(View):
    """``shown`` and ``hidden``: what is in sight is worth asking for; ``page_opened`` which of the pages that is.

    ``intervened`` carries a `Target`, the reason, and whether a conversation is to be ended, too.
    """

    SHOWS = Changed.ME | Changed.AGENTS | Changed.QUEUES | Changed.LINK | Changed.CENTRE

    shown = Signal()
    hidden = Signal()
    page_opened = Signal(str)
    refresh_wanted = Signal()
    intervened = Signal(object, str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._state = State()
        self._figures: dict[QueueId, QueueFigures] = {}
        self.setWindowTitle(tr("Supervising — Agent Client"))
        stand_on(self, "bg")
        self.setMinimumSize(*LEAST)
        self.strip = strip()
        self.listening = ListeningBar()
        self.queues = QueueList()
        self.as_of = Label("", Text.SMALL, tone="faint", wraps=True)
        self.tabs = SectionTabs(
            {AGENTS: tr("Agents"), CALLS: tr("Today's calls"), CARDS: tr("Cards in use"), LOG: tr("Log")}
        )
        self.aside = Aside()
        self.agents = AgentsPage(self.aside)
        self.asking = Asking(self.aside.form, self.agents.rows.line)
        self.calls = CallsPage(self.aside)
        self.cards = CardsPage(self.aside)
        self.log = LogPage(self.aside)
        self._pages: dict[str, AgentsPage | CallsPage | CardsPage | LogPage] = {
            AGENTS: self.agents,
            CALLS: self.calls,
            CARDS: self.cards,
            LOG: self.log,
        }
        self._lay_out()
        self._connect()
        self.agents.show_aside()
        self.resize(*USUAL)

    # -- contract

    def show_state(self, state: State) -> None:
        self._state = state
        self.strip.setVisible(state.link in (Link.DOWN, Link.ENDED))
        self.listening.show_state(state)
        self.agents.show_state(state)
        self.calls.show_state(state)
        self.cards.show_state(state)
        self._show_queues()
        self.asking.explain(self._state)

    def show_known(self, known: Supervising) -> None:
        """What the server said; states go on moving by themselves."""
        self._figures = {one.queue.id: one.today for one in known.queues}
        self.agents.show_known(known.agents)
        self.cards.show_cards(known.cards)
        self.tabs.show_counts({CARDS: len(known.cards)})
        self._show_queues()
        self.asking.explain(self._state)
        self.as_of.set_tone("faint")
        self.as_of.say("")

    def show_failed(self, sentence: str, last: datetime | None) -> None:
        """What is there stays, and says from when it is."""
        as_of = "" if last is None else tr("Figures as of {time}.", time=clock_time(last))
        self.as_of.set_tone("alarm")
        self.as_of.say(" ".join(part for part in (as_of, sentence) if part))

    def tick(self, now: datetime) -> None:
        self.queues.tick(now)
        self.aside.tick(now)
        self.listening.tick(now)
        self.page().tick(now)

    def page(self) -> AgentsPage | CallsPage | CardsPage | LogPage:
        return self._pages[self.tabs.open_section()]

    def open(self, page: str) -> None:
        self.tabs.open(page)

    # -- Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.asking.leave()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(min(round(self.width() * 0.22), theme.scaled(_LEFT)))
        self.aside.setFixedWidth(min(round(self.width() * 0.31), theme.scaled(_RIGHT)))

    # -- inside

    def _show_queues(self) -> None:
        lines = self.agents.rows.lines()
        staffed, whole = staffing(lines), whole_staffing(lines)
        self.queues.show_lines(queue_lines(self._state.queues.values(), self._figures, staffed, whole))

    def _on_tab(self, name: str) -> None:
        self.asking.leave()
        page = self._pages[name]
        self._stack.setCurrentWidget(page)
        page.show_aside()
        self.page_opened.emit(name)

    def _on_asked(self) -> None:
        """Answered, or left: the keyboard goes back to where it came from."""
        self.page().show_aside()
        self.page().take_focus()

    def _act(self, kind: Intervention) -> None:
        page = self.page()
        if isinstance(page, AgentsPage | CardsPage):
            page.act(kind)

    def _listen(self, how: Listening) -> None:
        """Begins with the chosen agent; while they listen, how changes."""
        if listening_words.present(self._state) is not None:
            self.listening.buttons[how].press()
        elif self.page() is self.agents:
            about = listening_words.begin_of(how, self.agents.chosen(), self._state)
            if about is not None:
                self.agents.act_wanted.emit(about)

    def _search(self) -> None:
        page = self.page()
        if isinstance(page, AgentsPage | CallsPage):
            page.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            page.search.selectAll()

    def _connect(self) -> None:
        self.tabs.opened.connect(self._on_tab)
        self.queues.chosen.connect(self.agents.show_queue)
        self.queues.chosen.connect(self.calls.show_queue)
        self.aside.wanted.connect(self._act)
        self.aside.listening_wanted.connect(self._listen)
        self.aside.sound_wanted.connect(self.calls.play)
        self.asking.confirmed.connect(self.intervened)
        self.asking.ended.connect(self._on_asked)
        for page in (self.agents, self.cards):
            page.act_wanted.connect(self.asking.ask)
            page.act_wanted.connect(lambda _: self.page().show_aside())
        self._set_keys()

    def _set_keys(self) -> None:
        for name, keys, do in (
            ("search", "Ctrl+F", self._search),
            ("close", "Ctrl+W", self.close),
            ("refresh", "F5", self.refresh_wanted.emit),
            ("stop listening", listening_words.STOP_KEY, self.listening.stop.press),
            *((how.value, keys, lambda how=how: self._listen(how)) for how, keys in listening_words.KEYS.items()),
            *((page, f"Ctrl+{at}", lambda page=page: self.open(page)) for at, page in enumerate(self._pages, 1)),
        ):
            action = QAction(name, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False, do=do: do())
            self.addAction(action)
        sound = QShortcut(QKeySequence(Qt.Key.Key_Space), self.calls.table)
        sound.setContext(Qt.ShortcutContext.WidgetShortcut)
        sound.activated.connect(self.calls.play)
        for table, kinds in ((self.agents.table, target.OF_AGENT), (self.cards.table, (Intervention.UNLOCK_CUSTOMER,))):
            for kind in kinds:
                key = QShortcut(QKeySequence(KEYS[kind]), table)
                key.setContext(Qt.ShortcutContext.WidgetShortcut)
                key.activated.connect(lambda kind=kind: self._act(kind))

    def _lay_out(self) -> None:
        inside = QHBoxLayout(self.strip)
        inside.setContentsMargins(16, 6, 16, 6)
        words = tr("Reconnecting… What you see is from before.")
        inside.addWidget(Label(words, tone="on_phase", strong=True))
        self.strip.hide()
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 16, 0, 12)
        column.setSpacing(8)
        heading = Heading(tr("Queues"))
        heading.setContentsMargins(20, 4, 0, 4)
        column.addWidget(heading)
        column.addWidget(self.queues, 1)
        self.as_of.setContentsMargins(20, 0, 16, 0)
        column.addWidget(self.as_of)
        self.as_of.hide()
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        middle = QWidget()
        pages = QVBoxLayout(middle)
        pages.setContentsMargins(0, 8, 0, 0)
        pages.setSpacing(0)
        pages.addWidget(self.tabs)
        pages.addWidget(self._stack, 1)
        for side in (self._side, self.aside):
            stand_on(side, "surface")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in (self._side, upright(), middle, upright(), self.aside):
            row.addWidget(part, 1 if part is middle else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(self.listening)
        layout.addLayout(row, 1)
