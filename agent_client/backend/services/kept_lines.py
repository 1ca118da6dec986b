"""Nailed-up agents: whose phone is answered once, and its line kept beyond every call until their session is over.

Without the line nobody is offered to them: it is what the next customer is connected by.
"""

from __future__ import annotations

from agent_client.backend.persistence import agents, contacts, sessions
from agent_client.backend.persistence import kept_lines as kept
from agent_client.backend.persistence.contacts import TALKING
from agent_client.backend.persistence.kept_lines import Line
from agent_client.backend.ports.telephony import Alive, KnownLine, LegId, StopRinging
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Me
from agent_client.protocol.names import AgentId, AgentState, SessionId

_NAME = "line-"
"""How the legs of such lines are called, and no others."""


def keeps(me: Me) -> bool:
    """Not who has no screen (A15): their phone is theirs between calls."""
    return me.rights.keeps_line and not me.remote


def leg_for(me: Me) -> LegId:
    return LegId(f"{_NAME}{me.id}-{me.version}")


def answered(tx: Tx, agent: AgentId, leg: LegId) -> None:
    """Of a phone that was rung to sign on. One that was rung for a mere test is hung up by the PBX."""
    session = sessions.live(tx.conn, agent)
    if leg.startswith(_NAME) and session is not None:
        kept.up(tx.conn, session.id, leg, tx.now)


def ended(tx: Tx, leg: LegId) -> bool:
    """They hung up, or their phone died: nobody is offered to them until they sign on again. False: it is no such line."""
    line = kept.by_leg(tx.conn, leg)
    if line is None:
        return False
    kept.down(tx.conn, line.session)
    if line.over:
        return True
    if agents.me(tx.conn, line.agent).state is AgentState.READY:
        agents.set_state(tx, line.agent, AgentState.READY)  # which they are not, without it
    else:
        agents.changed(tx, line.agent)
    return True


def hang_up(tx: Tx, agent: AgentId) -> None:
    """Their session is over, and what they talked in."""
    for line in kept.of_agent(tx.conn, agent):
        _let_go(tx, line)


def talked(tx: Tx, agent: AgentId) -> None:
    """A conversation of theirs is over: was it by the line of a session that had ended before, that can go."""
    for line in kept.of_agent(tx.conn, agent):
        if line.over:
            _let_go(tx, line)


def moved(tx: Tx, agent: AgentId, session: SessionId) -> None:
    """They signed in elsewhere: a line comes along if it is the same phone's; if it is not, it ends with the conversation
    that goes on by it."""
    new = sessions.live(tx.conn, agent)
    for line in kept.of_agent(tx.conn, agent):
        if line.session == session or new is None:
            continue
        if line.phone == new.phone and not new.remote:
            kept.down(tx.conn, line.session)
            kept.up(tx.conn, session, line.leg, line.up_at)
        elif not _talks(tx, agent, line.phone):
            _let_go(tx, line)


def wish_changed(tx: Tx, agent: AgentId, *, keeps_line: bool) -> None:
    """An administrator's. A line that somebody talks by stays until the session is over."""
    state = agents.me(tx.conn, agent).state
    if keeps_line:
        if state is AgentState.READY:
            agents.set_state(tx, agent, state)  # which they are once the line is up
    elif state not in (AgentState.OFFERED, AgentState.ON_CONTACT):
        hang_up(tx, agent)
        agents.changed(tx, agent)


# The server, or the link to the PBX, was away.


def known(tx: Tx) -> tuple[KnownLine, ...]:
    return tuple(KnownLine(line.leg, line.phone) for line in kept.everybodys(tx.conn))


def resume(tx: Tx, alive: Alive) -> None:
    """Lines that are gone have ended; one that nobody knows any more was hung up while nobody could be told."""
    lines = kept.everybodys(tx.conn)
    for line in lines:
        if line.leg not in alive.legs:
            ended(tx, line.leg)
    ours = {line.leg for line in lines}
    for leg in sorted(alive.legs):
        if leg.startswith(_NAME) and leg not in ours:
            tx.act(StopRinging(leg))


def _talks(tx: Tx, agent: AgentId, phone: str) -> bool:
    theirs = contacts.rows_of_agent(tx.conn, agent)
    return any(contact.state in TALKING and contact.phone == phone for contact in theirs)


def _let_go(tx: Tx, line: Line) -> None:
    tx.act(StopRinging(line.leg))
    kept.down(tx.conn, line.session)
