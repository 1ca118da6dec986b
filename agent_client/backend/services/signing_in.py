"""Signing in and out, and the end of a session however it comes (A1, A5, A6, A7, A13)."""

from __future__ import annotations

import hashlib
import secrets

from agent_client.backend.domain.caller import Caller
from agent_client.backend.passwords import Passwords
from agent_client.backend.persistence import agents, centre, sessions
from agent_client.backend.persistence.agents import Account
from agent_client.backend.persistence.sessions import NewSession, Session
from agent_client.backend.ports.units import Tx, Units
from agent_client.backend.settings import Throttle
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import SessionEnded
from agent_client.protocol.names import AgentId, SessionId, WhyCode
from agent_client.protocol.refusals import (
    BadCredentials,
    BadNumber,
    ClientTooOld,
    PhoneInUse,
    SeatTaken,
)
from agent_client.protocol.sessions import OLDEST_CLIENT, SignedIn, SignIn
from agent_client.protocol.time import after
from agent_client.protocol.why import Why
from agent_client.rules.dial_numbers import canonical, dialable

from . import agent_states, callback_claims, locks, throttling


def token_hash(token: str) -> bytes:
    """All that is kept of a token: it has 256 bits of its own, so a plain SHA-256 does."""
    return hashlib.sha256(token.encode()).digest()


def check_schema(client: int) -> None:
    if client < OLDEST_CLIENT:
        raise ClientTooOld("this client is too old for this server", client=str(client), needs=str(OLDEST_CLIENT))


class SigningIn:
    """The steps of a sign-in, with the password's 40 ms outside every transaction."""

    def __init__(self, units: Units, passwords: Passwords, throttle: Throttle) -> None:
        self._units = units
        self._passwords = passwords
        self._throttle = throttle

    async def sign_in(self, request: SignIn, address: str) -> SignedIn:
        check_schema(request.schema)
        if dialable(request.phone) is None:
            raise BadNumber("not a number that can be called", number=request.phone)
        account = await self._units.write(lambda tx: self._begin(tx, request.user, address))
        known_hash = None if account is None else account.password_hash
        if not await self._passwords.verify(known_hash, request.password) or account is None:
            await self._units.write(lambda tx: throttling.failed(tx, address, self._throttle))
            raise BadCredentials("user ID or password is wrong")
        await self._units.write(lambda tx: throttling.succeeded(tx, request.user))
        if self._passwords.outdated(account.password_hash):
            newer = await self._passwords.hash_again(request.password)
            await self._units.write(lambda tx: agents.set_password_hash(tx.conn, account.id, newer))
        return await self._units.write(lambda tx: sign_in(tx, request, account.id, address))

    def _begin(self, tx: Tx, user: str, address: str) -> Account | None:
        throttling.begin(tx, user, address, self._throttle)
        return agents.account(tx.conn, user)


def sign_in(tx: Tx, request: SignIn, verified_agent_id: AgentId, address: str) -> SignedIn:
    """For an agent whose password was right. An older session of theirs ends; its contacts go over to the new one."""
    settings = centre.settings_row(tx.conn)
    phone = canonical(request.phone, settings.country)
    _check_free(tx, verified_agent_id, phone, request.seat)
    older = sessions.live(tx.conn, verified_agent_id)
    if older is not None:
        why = Why(code=WhyCode.SIGNED_IN_ELSEWHERE, at=tx.now, params={"seat": request.seat, "host": request.host})
        sessions.end(tx.conn, older.id, why)
        tx.emit(agent_stream(verified_agent_id), SessionEnded(why))  # first: what follows is the new session's
        agent_states.leave(tx, verified_agent_id, why)
        callback_claims.session_over(tx, older.id)
        locks.release_of_session(tx, older.id)
    token = secrets.token_urlsafe(32)
    new = NewSession(
        agent=verified_agent_id,
        token_hash=token_hash(token),
        phone=phone,
        seat=request.seat,
        host=request.host,
        client=request.client,
        address=address,
    )
    session = sessions.create(tx.conn, tx.now, new)
    agents.note_start(tx.conn, verified_agent_id, tx.now, address)
    agent_states.signed_in(tx, verified_agent_id, Why(code=WhyCode.SIGNED_IN, at=tx.now))
    tx.due(after(tx.now, settings.grace_seconds))  # unless its event stream opens before
    return SignedIn(token=token, session=session, me=agents.me(tx.conn, verified_agent_id))


def _check_free(tx: Tx, agent_id: AgentId, phone: str, seat: str) -> None:
    """Raises `PhoneInUse` or `SeatTaken`."""
    for other in sessions.live_elsewhere(tx.conn, agent_id, phone=phone, seat=seat):
        name = agents.presence(tx.conn, other.agent).name
        if other.phone == phone:
            raise PhoneInUse("another agent takes calls on this number", agent=name, phone=phone)
        raise SeatTaken(
            "this seat is taken",
            agent=name,
            host=other.host,
            since=other.started_at.isoformat().replace("+00:00", "Z"),
            alive="yes" if other.link_lost_at is None else "no",
        )


def sign_out(tx: Tx, who: Caller) -> None:
    """Not while a contact is being offered (A11) or a customer is on the line: `NotPossibleNow`."""
    end(tx, who.agent, who.session, Why(code=WhyCode.SIGNED_OUT, at=tx.now))


def end(tx: Tx, agent_id: AgentId, session: SessionId, why: Why) -> None:
    """The session is over and its agent is gone; what was theirs goes back to where others find it."""
    sessions.end(tx.conn, session, why)
    agents.note_stop(tx.conn, agent_id, tx.now)
    agent_states.leave(tx, agent_id, why)
    callback_claims.session_over(tx, session)
    locks.release_of_session(tx, session)
    tx.emit(agent_stream(agent_id), SessionEnded(why))  # the last that this session hears


def end_lost(tx: Tx, session: Session, grace_seconds: int) -> None:
    """The grace period of a lost link is over (A7)."""
    end(tx, session.agent, session.id, Why(code=WhyCode.LINK_LOST, at=tx.now, params={"seconds": str(grace_seconds)}))
