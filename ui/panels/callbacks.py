"""The team's callback list (E1 to E3): four sections with counts, live, one entry chosen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from agent_client.client.store.state import Changed, State
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import CallbackId, QueueId, Section
from agent_client.rules.callback_actions import CallbackAction
from ui.models.callback_list import CallbackList
from ui.text import tr, trn
from ui.theme import Text
from ui.widgets.action_button import ActionButton, Kind
from ui.widgets.labels import Heading, Label
from ui.widgets.placeholders import Placeholder
from ui.widgets.section_tabs import SectionTabs
from ui.widgets.view import View

from .callback_actions import EntryControl, section_words
from .callback_view import CallbackView


class CallbacksPanel(View):
    SHOWS = Changed.CALLBACKS | Changed.QUEUES | Changed.ME | Changed.CENTRE | Changed.LINK

    call_pressed = Signal(object)
    done_pressed = Signal(object)
    not_reached_pressed = Signal(object)
    reopen_pressed = Signal(object)
    appointment_wanted = Signal(object)
    entry_chosen = Signal(object)
    """The whole entry, or None: whose record may be shown beside it."""
    queues_chosen = Signal(object)
    """A tuple of queue ids, or None for all of them: for keeping."""

    def __init__(self) -> None:
        super().__init__()
        self._state = State()
        self._queues: tuple[QueueId, ...] | None = None
        self.rows = CallbackList(self)
        self.list = CallbackView(self.rows)
        self.tabs = SectionTabs(section_words())
        self.filter = ActionButton("", Kind.LINK, sends=False)
        self.refusal = Label("", Text.SMALL, tone="alarm", wraps=True)
        self.empty = Placeholder("callback", "")
        self._lay_out()
        self.tabs.opened.connect(self._on_section)
        self.filter.clicked.connect(self._offer_queues)
        self.list.pressed.connect(self._on_pressed)
        self.list.appointment_wanted.connect(self.appointment_wanted)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.rows.settled.connect(self._show_amounts)

    # -- contract

    def show_state(self, state: State) -> None:
        self._state = state
        self.rows.show_entries(state.callbacks)
        self.list.show_names(state)
        self.filter.set_label(self._filter_text() + " ▾")
        self.filter.setHidden(len(self._own_queues()) < 2)
        self._show_amounts()

    def tick(self, now: datetime) -> None:
        self.list.tick(now)

    def control(self, name: str, entry: CallbackId | None = None) -> EntryControl | None:
        """``name`` is an action of `CallbackAction`; without ``entry``, of the chosen row."""
        chosen = self.list.chosen()
        meant = entry if entry is not None else None if chosen is None else chosen.id
        if meant is None:
            return None
        return EntryControl(meant, CallbackAction(name), self.list.set_requested, self._refuse)

    def show_queues(self, queues: Collection[QueueId] | None) -> None:
        """What was kept of the agent's choice."""
        self._queues = None if queues is None else tuple(queues)
        self._refilter()

    def take_focus(self) -> None:
        """The keyboard into the list, on a row (F9)."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.list.currentIndex().isValid() and self.rows.rowCount():
            self.list.setCurrentIndex(self.rows.index(0))

    def chosen(self) -> Callback | None:
        return self.list.chosen()

    # -- inside

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 4)
        head.addWidget(Heading(tr("Callbacks")))
        head.addStretch(1)
        head.addWidget(self.filter)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        body = QWidget()
        body.setLayout(self._stack)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.tabs)
        layout.addWidget(body, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        self.refusal.setContentsMargins(0, 8, 0, 8)
        self.refusal.hide()
        foot.addWidget(self.refusal)
        layout.addLayout(foot)

    def _on_pressed(self, entry: CallbackId, action: str) -> None:
        self.refusal.say("")
        self.list.set_requested(entry, CallbackAction(action), True)
        {
            CallbackAction.CALL: self.call_pressed,
            CallbackAction.DONE: self.done_pressed,
            CallbackAction.NOT_REACHED: self.not_reached_pressed,
            CallbackAction.REOPEN: self.reopen_pressed,
        }[CallbackAction(action)].emit(entry)

    def _refuse(self, text: str) -> None:
        self.refusal.say(text)

    def _on_chosen(self) -> None:
        self.refusal.say("")
        self.entry_chosen.emit(self.list.chosen())

    def _on_section(self, key: str) -> None:
        self.refusal.say("")
        self.rows.show_section(Section(key), self._queues)
        self.list.scrollToTop()

    def _own_queues(self) -> tuple[QueueId, ...]:
        return self._state.me.queues if self._state.me is not None else ()

    def _filter_text(self) -> str:
        names = [
            queue.name
            for identity in self._own_queues()
            if (self._queues is None or identity in self._queues) and (queue := self._state.queues.get(identity))
        ]
        if self._queues is None and len(names) > 2:
            return tr("All queues")
        return ", ".join(names) if len(names) <= 2 else trn("{n} queue", "{n} queues", len(names))

    def _offer_queues(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        everything = menu.addAction(tr("All queues"))
        everything.setCheckable(True)
        everything.setChecked(self._queues is None)
        everything.triggered.connect(lambda: self._choose(None))
        menu.addSeparator()
        for identity in self._own_queues():
            known = self._state.queues.get(identity)
            line = menu.addAction(known.name if known is not None else str(identity))
            line.setCheckable(True)
            line.setChecked(self._queues is not None and identity in self._queues)
            line.triggered.connect(lambda on, identity=identity: self._toggle(identity, on))
        menu.popup(self.filter.mapToGlobal(QPoint(0, self.filter.height())))

    def _toggle(self, queue: QueueId, on: bool) -> None:
        kept = set(self._queues or ()) | {queue} if on else set(self._queues or ()) - {queue}
        ordered = tuple(identity for identity in self._own_queues() if identity in kept)
        self._choose(ordered or None)

    def _choose(self, queues: tuple[QueueId, ...] | None) -> None:
        self._queues = queues
        self._refilter()
        self.queues_chosen.emit(queues)

    def _refilter(self) -> None:
        self.rows.show_section(Section(self.tabs.open_section()), self._queues)
        self.filter.set_label(self._filter_text() + " ▾")
        self._show_amounts()

    def _show_amounts(self) -> None:
        """The server's counts include what is too old to be listed; of a choice of queues only what is listed is known."""
        counts = self._state.sections if self._queues is None else self.rows.counts()
        self.tabs.show_counts({section.value: count for section, count in counts.items()})
        words, hint = _nothing_words()[Section(self.tabs.open_section())]
        self.empty.say("done" if self.tabs.open_section() == Section.OPEN.value else "callback", words, hint)
        self._stack.setCurrentWidget(self.list if self.rows.rowCount() else self.empty)


def _nothing_words() -> dict[Section, tuple[str, str]]:
    return {
        Section.OPEN: (tr("Nobody waits for a call"), tr("A call that nobody took appears here at once.")),
        Section.ATTEMPTED: (tr("No attempts"), tr("Who was called back and did not answer appears here.")),
        Section.DONE: (tr("Nothing done yet"), tr("Entries that were reached or marked Done appear here.")),
        Section.NOT_REACHED: (tr("Everybody was reached"), tr("Entries that were given up appear here.")),
    }
