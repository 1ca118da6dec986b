"""The rules as a file."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody, QueryParameter
from litestar.response import Stream

from agent_client.backend.services import rules_file, rules_reading
from agent_client.backend.services.rules_file import Wanted
from agent_client.protocol import paths
from agent_client.protocol.administration import RulesFile, RulesRead
from agent_client.protocol.names import ProjectId

from .authentication import signed_in
from .errors import refusals
from .parts import Asking, Given, Wired

LARGEST = 250_000_000
"""Bytes: a text of the greatest length, as JSON."""
_FILE = {
    200: ResponseSpec(
        data_container=str,
        media_type="text/plain",
        description="A rule, a customer, a record in each line.",
        generate_examples=False,
    )
}


@get(
    paths.RULES_FILE,
    guards=[signed_in],
    responses={**refusals(401, 403, 404, 426), **_FILE},
    operation_id="export_rules",
    tags=["administration"],
)
async def exported(
    caller: Asking,
    parts: Wired,
    history: Annotated[bool, QueryParameter(description="With every record of the customers.")] = False,
    project: Annotated[int | None, QueryParameter(ge=1, le=2**53, description="The rules of this one alone.")] = None,
) -> Stream:
    """Groups, projects, routing, and the customers of the central list who have a project or operators."""
    wish = Wanted(history=history, project=None if project is None else ProjectId(project))
    rules = await parts.units.read(lambda tx: rules_file.begin(tx, caller, wish))
    return Stream(
        rules_file.exported(parts.units, rules, wish),
        media_type="text/plain",
        headers={"Content-Disposition": 'attachment; filename="rules.txt"'},
    )


@post(
    paths.RULES_FILE,
    guards=[signed_in],
    status_code=200,
    responses=refusals(401, 403, 409, 426),
    request_max_body_size=LARGEST,
    operation_id="import_rules",
    tags=["administration"],
)
async def imported(command: Given, parts: Wired, data: JSONBody[RulesFile]) -> RulesRead:
    """What an export wrote, or somebody by hand. All of it is taken, or nothing: then the first bad line is named."""
    file = await rules_reading.understood(parts.units, command.who, data)
    if data.dry:
        return await rules_reading.tried(parts.units, command.who, file)
    return await parts.commands.run(command, lambda tx: rules_reading.read_in(tx, command.who, file), RulesRead)


HANDLERS = [exported, imported]
