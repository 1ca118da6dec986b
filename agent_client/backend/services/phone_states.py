"""Agents' phones come and go: who cannot be called is offered nothing, is told so, and goes on by themselves once the phone is
back (design §2)."""

from __future__ import annotations

from agent_client.backend.persistence import agents, sessions
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import AgentState, NotReadyReason, WhyCode
from agent_client.protocol.why import Why
from agent_client.rules.phases import waits_for_phone


def told(tx: Tx, phone: str, *, online: bool) -> None:
    """Repeatable."""
    session = sessions.at_phone(tx.conn, phone)
    if session is None or (session.phone_lost_at is None) is online:
        return
    sessions.set_phone_lost(tx.conn, session.id, None if online else tx.now)
    me = agents.me(tx.conn, session.agent)
    if not online and me.state is AgentState.READY:
        why = Why(code=WhyCode.PHONE_LOST, at=tx.now, params={"phone": phone})
        agents.set_state(tx, me.id, AgentState.NOT_READY, not_ready=NotReadyReason.UNREACHABLE, why=why)
    elif online and waits_for_phone(me):
        why = Why(code=WhyCode.PHONE_BACK, at=tx.now, params={"phone": phone})
        agents.set_state(tx, me.id, AgentState.READY, why=why)
        tx.route()
    else:
        agents.changed(tx, me.id)
