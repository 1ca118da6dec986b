"""What falls due of contacts by the clock: ringing and wrap-up, another try, waiting too long, an announcement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, bindparam, not_, select, update

from agent_client.protocol.names import ContactId, ContactState

from .contacts import ON_THE_LINE, ContactRow, every, in_states, many
from .prepared import Prepared
from .tables import contacts


def _earliest(at: Column[Any], *which: ColumnElement[bool]) -> Prepared:
    return Prepared(select(at).where(at.is_not(None), *which).order_by(at).limit(1))


_RINGS = and_(in_states(ContactState.CONNECTING, ContactState.RINGING), contacts.c.leg_id.is_not(None))
_PASSED = contacts.c.until <= bindparam("now")
_DUE = {True: every(_PASSED), False: every(_PASSED, not_(_RINGS))}
_NEXT_DUE = {True: _earliest(contacts.c.until), False: _earliest(contacts.c.until, not_(_RINGS))}
_NEXT_READY = _earliest(contacts.c.ready_at, in_states(ContactState.QUEUED), contacts.c.ready_at > bindparam("now"))
_UNHANDLED = every(ON_THE_LINE, contacts.c.unhandled_at <= bindparam("now"))
_NEXT_UNHANDLED = _earliest(contacts.c.unhandled_at, ON_THE_LINE)
_TO_ANNOUNCE = every(ON_THE_LINE, contacts.c.announce_at <= bindparam("now"))
_NEXT_ANNOUNCE = _earliest(contacts.c.announce_at, ON_THE_LINE)
_ANNOUNCED = Prepared(update(contacts).where(contacts.c.id == bindparam("wanted")))


def due(conn: Connection, now: datetime, *, ringing: bool = True) -> list[ContactRow]:
    """Whose limit has passed: ringing, or wrap-up. Without ``ringing`` what rings is left out."""
    return many(conn, _DUE[ringing], now=now)


def next_due(conn: Connection, *, ringing: bool = True) -> datetime | None:
    at: datetime | None = _NEXT_DUE[ringing].value(conn)
    return at


def next_ready(conn: Connection, now: datetime) -> datetime | None:
    """When the next contact that waits may be routed."""
    at: datetime | None = _NEXT_READY.value(conn, now=now)
    return at


def unhandled(conn: Connection, now: datetime) -> list[ContactRow]:
    """Who waits on the line and should not any more (F7)."""
    return many(conn, _UNHANDLED, now=now)


def next_unhandled(conn: Connection) -> datetime | None:
    at: datetime | None = _NEXT_UNHANDLED.value(conn)
    return at


def to_announce(conn: Connection, now: datetime) -> list[ContactRow]:
    """Who waits on the line and is to be spoken to."""
    return many(conn, _TO_ANNOUNCE, now=now)


def next_announce(conn: Connection) -> datetime | None:
    at: datetime | None = _NEXT_ANNOUNCE.value(conn)
    return at


def set_announce_at(conn: Connection, contact_id: ContactId, at: datetime | None) -> None:
    """No change that anybody sees: the version stays."""
    _ANNOUNCED.run(conn, wanted=contact_id, announce_at=at)
