"""The list of what was written and not sent: counted beside the note, opened by key, each gone on with where it belongs."""

from __future__ import annotations

from collections.abc import Callable

from agent_client.client.clock import ServerClock
from agent_client.client.outbox import ContactSubject, CustomerSubject, Outbox, RecordSubject, Sending, Unsent
from agent_client.client.store.store import Store
from agent_client.protocol.customers import CustomerBrief
from agent_client.protocol.names import ContactId
from ui.main_window.window import CUSTOMER, MainWindow
from ui.notices import Level, Notice, Notices
from ui.panels.subject import Opened
from ui.panels.unsent_rows import title, unsent_row, who
from ui.text import tr

from .records import RecordJoin


class UnsentJoin:
    """``choose`` shows a contact that the agent has in hand."""

    def __init__(
        self,
        window: MainWindow,
        outbox: Outbox,
        store: Store,
        clock: ServerClock,
        notices: Notices,
        records: RecordJoin,
        choose: Callable[[ContactId], None],
    ) -> None:
        self._window = window
        self._panel = window.customer
        self._list = window.notes.unsent
        self._outbox = outbox
        self._store = store
        self._clock = clock
        self._notices = notices
        self._records = records
        self._choose = choose
        self._undo: Callable[[], None] | None = None
        self.leave = outbox.watch(lambda _: self._show())
        self._panel.subject_changed.connect(lambda _: self._show())
        self._panel.editor.others_wanted.connect(self._open_list)
        window.actions_["unsent"].triggered.connect(self._open_list)
        self._list.opened.connect(self._open)
        self._list.discarded.connect(self._discard)
        self._list.undo_pressed.connect(self._bring_back)
        self._show()

    def _show(self) -> None:
        unsent = self._outbox.unsent()
        present = (self._panel.editor.subject(), self._records.corrected())
        others = [one for one in unsent if not _on_its_way(one) and (one.letter or one.subject not in present)]
        self._panel.editor.show_others(len(others))
        if self._list.isVisible():
            self._fill()

    def _fill(self) -> None:
        now = self._clock.now()
        self._list.show_rows([unsent_row(one, self._store.state, now) for one in self._outbox.unsent()])

    def _open_list(self) -> None:
        self._window.columns.fold(CUSTOMER, False)
        self._fill()
        self._undo = None
        self._list.open()

    def _open(self, one: Unsent) -> None:
        """Where it belongs: the contact in hand, the record in the history, the customer, or the note of a call that is over."""
        if isinstance(one.subject, RecordSubject):
            self._records.resume(one)
            return
        if isinstance(one.subject, ContactSubject) and one.subject.id in self._store.state.contacts:
            self._choose(one.subject.id)
        elif isinstance(one.subject, CustomerSubject):
            self._panel.open_customer(one.subject.id, CustomerBrief(one.subject.id, one.about.name))
        if self._panel.editor.subject() != one.subject:
            customer = one.subject.id if isinstance(one.subject, CustomerSubject) else one.about.customer
            brief = None if customer is None else CustomerBrief(customer, one.about.name)
            self._panel.open_note(Opened(one.subject, brief, title(one, self._store.state)))
        self._panel.editor.field.setFocus()

    def _discard(self, one: Unsent) -> None:
        self._undo = self._outbox.discard(one)
        words = tr("Discarded: the note on {name}.", name=who(one, self._store.state))
        self._notices.post(Notice(Level.INFORMATION, words, key="unsent", action=tr("Undo"), act=self._bring_back))
        self._list.show_undo(True)

    def _bring_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()
        self._notices.withdraw("unsent")
        self._list.show_undo(False)


def _on_its_way(one: Unsent) -> bool:
    """It arrives in a moment: nobody needs to be told."""
    return one.letter is not None and isinstance(one.status, Sending)
