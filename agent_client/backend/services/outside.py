"""What a commit asks of the world, done in its order; and what the PBX tells, taken in one by one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from agent_client.backend.hub import Hub
from agent_client.backend.ports.telephony import (
    PbxBack,
    PbxLost,
    RecordingMade,
    Telephony,
    TelephonyAction,
    TelephonyEvent,
)
from agent_client.backend.ports.units import Effects, Units

from . import calls, pbx_link
from .callers import Callers
from .pbx_link import LinkEvent, LinkNews
from .storing import until_stored

log = logging.getLogger(__name__)


class Outside:
    """``wake`` has the due jobs run at an instant, ``route`` has waiting contacts and free agents looked at, ``announce`` tells
    an administrator of the link to the PBX (F8), ``send`` has waiting text messages sent (A15), ``fetch`` has recordings
    taken over that are made (D8)."""

    def __init__(
        self,
        hub: Hub,
        callers: Callers,
        telephony: Telephony,
        wake: Callable[[datetime], None],
        route: Callable[[], None],
        announce: Callable[[LinkNews], None] = lambda _: None,
        send: Callable[[], None] = lambda: None,
        fetch: Callable[[], None] = lambda: None,
    ) -> None:
        self._hub = hub
        self._callers = callers
        self._telephony = telephony
        self._wake = wake
        self._route = route
        self._announce = announce
        self._send = send
        self._fetch = fetch
        self._actions: asyncio.Queue[TelephonyAction] = asyncio.Queue()
        self._told: asyncio.Queue[TelephonyEvent] = asyncio.Queue()
        self._acts = True

    def on_commit(self, effects: Effects) -> None:
        self._callers.note(effects.events)
        self._hub.publish(effects.events)
        for action in effects.actions:
            if self._acts:
                self._actions.put_nowait(action)
            else:
                log.error("%s is not carried out: another server runs the telephony", type(action).__name__)
        for at in effects.wake_at:
            self._wake(at)
        if effects.wants_routing:
            self._route()
        if effects.wants_sending:
            self._send()

    def leave_telephony_to_another(self) -> None:
        """What this server's agents ask of the PBX is said in the log and not done."""
        self._acts = False

    def tell(self, event: TelephonyEvent) -> None:
        """The PBX's way in."""
        self._told.put_nowait(event)

    async def act(self) -> None:
        """Carry out, one after the other, what was decided for the PBX."""
        while True:
            action = await self._actions.get()
            try:
                await self._telephony.act(action)
            except Exception:  # the PBX is another program: its failure must not end ours
                log.exception("the PBX did not take %s", type(action).__name__)

    async def listen(self, units: Units) -> None:
        """Take in what the PBX tells, in its order."""
        while True:
            event = await self._told.get()
            try:
                await self._take_in(units, event)
            except Exception:  # one event that we cannot take must not make us deaf to the others
                log.exception("%s of the PBX was not taken in", type(event).__name__)

    async def _take_in(self, units: Units, event: TelephonyEvent) -> None:
        if not isinstance(event, PbxLost | PbxBack):
            await until_stored(units, partial(calls.on_telephony, event=event, phones=self._telephony))
            if isinstance(event, RecordingMade):
                self._fetch()
            return
        since = await until_stored(units, partial(pbx_link.told, event=event))
        if since is not None:
            self._announce(LinkNews(LinkEvent.LOST if isinstance(event, PbxLost) else LinkEvent.BACK, since))
