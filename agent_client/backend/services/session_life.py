"""How long a session lasts: its token is renewed, the password is asked for now and then, and one whose time is over ends,
but never while its agent has a contact in hand."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import centre, contacts, interventions, passwords, sessions
from agent_client.backend.persistence.sessions import Session
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import AgentId, Intervention, WhyCode
from agent_client.protocol.passwords import MustChange
from agent_client.protocol.refusals import NotSignedIn, PasswordNeeded
from agent_client.protocol.sessions import Pulse, Renewed
from agent_client.protocol.time import after
from agent_client.protocol.why import Why

PREVIOUS_SECONDS = 60.0
"""A renewed token's predecessor is good for so long: requests with it are on their way, and the answer may be lost."""
LOOK_AGAIN_SECONDS = 5.0
"""How often it is looked whether the contact is over for which an expired session was kept."""


def token_hash(token: str) -> bytes:
    """All that is kept of a token: it has 256 bits of its own, so a plain SHA-256 does."""
    return hashlib.sha256(token.encode()).digest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


def password_by(tx: Tx, authenticated_at: datetime) -> datetime:
    return authenticated_at + timedelta(hours=centre.settings_row(tx.conn).reauthenticate_hours)


def expiry(tx: Tx, authenticated_at: datetime, token_minutes: float) -> datetime:
    return min(after(tx.now, token_minutes * 60), password_by(tx, authenticated_at))


def pulse(tx: Tx, who: Caller) -> Pulse:
    session = _live(tx, who)
    return Pulse(tx.now, session.expires_at, password_by(tx, session.authenticated_at))


def renew(tx: Tx, who: Caller, used: str, token_minutes: float, *, with_password: bool) -> Renewed:
    """``used``: the token that the request came with. Raises `PasswordNeeded`, `NotSignedIn`."""
    session = _live(tx, who)
    authenticated_at = tx.now if with_password else session.authenticated_at
    if with_password:
        sessions.authenticated(tx.conn, who.session, tx.now)
    by = password_by(tx, authenticated_at)
    if by <= tx.now:
        raise PasswordNeeded("this session has gone without the password for too long")
    token, expires_at = new_token(), expiry(tx, authenticated_at, token_minutes)
    if ends_soon(tx, session):
        expires_at = min(expires_at, session.expires_at or expires_at)  # it lasts until the contact in hand is over
    until = after(tx.now, PREVIOUS_SECONDS)
    if not sessions.renew(tx.conn, who.session, token_hash(used), token_hash(token), expires_at, until):
        raise NotSignedIn("the session has ended")
    tx.due(expires_at)
    return Renewed(token=token, expires_at=expires_at, password_by=by)


def end_soon(tx: Tx, agent_id: AgentId) -> None:
    """The password is needed now, or another one is in force: the session ends at once, or with the contact in hand."""
    session = sessions.live(tx.conn, agent_id)
    if session is not None and not session.remote:
        sessions.expire(tx.conn, session.id, tx.now)
        tx.due(tx.now)


def ends_soon(tx: Tx, session: Session) -> bool:
    """Whether it began with a password that an administrator has replaced. One without a client needs none."""
    return not session.remote and passwords.row(tx.conn, session.agent).must_change is MustChange.RESET


def why_over(tx: Tx, session: Session) -> Why:
    if not ends_soon(tx, session):
        return Why(code=WhyCode.SESSION_EXPIRED, at=tx.now)
    line = interventions.latest(tx.conn, Intervention.RESET_PASSWORD, session.agent)
    return Why(code=WhyCode.PASSWORD_RESET, at=tx.now, params={} if line is None else {"agent": line.by.name})


def over(tx: Tx) -> list[Session]:
    """Whose time is over, and who has nobody in hand."""
    return [session for session in sessions.expired(tx.conn, tx.now) if not _in_hand(tx, session)]


def next_over(tx: Tx) -> datetime | None:
    """When to look again."""
    soonest = sessions.earliest_expiry(tx.conn)
    return (
        None if soonest is None else max(soonest, after(tx.now, LOOK_AGAIN_SECONDS)) if soonest <= tx.now else soonest
    )


def is_over(tx: Tx, session: Session) -> bool:
    return session.expires_at is not None and session.expires_at <= tx.now and not _in_hand(tx, session)


def _in_hand(tx: Tx, session: Session) -> bool:
    return bool(contacts.rows_of_agent(tx.conn, session.agent))


def _live(tx: Tx, who: Caller) -> Session:
    session = sessions.live(tx.conn, who.agent)
    if session is None or session.id != who.session:
        raise NotSignedIn("the session has ended")
    return session
