"""Taking a contact from one state to the next, and the agent, the queue, the callback list and the phone with it.

Every change of a contact's state goes through `take`; nothing else writes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent_client.backend.domain.contacts import Fate, Happening, Listed, Turn, turn
from agent_client.backend.persistence import agents, centre, contact_view, contacts
from agent_client.backend.persistence.contacts import Before, ContactRow
from agent_client.backend.ports.telephony import DeclineLeg, EndCall, StopRinging
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Me
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import (
    ContactConnected,
    ContactEnded,
    ContactEvent,
    ContactOffered,
    ContactRinging,
    ContactUpdated,
    ContactWithdrawn,
    ContactWrappedUp,
)
from agent_client.protocol.names import AgentId, AgentState, ContactState, Direction, NotReadyReason
from agent_client.protocol.time import after
from agent_client.protocol.why import Why

from . import callback_list

CUSTOMER_RINGS_SECONDS = 60
"""How long a customer who is called back may be rung if the PBX does not give up by itself."""

_RINGING = (ContactState.CONNECTING, ContactState.RINGING)
_NO_AGENT: dict[str, Any] = {
    "agent": None,
    "phone": "",
    "leg": None,
    "leg_answered_at": None,
    "can_answer": False,
    "before": None,
    "ringing_at": None,
    "connected_at": None,
    "until": None,
}
_TELLS: dict[ContactState, type[ContactEvent]] = {
    ContactState.CONNECTING: ContactOffered,
    ContactState.RINGING: ContactRinging,
    ContactState.CONNECTED: ContactConnected,
    ContactState.WRAP_UP: ContactEnded,
}
_NOT_READY = {
    Fate.RONA: NotReadyReason.RONA,
    Fate.UNREACHABLE: NotReadyReason.UNREACHABLE,
    Fate.DECLINED: NotReadyReason.DECLINED,
}


def before_of(me: Me) -> Before:
    return Before(me.state, me.not_ready, me.idle_reason)


def take(
    tx: Tx, contact: ContactRow, happening: Happening, *, params: Mapping[str, str] | None = None, **values: Any
) -> ContactRow | None:
    """What follows from ``happening``, all of it; None, and nothing done, when nothing follows in this state.

    ``params`` fill the why's sentence; ``values`` are further fields of the contact to write, the agent's when offered.
    """
    step = turn(contact.state, contact.direction, happening)
    if step is None:
        return None
    why = None if step.why is None else Why(code=step.why, at=tx.now, params=dict(params or {}))
    changed = contacts.change(tx.conn, contact, **{**_values(tx, contact, step), "why": why, **values})
    _tell(tx, contact, changed)
    _move_agent(tx, contact, changed, step, why)
    _list(tx, contact, step, why)
    _act(tx, contact, changed, happening)
    if ContactState.QUEUED in (contact.state, changed.state):
        centre.publish_queue(tx, changed.queue)
    if changed.state is ContactState.QUEUED:
        tx.route()
    if changed.until is not None:
        tx.due(changed.until)
    return changed


def _values(tx: Tx, contact: ContactRow, step: Turn) -> dict[str, Any]:
    values: dict[str, Any] = {"state": step.to.value}
    queue = centre.queue_row(tx.conn, contact.queue)
    match step.to:
        case ContactState.QUEUED:
            values |= _NO_AGENT
        case ContactState.CONNECTING:
            values |= {"until": after(tx.now, queue.ring_seconds)}
        case ContactState.RINGING:
            values |= {"ringing_at": contact.ringing_at or tx.now, "until": after(tx.now, queue.ring_seconds)}
        case ContactState.CONNECTED:
            values |= {"connected_at": tx.now, "until": None, "can_answer": False}
        case ContactState.WRAP_UP:
            values |= {"until": after(tx.now, queue.wrap_up_seconds)}
        case _:
            values |= {"until": None, "can_answer": False}
    if step.to in (ContactState.WRAP_UP, ContactState.ENDED) and contact.ended_at is None:
        values |= {"ended_at": tx.now, "ended_by": None if step.ended_by is None else step.ended_by.value}
    return values


def _tell(tx: Tx, contact: ContactRow, changed: ContactRow) -> None:
    """The agent who has the contact, or had it until now."""
    agent = changed.agent or contact.agent
    if agent is None:
        return
    if changed.state is ContactState.ENDED and contact.state is ContactState.WRAP_UP:
        kind: type[ContactEvent] = ContactWrappedUp
    elif changed.state is contact.state:
        kind = ContactUpdated
    else:
        kind = _TELLS.get(changed.state, ContactWithdrawn)
    tx.emit(agent_stream(agent), kind(contact_view.shown(tx.conn, changed)))


def _move_agent(tx: Tx, contact: ContactRow, changed: ContactRow, step: Turn, why: Why | None) -> None:
    agent = changed.agent or contact.agent
    if agent is None:
        return
    match step.agent:
        case Fate.STAYS:
            return
        case Fate.OFFERED:
            agents.set_state(tx, agent, AgentState.OFFERED, contact=changed.id)
        case Fate.TALKS:
            agents.set_state(tx, agent, AgentState.ON_CONTACT, contact=changed.id)
        case Fate.WRAPS_UP:
            agents.set_state(tx, agent, AgentState.WRAP_UP, contact=changed.id, until=changed.until, why=why)
        case Fate.RETURNS:
            _return(tx, agent, contact.before or Before(AgentState.READY), why)
        case _:
            agents.set_state(tx, agent, AgentState.NOT_READY, not_ready=_NOT_READY[step.agent], why=why)


def _return(tx: Tx, agent: AgentId, before: Before, why: Why | None) -> None:
    agents.set_state(tx, agent, before.state, not_ready=before.not_ready, idle_reason=before.idle_reason, why=why)
    if before.state is AgentState.READY:
        tx.route()


def _list(tx: Tx, contact: ContactRow, step: Turn, why: Why | None) -> None:
    entry = contact.callback
    match step.listed:
        case Listed.MISSED:
            callback_list.missed(tx, contact, why)
        case Listed.ANSWERED if contact.agent is not None:
            callback_list.answered(tx, contact, contact.agent)
        case Listed.REACHED if entry is not None and contact.agent is not None:
            callback_list.reached(tx, entry, contact.agent)
        case Listed.ATTEMPTED if entry is not None:
            callback_list.attempted(tx, entry, contact.agent)
        case Listed.RELEASED if entry is not None:
            callback_list.released(tx, entry, None if contact.state is ContactState.CONNECTED else why)
        case Listed.REOPENED if entry is not None:
            callback_list.reopened(tx, entry, why)
        case _:
            return


def _act(tx: Tx, contact: ContactRow, changed: ContactRow, happening: Happening) -> None:
    """Have the PBX follow. It does nothing about what is gone already, so these may come late."""
    if contact.leg is not None and changed.state is ContactState.QUEUED:
        tx.act(DeclineLeg(contact.leg) if happening is Happening.DECLINED else StopRinging(contact.leg))
    given_up = changed.state is ContactState.ENDED and contact.direction is Direction.CALLBACK
    if given_up and contact.state in (*_RINGING, ContactState.CONNECTED):
        tx.act(EndCall(contact.call))
