"""The values of a call: saved, and the secure ones shown."""

from __future__ import annotations

from typing import Annotated

from litestar import post, put
from litestar.params import JSONBody, PathParameter
from msgspec.structs import replace

from agent_client.backend.services import variables
from agent_client.protocol import paths
from agent_client.protocol.contacts import Contact, SaveVariables, SecureValue
from agent_client.protocol.names import ContactId

from .authentication import signed_in
from .errors import COMMAND, refusals
from .parts import Given, Number, Wired, template


@put(
    template(paths.CONTACT_VARIABLES),
    guards=[signed_in],
    responses=COMMAND | refusals(403),
    operation_id="save_variables",
    tags=["contacts"],
)
async def save(command: Given, parts: Wired, contact: Number, data: JSONBody[SaveVariables]) -> Contact:
    """Save values of the call, all or none: one that somebody else saved first refuses the whole."""
    return await parts.commands.run(
        command, lambda tx: variables.save(tx, command.who, ContactId(contact), data), Contact
    )


@post(
    template(paths.CONTACT_VARIABLE_SHOW).replace("{variable:int}", "{variable:str}"),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="show_variable",
    tags=["contacts"],
)
async def show(
    command: Given, parts: Wired, contact: Number, variable: Annotated[str, PathParameter(min_length=1, max_length=60)]
) -> SecureValue:
    """A secure value. Each showing is logged; the answer is kept nowhere, so that a repeat is another showing."""
    unkept = replace(command, key=None)
    return await parts.commands.run(
        unkept, lambda tx: variables.show(tx, command.who, ContactId(contact), variable), SecureValue
    )


HANDLERS = [save, show]
