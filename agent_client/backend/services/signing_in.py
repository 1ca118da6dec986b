"""Signing in and out, and the end of a session however it comes (A1, A3, A5, A6, A7, A13)."""

from __future__ import annotations

from collections.abc import Callable

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, remote_agents, sessions, staffing
from agent_client.backend.persistence.sessions import NewSession, Session
from agent_client.backend.ports.units import Tx, Units
from agent_client.backend.settings import Settings
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import SessionEnded
from agent_client.protocol.names import AgentId, QueueId, SessionId, WhyCode
from agent_client.protocol.refusals import (
    BadNumber,
    ClientTooOld,
    PhoneInUse,
    QueueNotYours,
    SeatTaken,
)
from agent_client.protocol.sessions import OLDEST_CLIENT, Renewed, SignedIn, SignIn
from agent_client.protocol.time import after
from agent_client.protocol.why import Why
from agent_client.rules.dial_numbers import canonical, dialable

from . import agent_states, callback_claims, kept_lines, locks, password_changing, seats, session_life, text_messages
from .password_changing import NewPassword, PasswordChanging
from .password_checking import PasswordCheck

BY_OTHERS = frozenset({WhyCode.SIGNED_OUT_BY, WhyCode.SEAT_CLEANED_UP, WhyCode.MARKED_AS_CRASHED})
"""Why a session ended that its agent did not end."""
PhonesOnline = Callable[[str], bool | None]
"""Whether the PBX reaches a phone; None: it does not know."""


def check_schema(client: int) -> None:
    if client < OLDEST_CLIENT:
        raise ClientTooOld("this client is too old for this server", client=str(client), needs=str(OLDEST_CLIENT))


class SigningIn:
    """The steps of a sign-in, with the password's 40 ms outside every transaction."""

    def __init__(
        self, units: Units, check: PasswordCheck, changing: PasswordChanging, settings: Settings, online: PhonesOnline
    ) -> None:
        self._units = units
        self._check = check
        self._changing = changing
        self._token_minutes = settings.token_minutes
        self._online = online

    async def sign_in(self, request: SignIn, address: str) -> SignedIn:
        check_schema(request.schema)
        if dialable(request.phone) is None:
            raise BadNumber("not a number that can be called", number=request.phone)
        account, new = await self._changing.verified(request, address)
        try:
            return await self._units.write(
                lambda tx: sign_in(tx, request, account.id, address, self._token_minutes, self._online, new)
            )
        except (SeatTaken, PhoneInUse) as taken:
            if not request.ask:
                raise
            await self._units.write(lambda tx: _ask(tx, account.id, request))
            raise type(taken)(taken.detail, **{**taken.params, "asked": "yes"}) from None

    async def renew(self, who: Caller, used: str, password: str, address: str) -> Renewed:
        """Raises `BadCredentials`, `PasswordNeeded`, `TooManyAttempts`. ``used``: the token of the request."""
        if password:
            await self._check.own(who.agent, password, address)
        return await self._units.write(
            lambda tx: session_life.renew(tx, who, used, self._token_minutes, with_password=bool(password))
        )


def nobody_knows(_: str) -> bool | None:
    """`PhonesOnline` where there is no PBX to ask."""
    return None


def sign_in(
    tx: Tx,
    request: SignIn,
    verified_agent_id: AgentId,
    address: str,
    token_minutes: float = 60,
    online: PhonesOnline = nobody_knows,
    new_password: NewPassword | None = None,
) -> SignedIn:
    """For an agent whose password was right. An older session of theirs ends; its contacts go over to the new one.
    ``new_password`` is theirs from now on."""
    if new_password is not None:
        password_changing.set_new(tx, new_password)
    settings = centre.settings_row(tx.conn)
    phone = canonical(request.phone, settings.country)
    seats.check_free(tx, verified_agent_id, phone, request.seat)
    _staff(tx, verified_agent_id, request.queues)
    older = sessions.live(tx.conn, verified_agent_id)
    if older is not None:
        _end_older(tx, older, request)
    token = session_life.new_token()
    expires_at = session_life.expiry(tx, tx.now, token_minutes)
    new = NewSession(
        agent=verified_agent_id,
        token_hash=session_life.token_hash(token),
        phone=phone,
        seat=request.seat,
        host=request.host,
        client=request.client,
        address=address,
        expires_at=expires_at,
        phone_lost=online(phone) is False,
    )
    session = sessions.create(tx.conn, tx.now, new)
    if older is not None:
        kept_lines.moved(tx, verified_agent_id, session)
    agents.note_start(tx.conn, verified_agent_id, tx.now, address)
    agent_states.signed_in(tx, verified_agent_id, Why(code=WhyCode.SIGNED_IN, at=tx.now))
    tx.due(after(tx.now, settings.grace_seconds))  # unless its event stream opens before
    tx.due(expires_at)
    return SignedIn(
        token=token,
        session=session,
        me=agents.me(tx.conn, verified_agent_id),
        expires_at=expires_at,
        password_by=session_life.password_by(tx, tx.now),
    )


def _end_older(tx: Tx, older: Session, request: SignIn) -> None:
    why = Why(code=WhyCode.SIGNED_IN_ELSEWHERE, at=tx.now, params={"seat": request.seat, "host": request.host})
    sessions.end(tx.conn, older.id, why)
    tx.emit(agent_stream(older.agent), SessionEnded(why))  # first: what follows is the new session's
    agent_states.leave(tx, older.agent, why)
    callback_claims.session_over(tx, older.id)
    locks.release_of_session(tx, older.id)


def _staff(tx: Tx, agent_id: AgentId, wanted: tuple[QueueId, ...] | None) -> None:
    """As the last time, the first time what is preselected, or as they wish (A3). Raises `QueueNotYours`."""
    if wanted is not None:
        check_allowed(tx, agent_id, wanted)
        staffing.choose(tx.conn, agent_id, wanted)
    elif not agents.ever_started(tx.conn, agent_id):
        staffing.choose(tx.conn, agent_id, staffing.preselected(tx.conn, agent_id))


def check_allowed(tx: Tx, agent_id: AgentId, wanted: tuple[QueueId, ...]) -> None:
    """Raises `QueueNotYours`."""
    if foreign := set(wanted) - set(staffing.allowed(tx.conn, agent_id)):
        raise QueueNotYours("not among the queues that this agent may staff", queue=str(min(foreign)))


def _ask(tx: Tx, agent_id: AgentId, request: SignIn) -> None:
    phone = canonical(request.phone, centre.settings_row(tx.conn).country)
    seats.ask(tx, agent_id, phone, request.seat)


def sign_out(tx: Tx, who: Caller) -> None:
    """Not while a contact is being offered (A11) or a customer is on the line: `NotPossibleNow`."""
    end(tx, who.agent, who.session, Why(code=WhyCode.SIGNED_OUT, at=tx.now))


def end(tx: Tx, agent_id: AgentId, session: SessionId, why: Why) -> None:
    """The session is over and its agent is gone; what was theirs goes back to where others find it."""
    if why.code in BY_OTHERS and remote_agents.signed_in(tx.conn, agent_id):
        text_messages.signed_out(tx, agent_id)  # they have no screen that could tell them
    sessions.end(tx.conn, session, why)
    agents.note_stop(tx.conn, agent_id, tx.now)
    agent_states.leave(tx, agent_id, why)
    callback_claims.session_over(tx, session)
    locks.release_of_session(tx, session)
    tx.emit(agent_stream(agent_id), SessionEnded(why))  # the last that this session hears


def end_expired(tx: Tx, agent_id: AgentId) -> None:
    """Its time is over, and nobody is on the line. Repeatable."""
    session = sessions.live(tx.conn, agent_id)
    if session is not None and session_life.is_over(tx, session):
        end(tx, session.agent, session.id, session_life.why_over(tx, session))


def end_lost(tx: Tx, session: Session, grace_seconds: int) -> None:
    """The grace period of a lost link is over (A7)."""
    end(tx, session.agent, session.id, Why(code=WhyCode.LINK_LOST, at=tx.now, params={"seconds": str(grace_seconds)}))
