"""What goes into the log of inbound calls, and how it is exported and cleared (F5)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from agent_client.backend.domain.call_lines import HEADINGS, as_csv, as_text
from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import call_log, centre
from agent_client.backend.persistence.call_log import Part, Place
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx, Units
from agent_client.protocol.administration import CallLine, CallLogCleared
from agent_client.protocol.names import Channel, ContactState, Direction, EndedBy, RouteCode

from .administering import may_write

PAGE = 2_000
_OVER = (ContactState.WRAP_UP, ContactState.ENDED)
_RINGING = (ContactState.CONNECTING, ContactState.RINGING)


class Format(StrEnum):
    TEXT = "text"
    CSV = "csv"


def follow(tx: Tx, contact: ContactRow, changed: ContactRow) -> None:
    """A call that came in has been taken, or came to nothing. Whoever takes it over later takes no call."""
    if contact.channel is not Channel.VOICE or contact.direction is not Direction.INBOUND or not contact.call:
        return
    taken = contact.connected_at is None and changed.connected_at is not None
    over = changed.state in _OVER and contact.state not in _OVER and changed.connected_at is None
    if (taken or over) and call_log.is_arrival(tx.conn, contact.id, contact.interaction):
        call_log.add(tx.conn, contact.id, _line(contact, changed, taken=taken))


def _line(contact: ContactRow, changed: ContactRow, *, taken: bool) -> CallLine:
    outside = not taken and changed.ended_by is EndedBy.TRANSFERRED
    offered = contact.route_code if taken or contact.state in _RINGING else None
    return CallLine(
        at=contact.queued_at,
        project=contact.dnis,
        caller=contact.ani,
        operator=changed.phone if taken else contact.target if outside else "",
        code=offered or RouteCode.ALL_BUSY,
        customer=changed.customer,
    )


def begin(tx: Tx, part: Part) -> tuple[Part, ZoneInfo]:
    """The part as it stands now, without what is written while it is exported; and the zone of its times."""
    newest = call_log.last(tx.conn)
    bound = newest if part.last is None else min(part.last, newest)
    return replace(part, last=bound), ZoneInfo(centre.settings_row(tx.conn).time_zone)


def _page(tx: Tx, part: Part, after: Place | None) -> tuple[list[CallLine], Place | None]:
    return call_log.lines(tx.conn, part, after, PAGE)


async def exported(units: Units, part: Part, zone: ZoneInfo, form: Format) -> AsyncIterator[bytes]:
    """In pages, so that a log of any length neither fills the memory nor keeps others waiting."""
    written = as_csv if form is Format.CSV else as_text
    if form is Format.CSV:
        yield HEADINGS.encode()
    after: Place | None = None
    while True:
        lines, after = await units.read(partial(_page, part=part, after=after))
        if lines:
            yield written(lines, zone).encode()
        if after is None:
            return


def clear(tx: Tx, who: Caller, part: Part) -> CallLogCleared:
    """``part``: what was exported. Raises `Forbidden`."""
    may_write(who)
    return CallLogCleared(call_log.clear(tx.conn, part))
