"""What an agent does with a contact."""

from __future__ import annotations

from litestar import post, put
from litestar.params import JSONBody

from agent_client.backend.services import calls, requests, wrapping_up
from agent_client.protocol import paths
from agent_client.protocol.contacts import Contact, ContactCommand, WrapUp
from agent_client.protocol.names import ContactId, CustomerId

from .authentication import signed_in
from .errors import COMMAND
from .parts import Given, Number, Wired, template


@post(
    template(paths.CONTACT_ANSWER),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="answer",
    tags=["contacts"],
)
async def answer(command: Given, parts: Wired, contact: Number, data: JSONBody[ContactCommand]) -> Contact:
    """Answer the agent's ringing phone from the desktop, where it allows it; accept what is written; have a preview
    dialled."""
    return await parts.commands.run(
        command, lambda tx: requests.answer(tx, command.who, ContactId(contact), data.version), Contact
    )


@post(
    template(paths.CONTACT_DECLINE),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="decline",
    tags=["contacts"],
)
async def decline(command: Given, parts: Wired, contact: Number, data: JSONBody[ContactCommand]) -> Contact:
    """Decline an offered contact: it goes back to its queue."""
    return await parts.commands.run(
        command, lambda tx: requests.decline(tx, command.who, ContactId(contact), data.version), Contact
    )


@post(
    template(paths.CONTACT_END),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="end",
    tags=["contacts"],
)
async def end(command: Given, parts: Wired, contact: Number, data: JSONBody[ContactCommand]) -> Contact:
    """End the conversation; wrap-up follows."""
    return await parts.commands.run(
        command, lambda tx: requests.end(tx, command.who, ContactId(contact), data.version), Contact
    )


@post(
    template(paths.CONTACT_WRAP_UP),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="wrap_up",
    tags=["contacts"],
)
async def wrap_up(command: Given, parts: Wired, contact: Number, data: JSONBody[WrapUp]) -> Contact:
    """Give the reason and be done with the contact."""
    return await parts.commands.run(
        command, lambda tx: wrapping_up.wrap_up(tx, command.who, ContactId(contact), data), Contact
    )


@post(
    template(paths.CONTACT_EXTEND),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="extend_wrap_up",
    tags=["contacts"],
)
async def extend_wrap_up(command: Given, parts: Wired, contact: Number, data: JSONBody[ContactCommand]) -> Contact:
    """Have more time for wrap-up, as often as the queue allows."""
    return await parts.commands.run(
        command, lambda tx: wrapping_up.extend(tx, command.who, ContactId(contact), data.version), Contact
    )


@put(
    template(paths.CONTACT_CUSTOMER),
    guards=[signed_in],
    responses=COMMAND,
    operation_id="choose_customer",
    tags=["contacts"],
)
async def choose_customer(command: Given, parts: Wired, contact: Number, customer: Number) -> Contact:
    """Say who the contact is about."""
    return await parts.commands.run(
        command, lambda tx: calls.choose_customer(tx, command.who, ContactId(contact), CustomerId(customer)), Contact
    )


HANDLERS = [answer, decline, end, wrap_up, extend_wrap_up, choose_customer]
