"""What an administrator decides, as it is read and written: groups, projects, routing, callback rules, agents' rights.

Each is written only over the version that was seen; a save that came too late finds False here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from agent_client.protocol.administration import AgentRights, Callbacking, Group, ProjectRules, Routing
from agent_client.protocol.agents import AgentBrief
from agent_client.protocol.names import AgentId, ProjectId, QueueId
from agent_client.protocol.refusals import NotFound

from . import centre as persistence_centre
from . import staffing
from .agents import rights_in
from .centre import QueueRow
from .prepared import Prepared
from .tables import agents, projects, queues, sessions
from .tables import centre as centre_table


def group(conn: Connection, queue: QueueId) -> Group:
    return _group(persistence_centre.queue_row(conn, queue))


def groups(conn: Connection) -> tuple[Group, ...]:
    found = sorted(persistence_centre.queue_rows(conn), key=lambda row: (row.name.casefold(), row.id))
    return tuple(_group(row) for row in found)


def _group(row: QueueRow) -> Group:
    return Group(
        id=row.id,
        version=row.rules_version,
        name=row.name,
        number=row.number,
        kind=row.kind,
        capacity=row.capacity,
        ring_seconds=row.ring_seconds,
        wrap_up_seconds=row.wrap_up_seconds,
        retry_seconds=row.retry_seconds,
        callback_key=row.callback_key,
        announce_seconds=row.announce_seconds,
        announces_place=row.announces_place,
        records=row.records,
        rules=row.rules,
    )


def change_group(conn: Connection, group: Group) -> bool:
    """``number`` as rules.dial_numbers.canonical writes it."""
    done = conn.execute(
        update(queues)
        .where(queues.c.id == group.id, queues.c.rules_version == group.version)
        .values(
            rules_version=queues.c.rules_version + 1,
            name=group.name,
            number=group.number,
            kind=group.kind.value,
            capacity=group.capacity,
            ring_seconds=group.ring_seconds,
            wrap_up_seconds=group.wrap_up_seconds,
            retry_seconds=group.retry_seconds,
            callback_key=group.callback_key,
            announce_seconds=group.announce_seconds,
            announces_place=group.announces_place,
            records=group.records,
            callback_rules=group.rules,
        )
    )
    return done.rowcount == 1


def give_to_all(conn: Connection, queue: QueueId) -> None:
    """Every agent serves it."""
    staffing.allow(conn, [AgentId(number) for number in conn.scalars(select(agents.c.id))], [queue])


def project(conn: Connection, project_id: ProjectId) -> ProjectRules:
    found = next((one for one in project_rules(conn) if one.id == project_id), None)
    if found is None:
        raise NotFound("no such project")
    return found


_PROJECTS = Prepared(select(projects).order_by(projects.c.name, projects.c.id))


def project_rules(conn: Connection) -> tuple[ProjectRules, ...]:
    return tuple(
        ProjectRules(
            id=ProjectId(row.id),
            version=row.version,
            name=row.name,
            dnis=row.dnis,
            queue=QueueId(row.queue_id),
            operators=tuple(row.operators),
        )
        for row in _PROJECTS.rows(conn)
    )


def change_project(conn: Connection, rules: ProjectRules) -> bool:
    """``dnis`` and operators as rules.dial_numbers.canonical writes them."""
    done = conn.execute(
        update(projects)
        .where(projects.c.id == rules.id, projects.c.version == rules.version)
        .values(
            version=projects.c.version + 1,
            name=rules.name,
            dnis=rules.dnis,
            queue_id=rules.queue,
            operators=rules.operators,
        )
    )
    return done.rowcount == 1


def routing(conn: Connection) -> Routing:
    row = persistence_centre.settings_row(conn)
    return Routing(
        version=row.routing_version,
        operators=row.operators,
        fixed_target=row.fixed_target,
        fixed_target_active=row.fixed_target_active,
        unhandled=row.unhandled,
        unhandled_agent=row.unhandled_agent,
        unhandled_seconds=row.unhandled_seconds,
    )


def change_routing(conn: Connection, rules: Routing) -> bool:
    return _change_centre(
        conn,
        centre_table.c.routing_version,
        rules.version,
        operators=rules.operators,
        fixed_target=rules.fixed_target,
        fixed_target_active=rules.fixed_target_active,
        unhandled=rules.unhandled.value,
        unhandled_agent_id=rules.unhandled_agent,
        unhandled_seconds=rules.unhandled_seconds,
    )


def callbacking(conn: Connection) -> Callbacking:
    row = persistence_centre.settings_row(conn)
    return Callbacking(version=row.callbacking_version, time_zone=row.time_zone, period=row.period)


def change_callbacking(conn: Connection, rules: Callbacking) -> bool:
    return _change_centre(
        conn,
        centre_table.c.callbacking_version,
        rules.version,
        time_zone=rules.time_zone,
        callback_period=rules.period,
    )


def _change_centre(conn: Connection, version: Any, seen: int, **values: Any) -> bool:
    done = conn.execute(update(centre_table).where(version == seen).values(**{version.name: version + 1}, **values))
    return done.rowcount == 1


def rights(conn: Connection) -> tuple[AgentRights, ...]:
    """Everybody's, by name."""
    live = agents.outerjoin(sessions, (sessions.c.agent_id == agents.c.id) & sessions.c.ended_at.is_(None))
    found = conn.execute(select(agents, sessions.c.phone).select_from(live).order_by(agents.c.name, agents.c.id))
    return tuple(
        AgentRights(
            agent=AgentBrief(AgentId(row.id), row.name, row.phone or ""),
            user=row.user_name,
            rights=rights_in(row),
        )
        for row in found
    )
