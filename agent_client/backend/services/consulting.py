"""Asking somebody while the customer waits, and speaking in conference (D2 to D6). Whom: `targets`."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import centre, contact_view, contacts
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import CallId, DialToConsult
from agent_client.backend.ports.units import Tx
from agent_client.protocol.contacts import Contact, Target
from agent_client.protocol.names import ContactId, ContactState, Direction, TargetKind
from agent_client.protocol.time import after
from agent_client.rules.parties import ContactAction

from . import contact_turns, routing, targets
from .own_contacts import own
from .targets import Goal


def consult(tx: Tx, who: Caller, contact_id: ContactId, version: int, target: Target | None) -> Contact:
    """The customer is put on hold, and the other party is rung. What becomes of it the stream tells."""
    contact = own(tx, who, contact_id, version, ContactAction.CONSULT)
    goal = targets.for_consult(tx, who, target)
    asked = ask(tx, contact, goal)
    contact_turns.take(tx, contact, Happening.CONSULT_STARTED, target=goal.name or goal.number)
    _call(tx, contact, asked, goal)
    return _shown(tx, contact_id)


def ask(tx: Tx, owner: ContactRow, goal: Goal) -> ContactRow:
    """The consulted side, whose phone is not rung yet."""
    dials = goal.kind is TargetKind.NUMBER
    return contacts.add(
        tx.conn,
        now=tx.now,
        direction=Direction.CONSULT,
        state=ContactState.CONNECTING if dials else ContactState.QUEUED,
        queue=goal.queue or owner.queue,
        project=owner.project,
        ani=owner.ani,
        dnis=owner.dnis,
        customer=owner.customer,
        call=CallId(""),
        interaction=owner.interaction,
        consult_of=owner.id,
        target_kind=goal.kind.value,
        target=goal.name,
        phone=goal.number,
        until=after(tx.now, contact_turns.CUSTOMER_RINGS_SECONDS) if dials else None,
    )


def _call(tx: Tx, owner: ContactRow, asked: ContactRow, goal: Goal) -> None:
    if goal.agent is not None:
        routing.offer(tx, asked, goal.agent, goal.phone, can_answer=False)
    elif goal.kind is TargetKind.NUMBER:
        leg = routing.leg_for(asked)
        changed = contacts.change(tx.conn, asked, leg=leg)
        tx.act(DialToConsult(leg, goal.number, owner.dnis, owner.call))
        if changed.until is not None:
            tx.due(changed.until)
    else:
        centre.publish_queue(tx, asked.queue)
        tx.route()


def end_consult(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    """The owner: back with the customer alone. The consulted: leave."""
    contact = own(tx, who, contact_id, version, ContactAction.END_CONSULT)
    contact_turns.take(tx, contact, Happening.CONSULT_ENDED)
    return _shown(tx, contact_id)


def conference(tx: Tx, who: Caller, contact_id: ContactId, version: int) -> Contact:
    contact = own(tx, who, contact_id, version, ContactAction.CONFERENCE)
    contact_turns.take(tx, contact, Happening.CONFERENCE_STARTED)
    return _shown(tx, contact_id)


def _shown(tx: Tx, contact_id: ContactId) -> Contact:
    return contact_view.shown(tx.conn, contacts.row(tx.conn, contact_id))
