"""Working on a customer's card, so that nobody else does meanwhile (F4)."""

from __future__ import annotations

from litestar import delete, post

from agent_client.backend.services import locks
from agent_client.protocol import paths
from agent_client.protocol.customers import Customer
from agent_client.protocol.names import CustomerId

from .authentication import signed_in
from .errors import COMMAND
from .parts import Given, Number, Wired, template


@post(
    template(paths.CUSTOMER_LOCK),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="lock_customer",
    tags=["customers"],
)
async def lock(command: Given, parts: Wired, customer: Number) -> Customer:
    """The card as it reads now, and the agent's own to edit until it is saved, given back, or the session is over."""
    return await parts.commands.run(command, lambda tx: locks.take(tx, command.who, CustomerId(customer)), Customer)


@delete(
    template(paths.CUSTOMER_LOCK),
    guards=[signed_in],
    responses=COMMAND,
    operation_id="release_customer",
    tags=["customers"],
)
async def release(command: Given, parts: Wired, customer: Number) -> None:
    """Give it back. One that the agent does not hold any more is no error."""
    await parts.commands.run(command, lambda tx: locks.release(tx, command.who, CustomerId(customer)), type(None))


HANDLERS = [lock, release]
