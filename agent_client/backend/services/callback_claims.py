"""Whose an entry of the callback list is at the moment (E7). A claim goes with its call, its agent's session, or its lease;
the lease goes on while the call does."""

from __future__ import annotations

from datetime import datetime

from agent_client.backend.persistence import agents, callbacks, contacts, text_messages
from agent_client.backend.ports.units import Tx
from agent_client.protocol.callbacks import Callback, Claim
from agent_client.protocol.events import CallbackClaimed
from agent_client.protocol.names import AgentId, CallbackId, SessionId, WhyCode
from agent_client.protocol.refusals import AlreadyClaimed
from agent_client.protocol.time import after
from agent_client.protocol.why import Why

from . import callback_judging, callback_list

LEASE_SECONDS = 60


def take(tx: Tx, entry_id: CallbackId, agent_id: AgentId) -> Callback:
    """Raises `AlreadyClaimed`, also while another entry of the same customer is being called."""
    session = agents.session_of(tx.conn, agent_id)
    until = after(tx.now, LEASE_SECONDS)
    if not callbacks.claim(tx.conn, entry_id, agent_id, session, tx.now, until):
        raise claimed(tx, callbacks.entry(tx.conn, entry_id))
    tx.due(until)
    entry = callbacks.entry(tx.conn, entry_id)
    callback_judging.told(tx, CallbackClaimed, entry)
    return entry


def claimed(tx: Tx, entry: Callback) -> AlreadyClaimed:
    """Whoever calls this customer: here, or by the entry of another queue."""
    claim = entry.claim or callbacks.claim_of_number(tx.conn, entry.number)
    return AlreadyClaimed("somebody is calling this customer back", agent="" if claim is None else claim.agent.name)


def lease_over(tx: Tx, entry_id: CallbackId) -> None:
    """Whose call still goes on keeps the entry; of any other nobody has told how it ended."""
    entry = callbacks.entry(tx.conn, entry_id)
    if entry.claim is None:
        return
    call = contacts.to_call_back(tx.conn, entry_id)
    if call is not None and call.agent == entry.claim.agent.id:
        until = after(tx.now, LEASE_SECONDS)
        callbacks.renew(tx.conn, entry_id, until)
        tx.due(until)
        return
    callback_list.released(tx, entry_id, _nobody_called(tx, entry_id, entry.claim))
    tx.route()


def _nobody_called(tx: Tx, entry_id: CallbackId, claim: Claim) -> Why:
    """As far as the centre can see: who got the number as a text message calls from their own phone (A15)."""
    if text_messages.sent_about(tx.conn, entry_id, claim.agent.id, claim.since):
        return Why(code=WhyCode.SENT_AS_TEXT, at=tx.now, params={"agent": claim.agent.name})
    return Why(code=WhyCode.CLAIM_EXPIRED, at=tx.now)


def session_over(tx: Tx, session: SessionId) -> None:
    """What the session's agent had claimed and is not talking about."""
    for entry_id in callbacks.claimed_in(tx.conn, session):
        lease_over(tx, entry_id)


def over(tx: Tx) -> list[CallbackId]:
    return callbacks.leases_over(tx.conn, tx.now)


def next_over(tx: Tx) -> datetime | None:
    return callbacks.next_lease(tx.conn)
