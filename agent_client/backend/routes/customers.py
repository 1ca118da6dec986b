"""Customers: found, added, changed. Their history has routes of its own."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post, put
from litestar.params import JSONBody, QueryParameter

from agent_client.backend.services import customers
from agent_client.protocol import paths
from agent_client.protocol.customers import Customer, CustomerFields, FoundCustomers
from agent_client.protocol.names import CustomerId

from .authentication import signed_in
from .errors import COMMAND, refusals
from .parts import Asking, Given, Number, Wired, template


@get(
    paths.CUSTOMERS,
    guards=[signed_in],
    responses=refusals(401, 426),
    operation_id="find_customers",
    tags=["customers"],
)
async def find(
    caller: Asking, parts: Wired, text: Annotated[str, QueryParameter(max_length=200)] = ""
) -> FoundCustomers:
    """By the beginnings of words of name, company, company ID and town, or by part of a number."""
    return await parts.units.read(lambda tx: customers.find(tx, caller, text))


@post(
    paths.CUSTOMERS,
    guards=[signed_in],
    responses=COMMAND,
    operation_id="add_customer",
    tags=["customers"],
)
async def add(command: Given, parts: Wired, data: JSONBody[CustomerFields]) -> Customer:
    return await parts.commands.run(command, lambda tx: customers.add(tx, command.who, data), Customer)


@put(
    template(paths.CUSTOMER),
    guards=[signed_in],
    responses=COMMAND,
    operation_id="change_customer",
    tags=["customers"],
)
async def change(command: Given, parts: Wired, customer: Number, data: JSONBody[CustomerFields]) -> Customer:
    """Refused when somebody else saved since the version was read."""
    return await parts.commands.run(
        command, lambda tx: customers.change(tx, command.who, CustomerId(customer), data), Customer
    )


HANDLERS = [find, add, change]
