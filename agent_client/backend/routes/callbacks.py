"""The team's callback list."""

from __future__ import annotations

from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import JSONBody, QueryParameter

from agent_client.backend.services import appointments, callbacks
from agent_client.protocol import paths
from agent_client.protocol.callbacks import Callback, Callbacks, Calling, NewAppointment
from agent_client.protocol.names import CallbackId, Section

from .authentication import signed_in
from .errors import COMMAND, refusals
from .parts import Asking, Given, Number, Wired, template

CUT = r"^\d{1,16}\.\d{1,16}$"


@get(
    paths.CALLBACKS,
    guards=[signed_in],
    responses=refusals(401, 426),
    operation_id="callbacks",
    tags=["callbacks"],
)
async def listed(
    caller: Asking,
    parts: Wired,
    section: Annotated[Section | None, QueryParameter()] = None,
    before: Annotated[str | None, QueryParameter(pattern=CUT)] = None,
) -> Callbacks:
    """A page of the entries of the agent's queues, however old, the latest call first. ``before`` is what the page before
    called ``older``."""
    return await parts.units.read(lambda tx: callbacks.listed(tx, caller, section, before))


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


@post(
    paths.APPOINTMENTS,
    guards=[signed_in],
    responses=COMMAND,
    operation_id="appoint",
    tags=["callbacks"],
)
async def appoint(command: Given, parts: Wired, data: JSONBody[NewAppointment]) -> Callback:
    """Have a customer called at a time: by the agent, or by any of the queue."""
    return await parts.commands.run(command, lambda tx: appointments.make(tx, command.who, data), Callback)


@put(
    template(paths.CALLBACK_APPOINTMENT),
    guards=[signed_in],
    responses=COMMAND,
    operation_id="change_appointment",
    tags=["callbacks"],
)
async def change_appointment(command: Given, parts: Wired, entry: Number, data: JSONBody[NewAppointment]) -> Callback:
    """Another time, another agent, another remark."""
    return await parts.commands.run(
        command, lambda tx: appointments.change(tx, command.who, CallbackId(entry), data), Callback
    )


@delete(
    template(paths.CALLBACK_APPOINTMENT),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="cancel_appointment",
    tags=["callbacks"],
)
async def cancel_appointment(command: Given, parts: Wired, entry: Number) -> Callback:
    return await parts.commands.run(
        command, lambda tx: appointments.cancel(tx, command.who, CallbackId(entry)), Callback
    )


HANDLERS = [listed, call, done, not_reached, reopen, appoint, change_appointment, cancel_appointment]
