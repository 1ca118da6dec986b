"""The groups, projects and routing of a rules file, saved as the administrator's window saves them; what cannot be is named
by its line (F6)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec.structs import asdict, replace

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.rules_text import RuleGroup, RuleProject, RuleRouting, Rules, bad
from agent_client.backend.persistence import administration as kept
from agent_client.backend.persistence import rules_file
from agent_client.backend.ports.units import Tx
from agent_client.protocol.administration import ProjectRules
from agent_client.protocol.names import QueueId
from agent_client.protocol.refusals import BadNumber, Invalid, OwnNumber

from . import administration


def save(tx: Tx, who: Caller, rules: Rules) -> int:
    """How many projects are new or changed. Raises `Forbidden`, `BadLine`."""
    for group in rules.groups:
        _group(tx, who, group)
    groups = {one.name: one.id for one in kept.groups(tx.conn)}
    projects = sum(_project(tx, who, project, groups) for project in rules.projects)
    if rules.routing is not None:
        _routing(tx, who, rules.routing)
    return projects


def _group(tx: Tx, who: Caller, one: RuleGroup) -> None:
    there = {group.name: group for group in kept.groups(tx.conn)}.get(one.group.name)
    wish = one.group if there is None else replace(one.group, id=there.id, version=there.version)
    if there is not None and not one.whole:
        wish = replace(
            wish,
            announce_seconds=there.announce_seconds,
            announces_place=there.announces_place,
            records=there.records,
        )
    if wish != there:
        with _named(one.line, asdict(wish)):
            administration.save_group(tx, who, wish)


def _project(tx: Tx, who: Caller, one: RuleProject, groups: dict[str, QueueId]) -> bool:
    if one.group not in groups:
        raise bad(one.line, "group", one.group)
    wish = ProjectRules(name=one.name, dnis=one.dnis, queue=groups[one.group], operators=one.operators)
    there = next((project for project in kept.project_rules(tx.conn) if project.dnis == one.dnis), None)
    if there is not None:
        wish = replace(wish, id=there.id, version=there.version)
    if wish == there:
        return False
    with _named(one.line, asdict(wish) | {"queue": one.group}):
        saved = administration.save_project(tx, who, wish)
    return there is None or replace(saved, version=there.version) != there


def _routing(tx: Tx, who: Caller, one: RuleRouting) -> None:
    there = kept.routing(tx.conn)
    people = rules_file.users(tx.conn)
    if one.agent and one.agent not in people:
        raise bad(one.line, "agent", one.agent)
    agent = people[one.agent] if one.agent else None
    wish = replace(one.routing, version=there.version, unhandled_agent=agent)
    if wish != there:
        with _named(one.line, asdict(wish) | {"unhandled_agent": one.agent}):
            administration.save_routing(tx, who, wish)


@contextmanager
def _named(line: int, values: dict[str, object]) -> Iterator[None]:
    """A refusal of what is in this line. Raises `BadLine`."""
    try:
        yield
    except BadNumber as refusal:
        raise bad(line, "number", refusal.params["number"]) from None
    except OwnNumber as refusal:
        raise bad(line, "duplicate", refusal.params["name"]) from None
    except Invalid as refusal:
        field = refusal.params.get("field", "")
        reason = "duplicate" if field in ("name", "number", "dnis") and values.get(field) else "value"
        raise bad(line, reason, str(values.get(field, ""))) from None
