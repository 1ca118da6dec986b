"""The recordings of the centre (D8): which there are, what has become of each, and who has heard it. The sound is in files."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, select, update

from agent_client.protocol.interactions import PastRecording
from agent_client.protocol.names import AgentId, InteractionId, RecordingProblem, SoundState

from .prepared import Prepared
from .tables import recording_hearings, recordings


class RecordingRow(Struct, frozen=True, kw_only=True):
    """``due_at``: when it is to be fetched, or, once it is kept, to be deleted at the PBX; None: there is nothing to do."""

    name: str
    interaction: InteractionId
    began_at: datetime
    ended_at: datetime | None
    milliseconds: int | None
    size: int | None
    file: str
    sha256: bytes | None
    kept_at: datetime | None
    due_at: datetime | None
    tries: int
    problem: RecordingProblem | None
    deleted_at: datetime | None

    @property
    def state(self) -> SoundState:
        if self.deleted_at is not None:
            return SoundState.DELETED
        if self.kept_at is not None:
            return SoundState.KEPT
        return SoundState.LOST if self.ended_at is not None and self.due_at is None else SoundState.COMING


class Standing(Struct, frozen=True, kw_only=True):
    """All of them in figures."""

    kept: int
    bytes: int
    waiting: int
    """To be taken over from the PBX, after at least one try."""
    waiting_since: datetime | None
    problem: RecordingProblem | None
    """Of the latest that waits."""
    lost: int


def add(conn: Connection, name: str, interaction: InteractionId, began_at: datetime) -> None:
    conn.execute(
        insert(recordings).values(
            name=name, interaction_id=interaction, began_at=began_at, file="", tries=0, problem=""
        )
    )


_NAMED = Prepared(select(recordings).where(recordings.c.name == bindparam("wanted")))
_CHANGED = Prepared(update(recordings).where(recordings.c.name == bindparam("wanted")))


def named(conn: Connection, name: str) -> RecordingRow | None:
    row = _NAMED.first(conn, wanted=name)
    return None if row is None else _row(row)


def of_interaction(conn: Connection, interaction: InteractionId) -> RecordingRow | None:
    query = select(recordings).where(recordings.c.interaction_id == interaction).order_by(recordings.c.began_at)
    row = conn.execute(query.limit(1)).one_or_none()
    return None if row is None else _row(row)


def of_each(conn: Connection, wanted: Collection[InteractionId]) -> dict[InteractionId, PastRecording]:
    found = conn.execute(select(recordings).where(recordings.c.interaction_id.in_(wanted)))
    return {InteractionId(row.interaction_id): shown(_row(row)) for row in found}


def shown(row: RecordingRow) -> PastRecording:
    seconds = None if row.milliseconds is None else row.milliseconds / 1000
    return PastRecording(state=row.state, began_at=row.began_at, seconds=seconds)


def change(conn: Connection, name: str, **values: Any) -> None:
    _CHANGED.run(conn, wanted=name, **values)


def first_due(conn: Connection, now: datetime) -> RecordingRow | None:
    due = recordings.c.due_at
    query = select(recordings).where(due <= now).order_by(due, recordings.c.name).limit(1)
    row = conn.execute(query).one_or_none()
    return None if row is None else _row(row)


def next_due(conn: Connection) -> datetime | None:
    due = recordings.c.due_at
    return conn.scalar(select(due).where(due.is_not(None)).order_by(due).limit(1))


def outdated(conn: Connection, before: datetime, most: int) -> list[RecordingRow]:
    """Kept ones that began before then, the oldest first."""
    query = select(recordings).where(_kept(), recordings.c.began_at < before)
    return [_row(row) for row in conn.execute(query.order_by(recordings.c.began_at).limit(most))]


def standing(conn: Connection) -> Standing:
    kept = conn.execute(select(func.count(), func.coalesce(func.sum(recordings.c.size), 0)).where(_kept())).one()
    waits = and_(recordings.c.kept_at.is_(None), recordings.c.due_at.is_not(None), recordings.c.problem != "")
    waiting = conn.execute(select(func.count(), func.min(recordings.c.ended_at)).where(waits)).one()
    last = select(recordings.c.problem).where(waits).order_by(recordings.c.began_at.desc()).limit(1)
    gone = and_(recordings.c.kept_at.is_(None), recordings.c.due_at.is_(None), recordings.c.ended_at.is_not(None))
    return Standing(
        kept=kept[0],
        bytes=int(kept[1]),
        waiting=waiting[0],
        waiting_since=waiting[1],
        problem=_problem(conn.scalar(last) or ""),
        lost=conn.scalar(select(func.count()).where(gone)) or 0,
    )


def _kept() -> ColumnElement[bool]:
    return and_(recordings.c.kept_at.is_not(None), recordings.c.deleted_at.is_(None))


def add_hearing(conn: Connection, name: str, agent: AgentId, at: datetime) -> None:
    conn.execute(insert(recording_hearings).values(recording_name=name, agent_id=agent, at=at))


def heard_since(conn: Connection, name: str, agent: AgentId, since: datetime) -> bool:
    mine = and_(recording_hearings.c.recording_name == name, recording_hearings.c.agent_id == agent)
    query = select(recording_hearings.c.id).where(mine, recording_hearings.c.at >= since).limit(1)
    return conn.scalar(query) is not None


def _problem(text: str) -> RecordingProblem | None:
    return RecordingProblem(text) if text else None


def _row(row: Any) -> RecordingRow:
    return RecordingRow(
        name=row.name,
        interaction=InteractionId(row.interaction_id),
        began_at=row.began_at,
        ended_at=row.ended_at,
        milliseconds=row.milliseconds,
        size=row.size,
        file=row.file,
        sha256=row.sha256,
        kept_at=row.kept_at,
        due_at=row.due_at,
        tries=row.tries,
        problem=_problem(row.problem),
        deleted_at=row.deleted_at,
    )
