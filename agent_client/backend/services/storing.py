"""Storing what must not be forgotten because the disk is full for a while."""

from __future__ import annotations

import asyncio
import logging

from agent_client.backend.ports.units import T, Unit, Units
from agent_client.protocol.refusals import StorageUnavailable

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0


async def until_stored(units: Units, unit: Unit[T]) -> T:
    """Again and again until the storage takes it, or until cancelled. What else the unit raises is raised."""
    while True:
        try:
            return await units.write(unit)
        except StorageUnavailable as error:
            log.error("cannot store what happens: %s", error.detail)
            await asyncio.sleep(RETRY_SECONDS)
