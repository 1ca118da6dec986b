"""What all contacts of one customer's call have in common: its recording. Its values and its time line are beside this."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select, update

from agent_client.protocol.contacts import Recording
from agent_client.protocol.names import InteractionId, RecordingState

from .prepared import Prepared
from .rows import insert_one
from .tables import interactions


class InteractionRow(Struct, frozen=True, kw_only=True):
    """``recording`` None: not recorded, or no more."""

    id: InteractionId
    recording: RecordingState | None
    recording_name: str | None
    recording_since: datetime | None
    recording_until: datetime | None


def create(conn: Connection) -> InteractionId:
    return InteractionId(insert_one(conn, interactions))


_BY_ID = Prepared(select(interactions).where(interactions.c.id == bindparam("wanted")))
_WRITTEN = Prepared(update(interactions).where(interactions.c.id == bindparam("wanted")))
_DUE = Prepared(
    select(interactions).where(interactions.c.recording_until <= bindparam("now")).order_by(interactions.c.id)
)
_NEXT_DUE = Prepared(
    select(interactions.c.recording_until)
    .where(interactions.c.recording_until.is_not(None))
    .order_by(interactions.c.recording_until)
    .limit(1)
)


def row(conn: Connection, interaction: InteractionId) -> InteractionRow:
    (found,) = _BY_ID.rows(conn, wanted=interaction)
    return _read(found)


def recording(conn: Connection, interaction: InteractionId) -> Recording | None:
    found = row(conn, interaction)
    if found.recording is None or found.recording_since is None:
        return None
    return Recording(state=found.recording, since=found.recording_since, until=found.recording_until)


def set_recording(
    conn: Connection,
    interaction: InteractionId,
    state: RecordingState | None,
    *,
    since: datetime,
    until: datetime | None = None,
    name: str | None = None,
) -> None:
    """``name`` None keeps the recording's name."""
    values: dict[str, Any] = {
        "recording": None if state is None else state.value,
        "recording_since": since,
        "recording_until": until,
    }
    if name is not None:
        values["recording_name"] = name
    _WRITTEN.run(conn, wanted=interaction, **values)


def due(conn: Connection, now: datetime) -> list[InteractionRow]:
    """Whose privacy shield is over."""
    return [_read(found) for found in _DUE.rows(conn, now=now)]


def next_due(conn: Connection) -> datetime | None:
    until: datetime | None = _NEXT_DUE.value(conn)
    return until


def _read(found: Any) -> InteractionRow:
    return InteractionRow(
        id=InteractionId(found.id),
        recording=None if found.recording is None else RecordingState(found.recording),
        recording_name=found.recording_name,
        recording_since=found.recording_since,
        recording_until=found.recording_until,
    )
