"""Customers from a file, and into one."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody, QueryParameter
from litestar.response import Stream

from agent_client.backend.services import customer_exporting, customer_importing
from agent_client.backend.services.customer_exporting import Format
from agent_client.protocol import paths
from agent_client.protocol.customers import ImportedRows, ImportRows
from agent_client.protocol.names import CustomerList

from .authentication import signed_in
from .customer_lists import List
from .errors import COMMAND, refusals
from .parts import Asking, Given, Wired

_FILE = {200: ResponseSpec(data_container=str, media_type="text/csv", description="The file.", generate_examples=False)}


@post(
    paths.CUSTOMER_IMPORT,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="import_customers",
    tags=["customers"],
)
async def imported(command: Given, parts: Wired, data: JSONBody[ImportRows]) -> ImportedRows:
    """A part of a file, done whole or not at all."""
    rows = await customer_importing.read(parts.units, data)
    return await parts.commands.run(
        command, lambda tx: customer_importing.store(tx, command.who, data, rows), ImportedRows
    )


@get(
    paths.CUSTOMER_EXPORT,
    guards=[signed_in],
    responses={**refusals(401, 426), **_FILE},
    operation_id="export_customers",
    tags=["customers"],
)
async def exported(
    caller: Asking,
    parts: Wired,
    form: Annotated[Format, QueryParameter(name="format")] = Format.CSV,
    which: List = CustomerList.CENTRAL,
) -> Stream:
    """A whole list as CSV (UTF-8, semicolons, headings) or as vCards 3.0. An import of it loses nothing."""
    begun = await parts.units.read(lambda tx: customer_exporting.begin(tx, caller, which))
    return Stream(
        customer_exporting.exported(parts.units, begun, form),
        media_type=customer_exporting.MEDIA[form],
        headers={"Content-Disposition": f'attachment; filename="customers.{customer_exporting.ENDINGS[form]}"'},
    )


HANDLERS = [imported, exported]
