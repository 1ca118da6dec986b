"""What customers wish for when a lively demo begins: appointments ahead and one that was missed, calls asked for on the web
and by key (E9, E10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta, tzinfo
from random import Random

from msgspec import Struct

from agent_client.backend.persistence import bulk, callbacks, centre, customers
from agent_client.backend.ports.units import Tx
from agent_client.backend.services import callback_list, callback_requests
from agent_client.protocol.names import CallbackOrigin, QueueId
from agent_client.rules.local_times import Exact, meaning, wall, zone

from .people import stranger
from .seed import SUPERVISOR, USER

SOON = timedelta(minutes=2)
"""Until the user's first appointment is due."""
ON_THE_WEB = ("M. Janssen", "Petra", "S. Lindgren", "Familie Hofer", "", "j.novak")
"""What people write who fill in a form."""
_MORNING = time(9, 30)


class _Agreed(Struct, frozen=True):
    """``user`` empty: for any of the queue. ``by``: who agreed it with the customer."""

    at: datetime
    user: str
    by: str
    remark: str


def begin(tx: Tx, random: Random) -> None:
    """At every start; appointments only where none is ahead."""
    ahead = callbacks.next_due(tx.conn)
    if ahead is None or ahead <= tx.now:
        _agree(tx, random)
    queues = _queues(tx)
    waited = tx.now - timedelta(minutes=3, seconds=random.randint(0, 50))
    for origin, name, since in (
        (CallbackOrigin.QUEUE, "", waited),
        (CallbackOrigin.WEB, random.choice(ON_THE_WEB), tx.now),
    ):
        number = stranger(random)
        callback_requests.request(tx, number=number, name=name, queue=random.choice(queues), origin=origin, since=since)


def _agree(tx: Tx, random: Random) -> None:
    users = bulk.agent_ids(tx.conn)
    numbers = bulk.first_numbers(tx.conn)
    for agreed in _agreements(tx.now, zone(centre.settings_row(tx.conn).time_zone)):
        queue = random.choice(_queues(tx))
        number = next(one for one in random.sample(numbers, len(numbers)) if not _listed(tx, one, queue))
        customer = customers.find_by_number(tx.conn, number, None)
        by = users[agreed.by]
        entry = callback_list.appointed_anew(
            tx, queue=queue, number=number, dnis="", customer=None if customer is None else customer.id, by=by
        )
        whose = users[agreed.user] if agreed.user else None
        callback_list.appointed(tx, entry, at=agreed.at, agent=whose, by=by, remark=agreed.remark)
        tx.due(agreed.at)


def _agreements(now: datetime, centres: tzinfo) -> Iterator[_Agreed]:
    """One is overdue: its agent has not come to work."""
    minute = now.replace(second=0, microsecond=0)
    quarter = minute.replace(minute=minute.minute // 15 * 15)
    yield _Agreed(minute - timedelta(minutes=25), SUPERVISOR.user, "eva", "Complaint: wants to speak to the supervisor")
    yield _Agreed(minute + SOON, USER.user, USER.user, "Has the serial number ready by then")
    yield _Agreed(
        quarter + timedelta(hours=2, minutes=15), "", "cleo", "The offer for the heat pump, with installation"
    )
    tomorrow = datetime.combine(wall(now, centres).date() + timedelta(days=1), _MORNING)
    morning = meaning(tomorrow, centres)
    if isinstance(morning, Exact):
        yield _Agreed(morning.reading.at, "bram", "bram", "Before 10:00, later nobody is there")


def _queues(tx: Tx) -> list[QueueId]:
    """Those that customers dial: not the second line."""
    return centre.queue_ids(tx.conn)[:2]


def _listed(tx: Tx, number: str, queue: QueueId) -> bool:
    return callbacks.to_combine(tx.conn, number, queue) is not None
