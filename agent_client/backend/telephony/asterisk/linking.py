"""The link to Asterisk, up and down: whenever it comes up it is found out how things stand before anything is told."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from uuid import uuid4

from msgspec import ValidationError, convert
from msgspec.structs import replace

from agent_client.backend.ports.telephony import (
    Alive,
    KnownCall,
    KnownLine,
    PbxBack,
    PbxLost,
    PhoneHeld,
    PhoneState,
)
from agent_client.backend.tasks import TaskOwner

from .ari import Ari, AriLost, AriRefused, Event
from .endpoints import endpoints, watch
from .exchange import Exchange
from .happenings import Channel, ChannelUserevent, Endpoint, Happening, read
from .hearing import Hearing
from .phone_states import PhoneStates
from .reconciling import Found, Reconciling, arrival, look
from .wire import quoted

FIRST_SECONDS = 8.0
"""So long the start waits for the link; then it is as if it had been lost."""
MARK_SECONDS = 10.0
AGAIN_SECONDS = 1.0
PRESSED = frozenset({"ChannelDtmfReceived", "ChannelTransfer"})
"""What is one press of a key each time, and told twice of whom we listen to in two ways: as a call and as a phone."""
UNWANTED = ("ChannelVarset", "ChannelDialplan", "ChannelConnectedLine", "ChannelCallerId")

log = logging.getLogger(__name__)


class Linking:
    def __init__(
        self,
        ari: Ari,
        app: str,
        tasks: TaskOwner,
        exchange: Exchange,
        hearing: Hearing,
        states: PhoneStates,
        reconciling: Reconciling,
    ) -> None:
        self._ari = ari
        self._app = app
        self._tasks = tasks
        self._exchange = exchange
        self._hearing = hearing
        self._states = states
        self._reconciling = reconciling
        self._pressed: deque[Event] = deque(maxlen=32)
        self._known: tuple[Sequence[KnownCall], Sequence[KnownLine]] | None = None
        """What the start was told of, until it was looked for."""
        self._first: asyncio.Future[Alive] | None = None
        self._told_lost = False
        self._coming_up: asyncio.Task[None] | None = None
        self._mark = ""
        self._marked = asyncio.Event()
        """The event was told that we caused ourselves once the link was up: before it came what happened while it was not."""
        self._watching = False
        """The phones: of none it cannot be asked."""
        self._waiting: list[Happening] | None = []
        """What is told while it is found out how things stand; None: that is known."""

    async def start(self, known: Sequence[KnownCall], lines: Sequence[KnownLine]) -> Alive:
        self._known = known, lines
        self._first = asyncio.get_running_loop().create_future()
        await self._ari.start(self._heard, self._up, self._down)
        try:
            async with asyncio.timeout(FIRST_SECONDS):
                return await asyncio.shield(self._first)
        except TimeoutError:
            log.warning("Asterisk is not there: which of the known calls go on will be seen once it is")
            self._first.cancel()
            self._lose()
            return _all(known, lines)

    # Events.

    def _heard(self, event: Event) -> None:
        if event.get("type") in PRESSED:
            if event in self._pressed:
                return
            self._pressed.append(event)
        try:
            happening = read(event)
        except ValidationError as error:
            log.warning("%s of Asterisk was not understood: %s", event.get("type"), error)
            return
        if happening is None:
            return
        if isinstance(happening, ChannelUserevent):
            if happening.eventname == self._mark:
                self._marked.set()
        elif self._waiting is not None:
            self._waiting.append(happening)
        else:
            self._hearing.take(happening)

    # Up and down.

    def _up(self) -> None:
        self._mark, self._marked, self._waiting = f"mark-{uuid4().hex}", asyncio.Event(), []
        self._coming_up = self._tasks.start(self._come_up(), "how things stand in Asterisk")

    def _down(self) -> None:
        if self._coming_up is not None:
            self._coming_up.cancel()
        self._waiting = []
        if self._first is None or self._first.done():
            self._lose()

    def _lose(self) -> None:
        news = self._exchange.news
        news.lost = True
        if not self._told_lost and news.listener is not None:
            self._told_lost = True
            news.listener(PbxLost())

    async def _come_up(self) -> None:
        while True:
            try:
                found = await self._look()
            except AriLost as error:  # by HTTP: that the link itself is lost ends this
                log.info("how things stand in Asterisk is asked again: %s", error)
            except (AriRefused, TimeoutError, ValidationError) as error:
                log.error("it is not known how things stand in Asterisk: %s", str(error) or type(error).__name__)
            else:
                self._take_up(found)
                if not self._watching:
                    await self._until_there_are_phones()
                return
            await asyncio.sleep(AGAIN_SECONDS)

    async def _until_there_are_phones(self) -> None:
        """Whoever asks to be told of them while there are none is refused."""
        while True:
            await asyncio.sleep(AGAIN_SECONDS)
            try:
                if not await watch(self._ari, self._app):
                    continue
                there = convert(await endpoints(self._ari), tuple[Endpoint, ...])
            except (AriLost, AriRefused, ValidationError) as error:  # the first came while it was asked, perhaps
                log.warning("of the first phones it is not known whether they are there: %s", error)
            else:
                for change in self._states.found(there):
                    self._exchange.news.tell(change)
                return

    async def _look(self) -> Found:
        """How things stand, after all that Asterisk kept while the link was lost: some of that may have been lost with it."""
        unwanted = {"allowed": [], "disallowed": [{"type": kind} for kind in UNWANTED]}
        app = f"applications/{quoted(self._app)}"
        replies = [
            await self._ari.command("PUT", f"{app}/eventFilter", unwanted),
            await self._ari.command("POST", f"events/user/{self._mark}", application=self._app),
        ]
        for reply in replies:
            if not reply.done:  # an Asterisk that is just starting connects before it knows them
                raise AriRefused(reply.status, str(reply.body))
        self._watching = await watch(self._ari, self._app)
        async with asyncio.timeout(MARK_SECONDS):
            await self._marked.wait()
        self._waiting = []
        found, _ = await asyncio.gather(look(self._ari), self._exchange.find_out(self._ari))
        return found

    def _take_up(self, found: Found) -> None:
        exchange, news, known = self._exchange, self._exchange.news, self._known
        self._known = None
        exchange.tapes.missing({channel.id for channel in found.channels})
        if known is not None:
            self._reconciling.adopt(found, *known)
        new = self._reconciling.bring_in_line(found)
        exchange.hanging_up.only({channel.id for channel in found.channels})
        changed = self._states.found(found.endpoints)
        news.lost = False
        self._tell_back(replace(exchange.lines.alive(), removes_noise=exchange.noise.possible))
        self._tell(changed, new)
        if known is not None:
            exchange.files.tell(found.stored, exchange.tapes)
        waiting, self._waiting = self._waiting or [], None
        for happening in waiting:
            self._hearing.take(happening)

    def _tell_back(self, alive: Alive) -> None:
        if self._first is not None and not self._first.done():
            self._first.set_result(alive)
        else:
            self._told_lost = False
            self._exchange.news.tell(PbxBack(alive))

    def _tell(self, changed: Sequence[PhoneState], new: Sequence[Channel]) -> None:
        news = self._exchange.news
        for leg in self._exchange.lines.legs.values():
            if leg.held and leg.call is not None:
                news.tell(PhoneHeld(leg.id, held=True))
        for state in changed:
            news.tell(state)
        for channel in new:
            self._exchange.customers.arrives(channel, *arrival(channel, self._app))


def _all(known: Sequence[KnownCall], lines: Sequence[KnownLine]) -> Alive:
    """As they were: who talks, talks."""
    legs = {one.leg for one in known if one.leg is not None and one.talking} | {line.leg for line in lines}
    asked = {one.consult.leg for one in known if one.consult is not None and one.consult.answered}
    listening = {one.listener.leg for one in known if one.listener is not None}
    return Alive(frozenset(one.call for one in known), frozenset(legs | asked | listening))
