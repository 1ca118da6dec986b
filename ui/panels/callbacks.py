"""The team's callback list (E1 to E10): four sections with counts, as the agent has it shown, live, one entry chosen."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import Changed, State
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import CallbackId, Period, Section
from agent_client.protocol.refusals import AlreadyClaimed
from agent_client.rules.callback_actions import CallbackAction
from agent_client.rules.periods import Spans
from agent_client.workstation.settings import CallbackChoice
from ui import wording
from ui.models.callback_list import CallbackList
from ui.widgets.placeholders import Placeholder
from ui.widgets.section_tabs import SectionTabs
from ui.widgets.splitter import Splitter
from ui.widgets.view import View

from .callback_actions import EntryControl, RowMenu, offered, section_words
from .callback_amounts import amounts, nothing_words
from .callback_filters import CallbackFilters
from .callback_foot import CallbackFoot
from .callback_head import CallbackHead
from .callback_history import CallbackHistoryDrawer
from .callback_shown import arrangement, centres, own_queues, span_of, summary
from .callback_view import CallbackView


class CallbacksPanel(View):
    SHOWS = Changed.CALLBACKS | Changed.QUEUES | Changed.ME | Changed.CENTRE | Changed.LINK

    pressed = Signal(object, str)
    """What is to be done with which entry: a `CallbackAction`."""
    appointment_wanted = Signal(object)
    entry_chosen = Signal(object)
    """The whole entry, or None: whose record may be shown beside it."""
    choice_made = Signal(object)
    """How the list is shown from now on: for keeping."""
    older_wanted = Signal(object)
    """The agent has come near the end of a section, as far as it is known."""
    export_wanted = Signal()

    def __init__(self, within: QWidget | None = None) -> None:
        super().__init__(within)
        self._state = State()
        self._now: datetime | None = None
        self._days: Spans | None = None
        self._choice = CallbackChoice()
        self._chosen: CallbackId | None = None
        self._unread: frozenset[Section] | None = None
        self.rows = CallbackList(self)
        self.list = CallbackView(self.rows)
        self.head = CallbackHead()
        self.tabs = SectionTabs(section_words())
        self.filters = CallbackFilters(self)
        self.foot = CallbackFoot()
        self.drawer = CallbackHistoryDrawer()
        self.empty = Placeholder("callback", "")
        self._lay_out()
        self._connect()

    # -- contract

    def show_state(self, state: State) -> None:
        before, self._state = self._state, state
        self.list.show_names(state, show_group=self._choice.show_group)
        if (before.centre, before.me, before.queues) != (state.centre, state.me, state.queues):
            self._days = span_of(self._choice, state, self._now)
            self._arrange()
        self.rows.show_entries(state.callbacks)
        self._follow_chosen()
        offered_undo = self.foot.offers()
        marked = state.callbacks.get(offered_undo) if offered_undo is not None else None
        if marked is not None and CallbackAction.REOPEN not in offered(marked):
            self.foot.withdraw(marked.id)
        self._show_amounts()

    def tick(self, now: datetime) -> None:
        self._now = now
        self.list.tick(now)
        self.rows.tick(now)
        if self._days is None or now >= self._days.renew_at:
            days = span_of(self._choice, self._state, now)
            if days != self._days:  # a list of all days has none, however often it is asked
                self._days = days
                self._arrange()
        if self.drawer.isVisible():
            self._follow_chosen()

    def control(self, name: str, entry: CallbackId | None = None) -> EntryControl | None:
        """``name`` is an action of `CallbackAction`; without ``entry``, of the chosen row."""
        chosen = self.list.chosen()
        meant = entry if entry is not None else None if chosen is None else chosen.id
        if meant is None:
            return None
        return EntryControl(meant, CallbackAction(name), self.list.set_requested, self.foot.refuse)

    def show_choice(self, choice: CallbackChoice) -> None:
        """How the list is to be shown: as it was kept, or as the agent has just chosen."""
        self._choice = choice
        self._days = span_of(choice, self._state, self._now)
        self.list.show_names(self._state, show_group=choice.show_group)
        self._arrange()

    def show_unread(self, sections: frozenset[Section], reading: frozenset[Section] = frozenset()) -> None:
        """Of which sections not all entries are known, and which of them are being read."""
        self.foot.show_reading(bool(reading))
        if sections != self._unread:
            self._unread = sections
            self._show_amounts()
            self.list.follow()

    # -- what keys and menus do

    def take_focus(self) -> None:
        """The keyboard into the list, on a row (F9)."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.list.currentIndex().isValid() and self.rows.rowCount():
            self.list.setCurrentIndex(self.rows.index(0))

    def toggle_history(self) -> None:
        if self.drawer.isHidden() and self.list.chosen() is None:
            return
        self.drawer.setHidden(not self.drawer.isHidden())
        if self.drawer.isHidden():
            self.drawer.show_entry(None, self._state, self._now)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow_chosen()

    def open_filters(self) -> None:
        self.filters.show_choice(self._choice, centres(self._state), own_queues(self._state))
        self.filters.open_below(self.head.filter)

    def chosen(self) -> Callback | None:
        return self.list.chosen()

    # -- inside

    def _lay_out(self) -> None:
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        body = QWidget()
        body.setLayout(self._stack)
        self.drawer.hide()
        apart = Splitter(Qt.Orientation.Vertical)
        apart.setHandleWidth(1)
        apart.setChildrenCollapsible(False)
        apart.addWidget(body)
        apart.addWidget(self.drawer)
        apart.setSizes([500, 400])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.head, self.tabs):
            layout.addWidget(part)
        layout.addWidget(apart, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        self.tabs.opened.connect(lambda _: self.foot.refuse(""))
        self.tabs.opened.connect(lambda _: self._arrange())
        self.head.filter.clicked.connect(self.open_filters)
        self.head.searched.connect(lambda _: self._arrange())
        self.head.search_begun.connect(self.rows.prepare_search)
        self.head.search_left.connect(self.take_focus)
        self.filters.chosen.connect(self._on_choice)
        self.filters.export_pressed.connect(self.export_wanted)
        self.list.typed.connect(self.head.open_search)
        self.list.called.connect(lambda entry: self._press(entry, CallbackAction.CALL.value))
        self.list.pressed.connect(self._press)
        self.list.menu_wanted.connect(self._offer_menu)
        self.list.history_wanted.connect(self.toggle_history)
        self.list.end_near.connect(lambda: self.older_wanted.emit(Section(self.tabs.open_section())))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._on_chosen())
        self.drawer.closed.connect(self.toggle_history)
        self.foot.undo_pressed.connect(lambda entry: self._press(entry, CallbackAction.REOPEN.value))
        self.empty.action.clicked.connect(self._show_all)
        self.rows.settled.connect(self._show_amounts)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.foot.press_undo)

    def _press(self, entry: CallbackId, action: str) -> None:
        """What cannot be done says so in place: whoever calls them already is named (E7)."""
        known = self._state.callbacks.get(entry)
        self.foot.refuse("")
        if known is not None and known.claim is not None and action == CallbackAction.CALL:
            self.foot.refuse(wording.refusal(AlreadyClaimed(agent=known.claim.agent.name)))
        elif known is not None and CallbackAction(action) in offered(known):
            self.list.set_requested(entry, CallbackAction(action), True)
            self.pressed.emit(entry, action)

    def _offer_menu(self, at: QPoint) -> None:
        entry = self.list.chosen()
        if entry is not None:
            menu = RowMenu(entry, self)
            menu.pressed.connect(self._press)
            menu.later_pressed.connect(self.appointment_wanted)
            menu.history_pressed.connect(self.toggle_history)
            menu.popup(at)

    def _on_chosen(self) -> None:
        self.foot.refuse("")
        entry = self.list.chosen()
        if (None if entry is None else entry.id) != self._chosen:
            self._chosen = None if entry is None else entry.id
            self.entry_chosen.emit(entry)
            self._follow_chosen()

    def _follow_chosen(self) -> None:
        if not self.drawer.isHidden():
            known = self._state.callbacks.get(self._chosen) if self._chosen is not None else None
            self.drawer.show_entry(known, self._state, self._now)

    def _on_choice(self, choice: CallbackChoice) -> None:
        self.show_choice(choice)
        self.filters.show_choice(choice, centres(self._state), own_queues(self._state))
        self.choice_made.emit(choice)

    def _show_all(self) -> None:
        if self.head.text():
            self.head.close_search()
        else:
            self._on_choice(replace(self._choice, queues=None, period=Period.ALL))

    def _arrange(self) -> None:
        section = Section(self.tabs.open_section())
        self.rows.arrange(arrangement(self._choice, section, self.head.text(), self._state, self._days))
        self.head.show_summary(*summary(self._choice, self._state))
        self._show_amounts()

    def _show_amounts(self) -> None:
        shown = self.rows.shown
        self.tabs.show_counts(amounts(self._state, self.rows.counts(), shown, self._unread))
        section = Section(self.tabs.open_section())
        self.empty.say(*nothing_words(section, shown)[:3], action=nothing_words(section, shown)[3])
        empty = not self.rows.rowCount() and not self.rows.busy
        self._stack.setCurrentWidget(self.empty if empty else self.list)
