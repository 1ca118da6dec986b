"""What the centre is made of, as far as an agent's screen needs it: queues, projects, reasons."""

from __future__ import annotations

from msgspec import Struct

from .names import IdleReasonId, ProjectId, QueueId, WrapUpReasonId
from .time import Instant


class Queue(Struct, frozen=True, kw_only=True):
    """A queue and who waits in it now."""

    id: QueueId
    name: str
    waiting: int = 0
    longest_since: Instant | None = None
    version: int


class Project(Struct, frozen=True):
    """What customers dial (F5)."""

    id: ProjectId
    name: str
    dnis: str
    queue: QueueId


class IdleReason(Struct, frozen=True):
    id: IdleReasonId
    name: str


class WrapUpReason(Struct, frozen=True):
    id: WrapUpReasonId
    name: str


class Centre(Struct, frozen=True, kw_only=True):
    """What changes seldom. ``country`` (ISO 3166-1 alpha-2) is how national numbers are read."""

    name: str
    country: str
    projects: tuple[Project, ...]
    idle_reasons: tuple[IdleReason, ...]
    wrap_up_reasons: tuple[WrapUpReason, ...]
