"""An administrator at work: the rules of a world changed as their window does it."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from sqlalchemy import update

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import administration as kept
from agent_client.backend.persistence import tables
from agent_client.backend.ports.units import Tx
from agent_client.backend.services import administration
from agent_client.protocol.administration import Group, ProjectRules, Routing
from agent_client.protocol.names import AgentId, ProjectId, QueueId, Role, SessionId

ADMIN = Caller(AgentId(1), SessionId(1), Role.ADMINISTRATOR, "Anna", "")
SUPERVISOR = Caller(AgentId(1), SessionId(1), Role.SUPERVISOR, "Anna", "")
AGENT = Caller(AgentId(1), SessionId(1), Role.AGENT, "Anna", "")


async def routing(world: Any, **changes: Any) -> Routing:
    def save(tx: Tx) -> Routing:
        return administration.save_routing(tx, ADMIN, replace(kept.routing(tx.conn), **changes))

    saved: Routing = await world.write(save)
    return saved


async def project(world: Any, which: int = 1, **changes: Any) -> ProjectRules:
    def save(tx: Tx) -> ProjectRules:
        return administration.save_project(tx, ADMIN, replace(kept.project(tx.conn, ProjectId(which)), **changes))

    saved: ProjectRules = await world.write(save)
    return saved


async def group(world: Any, which: int = 1, **changes: Any) -> Group:
    def save(tx: Tx) -> Group:
        return administration.save_group(tx, ADMIN, replace(kept.group(tx.conn, QueueId(which)), **changes))

    saved: Group = await world.write(save)
    return saved


async def customers_operators(world: Any, *phones: str, customer: int = 1) -> None:
    change = update(tables.customers).where(tables.customers.c.id == customer).values(operators=phones)
    await world.write(lambda tx: tx.conn.execute(change))
