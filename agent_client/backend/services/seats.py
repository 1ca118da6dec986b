"""Seats and phones: one agent each. Who has one, asking them for it, and moving to another seat (A4, A5)."""

from __future__ import annotations

from datetime import datetime

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, sessions
from agent_client.backend.persistence.sessions import Session
from agent_client.backend.ports.units import Tx
from agent_client.protocol.agents import Me
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import SeatAsked
from agent_client.protocol.names import AgentId
from agent_client.protocol.refusals import NotSignedIn, PhoneInUse, SeatTaken
from agent_client.protocol.sessions import MoveSeat
from agent_client.protocol.time import after


def check_free(tx: Tx, agent_id: AgentId, phone: str, seat: str) -> None:
    """Raises `PhoneInUse` or `SeatTaken`."""
    for other in sessions.live_elsewhere(tx.conn, agent_id, phone=phone, seat=seat):
        who = _whoever_has_it(tx, other)
        if other.phone == phone:
            raise PhoneInUse("another agent takes calls on this number", **who, phone=phone)
        raise SeatTaken("this seat is taken", **who)


def ask(tx: Tx, agent_id: AgentId, phone: str, seat: str) -> None:
    """Tell whoever has the phone, or sits there, that a colleague would like to."""
    by = agents.brief(tx.conn, agent_id)
    for other in sessions.live_elsewhere(tx.conn, agent_id, phone=phone, seat=seat):
        wanted = phone if other.phone == phone else ""
        tx.emit(agent_stream(other.agent), SeatAsked(by=by, seat=other.seat, at=tx.now, phone=wanted))


def move(tx: Tx, who: Caller, wish: MoveSeat) -> Me:
    """The same session at another device: whatever its agent has in hand goes on. Raises `SeatTaken`."""
    session = sessions.live(tx.conn, who.agent)
    if session is None or session.id != who.session:
        raise NotSignedIn("the session has ended")
    if (session.seat, session.host) == (wish.seat, wish.host):
        return agents.me(tx.conn, who.agent)
    check_free(tx, who.agent, "", wish.seat)
    sessions.move(tx.conn, who.session, wish.seat, wish.host)
    return agents.changed(tx, who.agent)


def _whoever_has_it(tx: Tx, other: Session) -> dict[str, str]:
    """A seat that is only disconnected is free when its grace is over."""
    lost, grace = other.link_lost_at, centre.settings_row(tx.conn).grace_seconds
    return {
        "agent": agents.name(tx.conn, other.agent),
        "seat": other.seat,
        "host": other.host,
        "since": _written(other.started_at),
        "alive": "yes" if lost is None else "no",
        "until": "" if lost is None else _written(after(lost, grace)),
        "asked": "no",
    }


def _written(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")
