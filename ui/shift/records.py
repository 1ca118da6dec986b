"""The records beside the call: looked for, and corrected in their place; what is typed of a correction is kept like any note."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.outbox import About, Outbox, RecordSubject, Unsent
from agent_client.client.session import Session
from agent_client.client.store.store import Store
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.customers import CorrectRecord, CustomerBrief, Record
from agent_client.protocol.events import Event, RecordCorrected
from agent_client.protocol.names import CustomerId, RecordId
from agent_client.protocol.refusals import RecordChanged, Refusal
from agent_client.rules.record_filter import HistoryFilter
from ui import wording
from ui.commands import Commands
from ui.notices import Level, Notice, Notices
from ui.panels.customer import CustomerPanel
from ui.panels.record_correction import RecordCorrection
from ui.text import tr

_TASK = "looking through the history"


class RecordJoin:
    """``correction`` stands over the record that is corrected; one at a time."""

    def __init__(
        self,
        panel: CustomerPanel,
        session: Session,
        store: Store,
        outbox: Outbox,
        commands: Commands,
        tasks: TaskOwner,
        notices: Notices,
    ) -> None:
        self._panel = panel
        self._history = panel.history
        self._session = session
        self._outbox = outbox
        self._commands = commands
        self._tasks = tasks
        self._notices = notices
        self._awaited: Unsent | None = None
        """A correction that is to be gone on with as soon as its record has come."""
        self.correction = RecordCorrection()
        self.leave = store.on_event(self._on_event)
        panel.customer_wanted.connect(lambda _: self._close())
        self._history.found_wanted.connect(self._find)
        self._history.grown.connect(self._on_grown)
        self._history.line.correct_wanted.connect(lambda record: self.begin(record))
        self.correction.written.connect(self._write)
        self.correction.save_pressed.connect(self._save)
        self.correction.cancelled.connect(self._cancel)

    def corrected(self) -> RecordSubject | None:
        """What stands open."""
        record = self.correction.record
        return None if record is None else RecordSubject(record.id)

    def begin(self, number: RecordId, *, keyboard: bool = True) -> None:
        """Open it in its place, with what was typed of it before."""
        record = self._history.known.record(number)
        if record is None:
            return
        subject = RecordSubject(record.id)
        draft = self._outbox.draft(subject)
        seen = self._outbox.about(subject).corrections if draft else len(record.corrections)
        self.correction.open(record, draft or record.text, seen)
        self._history.line.room.open(record.id, self.correction)
        if keyboard:
            self._history.line.room.reveal()
            self.correction.field.setFocus()

    def resume(self, one: Unsent) -> None:
        """From the list of what is unsent: the customer, then the record, however old it is."""
        if one.about.customer is None:
            return
        self._awaited = one
        if self._history.wanted != one.about.customer:
            self._panel.open_customer(one.about.customer, CustomerBrief(one.about.customer, one.about.name))
        else:
            self._on_grown()

    # -- looking

    def _find(self, customer: CustomerId, wish: HistoryFilter, before: str | None) -> None:
        self._tasks.start(self._found(customer, wish, before), _TASK, replacing=_TASK)

    async def _found(self, customer: CustomerId, wish: HistoryFilter, before: str | None) -> None:
        try:
            page = await self._session.api.customer(customer, before, wish)
        except Refusal as refusal:
            self._history.find_failed(customer, wish, wording.refusal(refusal))
        except ServerTrouble as trouble:
            self._history.find_failed(customer, wish, wording.trouble(trouble))
        else:
            self._history.show_found(customer, wish, page, first=before is None)

    # -- correcting

    def _write(self, text: str) -> None:
        record = self.correction.record
        if record is None:
            return
        subject = RecordSubject(record.id)
        if text == record.text:
            self._outbox.write(subject, "")
            return
        self._outbox.name(subject, self._about(record))
        self._outbox.write(subject, text)

    def _about(self, record: Record) -> About:
        customer = self._panel.customer()
        name = "" if customer is None else customer.name or customer.company
        return About(
            customer=record.customer,
            name=name,
            number=record.number,
            at=record.saved_at,
            corrections=self.correction.seen,
        )

    def _save(self) -> None:
        record, text = self.correction.record, self.correction.text()
        if record is None:
            return
        if not self.correction.changed():
            self._put_away()
            return
        wish = CorrectRecord(text, len(record.corrections))  # with all of them in sight

        async def correct(api: Api) -> Record:
            try:
                return await api.correct_record(record.id, wish)
            except RecordChanged:
                self._panel.news_wanted.emit(record.customer)
                raise

        self._commands.press(f"correct {record.id}", correct, control=self.correction, done=self._saved)

    def _saved(self, record: Record) -> None:
        self._outbox.write(RecordSubject(record.id), "")
        self._history.correct_record(record)
        if self.corrected() == RecordSubject(record.id):
            self._put_away()

    def _cancel(self) -> None:
        """Nothing that was typed goes without a way back."""
        record, subject = self.correction.record, self.corrected()
        one = next((one for one in self._outbox.unsent() if one.subject == subject), None)
        self._put_away()
        if record is None or one is None:
            return
        bring_back = self._outbox.discard(one)

        def undo() -> None:
            bring_back()
            self.begin(record.id)

        words = tr("The correction was discarded.")
        self._notices.post(Notice(Level.INFORMATION, words, key="correction", action=tr("Undo"), act=undo))

    def _put_away(self) -> None:
        """The keyboard goes back into the history."""
        has = QApplication.focusWidget()
        had_it = has is not None and self.correction.isAncestorOf(has)
        self._close()
        if had_it:
            self._history.line.setFocus()

    def _close(self) -> None:
        self.correction.record = None
        self._history.line.room.close()

    # -- what happens meanwhile

    def _on_grown(self) -> None:
        """A record that was waited for has come; one that is being corrected may read otherwise now; and what was begun
        earlier stands open in its place again."""
        known, open_ = self._history.known, self.correction.record
        if self._awaited is not None:
            self._go_on_with(self._awaited)
        elif open_ is not None:
            now = known.record(open_.id)
            if now is not None and len(now.corrections) > len(open_.corrections):
                self.correction.read_anew(now)
        else:
            drafts = [one.subject for one in self._outbox.unsent() if isinstance(one.subject, RecordSubject)]
            begun = next((one for one in reversed(drafts) if known.record(one.id) is not None), None)
            if begun is not None:
                self.begin(begun.id, keyboard=False)

    def _go_on_with(self, one: Unsent) -> None:
        if self._history.wanted != one.about.customer:
            self._awaited = None  # the agent went elsewhere
            return
        known = self._history.known
        if known.record(one.subject.id) is not None:
            self._awaited = None
            self.begin(RecordId(one.subject.id))
        elif known.whole.come and known.found is None and one.about.at is not None:
            self._history.filter.narrow_to(one.about.at)
        elif known.found is not None and known.found.come and known.found.older is None:
            self._awaited = None
            words = tr("The note of this correction is no longer there: its text stays in the list of unsent notes.")
            self._notices.post(Notice(Level.WARNING, words, key="correction"))

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, RecordCorrected):
            return
        self._history.correct_record(event.record)
        open_ = self.correction.record
        if open_ is not None and event.record.id == open_.id:
            self.correction.read_anew(event.record)
