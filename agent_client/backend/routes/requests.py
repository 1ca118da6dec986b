"""What an agent does with requests beside answering one: accept all that is written, cancel a web callback."""

from __future__ import annotations

from litestar import post
from litestar.params import JSONBody

from agent_client.backend.services import calls, digital
from agent_client.protocol import paths
from agent_client.protocol.contacts import AcceptAll, Accepted, Contact, ContactCommand
from agent_client.protocol.names import ContactId

from .authentication import signed_in
from .errors import COMMAND
from .parts import Given, Number, Wired, template


@post(
    paths.ACCEPT_ALL,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="accept_all",
    tags=["contacts"],
)
async def accept_all(command: Given, parts: Wired, data: JSONBody[AcceptAll]) -> Accepted:
    """Accept e-mails, chats and social messages together; those that moved on meanwhile are left out."""
    return await parts.commands.run(command, lambda tx: digital.accept_all(tx, command.who, data), Accepted)


@post(
    template(paths.CONTACT_CANCEL),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND,
    operation_id="cancel",
    tags=["contacts"],
)
async def cancel(command: Given, parts: Wired, contact: Number, data: JSONBody[ContactCommand]) -> Contact:
    """Cancel a web callback before its customer has answered: they are not called, and wrap-up follows."""
    return await parts.commands.run(
        command, lambda tx: calls.cancel(tx, command.who, ContactId(contact), data.version), Contact
    )


HANDLERS = [accept_all, cancel]
