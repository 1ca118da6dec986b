"""The clockwork of the centre: routes what waits and settles what falls due. It decides nothing itself."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from agent_client.protocol.refusals import StorageUnavailable

from .ports.clock import Clock
from .ports.telephony import Phones
from .ports.units import Unit, Units
from .services import due, routing

log = logging.getLogger(__name__)

SAFETY_SECONDS = 5.0
"""How long at most it sleeps, whatever it was told: a timer or a waking call that got lost costs no more."""
LOOKS_AGAIN = timedelta(seconds=0.25)
"""So soon after a look there is none for being woken to route alone: a busy centre routes many times a second, and whoever starts
a timer says so."""
PRUNE_EVERY = timedelta(minutes=10)


class Jobs:
    """``prune`` drops what is too old to be asked for again; it is a unit of its own. ``texts``: whether text messages can be
    sent."""

    def __init__(
        self,
        units: Units,
        clock: Clock,
        phones: Phones,
        prune: Unit[object] | None = None,
        *,
        texts: bool = False,
    ) -> None:
        self._units = units
        self._clock = clock
        self._phones = phones
        self._texts = texts
        self._prune = prune
        self._pruned: datetime | None = None
        self._looked: datetime | None = None
        """When nothing that was due was left over; None: it is time to look."""
        self._next: datetime | None = None
        self._routes = True
        self._woken = asyncio.Event()

    def wake(self, at: datetime) -> None:
        """Something falls due at ``at``."""
        if self._foresee(at):
            self._woken.set()

    def _foresee(self, at: datetime) -> bool:
        """Whether that is sooner than what was known."""
        if self._next is not None and at >= self._next:
            return False
        self._next = at
        return True

    def route(self) -> None:
        """A contact waits, or an agent became free."""
        self._routes = True
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._woken.clear()
            try:
                await self.work()
            except StorageUnavailable as refusal:
                log.error("what is due cannot be stored: %s", refusal.detail)
            except Exception:
                log.exception("looking at what is due failed; it is looked at again")
            if not self._woken.is_set():
                await self._sleep()

    async def work(self) -> None:
        """Route if asked to, settle what is due, and note when to come back."""
        if self._routes:
            self._routes = False
            try:
                await self._units.write(lambda tx: routing.assign(tx, self._phones, texts=self._texts))
            except BaseException:
                self._routes = True
                raise
        if not self._looked_lately():
            await self._look()
        await self._tidy()

    def _looked_lately(self) -> bool:
        """And nothing is known to be due. If so, the next look comes in time by itself."""
        now = self._clock.now()
        if self._looked is None or not timedelta() <= now - self._looked < LOOKS_AGAIN:
            return False
        if self._next is not None and self._next <= now:
            return False
        self._foresee(self._looked + LOOKS_AGAIN)
        return True

    async def _look(self) -> None:
        self._next, self._looked = None, None
        began = self._clock.now()
        found = await self._units.read(due.find)
        for one in found.now:
            try:
                await self._units.write(partial(due.settle, due=one))
            except StorageUnavailable:
                raise
            except Exception:
                log.exception("%s %d is due and could not be settled", one.kind, one.id)
        if found.next is not None and found.next > self._clock.now():
            self._foresee(found.next)
        self._looked = began

    async def _tidy(self) -> None:
        now = self._clock.now()
        if self._prune is not None and (self._pruned is None or now - self._pruned >= PRUNE_EVERY):
            self._pruned = now
            await self._units.write(self._prune)

    async def _sleep(self) -> None:
        """To the next known instant by the server's clock, or a little less: timers fire early and late."""
        seconds = SAFETY_SECONDS
        if self._next is not None:
            seconds = min(seconds, max(0.0, (self._next - self._clock.now()).total_seconds()))
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            self._routes, self._looked = True, None
