"""What an administrator decides, read and saved."""

from __future__ import annotations

from litestar import get, post, put
from litestar.params import JSONBody
from msgspec.structs import replace

from agent_client.backend.services import administration, remote_rules, rights, sound_rules, would_get
from agent_client.protocol import paths
from agent_client.protocol.administration import (
    Administration,
    Callbacking,
    Group,
    ProjectRules,
    Route,
    Routing,
    WouldGet,
)
from agent_client.protocol.agents import Rights
from agent_client.protocol.names import AgentId
from agent_client.protocol.remote import Registering, RemoteAgent, ServiceNumber
from agent_client.protocol.sound import SoundRules

from .authentication import signed_in
from .errors import refusals
from .parts import Asking, Given, Number, Wired, template

SAVES = refusals(401, 403, 404, 409, 426)


@get(
    paths.ADMINISTRATION,
    guards=[signed_in],
    responses=refusals(401, 403, 426),
    operation_id="administration",
    tags=["administration"],
)
async def everything(caller: Asking, parts: Wired) -> Administration:
    """All of it, for supervisors and administrators."""
    found = await parts.units.read(lambda tx: administration.everything(tx, caller))
    return replace(found, remote=replace(found.remote, texts=bool(parts.settings.messages)))


@post(
    paths.ADMINISTRATION_GROUPS,
    guards=[signed_in],
    status_code=200,
    responses=SAVES,
    operation_id="save_group",
    tags=["administration"],
)
async def save_group(command: Given, parts: Wired, data: JSONBody[Group]) -> Group:
    """``id`` 0 makes a new group, which every agent serves."""
    return await parts.commands.run(command, lambda tx: administration.save_group(tx, command.who, data), Group)


@post(
    paths.ADMINISTRATION_PROJECTS,
    guards=[signed_in],
    status_code=200,
    responses=SAVES,
    operation_id="save_project",
    tags=["administration"],
)
async def save_project(command: Given, parts: Wired, data: JSONBody[ProjectRules]) -> ProjectRules:
    """``id`` 0 makes a new project."""
    return await parts.commands.run(
        command, lambda tx: administration.save_project(tx, command.who, data), ProjectRules
    )


@put(
    paths.ADMINISTRATION_ROUTING,
    guards=[signed_in],
    responses=SAVES,
    operation_id="save_routing",
    tags=["administration"],
)
async def save_routing(command: Given, parts: Wired, data: JSONBody[Routing]) -> Routing:
    """What holds for the calls of all projects, also for those who wait now."""
    return await parts.commands.run(command, lambda tx: administration.save_routing(tx, command.who, data), Routing)


@put(
    paths.ADMINISTRATION_CALLBACKS,
    guards=[signed_in],
    responses=SAVES,
    operation_id="save_callbacking",
    tags=["administration"],
)
async def save_callbacking(command: Given, parts: Wired, data: JSONBody[Callbacking]) -> Callbacking:
    """The callback rules of the whole centre, and its time zone."""
    return await parts.commands.run(
        command, lambda tx: administration.save_callbacking(tx, command.who, data), Callbacking
    )


@put(
    template(paths.ADMINISTRATION_RIGHTS),
    guards=[signed_in],
    responses=SAVES,
    operation_id="save_rights",
    tags=["administration"],
)
async def save_rights(command: Given, parts: Wired, agent: Number, data: JSONBody[Rights]) -> Rights:
    """What an agent may do with customers, and whether they take contacts at all."""
    return await parts.commands.run(command, lambda tx: rights.save(tx, command.who, AgentId(agent), data), Rights)


@put(
    paths.ADMINISTRATION_REMOTE,
    guards=[signed_in],
    responses=SAVES,
    operation_id="save_service_number",
    tags=["administration"],
)
async def save_service_number(command: Given, parts: Wired, data: JSONBody[ServiceNumber]) -> ServiceNumber:
    """The number that agents call to sign in and out by phone; empty: none. The last save stands."""
    return await parts.commands.run(command, lambda tx: remote_rules.save_number(tx, command.who, data), ServiceNumber)


@put(
    template(paths.ADMINISTRATION_PHONES),
    guards=[signed_in],
    responses=SAVES,
    operation_id="save_phones",
    tags=["administration"],
)
async def save_phones(command: Given, parts: Wired, agent: Number, data: JSONBody[Registering]) -> RemoteAgent:
    """From which phones an agent may sign in, and for which queues. The last save stands."""
    return await parts.commands.run(
        command, lambda tx: remote_rules.save_agent(tx, command.who, AgentId(agent), data), RemoteAgent
    )


@put(
    paths.ADMINISTRATION_SOUND,
    guards=[signed_in],
    responses=SAVES,
    operation_id="save_sound_rules",
    tags=["administration"],
)
async def save_sound_rules(command: Given, parts: Wired, data: JSONBody[SoundRules]) -> SoundRules:
    """For how long recordings are kept, and whether noise is removed from calls. The last save stands."""
    return await parts.commands.run(command, lambda tx: sound_rules.save(tx, command.who, data), SoundRules)


@post(
    paths.WOULD_GET,
    guards=[signed_in],
    status_code=200,
    responses=refusals(401, 403, 404, 426),
    operation_id="would_get",
    tags=["administration"],
)
async def who_would_get(caller: Asking, parts: Wired, data: JSONBody[WouldGet]) -> Route:
    """Who would get such a call now. Nothing is changed, and nobody is called."""
    return await parts.units.read(lambda tx: would_get.route(tx, caller, data))


HANDLERS = [
    everything,
    save_group,
    save_project,
    save_routing,
    save_callbacking,
    save_rights,
    save_service_number,
    save_phones,
    save_sound_rules,
    who_would_get,
]
