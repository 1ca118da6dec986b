"""The central list and the agent's own, by name (F3); and who stands in one of them twice."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import centre, customer_lists, customer_matching
from agent_client.backend.persistence.customer_lists import Place
from agent_client.backend.ports.units import Tx
from agent_client.protocol.customers import CustomersPage, Duplicates
from agent_client.protocol.names import CustomerList
from agent_client.protocol.refusals import Invalid

from .customers import owner_in

MOST_ON_A_PAGE = 200
LONGEST_CURSOR = 300
_LARGEST = 2**53


def page(tx: Tx, who: Caller, which: CustomerList, text: str, after: str | None, limit: int) -> CustomersPage:
    """``after`` as an earlier page of the same question gave it. Customers who were added, renamed or merged meanwhile put
    no other one on two pages, or on none."""
    owner = owner_in(who, which)
    wanted = customer_matching.wish(text, centre.settings_row(tx.conn).country)
    found = customer_lists.page(tx.conn, owner, wanted, _read(after), limit)
    return CustomersPage(
        customers=found.customers,
        after=None if found.next is None else f"{found.next.id}:{found.next.sorting}",
        total=customer_lists.total(tx.conn, owner, wanted) if after is None else 0,
    )


def _read(after: str | None) -> Place | None:
    """Raises `Invalid`."""
    if after is None:
        return None
    number, mark, sorting = after.partition(":")
    if not (mark and number.isascii() and number.isdigit() and int(number) <= _LARGEST):
        raise Invalid("no page was followed by this", field="after")
    return Place(sorting.replace("\x00", ""), int(number))


def duplicates(tx: Tx, who: Caller, which: CustomerList) -> Duplicates:
    groups, more = customer_lists.duplicates(tx.conn, owner_in(who, which))
    return Duplicates(tuple(groups), more)
