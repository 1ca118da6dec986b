"""The pulse of a session: says that the client is alive and hears, keeps its token young, and sees that this computer slept or
has another network."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from msgspec import structs

from agent_client.client.api import Api, ServerTrouble
from agent_client.client.clock import ServerClock
from agent_client.client.lasting import Gap, Lasting
from agent_client.client.way import Way
from agent_client.protocol.refusals import NotSignedIn, Refusal
from agent_client.protocol.sessions import Renewed, SignedIn

_log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often it is looked whether this computer slept, or has another network."""


class Heartbeat:
    """``hears`` tells whether the event stream arrives; ``returned`` is called when the server answers again, ``doubtful``
    when the way to it may be another than it was."""

    def __init__(
        self,
        clock: ServerClock,
        every: float,
        *,
        hears: Callable[[], bool],
        returned: Callable[[], None],
        doubtful: Callable[[], None],
    ) -> None:
        self._clock = clock
        self._every = every
        self._hears = hears
        self._returned = returned
        self._doubtful = doubtful
        self._way = Way()
        self._at_once = asyncio.Event()
        self._asleep = False
        self.answered = False
        """Whether the last pulse was."""
        self.lasting: Lasting | None = None
        """Until when the session lasts, as far as the server has said."""

    def begin(self, given: SignedIn | Renewed) -> None:
        """With a new token."""
        self.lasting = Lasting(self._clock.now(), given.expires_at, given.password_by)
        self._asleep = False
        self.answered = True

    async def give_password(self, api: Api, password: str) -> None:
        """The session goes on as if the agent had just signed in. Raises `Refusal`, `ServerTrouble`."""
        self.begin(await api.renew(password))

    def fall_asleep(self) -> None:
        """This computer is about to: until `wake` nothing that is told to it would be heard."""
        self._asleep = True
        self._at_once.set()

    def wake(self) -> None:
        self._asleep = False
        self._at_once.set()

    async def run(self, api: Api) -> None:
        """Until cancelled. Raises `NotSignedIn` when the session has ended."""
        while True:
            self._at_once.clear()
            try:
                await self._pulse(api)
            except NotSignedIn:
                raise
            except (ServerTrouble, Refusal) as trouble:
                self.answered = False
                _log.info("No pulse: %s", trouble)
            else:
                before, self.answered = self.answered, True
                if not before:
                    self._returned()
            await self._rest(api)

    async def _pulse(self, api: Api) -> None:
        """With a new token where the present one has had half of its life."""
        pulse = await api.pulse(hears=self._hears() and not self._asleep)
        if self.lasting is not None and pulse.expires_at is not None and pulse.password_by is not None:
            self.lasting = structs.replace(self.lasting, expires_at=pulse.expires_at, password_by=pulse.password_by)
            if self.lasting.wants_renewal(self._clock.now()):
                renewed = await api.renew()
                self.lasting = Lasting(self._clock.now(), renewed.expires_at, renewed.password_by)

    async def _rest(self, api: Api) -> None:
        """Until the next pulse; it comes at once where the way to the server may be another."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._every
        while (left := end - loop.time()) > 0 and not self._at_once.is_set():
            gap = Gap(self._clock, min(left, LOOK_SECONDS))
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, LOOK_SECONDS)):
                    await self._at_once.wait()
            if gap.slept() or self._way.changed(api.peer):
                _log.info("This computer slept, its clock was set, or its network changed: the server is asked anew")
                self._doubtful()
