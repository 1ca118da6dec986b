"""The projects of the centre: each has a number that customers dial, and the group that its calls wait in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select

from agent_client.protocol.centre import Project
from agent_client.protocol.names import ProjectId, QueueId

from .prepared import Prepared
from .rows import insert_one
from .tables import projects


def _which(*which: ColumnElement[bool]) -> Prepared:
    return Prepared(select(projects).where(*which).order_by(projects.c.id))


_EVERY = _which()
_BY_ID = _which(projects.c.id == bindparam("wanted"))
_BY_DNIS = _which(projects.c.dnis == bindparam("wanted"))
_OF_QUEUE = _which(projects.c.queue_id == bindparam("wanted"))


def every(conn: Connection) -> tuple[Project, ...]:
    return tuple(_project(row) for row in _EVERY.rows(conn))


def by_id(conn: Connection, project: ProjectId) -> Project | None:
    return _first(conn, _BY_ID, project)


def by_dnis(conn: Connection, dnis: str) -> Project | None:
    """``dnis`` as it is stored: rules.dial_numbers.canonical."""
    return _first(conn, _BY_DNIS, dnis)


def of_queue(conn: Connection, queue: QueueId) -> Project | None:
    """The first whose calls wait there."""
    return _first(conn, _OF_QUEUE, queue)


def create(conn: Connection, name: str, dnis: str, queue_id: QueueId, operators: tuple[str, ...] = ()) -> ProjectId:
    """``dnis`` and operators as rules.dial_numbers.canonical writes them."""
    made = insert_one(conn, projects, name=name, dnis=dnis, queue_id=queue_id, operators=operators, version=1)
    return ProjectId(made)


def _first(conn: Connection, prepared: Prepared, wanted: object) -> Project | None:
    row = prepared.first(conn, wanted=wanted)
    return None if row is None else _project(row)


def _project(row: Any) -> Project:
    return Project(ProjectId(row.id), row.name, row.dnis, QueueId(row.queue_id))
