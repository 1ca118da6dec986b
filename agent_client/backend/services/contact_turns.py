"""Taking a contact from one state to the next, and the agent, the queue, the callback list, the phones and the other side
of a consult with it.

Every change of a contact's state goes through `take`; nothing else writes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from agent_client.backend.domain.contacts import hears, turn, way
from agent_client.backend.domain.turns import Fate, Happening, Turn, Way
from agent_client.backend.persistence import agents, callbacks, centre, contact_view, contacts
from agent_client.backend.persistence.contacts import TALKING, Before, ContactRow
from agent_client.backend.ports.telephony import DeclineLeg, EndCall, HandOver, Hear, StopRinging
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Me
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import (
    ContactConferenceStarted,
    ContactConnected,
    ContactConsultAccepted,
    ContactConsultEnded,
    ContactConsultRequested,
    ContactEnded,
    ContactEvent,
    ContactHeld,
    ContactOffered,
    ContactResumed,
    ContactRinging,
    ContactTakenOver,
    ContactUpdated,
    ContactWithdrawn,
    ContactWrappedUp,
)
from agent_client.protocol.names import (
    AgentId,
    AgentState,
    Channel,
    ContactState,
    Direction,
    EndedBy,
    NotReadyReason,
    WhyCode,
)
from agent_client.protocol.time import after, seconds_between
from agent_client.protocol.why import Why
from agent_client.rules.callback_actions import LISTED

from . import (
    call_log,
    callback_turns,
    customers,
    kept_lines,
    listening,
    moments,
    recordings,
    remote_phones,
    retries,
    telling,
)

CUSTOMER_RINGS_SECONDS = 60
"""How long a customer, or a number outside, may be rung if the PBX does not give up by itself."""

_RINGING = (ContactState.CONNECTING, ContactState.RINGING)
_DIALLED = frozenset({Way.OUTGOING, Way.ASKED_FOR, Way.PREVIEW})
_NO_PHONE: dict[str, Any] = {"can_answer": False, "can_mute": False, "held_at_phone_since": None}
_NO_AGENT: dict[str, Any] = {
    **_NO_PHONE,
    "agent": None,
    "phone": "",
    "leg": None,
    "leg_answered_at": None,
    "muted": False,
    "before": None,
    "ringing_at": None,
    "connected_at": None,
    "until": None,
}
_TELLS: dict[ContactState, type[ContactEvent]] = {
    ContactState.CONNECTING: ContactOffered,
    ContactState.RINGING: ContactRinging,
    ContactState.CONNECTED: ContactConnected,
    ContactState.HELD: ContactHeld,
    ContactState.CONSULT_REQUESTED: ContactConsultRequested,
    ContactState.CONSULTING: ContactConsultAccepted,
    ContactState.CONFERENCE: ContactConferenceStarted,
    ContactState.WRAP_UP: ContactEnded,
}
_NOT_READY = {
    Fate.RONA: NotReadyReason.RONA,
    Fate.UNREACHABLE: NotReadyReason.UNREACHABLE,
    Fate.DECLINED: NotReadyReason.DECLINED,
}


def before_of(me: Me) -> Before:
    return Before(me.state, me.not_ready, me.idle_reason)


def way_of(contact: ContactRow) -> Way:
    if contact.channel is not Channel.VOICE:
        return Way.DIGITAL
    return way(contact.direction, contact.target_kind, contact.origin)


def follows(contact: ContactRow, happening: Happening) -> Turn | None:
    return turn(way_of(contact), contact.state, contact.on_hold, happening)


def take(
    tx: Tx,
    contact: ContactRow,
    happening: Happening,
    *,
    params: Mapping[str, str] | None = None,
    target: str = "",
    **values: Any,
) -> ContactRow | None:
    """What follows from ``happening``, all of it; None, and nothing done, when nothing follows in this state.

    ``params`` fill the why's sentence; ``target`` is whom it goes to, for the time line; ``values`` are further fields of
    the contact to write, the agent's when offered.
    """
    happening, tried = retries.counted(tx, contact, way_of(contact), happening)
    values = tried | values
    step = follows(contact, happening)
    if step is None:
        return None
    other = _other_side(tx, contact)
    target = target or ("" if other is None else moments.name_of(tx, other))
    why = None if step.why is None else values.get("why") or Why(code=step.why, at=tx.now, params=dict(params or {}))
    changed = contacts.change(tx.conn, contact, **{**_values(tx, contact, step), "why": why, **values})
    moments.note(tx, contact, changed, happening, step, why, target)
    listening.follow(tx, contact, changed)
    _record(tx, contact, changed)
    call_log.follow(tx, contact, changed)
    _act(tx, contact, changed, happening)
    _tell_other(tx, contact, changed, step, other)
    _tell(tx, contact, changed if other is None else contacts.row(tx.conn, changed.id), happening)
    _move_agent(tx, contact, changed, step, why)
    if callback_turns.follow(tx, contact, changed, step, why):
        tx.route()  # a claim that ends lets others call the customer
        withdraw_moot(tx, contact.ani)
    if ContactState.QUEUED in (contact.state, changed.state):
        centre.publish_queue(tx, changed.queue)
    if changed.state is ContactState.QUEUED or (changed.state is ContactState.ENDED and not _spoken(changed)):
        tx.route()
    for at in (changed.until, changed.ready_at):
        if at is not None:
            tx.due(at)
    return changed


def _values(tx: Tx, contact: ContactRow, step: Turn) -> dict[str, Any]:
    values: dict[str, Any] = {"state": step.to.value, "on_hold": step.on_hold}
    if step.on_hold is not contact.on_hold:
        values |= {"on_hold_since": None if step.on_hold is None else tx.now}
    queue = centre.queue_row(tx.conn, contact.queue)
    match step.to:
        case ContactState.QUEUED:
            values |= _NO_AGENT | _waits_again(contact) | {"customer": customers.known_to_all(tx, contact.customer)}
        case ContactState.CONNECTING:
            values |= {"until": after(tx.now, queue.ring_seconds)}
        case ContactState.RINGING:
            values |= {"ringing_at": contact.ringing_at or tx.now, "until": after(tx.now, queue.ring_seconds)}
        case ContactState.WRAP_UP:
            values |= {
                "until": after(tx.now, remote_phones.wrap_up_seconds(tx, contact.agent, queue.wrap_up_seconds)),
                "extensions": queue.wrap_up_extensions,
                **_NO_PHONE,
            }
        case ContactState.ENDED:
            values |= {"until": None, **_NO_PHONE}
        case _:
            values |= {"connected_at": contact.connected_at or tx.now, "until": None, "can_answer": False}
    if step.to in (ContactState.WRAP_UP, ContactState.ENDED) and contact.ended_at is None:
        values |= {"ended_at": tx.now, "ended_by": None if step.ended_by is None else step.ended_by.value}
    return values


def _waits_again(contact: ContactRow) -> dict[str, Any]:
    """Whom it was meant for did not take it; and a customer who is to be called has no call until the next try."""
    values: dict[str, Any] = {} if contact.direction is Direction.CONSULT else {"target_kind": None}
    return values | ({"call": ""} if way_of(contact) in _DIALLED else {})


# The other side of a consult.


def _other_side(tx: Tx, contact: ContactRow) -> ContactRow | None:
    if contact.consult_of is not None:
        owner = contacts.row(tx.conn, contact.consult_of)
        return owner if owner.state in contact_view.CONSULTS else None
    return contacts.consult_of(tx.conn, contact.id) if contact.state in contact_view.CONSULTS else None


def _tell_other(tx: Tx, contact: ContactRow, changed: ContactRow, step: Turn, other: ContactRow | None) -> None:
    """What it is for them; or, when it changes nothing for them, how it looks from their side now."""
    if other is None:
        return
    if step.other is not None:
        more = _taken_over(tx, contact, other) if step.other is Happening.TOOK_OVER else {}
        about = _about(tx, contact)
        take(tx, other, step.other, params=about, target=about["target"], **more)
    elif contact.direction is Direction.CONSULT or other.agent is not None:
        telling.publish(tx, other.id)


def _about(tx: Tx, contact: ContactRow) -> dict[str, str]:
    """What the other side's sentence needs to know of this one."""
    name = moments.name_of(tx, contact)
    since = contact.ringing_at or tx.now
    return {"target": name, "agent": name, "seconds": str(round(seconds_between(since, tx.now)))}


def _taken_over(tx: Tx, owner: ContactRow, other: ContactRow) -> dict[str, Any]:
    """What makes the consulted side's contact the owner's: the call, and all that it is about."""
    return {
        "direction": owner.direction.value,
        "call": owner.call,
        "queue": owner.queue,
        "project": owner.project,
        "customer": customers.offered_as(tx, owner, other.agent),
        "consult_of": None,
        "target_kind": None,
        "origin": None if owner.origin is None else owner.origin.value,
    }


# What is told, and what follows.


def _tell(tx: Tx, contact: ContactRow, changed: ContactRow, happening: Happening) -> None:
    """The agent who has the contact, or had it until now."""
    agent = changed.agent or contact.agent
    if agent is not None:
        kind = _event(contact, changed, happening)
        tx.emit(agent_stream(agent), kind(contact_view.shown(tx.conn, changed)))


def _event(contact: ContactRow, changed: ContactRow, happening: Happening) -> type[ContactEvent]:
    if changed.state is ContactState.ENDED and contact.state is ContactState.WRAP_UP:
        return ContactWrappedUp
    if changed.state is contact.state:
        return ContactUpdated
    if happening is Happening.TOOK_OVER and changed.state is ContactState.CONNECTED:
        return ContactTakenOver
    back = changed.state in (ContactState.CONNECTED, ContactState.HELD)
    if back and contact.state in contact_view.CONSULTS:
        return ContactConsultEnded
    if back and contact.state is ContactState.HELD:
        return ContactResumed
    return _TELLS.get(changed.state, ContactWithdrawn)


def _move_agent(tx: Tx, contact: ContactRow, changed: ContactRow, step: Turn, why: Why | None) -> None:
    agent = changed.agent or contact.agent
    if agent is None or (not _spoken(contact) and agents.me(tx.conn, agent).state is not AgentState.READY):
        return  # with a call in hand nothing that is written changes what they do
    match step.agent:
        case Fate.STAYS:
            return
        case Fate.OFFERED:
            agents.set_state(tx, agent, AgentState.OFFERED, contact=changed.id)
        case Fate.TALKS:
            remote_phones.took_a_call(tx, agent)
            agents.set_state(tx, agent, AgentState.ON_CONTACT, contact=changed.id)
        case Fate.WRAPS_UP:
            kept_lines.talked(tx, agent)
            agents.set_state(tx, agent, AgentState.WRAP_UP, contact=changed.id, until=changed.until, why=why)
        case Fate.RETURNS:
            kept_lines.talked(tx, agent)
            proved = contact.leg_answered_at is not None
            _return(tx, agent, contact.before or Before(AgentState.READY), why, proved=proved)
        case _:
            until = remote_phones.rest_until(tx, agent, why)
            agents.set_state(tx, agent, AgentState.NOT_READY, not_ready=_NOT_READY[step.agent], until=until, why=why)


def _return(tx: Tx, agent: AgentId, before: Before, why: Why | None, *, proved: bool) -> None:
    """To the state before the contact, or to the one that was chosen meanwhile. A phone that has just been talked on needs
    no sign-on test; one that has not (A9) leaves an agent in their pause."""
    chosen = agents.take_next(tx, agent)
    untried = before.not_ready is NotReadyReason.PAUSE and not proved
    if chosen is not None and not (untried and chosen.state is AgentState.READY):
        reason = None
        if chosen.state is AgentState.NOT_READY:
            reason = NotReadyReason.PAUSE if chosen.idle_reason is None else NotReadyReason.IDLE
        before = Before(chosen.state, reason, chosen.idle_reason)
        why = why or Why(code=WhyCode.QUEUED_STATE, at=tx.now)
    elif before.state is AgentState.NOT_READY and remote_phones.on_the_phone(tx, agent):
        before = Before(AgentState.READY)  # they were at a desk when they got it, and have no button for it now
    taken_away = before.state is AgentState.READY and not agents.rights(tx.conn, agent).takes_contacts
    if taken_away:
        before, why = Before(AgentState.NOT_READY, NotReadyReason.PAUSE), Why(code=WhyCode.RIGHTS_CHANGED, at=tx.now)
    agents.set_state(tx, agent, before.state, not_ready=before.not_ready, idle_reason=before.idle_reason, why=why)
    if before.state is AgentState.READY:
        tx.route()


def withdraw_undelivered(tx: Tx, entry: Callback) -> None:
    """Who was to be called now is to be called at another time, or by somebody else, or not at all."""
    waiting = contacts.to_call_back(tx.conn, entry.id)
    if waiting is not None and waiting.state is ContactState.QUEUED:
        take(tx, waiting, Happening.MOOT)


def withdraw_moot(tx: Tx, number: str) -> None:
    """Whoever was to be called and need not be any more: their entry is closed, or somebody calls them from the list."""
    for waiting in contacts.waiting_to_call(tx.conn, number):
        assert waiting.callback is not None
        entry = callbacks.entry(tx.conn, waiting.callback)
        theirs = entry.claim is not None and entry.claim.agent.id == waiting.agent
        if entry.claim is not None and not theirs:
            why = Why(code=WhyCode.TAKEN_FROM_LIST, at=tx.now, params={"agent": entry.claim.agent.name})
        elif entry.section not in LISTED or not entry.listed:
            why = entry.why or Why(code=WhyCode.CUSTOMER_CALLED, at=tx.now)
        else:
            continue
        take(tx, waiting, Happening.MOOT, why=why)


def _spoken(contact: ContactRow) -> bool:
    return contact.channel is Channel.VOICE


def _goes_on(changed: ContactRow) -> bool:
    """The call outlives this contact: somebody else has the customer."""
    return changed.ended_by is EndedBy.TRANSFERRED


def _record(tx: Tx, contact: ContactRow, changed: ContactRow) -> None:
    if not _spoken(contact):
        return
    outside = changed.agent is None and _goes_on(changed)
    if contact.direction is Direction.CONSULT:
        over = outside  # the number outside has taken the customer over
    else:
        if changed.state is ContactState.CONNECTED and contact.connected_at is None:
            recordings.begin(tx, changed)
        ends = changed.state in (ContactState.WRAP_UP, ContactState.ENDED)
        over = ends and contact.state is not ContactState.WRAP_UP and (outside or not _goes_on(changed))
    if over:
        recordings.end(tx, changed)


# What the phones do. The PBX does nothing about what is gone already, so these may come late.


def _act(tx: Tx, contact: ContactRow, changed: ContactRow, happening: Happening) -> None:
    if contact.direction is Direction.CONSULT:
        _act_consulted(tx, contact, changed, happening)
        return
    dialled = way_of(contact) in _DIALLED
    if changed.state is ContactState.QUEUED and contact.state is not ContactState.QUEUED:
        if dialled and contact.call:
            tx.act(EndCall(contact.call))
        elif contact.leg is not None:
            tx.act(DeclineLeg(contact.leg) if happening is Happening.DECLINED else StopRinging(contact.leg))
    gone = changed.state is ContactState.ENDED or happening is Happening.CANCELLED
    if gone and dialled and contact.state in (*_RINGING, *TALKING) and not _goes_on(changed):
        tx.act(EndCall(contact.call))
    now = hears(changed.state, changed.on_hold)
    if now is not None and contact.state in TALKING and now != hears(contact.state, contact.on_hold):
        tx.act(Hear(changed.call, *now))


def _act_consulted(tx: Tx, contact: ContactRow, changed: ContactRow, happening: Happening) -> None:
    if contact.leg is None:
        return
    if happening is Happening.TOOK_OVER:
        tx.act(HandOver(changed.call, contact.leg))
    elif changed.state in (ContactState.QUEUED, ContactState.ENDED) and contact.state is not ContactState.QUEUED:
        tx.act(DeclineLeg(contact.leg) if happening is Happening.DECLINED else StopRinging(contact.leg))
