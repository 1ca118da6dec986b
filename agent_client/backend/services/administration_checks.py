"""Whether what an administrator wishes can be: numbers as they are stored, names and numbers once, targets that exist."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable

from msgspec.structs import replace

from agent_client.backend.persistence import administration as kept
from agent_client.backend.persistence import agents, centre, entry_points
from agent_client.backend.persistence.centre import ShownVariable
from agent_client.backend.ports.units import Tx
from agent_client.protocol.administration import Callbacking, Group, ProjectRules, Routing
from agent_client.protocol.names import AgentId, GroupKind, Period, Unhandled
from agent_client.protocol.refusals import BadNumber, Invalid, NotFound, OwnNumber
from agent_client.rules.dial_numbers import canonical

from .setting_up import VARIABLES


def group(tx: Tx, wish: Group) -> Group:
    """As it is stored. Raises `Invalid`, `BadNumber`."""
    name = _name(wish.name)
    if wish.kind is GroupKind.UNKNOWN:
        raise Invalid("no such kind of group", field="kind")
    number = _number(tx, wish.number, "number")
    others = [one for one in kept.groups(tx.conn) if one.id != wish.id]
    if any(one.name == name for one in others):
        raise Invalid("another group has this name", field="name")
    if number and any(one.number == number for one in others):
        raise Invalid("another group has this number", field="number")
    projects = kept.project_rules(tx.conn)
    if number and any(one.dnis == number and one.queue != wish.id for one in projects):
        raise Invalid("a project of another group has this number", field="number")
    _not_the_service_number(tx, number, "number")
    if wish.kind is not GroupKind.QUEUE and any(one.queue == wish.id for one in projects):
        raise Invalid("projects lead to this group, so its calls are shared out here", field="kind")
    return replace(wish, name=name, number=number)


def project(tx: Tx, wish: ProjectRules) -> ProjectRules:
    """As it is stored. Raises `Invalid`, `BadNumber`."""
    name, dnis = _name(wish.name), _number(tx, wish.dnis, "dnis")
    if not dnis:
        raise BadNumber("not a number that customers can dial", number=wish.dnis)
    groups = {one.id: one for one in kept.groups(tx.conn)}
    leads_to = groups.get(wish.queue)
    if leads_to is None or leads_to.kind is not GroupKind.QUEUE:
        raise Invalid("no group whose calls are shared out here", field="queue")
    others = [one for one in kept.project_rules(tx.conn) if one.id != wish.id]
    if any(one.name == name for one in others):
        raise Invalid("another project has this name", field="name")
    if any(one.dnis == dnis for one in others):
        raise Invalid("another project has this number", field="dnis")
    if any(one.number == dnis and one.id != wish.queue for one in groups.values()):
        raise Invalid("another group has this number", field="dnis")
    _not_the_service_number(tx, dnis, "dnis")
    return replace(wish, name=name, dnis=dnis, operators=operators(tx, wish.operators))


def routing(tx: Tx, wish: Routing) -> Routing:
    """As it is stored. Raises `Invalid`, `BadNumber`, `OwnNumber`."""
    target = _number(tx, wish.fixed_target, "fixed_target")
    if wish.fixed_target_active and not target:
        raise Invalid("a target that is used needs a number", field="fixed_target")
    own = entry_points.by_number(tx.conn, target)
    if own is not None:
        raise OwnNumber("its calls would come back for ever", name=own.name)
    if wish.unhandled is Unhandled.UNKNOWN:
        raise Invalid("no such way", field="unhandled")
    if wish.unhandled_agent is not None or wish.unhandled is Unhandled.AGENT:
        _takes_calls(tx, wish.unhandled_agent)
    return replace(wish, operators=operators(tx, wish.operators), fixed_target=target)


def _takes_calls(tx: Tx, agent: AgentId | None) -> None:
    try:
        takes = agent is not None and agents.me(tx.conn, agent).rights.takes_contacts
    except NotFound:
        takes = False
    if not takes:
        raise Invalid("an agent who takes calls has to be named", field="unhandled_agent")


def callbacking(wish: Callbacking) -> Callbacking:
    """As it is stored. Raises `Invalid`."""
    if wish.time_zone not in zoneinfo.available_timezones():
        raise Invalid("no such time zone", field="time_zone")
    if wish.period.period is Period.UNKNOWN:
        raise Invalid("no such period", field="period.period")
    if GroupKind.UNKNOWN in wish.period.kinds:
        raise Invalid("no such kind of group", field="period.kinds")
    kinds = tuple(kind for kind in GroupKind if kind in wish.period.kinds)
    return replace(wish, period=replace(wish.period, kinds=kinds))


def operators(tx: Tx, typed: Iterable[str]) -> tuple[str, ...]:
    """Phones in their order, each once, as sessions have them. Raises `BadNumber`."""
    found = [_number(tx, number, "operators") for number in typed if number.strip()]
    return tuple(dict.fromkeys(found))


def shown_in_new_groups(tx: Tx) -> tuple[ShownVariable, ...]:
    """What popovers show of a new group's calls (C4): as the first group's do."""
    there = centre.queue_rows(tx.conn)
    return there[0].variables if there else VARIABLES


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise Invalid("a name is needed", field="name")
    return name


def _not_the_service_number(tx: Tx, number: str, field: str) -> None:
    """Who dials that signs in or out (A15). Raises `Invalid`."""
    if number and number == centre.settings_row(tx.conn).service_number:
        raise Invalid("the number by which agents sign in by phone", field=field)


def _number(tx: Tx, text: str, field: str) -> str:
    """Raises `BadNumber`."""
    if not text.strip():
        return ""
    number = canonical(text, centre.settings_row(tx.conn).country)
    if not number or len(number) > 40:
        raise BadNumber("not a number that can be called", number=text, field=field)
    return number
