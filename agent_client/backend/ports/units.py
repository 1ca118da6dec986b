"""Units of work: a synchronous function that decides and stores in one transaction, the same on SQLite and PostgreSQL.

What must happen outside the database (telling the stream, ringing a phone) is only noted in the `Tx`, and done after
the commit. A unit that raises leaves nothing behind: no row, no event, no ringing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from sqlalchemy import Connection

from agent_client.protocol.events import Event

from .telephony import TelephonyAction

T = TypeVar("T")


@dataclass
class Tx:
    """One running transaction. ``now`` is its single instant."""

    conn: Connection
    now: datetime
    events: list[tuple[str, Event]] = field(default_factory=list)
    actions: list[TelephonyAction] = field(default_factory=list)
    wake_at: list[datetime] = field(default_factory=list)
    wants_routing: bool = False
    wants_sending: bool = False

    def emit(self, stream: str, event: Event) -> None:
        """Append to a stream (see protocol.cursor). It gets its number last, just before the commit."""
        self.events.append((stream, event))

    def act(self, action: TelephonyAction) -> None:
        """Have the PBX do something once this is committed."""
        self.actions.append(action)

    def due(self, at: datetime) -> None:
        """Have the due jobs run at ``at``."""
        self.wake_at.append(at)

    def route(self) -> None:
        """Have waiting contacts and free agents looked at once this is committed."""
        self.wants_routing = True

    def send_texts(self) -> None:
        """Have the text messages looked at that wait to be sent."""
        self.wants_sending = True


Unit: TypeAlias = Callable[[Tx], T]


@dataclass(frozen=True)
class Numbered:
    """An event as it stands in the log. ``data`` is the encoded `protocol.events.Envelope`."""

    stream: str
    number: int
    name: str
    data: bytes


@dataclass(frozen=True)
class Effects:
    """What a commit asks of the world outside the database."""

    events: tuple[Numbered, ...]
    actions: tuple[TelephonyAction, ...]
    wake_at: tuple[datetime, ...]
    wants_routing: bool
    wants_sending: bool = False


class Units(Protocol):
    async def write(self, unit: Unit[T]) -> T:
        """Run and commit; its effects are on their way when this returns. Raises what the unit raised, and
        `protocol.refusals.StorageUnavailable` when the database cannot be written."""
        ...

    async def read(self, unit: Unit[T]) -> T:
        """Run against one consistent snapshot. What the unit would emit or store is an error."""
        ...


@dataclass(frozen=True)
class Standing:
    """A server among those of its centre. ``alone``: no other is on the database now. ``leads``: the one that runs
    telephony, routing and what falls due; the first takes that, and gives it up by its end alone."""

    alone: bool
    leads: bool


class Storage(Units, Protocol):
    """Units over a database that is opened and closed."""

    async def start(self) -> Standing:
        """Raises `protocol.refusals.StorageUnavailable`."""
        ...

    async def stop(self) -> None:
        """Store what waits, then close. Later units are refused. Repeatable."""
        ...
