"""Recordings that the centre takes over from the PBX (D8): when each is fetched, what is known of it then, and when it is
deleted. Each step is a unit of its own, so that a server that dies in between goes on where it was."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from msgspec import Struct

from agent_client.backend.persistence import centre, past_calls, recordings
from agent_client.backend.persistence.recordings import RecordingRow
from agent_client.backend.ports.telephony import RecordingMade
from agent_client.backend.ports.units import Tx
from agent_client.backend.recording_files import Sound, file_for
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import RecordingKept
from agent_client.protocol.names import RecordingProblem
from agent_client.protocol.time import after

log = logging.getLogger(__name__)

PAUSES = (5, 15, 60, 300, 900)
"""Seconds until the next try; then always as long as the last of them."""
UNTOLD_SECONDS = 60
"""So long after a call's end its recording is asked for, though the PBX told nothing: the link may have been lost."""
MISSED_TRIES = 6
"""So often the PBX may have none, or none that is whole, before it is given up; what it has is left there."""
OLD_AT_ONCE = 100
_NOT_THE_WAY = (RecordingProblem.MISSING, RecordingProblem.BROKEN)


class Task(Struct, frozen=True):
    """``fetch`` False: it is kept, and only to be deleted at the PBX."""

    name: str
    file: str
    fetch: bool
    tries: int


class Old(Struct, frozen=True):
    name: str
    file: str


def made(tx: Tx, event: RecordingMade) -> None:
    """It can be fetched. Of one that is kept already the PBX has not been told so."""
    row = recordings.named(tx.conn, event.name)
    if row is None:
        log.warning("the PBX has a recording that is not of this centre, and is left there")
        return
    if event.problem:
        log.error("the recording of call %d is not whole: %s", row.interaction, event.problem)
    problem = RecordingProblem.BROKEN.value if event.problem and row.kept_at is None else ""
    ended_at = row.ended_at or tx.now
    recordings.change(tx.conn, row.name, due_at=tx.now, ended_at=ended_at, tries=0, problem=problem)


def ended(tx: Tx, name: str) -> None:
    """The call is over; that the recording is, the PBX will tell."""
    row = recordings.named(tx.conn, name)
    if row is not None and row.ended_at is None:
        recordings.change(tx.conn, name, ended_at=tx.now, due_at=row.due_at or after(tx.now, UNTOLD_SECONDS))


# How it goes.


def begin(tx: Tx) -> Task | None:
    """The next that is to be done, noted as if it were going to fail; None: nothing is now."""
    row = recordings.first_due(tx.conn, tx.now)
    if row is None:
        return None
    pause = PAUSES[min(row.tries, len(PAUSES) - 1)]
    recordings.change(tx.conn, row.name, tries=row.tries + 1, due_at=after(tx.now, pause))
    return Task(row.name, row.file or file_for(row.interaction, row.began_at), row.kept_at is None, row.tries + 1)


def next_due(tx: Tx) -> datetime | None:
    return recordings.next_due(tx.conn)


def kept(tx: Tx, task: Task, sound: Sound) -> None:
    """It is ours; the PBX need not have it any more."""
    recordings.change(
        tx.conn,
        task.name,
        file=task.file,
        size=sound.size,
        milliseconds=sound.milliseconds,
        sha256=sound.sha256,
        kept_at=tx.now,
        due_at=tx.now,
        tries=0,
        problem="",
    )
    _tell(tx, task.name)


def over(tx: Tx, task: Task) -> None:
    """The PBX has it no more."""
    recordings.change(tx.conn, task.name, due_at=None, tries=0, problem="")


def failed(tx: Tx, task: Task, problem: RecordingProblem) -> bool:
    """Whether it is given up now."""
    row = recordings.named(tx.conn, task.name)
    told = row is not None and row.problem is RecordingProblem.BROKEN and problem is RecordingProblem.MISSING
    lost = told or (problem in _NOT_THE_WAY and task.tries >= MISSED_TRIES)
    recordings.change(tx.conn, task.name, problem=problem.value, **({"due_at": None} if lost else {}))
    if lost:
        _tell(tx, task.name)
    return lost


def _tell(tx: Tx, name: str) -> None:
    """Those who had the call, whose screens may show it, and those who watch."""
    row = recordings.named(tx.conn, name)
    if row is None:
        return
    shown = RecordingKept(row.interaction, recordings.shown(row))
    for agent in past_calls.who_had(tx.conn, row.interaction):
        tx.emit(agent_stream(agent), shown)


# Until they are deleted.


def outdated(tx: Tx) -> tuple[Old, ...]:
    """Those that the centre keeps no longer, the oldest first; not all at once."""
    days = centre.settings_row(tx.conn).recording_days
    if days is None:
        return ()
    before = tx.now - timedelta(days=days)
    return tuple(Old(row.name, row.file) for row in recordings.outdated(tx.conn, before, OLD_AT_ONCE))


def deleted(tx: Tx, name: str) -> None:
    recordings.change(tx.conn, name, deleted_at=tx.now)


def playable(row: RecordingRow | None) -> bool:
    return row is not None and row.kept_at is not None and row.deleted_at is None
