"""Passwords: changing one's own, giving an agent a first one, what the centre asks of them. No secret is kept of a request."""

from __future__ import annotations

from litestar import post, put
from litestar.params import JSONBody

from agent_client.backend.services import security
from agent_client.protocol import paths
from agent_client.protocol.names import AgentId
from agent_client.protocol.passwords import ChangePassword, FirstPassword, ResetPassword, Security

from .authentication import signed_in
from .errors import refusals
from .parts import Asking, Given, HttpRequest, Number, Wired, template


@post(
    paths.AGENT_PASSWORD,
    guards=[signed_in],
    status_code=204,
    responses=refusals(401, 426, 429),
    operation_id="change_password",
    tags=["agent"],
)
async def change(request: HttpRequest, caller: Asking, parts: Wired, data: JSONBody[ChangePassword]) -> None:
    """Change one's own password. The session goes on."""
    address = request.client.host if request.client is not None else ""
    await parts.passwords.change(caller, data, address)


@post(
    template(paths.ADMINISTRATION_PASSWORD),
    guards=[signed_in],
    status_code=200,
    responses=refusals(401, 403, 404, 426),
    operation_id="reset_password",
    tags=["administration"],
)
async def reset(caller: Asking, parts: Wired, agent: Number, data: JSONBody[ResetPassword]) -> FirstPassword:
    """Give an agent a first password, which is told in the answer and nowhere else; it lifts a lock-out too."""
    return await parts.passwords.reset(caller, AgentId(agent), data)


@put(
    paths.ADMINISTRATION_SECURITY,
    guards=[signed_in],
    responses=refusals(401, 403, 409, 426),
    operation_id="save_security",
    tags=["administration"],
)
async def save_security(command: Given, parts: Wired, data: JSONBody[Security]) -> Security:
    """What the centre asks of passwords, when an account is locked, how long a session does without the password."""
    return await parts.commands.run(command, lambda tx: security.save(tx, command.who, data), Security)


HANDLERS = [change, reset, save_security]
