"""Sends the text messages that wait (A15), one after the other, and tries again those that could not be sent."""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from agent_client.protocol.refusals import StorageUnavailable

from .messengers import Messenger, NotSent
from .persistence.text_messages import Problem
from .ports.clock import Clock
from .ports.units import Units
from .services import text_messages
from .services.storing import until_stored
from .services.text_messages import Letter

log = logging.getLogger(__name__)

SAFETY_SECONDS = 30.0
"""How long at most it sleeps: another server of the centre may have written one."""


class Texting:
    def __init__(self, units: Units, clock: Clock, messenger: Messenger) -> None:
        self._units = units
        self._clock = clock
        self._messenger = messenger
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There is one to be sent."""
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._woken.clear()
            try:
                await self._send_all()
                seconds = await self._until_next()
            except StorageUnavailable as refusal:
                log.error("text messages cannot be read: %s", refusal.detail)
                seconds = SAFETY_SECONDS
            try:
                async with asyncio.timeout(seconds):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _send_all(self) -> None:
        while (letter := await self._units.write(text_messages.begin)) is not None:
            await self._send(letter)

    async def _send(self, letter: Letter) -> None:
        try:
            await self._messenger.send(letter.number, letter.text)
        except NotSent as failure:
            failed = partial(
                text_messages.failed,
                message_id=letter.id,
                problem=Problem(failure.problem, failure.figure),
                for_good=failure.for_good,
            )
            if await until_stored(self._units, failed):
                log.error("text message %d was given up: %s", letter.id, failure)
            else:
                log.warning("text message %d was not sent, and will be tried again: %s", letter.id, failure)
        except Exception:  # a way of sending that we do not know: the message waits for its next try
            log.exception("text message %d was not sent", letter.id)
        else:
            await until_stored(self._units, partial(text_messages.sent, message_id=letter.id))
            log.info("text message %d was sent", letter.id)

    async def _until_next(self) -> float:
        at = await self._units.read(text_messages.next_due)
        if at is None:
            return SAFETY_SECONDS
        return min(SAFETY_SECONDS, max(0.0, (at - self._clock.now()).total_seconds()))
