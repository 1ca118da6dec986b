"""Whom a consult or a transfer is meant for: what the agent picked or typed, made certain (D2, D4, D7)."""

from __future__ import annotations

from msgspec import Struct

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, contacts, entry_points, projects, sessions
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Presence
from agent_client.protocol.contacts import Target
from agent_client.protocol.names import AgentId, AgentState, Phase, ProjectId, QueueId, TargetKind
from agent_client.protocol.refusals import (
    AgentNotAvailable,
    BadNumber,
    CallLimit,
    Invalid,
    NotFound,
    NotToYourself,
)
from agent_client.rules.dial_numbers import canonical
from agent_client.rules.targets import may_consult, may_transfer

from .reaching import needs_pbx


class Goal(Struct, frozen=True, kw_only=True):
    """``agent`` with ``phone``, or ``queue`` (with ``project``, where it was an entry point), or a ``number`` outside."""

    kind: TargetKind
    name: str
    agent: AgentId | None = None
    phone: str = ""
    queue: QueueId | None = None
    project: ProjectId | None = None
    number: str = ""


def for_consult(tx: Tx, who: Caller, target: Target | None) -> Goal:
    """An agent may be available, in pause or idle. Raises as `_goal`."""
    return _goal(tx, who, target, consult=True)


def for_transfer(tx: Tx, who: Caller, target: Target | None) -> Goal:
    """An agent must be available. Raises as `_goal`."""
    return _goal(tx, who, target, consult=False)


def for_phone_key(tx: Tx, who: Caller, text: str, *, talked: bool) -> Goal:
    """A number that was dialled behind the phone's own transfer key: where a colleague takes calls, it is that colleague.
    ``talked``: with whom they have talked already. Raises as `_goal`."""
    number = canonical(text, centre.settings_row(tx.conn).country)
    there = sessions.at_phone(tx.conn, number) if number else None
    if there is not None:
        return _agent(tx, who, there.agent, consult=talked)
    return _number(tx, who, text, connected=talked)


def _goal(tx: Tx, who: Caller, target: Target | None, *, consult: bool) -> Goal:
    """Raises `Invalid`, `NotFound`, `BadNumber`, `NotToYourself`, `AgentNotAvailable`, `CallLimit`."""
    if target is None:
        raise Invalid("no target", field="target")
    match target.kind:
        case TargetKind.AGENT:
            return _agent(tx, who, AgentId(_id(target)), consult=consult)
        case TargetKind.QUEUE:
            queue = centre.queue_row(tx.conn, QueueId(_id(target)))
            return Goal(kind=TargetKind.QUEUE, name=queue.name, queue=queue.id)
        case TargetKind.ENTRY_POINT:
            return _entry_point(tx, ProjectId(_id(target)))
        case TargetKind.NUMBER:
            return _number(tx, who, target.number)
        case _:
            raise Invalid("no such kind of target", field="kind")


def _id(target: Target) -> int:
    if target.id is None:
        raise Invalid(f"{target.kind} needs an id", field="id")
    return target.id


def _agent(tx: Tx, who: Caller, agent: AgentId, *, consult: bool) -> Goal:
    if agent == who.agent:
        raise NotToYourself("that is yourself")
    found = agents.presence(tx.conn, agent)
    may = may_consult if consult else may_transfer
    if not may(found) or not agents.rights(tx.conn, agent).takes_contacts:
        raise AgentNotAvailable("not in this state", agent=found.name, state=_state(found))
    return Goal(kind=TargetKind.AGENT, name=found.name, agent=agent, phone=found.phone)


def _state(agent: Presence) -> str:
    if agent.state is not AgentState.SIGNED_OUT and not agent.linked:
        return Phase.RECONNECTING.value
    return agent.state.value if agent.not_ready is None else agent.not_ready.value


def _entry_point(tx: Tx, project: ProjectId) -> Goal:
    found = projects.by_id(tx.conn, project)
    if found is None:
        raise NotFound("no such entry point")
    return Goal(kind=TargetKind.ENTRY_POINT, name=found.name, queue=found.queue, project=found.id)


def _number(tx: Tx, who: Caller, text: str, *, connected: bool = False) -> Goal:
    """An entry point's own number is that entry point (D4), a group's that group; a colleague's phone is dialled as any.
    ``connected``: there is a call there, and none is made."""
    number = canonical(text, centre.settings_row(tx.conn).country)
    if not number:
        raise BadNumber("not a dial number", number=text)
    entry = entry_points.by_number(tx.conn, number)
    if entry is not None and entry.project is not None:
        return _entry_point(tx, entry.project)
    if entry is not None:
        return Goal(kind=TargetKind.QUEUE, name=entry.name, queue=entry.queue)
    if number == who.phone:
        raise NotToYourself("that is your own phone")
    if not connected:
        within_limit(tx)
    return Goal(kind=TargetKind.NUMBER, name="", number=number)


def within_limit(tx: Tx) -> None:
    """Raises `PbxUnreachable`, or `CallLimit` when the centre may have no further call now (D11)."""
    needs_pbx(tx)
    if not has_room(tx):
        raise CallLimit("as many calls as the centre may have", limit=str(centre.settings_row(tx.conn).most_calls))


def has_room(tx: Tx) -> bool:
    """Whether the centre may have one call more."""
    most = centre.settings_row(tx.conn).most_calls
    return most is None or contacts.calls_count(tx.conn) < most
