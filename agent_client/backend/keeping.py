"""Takes recordings over from the PBX, one after the other, and deletes them when the centre keeps them no longer (D8).

What cannot be taken over stays at the PBX, and is tried again; why is in the log, and in the administrator's window.
"""

from __future__ import annotations

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import TypeVar

from agent_client.protocol.names import RecordingProblem
from agent_client.protocol.refusals import StorageUnavailable

from .ports.clock import Clock
from .ports.telephony import NoSuchRecording, RecordingStore
from .ports.units import Units
from .recording_files import NotWhole, RecordingFiles, Sound
from .services import kept_recordings
from .services.kept_recordings import Old, Task
from .services.storing import until_stored

T = TypeVar("T")
log = logging.getLogger(__name__)

SAFETY_SECONDS = 30.0
"""How long at most it sleeps."""
PIECE_SECONDS = 30.0
"""How long the PBX may take for the next piece."""
RESTS = (5.0, 15.0, 60.0)
"""Seconds after which the PBX, or the folder, is tried again that did not serve for one of them: the others would fare alike."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _CannotKeep(Exception):
    """The folder does not take it."""


class Keeping:
    def __init__(self, units: Units, clock: Clock, store: RecordingStore, files: RecordingFiles) -> None:
        self._units = units
        self._clock = clock
        self._store = store
        self._files = files
        self._woken = asyncio.Event()
        self._said: RecordingProblem | None = None
        """What stands in the log as the present trouble."""
        self._troubles = 0
        """In a row."""

    def wake(self) -> None:
        """There is one to be fetched."""
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled."""
        await asyncio.to_thread(self._files.tidy)
        while True:
            self._woken.clear()
            try:
                await self._take_over_all()
                await self._delete_outdated()
                seconds = await self._until_next()
            except StorageUnavailable as refusal:
                log.error("recordings cannot be looked up: %s", refusal.detail)
                seconds = SAFETY_SECONDS
            if self._troubles:
                await asyncio.sleep(RESTS[min(self._troubles, len(RESTS)) - 1])
                continue
            try:
                async with asyncio.timeout(seconds):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _take_over_all(self) -> None:
        """Until nothing is due, or one meets what the others would meet as well."""
        while (task := await self._units.write(kept_recordings.begin)) is not None:
            problem = await self._done(task)
            self._say(problem)
            if problem in (None, RecordingProblem.MISSING, RecordingProblem.BROKEN):
                self._troubles = 0
            else:
                self._troubles += 1
                return

    async def _done(self, task: Task) -> RecordingProblem | None:
        """Why it was not, if so."""
        try:
            if task.fetch:
                sound = await self._fetched(task)
                await until_stored(self._units, partial(kept_recordings.kept, task=task, sound=sound))
            await self._store.delete(task.name)
        except _CannotKeep as failure:
            problem = _of_the_folder(failure.__cause__)
            log.debug("%s: %s", problem.value, failure.__cause__)
        except NoSuchRecording:
            problem = RecordingProblem.MISSING
        except NotWhole as failure:
            log.warning("the PBX gave a recording that is not whole: %s", failure)
            problem = RecordingProblem.BROKEN
        except OSError as error:
            log.debug("the PBX does not give recordings: %s", error)
            problem = RecordingProblem.PBX_AWAY
        except Exception:  # the PBX is another program: its failure must not end ours
            log.exception("a recording could not be taken over")
            problem = RecordingProblem.BROKEN
        else:
            await until_stored(self._units, partial(kept_recordings.over, task=task))
            return None
        if await until_stored(self._units, partial(kept_recordings.failed, task=task, problem=problem)):
            log.error("a recording was given up: %s", problem.value)
        return problem

    async def _fetched(self, task: Task) -> Sound:
        """Stored in its place."""
        pieces = _patient(await self._store.fetch(task.name))
        part = await _on_disk(partial(self._files.begin, task.file))
        try:
            async for piece in pieces:
                await _on_disk(partial(part.write, piece))
            return await _on_disk(part.kept)
        finally:
            await asyncio.shield(asyncio.to_thread(part.dropped))

    def _say(self, problem: RecordingProblem | None) -> None:
        """Each trouble once, and that it is over."""
        if problem in (RecordingProblem.MISSING, RecordingProblem.BROKEN) or problem is self._said:
            return
        if problem is None:
            log.warning("recordings are taken over from the PBX again")
        else:
            log.error("recordings stay at the PBX for now: %s", problem.value)
        self._said = problem

    async def _delete_outdated(self) -> None:
        while old := await self._units.read(kept_recordings.outdated):
            gone = [one for one in old if await self._removed(one)]
            for one in gone:
                await until_stored(self._units, partial(kept_recordings.deleted, name=one.name))
            if len(gone) < len(old):
                return

    async def _removed(self, old: Old) -> bool:
        try:
            await asyncio.to_thread(self._files.remove, old.file)
        except OSError as error:
            log.error("a recording whose time is over cannot be deleted: %s", error.strerror or error)
            return False
        return True

    async def _until_next(self) -> float:
        at = await self._units.read(kept_recordings.next_due)
        if at is None:
            return SAFETY_SECONDS
        return min(SAFETY_SECONDS, max(0.0, (at - self._clock.now()).total_seconds()))


async def _on_disk(step: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(step)
    except OSError as error:
        raise _CannotKeep from error


async def _patient(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Raises TimeoutError, an OSError, when the next one takes too long."""
    coming = aiter(pieces)
    while True:
        try:
            async with asyncio.timeout(PIECE_SECONDS):
                piece = await anext(coming)
        except StopAsyncIteration:
            return
        yield piece


def _of_the_folder(error: BaseException | None) -> RecordingProblem:
    full = isinstance(error, OSError) and error.errno in _FULL
    return RecordingProblem.FOLDER_FULL if full else RecordingProblem.FOLDER_UNUSABLE
