"""Making one customer of two, and two of one again."""

from __future__ import annotations

from litestar import post
from litestar.params import JSONBody

from agent_client.backend.services import customer_merging
from agent_client.protocol import paths
from agent_client.protocol.customers import Customer, Merge, Merged
from agent_client.protocol.names import CustomerId, MergeId

from .authentication import signed_in
from .errors import COMMAND
from .parts import Given, Number, Wired, template


@post(
    template(paths.CUSTOMER_MERGE),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="merge_customers",
    tags=["customers"],
)
async def merge(command: Given, parts: Wired, customer: Number, data: JSONBody[Merge]) -> Merged:
    """The other one's records, calls and callbacks become this one's."""
    return await parts.commands.run(
        command, lambda tx: customer_merging.merge(tx, command.who, CustomerId(customer), data), Merged
    )


@post(
    template(paths.MERGE_UNDO),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="undo_merge",
    tags=["customers"],
)
async def undo(command: Given, parts: Wired, merge: Number) -> Customer:
    """The customer who comes back out of the other one."""
    return await parts.commands.run(
        command, lambda tx: customer_merging.undo(tx, command.who, MergeId(merge)), Customer
    )


HANDLERS = [merge, undo]
