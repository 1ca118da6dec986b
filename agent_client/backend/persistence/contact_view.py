"""Contacts as they travel: what their agent sees, put together from everything that is kept of them."""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy import Connection

from agent_client.protocol.contacts import Consult, Contact, Listener, Recording
from agent_client.protocol.names import (
    AgentId,
    CallbackOrigin,
    Channel,
    ContactState,
    Direction,
    Listening,
    OnHold,
    Part,
    TargetKind,
)

from . import agents, centre, contacts, course, customers, interactions, listeners, variables
from .contacts import ContactRow


def of_agent(conn: Connection, agent_id: AgentId) -> tuple[Contact, ...]:
    """What an agent has in hand, as it travels."""
    return tuple(shown(conn, found) for found in contacts.rows_of_agent(conn, agent_id))


def shown(conn: Connection, contact: ContactRow) -> Contact:
    """As it travels to its agent."""
    owner = _owner(conn, contact)
    return replace(
        _judged(conn, contact, owner),
        customer=None if contact.customer is None else customers.brief(conn, contact.customer),
        consult=_consult(conn, contact, owner),
        course=course.newest(conn, contact.interaction),
        listener=_listener(conn, contact, owner),
    )


def _listener(conn: Connection, contact: ContactRow, owner: ContactRow) -> Listener | None:
    """Whom they hear: who whispers to them, or has joined those who are in conversation."""
    if contact.state not in contacts.TALKING or contact.channel is not Channel.VOICE:
        return None
    found = listeners.of_contact(conn, owner.id)
    heard = (Listening.WHISPER, Listening.BARGE) if contact is owner else (Listening.BARGE,)
    if found is None or found.answered_at is None or found.how not in heard:
        return None
    return Listener(name=listeners.name(conn, found), how=found.how)


def judged(conn: Connection, contact: ContactRow) -> Contact:
    """As far as `rules.parties` looks at it: without what only eyes read."""
    return _judged(conn, contact, _owner(conn, contact))


def _owner(conn: Connection, contact: ContactRow) -> ContactRow:
    return contact if contact.consult_of is None else contacts.row(conn, contact.consult_of)


def _judged(conn: Connection, contact: ContactRow, owner: ContactRow) -> Contact:
    queue = centre.queue_row(conn, contact.queue)
    return Contact(
        id=contact.id,
        version=contact.version,
        channel=contact.channel,
        direction=contact.direction,
        state=contact.state,
        queue=contact.queue,
        project=contact.project,
        ani=contact.ani,
        dnis=contact.dnis,
        variables=contact.variables,
        can_answer=contact.can_answer,
        queued_at=contact.queued_at,
        ringing_at=contact.ringing_at,
        answered_at=contact.leg_answered_at,
        connected_at=contact.connected_at,
        ended_at=contact.ended_at,
        until=contact.until,
        ended_by=contact.ended_by,
        wrap_up_reason=contact.wrap_up_reason,
        callback=contact.callback,
        why=contact.why,
        interaction=contact.interaction,
        part=Part.CONSULTED if contact.direction is Direction.CONSULT else Part.OWNER,
        on_hold=_on_hold(contact, owner),
        on_hold_since=owner.on_hold_since,
        held_at_phone_since=contact.held_at_phone_since,
        recording=_recording(conn, contact),
        can_mute=contact.can_mute,
        muted=contact.muted,
        cad=variables.of_interaction(conn, contact.interaction),
        origin=contact.origin,
        can_cancel=_can_cancel(contact, queue),
        extensions=contact.extensions,
        extend_seconds=queue.wrap_up_extend_seconds,
        default_reason=queue.default_reason if contact.state is ContactState.WRAP_UP else None,
        text=contact.text,
    )


def _recording(conn: Connection, contact: ContactRow) -> Recording | None:
    """For whoever has the customer now: not the consulted, nor who has passed them on and wraps up."""
    talks = contact.state in contacts.TALKING and contact.direction is not Direction.CONSULT
    return interactions.recording(conn, contact.interaction) if talks else None


def _on_hold(contact: ContactRow, owner: ContactRow) -> OnHold | None:
    """The consulted side sees what the owner has decided, once it is in conversation."""
    if contact is owner or contact.state is ContactState.CONSULTING:
        return owner.on_hold
    return None


def _can_cancel(contact: ContactRow, queue: centre.QueueRow) -> bool:
    """Before the customer has answered."""
    rings = contact.state in (ContactState.CONNECTING, ContactState.RINGING)
    return rings and contact.origin is CallbackOrigin.WEB and queue.web_cancel


def _consult(conn: Connection, contact: ContactRow, owner: ContactRow) -> Consult | None:
    """The other side: for the owner whom they ask, for the consulted agent who asks."""
    if contact is not owner:
        return _asker(conn, contact, owner)
    asked = contacts.consult_of(conn, contact.id) if contact.state in CONSULTS else None
    if asked is None:
        return None
    who = None if asked.agent is None else agents.presence(conn, asked.agent)
    return Consult(
        contact=asked.id,
        kind=asked.target_kind or TargetKind.UNKNOWN,
        name=asked.target if who is None else who.name,
        number=asked.phone,
        team="" if who is None else who.team,
        agent=asked.agent,
        state=asked.state,
        since=asked.connected_at or asked.ringing_at or asked.queued_at,
        connected_at=asked.connected_at,
        until=asked.until,
        held_at_phone_since=asked.held_at_phone_since,
    )


def _asker(conn: Connection, contact: ContactRow, owner: ContactRow) -> Consult | None:
    if owner.agent is None:
        return None
    who = agents.presence(conn, owner.agent)
    return Consult(
        contact=owner.id,
        kind=TargetKind.AGENT,
        name=who.name,
        number=who.phone,
        team=who.team,
        agent=owner.agent,
        state=contact.state,
        since=contact.connected_at or contact.ringing_at or contact.queued_at,
        connected_at=contact.connected_at,
        until=contact.until,
        held_at_phone_since=owner.held_at_phone_since,
    )


CONSULTS = (ContactState.CONSULT_REQUESTED, ContactState.CONSULTING, ContactState.CONFERENCE)
"""The states of an owner in which there is a consulted side."""
