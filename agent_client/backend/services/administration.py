"""The administrator's window: everything it shows, and the saving of groups, projects, routing and callback rules.

A supervisor may read; an administrator writes. What was saved holds at once: for who waits, for the callback list, on
every screen.
"""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import administration as kept
from agent_client.backend.persistence import agents, centre, passwords, projects
from agent_client.backend.ports.units import Tx
from agent_client.protocol.administration import Administration, Callbacking, Group, ProjectRules, Routing
from agent_client.protocol.names import AgentId
from agent_client.protocol.refusals import RulesChanged

from . import administration_checks as checks
from . import announcing, callback_rules, remote_rules, sound_rules, unhandled
from .administering import may_read, may_write


def everything(tx: Tx, who: Caller) -> Administration:
    may_read(who)
    return Administration(
        groups=kept.groups(tx.conn),
        projects=kept.project_rules(tx.conn),
        routing=kept.routing(tx.conn),
        callbacking=kept.callbacking(tx.conn),
        templates=centre.centre(tx.conn).templates,
        agents=kept.rights(tx.conn),
        remote=remote_rules.everything(tx),
        security=passwords.security(tx.conn),
        accounts=passwords.accounts(tx.conn),
        sound=sound_rules.everything(tx),
    )


def save_group(tx: Tx, who: Caller, wish: Group) -> Group:
    """``id`` 0 makes a new one, which every agent serves. Raises `Forbidden`, `RulesChanged`, `NotFound`, `Invalid`,
    `BadNumber`."""
    may_write(who)
    group = checks.group(tx, wish)
    if group.id == 0:
        made = centre.create_queue(
            tx.conn,
            group.name,
            variables=checks.shown_in_new_groups(tx),
            ring_seconds=group.ring_seconds,
            wrap_up_seconds=group.wrap_up_seconds,
            retry_seconds=group.retry_seconds,
            rules=group.rules,
            number=group.number,
            kind=group.kind,
            capacity=group.capacity,
            callback_key=group.callback_key,
            announce_seconds=group.announce_seconds,
            announces_place=group.announces_place,
            records=group.records,
        )
        kept.give_to_all(tx.conn, made)
        for person in agents.all_presences(tx.conn):
            _serves_another(tx, person.id)
    else:
        made = group.id
        before = centre.queue_row(tx.conn, made)  # NotFound
        if not kept.change_group(tx.conn, group):
            raise RulesChanged("somebody else saved this group first")
        callback_rules.saved(tx, made)
        if (group.announce_seconds, group.announces_place) != (before.announce_seconds, before.announces_place):
            announcing.rules_changed(tx, made)
    centre.publish_queue(tx, made)
    _holds_now(tx)
    return kept.group(tx.conn, made)


def _serves_another(tx: Tx, agent: AgentId) -> None:
    if agents.session_of(tx.conn, agent) is not None:
        agents.publish(tx, agent)


def save_project(tx: Tx, who: Caller, wish: ProjectRules) -> ProjectRules:
    """``id`` 0 makes a new one. Raises as `save_group`."""
    may_write(who)
    project = checks.project(tx, wish)
    if project.id == 0:
        made = projects.create(tx.conn, project.name, project.dnis, project.queue, project.operators)
    else:
        made = kept.project(tx.conn, project.id).id  # NotFound
        if not kept.change_project(tx.conn, project):
            raise RulesChanged("somebody else saved this project first")
    _holds_now(tx)
    return kept.project(tx.conn, made)


def save_routing(tx: Tx, who: Caller, wish: Routing) -> Routing:
    """Raises `Forbidden`, `RulesChanged`, `Invalid`, `BadNumber`, `OwnNumber`."""
    may_write(who)
    if not kept.change_routing(tx.conn, checks.routing(tx, wish)):
        raise RulesChanged("somebody else saved these rules first")
    unhandled.limits_changed(tx)
    _holds_now(tx)
    return kept.routing(tx.conn)


def save_callbacking(tx: Tx, who: Caller, wish: Callbacking) -> Callbacking:
    """Raises `Forbidden`, `RulesChanged`, `Invalid`."""
    may_write(who)
    before = kept.callbacking(tx.conn).period
    if not kept.change_callbacking(tx.conn, checks.callbacking(wish)):
        raise RulesChanged("somebody else saved these rules first")
    callback_rules.period_saved(tx, before)
    _holds_now(tx)
    return kept.callbacking(tx.conn)


def _holds_now(tx: Tx) -> None:
    """On every screen, and for everybody who waits."""
    centre.publish_centre(tx)
    tx.route()
