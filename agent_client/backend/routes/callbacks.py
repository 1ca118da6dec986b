"""The team's callback list."""

from __future__ import annotations

from litestar import get, post

from agent_client.backend.services import callbacks
from agent_client.protocol import paths
from agent_client.protocol.callbacks import Callback, Callbacks, Calling
from agent_client.protocol.names import CallbackId

from .authentication import signed_in
from .errors import COMMAND, refusals
from .parts import Asking, Given, Number, Wired, template


@get(
    paths.CALLBACKS,
    guards=[signed_in],
    responses=refusals(401, 426),
    operation_id="callbacks",
    tags=["callbacks"],
)
async def listed(caller: Asking, parts: Wired) -> Callbacks:
    """Every entry of the agent's queues, however old."""
    return await parts.units.read(lambda tx: callbacks.listed(tx, caller))


@post(
    template(paths.CALLBACK_CALL),
    guards=[signed_in],
    responses=COMMAND,
    operation_id="call_back",
    tags=["callbacks"],
)
async def call(command: Given, parts: Wired, entry: Number) -> Calling:
    """Claim the entry and call the customer: first the agent's phone rings, then the customer's."""
    return await parts.commands.run(command, lambda tx: callbacks.call(tx, command.who, CallbackId(entry)), Calling)


@post(
    template(paths.CALLBACK_DONE),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="mark_done",
    tags=["callbacks"],
)
async def done(command: Given, parts: Wired, entry: Number) -> Callback:
    return await parts.commands.run(
        command, lambda tx: callbacks.mark_done(tx, command.who, CallbackId(entry)), Callback
    )


@post(
    template(paths.CALLBACK_NOT_REACHED),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="mark_not_reached",
    tags=["callbacks"],
)
async def not_reached(command: Given, parts: Wired, entry: Number) -> Callback:
    return await parts.commands.run(
        command, lambda tx: callbacks.mark_not_reached(tx, command.who, CallbackId(entry)), Callback
    )


@post(
    template(paths.CALLBACK_REOPEN),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="reopen",
    tags=["callbacks"],
)
async def reopen(command: Given, parts: Wired, entry: Number) -> Callback:
    return await parts.commands.run(command, lambda tx: callbacks.reopen(tx, command.who, CallbackId(entry)), Callback)


HANDLERS = [listed, call, done, not_reached, reopen]
