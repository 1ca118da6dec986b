"""Calls that agents make of their own accord."""

from __future__ import annotations

from litestar import post
from litestar.params import JSONBody

from agent_client.backend.services import outdial
from agent_client.protocol import paths
from agent_client.protocol.callbacks import Calling
from agent_client.protocol.contacts import Outdial

from .authentication import signed_in
from .errors import COMMAND
from .parts import Given, Wired


@post(
    paths.OUTDIAL,
    guards=[signed_in],
    responses=COMMAND,
    operation_id="outdial",
    tags=["contacts"],
)
async def call(command: Given, parts: Wired, data: JSONBody[Outdial]) -> Calling:
    """Call a number: first the agent's phone rings, then the other's."""
    return await parts.commands.run(command, lambda tx: outdial.call(tx, command.who, data), Calling)


HANDLERS = [call]
