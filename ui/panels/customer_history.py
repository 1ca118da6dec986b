"""The customer's history: its pages, what of it is looked for, the notes on their way, and the time line of them; or why
there is none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from agent_client.client.outbox import Letter
from agent_client.client.store.state import EMPTY, Link, State
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.contacts import Contact
from agent_client.protocol.customers import Customer, CustomerPage, Record
from agent_client.protocol.interactions import PastRecording
from agent_client.protocol.names import ContactState, CustomerId, InteractionId
from agent_client.rules.correcting import may_correct
from agent_client.rules.hearing import may_hear
from agent_client.rules.record_filter import EVERYTHING, HistoryFilter
from ui.text import tr
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Heading
from ui.widgets.placeholders import Placeholder
from ui.widgets.time_line import Entry, TimeLine
from ui.widgets.time_line_marks import WordMarks

from .history import letter_entry, now_entry
from .history_filter import HistoryFilterBar
from .history_pages import History
from .player_bar import PlayerBar

_LOWEST = 48


class CustomerHistory(QWidget):
    """``wanted`` is whose it is; what is said of anybody else is not heard."""

    older_wanted = Signal(object, object)
    again_wanted = Signal()
    news_wanted = Signal(object)
    """A call of this customer, whose record is shown, has become history: answer with a page."""
    found_wanted = Signal(object, object, object)
    """A customer's id, a `HistoryFilter`, and where the page before ended or None: answer with `show_found`."""
    grown = Signal()
    """More of it is known than before."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: CustomerId | None = None
        self.customer: Customer | None = None
        self._state: State = EMPTY
        self._contact: Contact | None = None
        self.known = History()
        self._stage: tuple[InteractionId, bool] | None = None
        """Of the call in hand, and whether it goes on still: each step further is news for the history."""
        self._letters: Sequence[Letter] = ()
        self._failed = ""
        self.line = TimeLine()
        self._marks = WordMarks(self.line)
        self.placeholder = Placeholder("person", "")
        self.filter = HistoryFilterBar()
        self.player = PlayerBar()
        self.search = ActionButton(
            "", Kind.LINK, icon="search", hint="Ctrl F", sends=False, name=tr("Search the history")
        )
        self._lay_out()
        self.line.older_wanted.connect(self._on_older)
        self.placeholder.action.clicked.connect(self._on_action)
        self.search.clicked.connect(self.look_for)
        self.filter.wished.connect(self._on_wished)
        self.filter.closed.connect(lambda: self._on_wished(EVERYTHING))

    def want(self, customer: CustomerId | None) -> None:
        """Another customer, or nobody: what was known of the one before is gone."""
        self.wanted, self.customer = customer, None
        self.known, self._letters, self._failed = History(), (), ""
        self.filter.clear()

    def show_contact(self, contact: Contact | None, state: State) -> None:
        """``contact`` is the one whose history this is; None while somebody else is shown, or when it is over."""
        self._contact, self._state = contact, state
        self._show()
        before = self._stage
        self._stage = None if contact is None else (contact.interaction, self._current() is not None)
        if before not in (None, self._stage) and self.customer is not None:
            self.news_wanted.emit(self.wanted)

    def show_page(self, page: CustomerPage) -> bool:
        """The newest; what is known of older times is kept. False when it is somebody else's."""
        if page.customer.id != self.wanted:
            return False
        self.customer, self._failed = page.customer, ""
        self.known.whole.newest(page)
        self._show()
        self.grown.emit()
        return True

    def add_older(self, page: CustomerPage) -> None:
        if page.customer.id == self.wanted:
            self.known.whole.further(page)
            self._show()
            self.grown.emit()

    def add_record(self, record: Record) -> None:
        if record.customer is None or record.customer != self.wanted:
            return
        if self.known.add(record):
            self._show()
            if record.contact is not None and not self.known.whole.knows_call_of(record):
                self.news_wanted.emit(self.wanted)

    def correct_record(self, record: Record) -> None:
        """It reads otherwise now."""
        if self.known.correct(record):
            self._show()

    def show_recording(self, call: InteractionId, recording: PastRecording) -> None:
        """It can be heard now; or it has been lost."""
        if self.known.recording_kept(call, recording):
            self._show()

    def show_letters(self, letters: Sequence[Letter]) -> None:
        self._letters = letters
        self._show()

    def show_failed(self, customer: CustomerId, sentence: str) -> None:
        if customer == self.wanted and self.customer is None:
            self._failed = sentence
            self._show()

    # -- looking for a part

    def look_for(self) -> None:
        """Open the bar, the keyboard in it; what was looked for stays."""
        if self.customer is not None:
            self.filter.show_agents(_agents(self._state, self.known))
            self.filter.open()

    def show_found(self, customer: CustomerId, wish: HistoryFilter, page: CustomerPage, *, first: bool) -> None:
        """The answer to `found_wanted`; ``first``: it was asked without where a page before ended."""
        found = self.known.found
        if found is None or customer != self.wanted or wish != found.wish:
            return
        self._failed = ""
        if first:
            found.newest(page)
        else:
            found.further(page)
        self._show()
        self.grown.emit()
        if not (page.records or page.calls) and found.older is not None:
            self.found_wanted.emit(customer, wish, found.older)  # it was looked through, and had nothing of it

    def find_failed(self, customer: CustomerId, wish: HistoryFilter, sentence: str) -> None:
        found = self.known.found
        if found is not None and not found.come and (customer, wish) == (self.wanted, found.wish):
            self._failed = sentence
            self._show()

    # -- inside

    def _on_wished(self, wish: HistoryFilter) -> None:
        self._failed = ""
        self.known.wish(wish)
        self._show()
        if self.known.found is not None:
            self.found_wanted.emit(self.wanted, wish, None)

    def _on_older(self) -> None:
        if self.known.found is None:
            self.older_wanted.emit(self.wanted, self.known.whole.older)
        else:
            self.found_wanted.emit(self.wanted, self.known.found.wish, self.known.found.older)

    def _on_action(self) -> None:
        """The placeholder's button."""
        found, failed = self.known.found, self._failed
        self._failed = ""
        if found is None:
            self._show()
            self.again_wanted.emit()
        elif failed:
            self._on_wished(found.wish)
        else:
            self.filter.close_button.click()

    def _current(self) -> InteractionId | None:
        """The call that goes on, of which the entry of now speaks."""
        contact = self._contact
        talking = contact is not None and contact.state is not ContactState.WRAP_UP
        return contact.interaction if contact is not None and talking else None

    def _show(self) -> None:
        known, pages, me = self.customer is not None or bool(self._letters), self.known.shown(), self._state.me
        now = None if self._current() is None else self._contact
        entries = [] if self.known.found is not None else _present(self._state, self._letters, now)
        entries += pages.entries(
            self._current(),
            lambda record: me is not None and may_correct(record.operator.id, me.id, me.role),
            key=None if me is None else (me.id, me.role),
            hears=lambda call: me is not None and may_hear(me.role, me.id, call),
        )
        self.line.show_entries(entries, more=pages.older is not None)
        self._marks.show(pages.wish.words)
        self._head.setVisible(known)
        shown = known and bool(entries)
        if not shown:
            self._say_why()
        self._stack.setCurrentWidget(self._inset if shown else self.placeholder)

    def _say_why(self) -> None:
        say, found = self.placeholder.say, self.known.found
        if self._failed:
            say("alert", tr("The history could not be read"), self._failed, action=tr("Try again"))
        elif found is not None and found.come and found.older is None:
            words = tr("Try other words, somebody else or another time.")
            say("search", tr("Nothing found"), words, action=tr("Show everything"))
        elif found is None and self.customer is not None:
            say("note", tr("No history"))
        elif self.wanted is not None and self._state.link is Link.DOWN:
            say("link-lost", tr("No link to the server"), tr("The history comes when the server answers again."))
        elif found is not None:
            say("search", tr("Searching…"))
        elif self.wanted is not None:
            say("history", tr("The history is on its way"))
        elif self._contact is not None:
            say("note", tr("No history"), tr("What you write is kept with the call, and with the customer."))
        else:
            words = tr("The record opens with the next call, or with Ctrl+K by name, company or number.")
            say("person", tr("No customer"), words)

    def _lay_out(self) -> None:
        self._head = QWidget()
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 8)
        row.addWidget(Heading(tr("History")))
        row.addStretch(1)
        row.addWidget(self.search)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addLayout(row)
        head.addWidget(self.filter)
        self._inset = QWidget()
        around = QHBoxLayout(self._inset)
        around.setContentsMargins(16, 0, 6, 0)
        around.addWidget(self.line)
        body = QWidget()
        body.setMinimumHeight(_LOWEST)  # where the room is short, the history gives, not the bar over it
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.placeholder)
        self._stack.addWidget(self._inset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(body, 1)
        layout.addWidget(self.player)


def _present(state: State, letters: Sequence[Letter], now: Contact | None) -> list[Entry]:
    """What is not history yet: the call that goes on ``now``, the notes on their way."""
    entries = [letter_entry(letter, online=state.link is Link.UP) for letter in reversed(letters)]
    if now is not None:
        entries.insert(0, now_entry(now, state.me.phone if state.me is not None else "", ""))
    return entries


def _agents(state: State, known: History) -> list[AgentBrief]:
    """Oneself first, then who wrote or called, then everybody else."""
    me = [] if state.me is None else [AgentBrief(state.me.id, state.me.name)]
    others = [AgentBrief(one.id, one.name) for one in state.agents.values()]
    return [*me, *known.whole.agents(), *sorted(others, key=lambda one: one.name)]
