"""What an administrator lets an agent do with customers, whether they are an agent at all (F3), and whether their line is
kept."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Rights
from agent_client.protocol.names import AgentId, Role, WhyCode
from agent_client.protocol.refusals import Forbidden
from agent_client.protocol.why import Why

from . import agent_states, kept_lines


def save(tx: Tx, who: Caller, agent: AgentId, rights: Rights) -> Rights:
    """In force at once: whoever takes no contacts any more is in pause, or will be after the contact in hand. What somebody
    types on a card is refused when they save it. Raises `Forbidden`, `NotFound`."""
    if who.role is not Role.ADMINISTRATOR:
        raise Forbidden("only administrators change this")
    before = agents.rights(tx.conn, agent)
    if rights == before:
        return rights
    agents.set_rights(tx, agent, rights)
    if before.takes_contacts and not rights.takes_contacts:
        agent_states.stand_down(tx, agent, Why(code=WhyCode.RIGHTS_CHANGED, at=tx.now))
    if before.keeps_line is not rights.keeps_line:
        kept_lines.wish_changed(tx, agent, keeps_line=rights.keeps_line)
    return rights
