"""The templates of notes, as supervisors and administrators keep them. Everybody has them with the centre itself."""

from __future__ import annotations

from litestar import delete, post
from litestar.params import JSONBody

from agent_client.backend.services import templates
from agent_client.protocol import paths
from agent_client.protocol.administration import SaveTemplate
from agent_client.protocol.centre import Template
from agent_client.protocol.names import TemplateId

from .authentication import signed_in
from .errors import COMMAND, refusals
from .parts import Given, Number, Wired
from .parts import template as path_of


@post(
    paths.ADMINISTRATION_TEMPLATES,
    guards=[signed_in],
    status_code=200,
    responses=COMMAND | refusals(403),
    operation_id="save_template",
    tags=["administration"],
)
async def save(command: Given, parts: Wired, data: JSONBody[SaveTemplate]) -> Template:
    """Save a template, or with the id 0 a new one."""
    return await parts.commands.run(command, lambda tx: templates.save(tx, command.who, data), Template)


@delete(
    path_of(paths.ADMINISTRATION_TEMPLATE),
    guards=[signed_in],
    status_code=200,
    responses=COMMAND | refusals(403),
    operation_id="remove_template",
    tags=["administration"],
)
async def remove(command: Given, parts: Wired, template: Number) -> Template:
    """Remove a template; the answer is what it was."""
    return await parts.commands.run(
        command, lambda tx: templates.remove(tx, command.who, TemplateId(template)), Template
    )


HANDLERS = [save, remove]
