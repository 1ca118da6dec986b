"""The outbox as the windows see it: a draft for each subject, sent once, never lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from agent_client.client.api import Api
from agent_client.client.clock import ServerClock
from agent_client.client.tasks import TaskOwner, report
from agent_client.protocol.customers import NOTE_LIMIT
from agent_client.protocol.names import ContactId, CustomerId
from agent_client.protocol.refusals import NotSignedIn, Refusal, TooLarge

from .drafts import Drafts
from .keeper import Drawer, Keeper
from .letters import About, DraftStatus, Letter, Place, Subject, Unsent
from .posting import Posting
from .restoring import Restoring


class Pace(Struct, frozen=True):
    """Seconds. ``most`` leaves room for a slow disk within the second that is promised."""

    quiet: float = 0.3
    most: float = 0.7
    disk_retry: float = 1.0
    first: float = 0.5
    longest: float = 15.0


class Outbox:
    """``api`` raises `NotSignedIn` while nobody is. Drafts and letters belong to one agent of one centre: those of others
    stay on disk, unseen and unsent, until that agent signs in there again.
    """

    def __init__(
        self,
        drawer: Drawer,
        tasks: TaskOwner,
        api: Callable[[], Api],
        clock: ServerClock,
        *,
        pace: Pace | None = None,
    ) -> None:
        pace = pace or Pace()
        self._api = api
        self._clock = clock
        self._account = ""
        self._number = 0
        self._watching: dict[object, Callable[[Subject], None]] = {}
        self._keeper = Keeper(drawer, tasks, clock, retry=pace.disk_retry)
        self._restoring = Restoring(self._keeper, clock)
        self._drafts = Drafts(self._keeper, clock, quiet=pace.quiet, most=pace.most, told=self._tell)
        self._posting = Posting(
            self._keeper,
            tasks,
            api,
            clock,
            first=pace.first,
            longest=pace.longest,
            safe=lambda letter: self._drafts.release(letter.place),
            refused=self._refused,
            told=self._tell,
        )

    async def restore(self) -> None:
        """Read what an earlier run left, and post what it had not. What cannot be read is set aside. Again: what sessions
        of this account that have died since left."""
        try:
            drafts, letters = await self._restoring.load()
        except OSError as error:
            report("What was typed earlier could not be read", error)
            return
        for draft, safe in drafts:
            self._drafts.restored(draft, safe)
        for letter in letters:
            self._number = max(self._number, letter.number)
            self._posting.add(letter, on_disk=True)

    def draft(self, subject: Subject) -> str:
        return self._drafts.text(self._place(subject))

    def write(self, subject: Subject, text: str) -> None:
        """At every keystroke; on disk within a second."""
        self._drafts.write(self._place(subject), text)

    def about(self, subject: Subject) -> About:
        return self._drafts.about(self._place(subject))

    def name(self, subject: Subject, about: About) -> None:
        """Whom what is written there is about."""
        self._drafts.name(self._place(subject), about)

    def unsent(self) -> tuple[Unsent, ...]:
        """The agent's drafts and the letters that the server has not accepted yet, the oldest first."""
        whose = self._whose()
        found = [*self._drafts.unsent(whose), *self._posting.unsent(whose)]
        return tuple(sorted(found, key=lambda one: one.since))

    def discard(self, one: Unsent) -> Callable[[], None]:
        """Gone from here and from the disk. Calling the answer brings it back; a letter then goes on its way again, and is
        one record even if the server had it already."""
        letter = one.letter
        place = self._place(one.subject) if letter is None else letter.place
        if letter is None:
            newest = replace(one, text=self._drafts.text(place))
            self._drafts.write(place, "")
            return lambda: self._drafts.bring_back(place, newest)
        self._posting.withdraw(letter)
        return lambda: self._posting.add(letter)

    async def flush(self) -> bool:
        """Put everything on disk now. False when the disk would not take it."""
        return await self._keeper.flush()

    def flush_now(self) -> bool:
        """`flush` without the event loop: for the very end of the program."""
        return self._keeper.flush_now()

    def send(self, subject: Subject, *, customer: CustomerId | None = None, contact: ContactId | None = None) -> None:
        """The draft becomes a letter: on disk first, then posted until the server has it. Sending the same text again
        while it is on its way does nothing."""
        place = self._place(subject)
        text = self._drafts.text(place)
        if not text.strip():
            return
        if len(text) > NOTE_LIMIT:
            self._drafts.refuse(place, TooLarge(limit=str(NOTE_LIMIT), characters=str(len(text))))
            return
        last = self._posting.last(place)
        if last is not None and (last.text, last.customer, last.contact) == (text, customer, contact):
            self._drafts.write(place, "")
            return
        self._number += 1
        letter = Letter(
            key=str(uuid4()),
            number=self._number,
            place=place,
            text=text,
            customer=customer,
            contact=contact,
            written_at=self._clock.now(),
            about=self._drafts.about(place),
            draft=self._drafts.key(place),
        )
        self._drafts.hand_over(place)
        self._posting.add(letter)

    def wake(self) -> None:
        """Post at once what waits: to be called when the link comes up."""
        self._posting.wake()

    @property
    def waiting(self) -> tuple[Letter, ...]:
        """The agent's letters that the server has not accepted yet, in the order of sending."""
        return self._posting.letters(self._whose())

    def status(self, subject: Subject) -> DraftStatus:
        """Of the text in the editor; of its letters when there is none."""
        place = self._place(subject)
        if self._drafts.text(place):
            return self._drafts.status(place)
        return self._posting.status(place) or self._drafts.status(place)

    def watch(self, listener: Callable[[Subject], None]) -> Callable[[], None]:
        """``listener`` is told whose status, or whose text, changed. Calling the answer ends it."""
        key = object()
        self._watching[key] = listener

        def leave() -> None:
            self._watching.pop(key, None)

        return leave

    def _whose(self) -> str:
        """The signed-in agent's account, and that of the last one between two sessions."""
        with suppress(NotSignedIn):
            self._account = self._api().account
        return self._account

    def _place(self, subject: Subject) -> Place:
        return Place(self._whose(), subject)

    def _refused(self, letter: Letter, refusal: Refusal) -> None:
        self._drafts.give_back(letter, refusal, lambda: self._posting.forget(letter))

    def _tell(self, place: Place) -> None:
        if place.account != self._whose():
            return
        for key, listener in list(self._watching.items()):
            if key in self._watching:
                try:
                    listener(place.subject)
                except Exception as error:
                    report("A watcher of the outbox failed", error)
