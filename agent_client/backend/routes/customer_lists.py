"""The lists of customers: page by page, and who stands in one twice."""

from __future__ import annotations

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from agent_client.backend.services import customer_lists
from agent_client.backend.services.customer_lists import LONGEST_CURSOR, MOST_ON_A_PAGE
from agent_client.protocol import paths
from agent_client.protocol.customers import CustomersPage, Duplicates
from agent_client.protocol.names import CustomerList

from .authentication import signed_in
from .errors import refusals
from .parts import Asking, Wired

List = Annotated[CustomerList, QueryParameter(name="list")]


@get(
    paths.CUSTOMER_LIST,
    guards=[signed_in],
    responses=refusals(401, 426),
    operation_id="list_customers",
    tags=["customers"],
)
async def page(
    caller: Asking,
    parts: Wired,
    which: List = CustomerList.CENTRAL,
    text: Annotated[str, QueryParameter(max_length=200)] = "",
    after: Annotated[str | None, QueryParameter(max_length=LONGEST_CURSOR)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MOST_ON_A_PAGE)] = 100,
) -> CustomersPage:
    """By name; of those whom ``text`` means, as in a search. ``after`` is what the page before said; the first one says how
    many there are in all."""
    return await parts.units.read(lambda tx: customer_lists.page(tx, caller, which, text, after, limit))


@get(
    paths.CUSTOMER_DUPLICATES,
    guards=[signed_in],
    responses=refusals(401, 426),
    operation_id="duplicate_customers",
    tags=["customers"],
)
async def duplicates(caller: Asking, parts: Wired, which: List = CustomerList.CENTRAL) -> Duplicates:
    """Groups of customers who share a number."""
    return await parts.units.read(lambda tx: customer_lists.duplicates(tx, caller, which))


HANDLERS = [page, duplicates]
