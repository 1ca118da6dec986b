"""Passing the customer on: to the consulted party, or blind (D7). Whoever does not take them leaves them in the queue."""

from __future__ import annotations

from typing import Any

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import centre, contact_view, contacts
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import StopRinging, TransferOut
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Contact, Target
from agent_client.protocol.names import ContactId, ContactState, Direction, TargetKind, WhyCode
from agent_client.protocol.refusals import NotPossibleNow
from agent_client.protocol.time import after
from agent_client.protocol.why import Why
from agent_client.rules.parties import ContactAction

from . import announcing, contact_turns, moments, routing, targets, unhandled
from .own_contacts import own
from .targets import Goal


def transfer(tx: Tx, who: Caller, contact_id: ContactId, version: int, target: Target | None) -> Contact:
    """Without a target: to the consulted party. Wrap-up follows at once; whose the customer is, the next contact tells."""
    contact = own(tx, who, contact_id, version, ContactAction.TRANSFER)
    consults = contact.state in contact_view.CONSULTS
    if consults and target is not None:
        raise NotPossibleNow("end the consult first, or transfer to the consulted party", state=contact.state.value)
    if consults:
        contact_turns.take(tx, contact, Happening.TRANSFERRED)
    else:
        pass_on(tx, who, contact, targets.for_transfer(tx, who, target))
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))


def pass_on(tx: Tx, who: Caller, contact: ContactRow, goal: Goal) -> None:
    """Blind: the customer hears music, and is the next one's or waits in a queue."""
    contact_turns.take(tx, contact, Happening.TRANSFERRED, target=goal.name or goal.number)
    assert contact.leg is not None
    tx.act(StopRinging(contact.leg))
    why = Why(code=WhyCode.TRANSFERRED_BY, at=tx.now, params={"agent": who.name})
    successor = _successor(tx, who, contact, goal, why)
    if goal.kind is TargetKind.NUMBER:
        _put_through(tx, successor, goal)
        return
    moments.queued(tx, successor, why)
    centre.publish_queue(tx, successor.queue)
    if goal.agent is not None:
        routing.offer(tx, successor, goal.agent, goal.phone, can_answer=False, why=why)
    else:
        tx.route()


def _successor(tx: Tx, who: Caller, contact: ContactRow, goal: Goal, why: Why) -> ContactRow:
    """The customer's next contact: of the same call, from here on as if they had called. It waits from now on, but who was
    transferred out of a queue and comes back to it has waited already."""
    kept: dict[str, Any] = {}
    if goal.kind is TargetKind.ENTRY_POINT:
        kept["not_to"] = (*contact.not_to, who.agent)
    if goal.kind is not TargetKind.NUMBER:
        limit = unhandled.limit(centre.settings_row(tx.conn), tx.now)
        kept["unhandled_at"] = limit
        kept["announce_at"] = announcing.from_when(tx, goal.queue or contact.queue)
        if limit is not None:
            tx.due(limit)
    return contacts.add(
        tx.conn,
        now=tx.now,
        direction=Direction.INBOUND,
        state=ContactState.CONNECTING if goal.kind is TargetKind.NUMBER else ContactState.QUEUED,
        queue=goal.queue or contact.queue,
        project=goal.project or contact.project,
        ani=contact.ani,
        dnis=contact.dnis,
        customer=contact.customer,
        call=contact.call,
        interaction=contact.interaction,
        target_kind=TargetKind.NUMBER.value if goal.kind is TargetKind.NUMBER else None,
        target=goal.name or goal.number,
        why=why,
        **kept,
    )


def _put_through(tx: Tx, successor: ContactRow, goal: Goal) -> None:
    leg = routing.leg_for(successor)
    until = after(tx.now, contact_turns.CUSTOMER_RINGS_SECONDS)
    contacts.change(tx.conn, successor, leg=leg, until=until)
    tx.act(TransferOut(leg, goal.number, successor.dnis, successor.call))
    tx.due(until)
