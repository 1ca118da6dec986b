"""Letters on their way: one after the other for each draft they came from, until the server has accepted or refused them."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.clock import ServerClock
from agent_client.client.tasks import TaskOwner
from agent_client.protocol.customers import NewRecord
from agent_client.protocol.refusals import ClientTooOld, NotSignedIn, Refusal, StorageUnavailable, TooManyAttempts

from .keeper import Keeper
from .letters import DraftStatus, Letter, Place, Sending, Unsent, Waiting, letter_name

_log = logging.getLogger(__name__)

_LATER = (NotSignedIn, StorageUnavailable, TooManyAttempts, ClientTooOld)
"""Refusals that say nothing against the letter itself: it waits for another session, more room, a newer client."""


@dataclass
class _Sent:
    letter: Letter
    tried_disk: asyncio.Event = field(default_factory=asyncio.Event)
    failures: int = 0
    withdrawn: bool = False


class Posting:
    """``safe`` is told of a letter that may be forgotten elsewhere: it is on disk, or the server has it.
    ``refused`` has to see to its text, and then calls `forget`."""

    def __init__(
        self,
        keeper: Keeper,
        tasks: TaskOwner,
        api: Callable[[], Api],
        clock: ServerClock,
        *,
        first: float,
        longest: float,
        safe: Callable[[Letter], None],
        refused: Callable[[Letter, Refusal], None],
        told: Callable[[Place], None],
    ) -> None:
        self._keeper = keeper
        self._tasks = tasks
        self._api = api
        self._clock = clock
        self._first = first
        self._longest = longest
        self._safe = safe
        self._refused = refused
        self._told = told
        self._queues: dict[Place, list[_Sent]] = {}
        self._wake = asyncio.Event()

    def add(self, letter: Letter, *, on_disk: bool = False) -> None:
        sent = _Sent(letter)
        if on_disk:
            sent.tried_disk.set()
        else:
            self._keep(sent)
        queue = self._queues.setdefault(letter.place, [])
        queue.append(sent)
        if len(queue) == 1:
            self._tasks.start(self._deliver(letter.place), f"post letters of {letter.place.subject}")
        self._told(letter.place)

    def withdraw(self, letter: Letter) -> None:
        """It is posted no more; `add` takes it up again. What the server has of it already stays there."""
        for sent in self._queued(letter.place):
            if sent.letter == letter:
                sent.withdrawn = True
                self._safe(letter)  # the draft's file goes, too
                self.forget(letter)
                sent.tried_disk.set()
                self.wake()
                self._told(letter.place)

    def last(self, place: Place) -> Letter | None:
        queue = self._queued(place)
        return queue[-1].letter if queue else None

    def letters(self, account: str) -> tuple[Letter, ...]:
        here = (sent.letter for place in self._queues for sent in self._queued(place))
        return tuple(sorted((one for one in here if one.place.account == account), key=lambda one: one.number))

    def unsent(self, account: str) -> list[Unsent]:
        return [
            Unsent(
                subject=letter.place.subject,
                about=letter.about,
                text=letter.text,
                since=letter.written_at,
                status=self.status(letter.place) or Sending(),
                letter=letter,
            )
            for letter in self.letters(account)
        ]

    def status(self, place: Place) -> DraftStatus | None:
        queue = self._queued(place)
        if not queue:
            return None
        return Waiting() if queue[0].failures else Sending()

    def wake(self) -> None:
        """Try again at once: the link is back."""
        self._wake.set()
        self._wake = asyncio.Event()

    def forget(self, letter: Letter) -> None:
        def done(error: OSError | None) -> None:
            if error is not None:
                _log.info("A letter that was dealt with could not be taken off the disk: %s", error)

        self._keeper.want(letter_name(letter), lambda: None, due=self._clock.monotonic(), done=done)

    def _queued(self, place: Place) -> list[_Sent]:
        return [sent for sent in self._queues.get(place, ()) if not sent.withdrawn]

    def _keep(self, sent: _Sent) -> None:
        def done(error: OSError | None) -> None:
            # A disk that is full must not hold a note back that the server would take.
            sent.tried_disk.set()
            if error is None:
                self._safe(sent.letter)

        data = msgspec.json.encode(sent.letter)
        self._keeper.want(letter_name(sent.letter), lambda: data, due=self._clock.monotonic(), done=done)

    async def _deliver(self, place: Place) -> None:
        queue = self._queues[place]
        while queue:
            sent = queue[0]
            await sent.tried_disk.wait()
            refusal = await self._post(sent)
            queue.pop(0)
            if sent.withdrawn:
                continue
            if refusal is None:
                self._safe(sent.letter)
                self.forget(sent.letter)
            else:
                self._refused(sent.letter, refusal)
            self._told(place)
        del self._queues[place]

    async def _post(self, sent: _Sent) -> Refusal | None:
        """Returns when the server has decided."""
        letter = sent.letter
        record = NewRecord(text=letter.text, customer=letter.customer, contact=letter.contact)
        while not sent.withdrawn:
            wake = self._wake
            try:
                api = self._api()
                if api.account != letter.place.account:
                    raise NotSignedIn
                await api.add_record(record, letter.key)
                return None
            except (*_LATER, ServerTrouble) as trouble:
                _log.info("Letter %s waits: %s", letter.key, trouble)
            except Refusal as refusal:
                return refusal
            sent.failures += 1
            self._told(letter.place)
            await self._wait(wake, sent.failures)
        return None

    async def _wait(self, wake: asyncio.Event, failures: int) -> None:
        whole = min(self._longest, self._first * 2.0 ** min(failures - 1, 16))
        try:
            async with asyncio.timeout(random.uniform(whole / 2, whole)):
                await wake.wait()
        except TimeoutError:
            pass
