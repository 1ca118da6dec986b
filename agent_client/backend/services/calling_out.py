"""A call that an agent makes: the agent's phone rings first, then the customer's (D11, E3)."""

from __future__ import annotations

from agent_client.backend.persistence import agents, centre, contact_view, contacts, customers, variables
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.telephony import CallId, CallOut
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Me
from agent_client.protocol.callbacks import Calling
from agent_client.protocol.centre import Project
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import ContactOffered
from agent_client.protocol.names import AgentState, CallbackId, ContactState, CustomerId, Direction, QueueId
from agent_client.protocol.time import after

from . import contact_turns, routing
from . import customers as own_lists


def begin(
    tx: Tx,
    me: Me,
    *,
    direction: Direction,
    queue: QueueId,
    project: Project | None,
    number: str,
    dnis: str,
    customer: CustomerId | None,
    callback: CallbackId | None = None,
) -> Calling:
    """``me`` may call now, and ``number`` may be called: whoever begins has made sure of both."""
    if customer is None:
        customer = own_lists.own(tx, number, None if project is None else project.id, me.id)
    until = after(tx.now, centre.queue_row(tx.conn, queue).ring_seconds)
    made = contacts.add(
        tx.conn,
        now=tx.now,
        direction=direction,
        state=ContactState.CONNECTING,
        queue=queue,
        project=None if project is None else project.id,
        ani=number,
        dnis=dnis,
        customer=customer,
        call=CallId(""),
        agent=me.id,
        phone=me.phone,
        before=contact_turns.before_of(me),
        callback=callback,
        until=until,
    )
    if customer is not None:
        variables.start(tx.conn, tx.now, made.interaction, customers.variables(tx.conn, customer))
    tx.due(until)
    contact = _named(tx, made)
    tx.emit(agent_stream(me.id), ContactOffered(contact_view.shown(tx.conn, contact)))
    agents.set_state(tx, me.id, AgentState.OFFERED, contact=contact.id)
    assert contact.leg is not None
    tx.act(CallOut(contact.leg, contact.phone, contact.call, contact.ani, contact.dnis))
    return Calling(contact.id)


def _named(tx: Tx, made: ContactRow) -> ContactRow:
    """Only once it has its number: the legs and the call carry it."""
    return contacts.change(
        tx.conn,
        made,
        call=routing.call_for(tx, made),
        leg=routing.leg_for(made),
        variables=routing.variables(tx, made),
    )
