"""Signing in and out by phone (A15): an agent calls the service number, each call changes over, and hears how it stands.

A session that was begun so has no client and no link that could be lost: it lasts until its agent calls again, signs in at a
desk, is signed out by a supervisor, or does not take two calls in a row. It does not expire, for there is no password that
could be asked for; the phone itself proves who they are, as often as it is answered and the key is pressed there that takes
the call. Who forges their number can sign them in or out, and gets no call by it.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import agents, centre, contacts, remote_agents, service_calls, sessions, staffing
from agent_client.backend.persistence.remote_agents import Registered
from agent_client.backend.persistence.service_calls import Said
from agent_client.backend.persistence.sessions import NewSession, Session
from agent_client.backend.ports.prompts import Prompt
from agent_client.backend.ports.telephony import Alive, CallArrived, CallId, Speak
from agent_client.backend.ports.units import Tx
from agent_client.protocol.cursor import agent_stream
from agent_client.protocol.events import SessionEnded
from agent_client.protocol.names import AgentId, AgentState, Channel, ContactState, NotReadyReason, QueueId, WhyCode
from agent_client.protocol.time import after
from agent_client.protocol.why import Why
from agent_client.rules.dial_numbers import canonical

from . import (
    agent_states,
    callback_claims,
    contact_turns,
    kept_lines,
    locks,
    remote_phones,
    session_life,
    signing_in,
    text_messages,
)

LISTENS_SECONDS = 60
"""So long at most they hear how it stands: nothing rings while they do."""
LATELY = timedelta(days=3)
"""What came in a queue since then says what the queue is for."""
CLIENT = "telephone"


# Somebody calls the service number.


def arrived(tx: Tx, event: CallArrived) -> bool:
    """Whether it was that which was dialled: such a call is answered here, and never queued. Told twice of the same call,
    nothing is done twice, and the same is said."""
    settings = centre.settings_row(tx.conn)
    if not settings.service_number or canonical(event.dnis, settings.country) != settings.service_number:
        return False
    said = service_calls.said(tx.conn, event.call)
    if said is None:
        agent = _registered(tx, event.ani, settings.country)
        said = _nobody(event.ani, settings.country) if agent is None else _changed_over(tx, agent)
        service_calls.add(tx.conn, event.call, tx.now, None if agent is None else agent.id, said)
    tx.act(Speak(event.call, said))
    return True


def _registered(tx: Tx, ani: str, country: str) -> Registered | None:
    """However the number is written, also without the ``+`` that it lacks on some lines."""
    written = (canonical(ani, country), canonical(f"+{ani}", country) if ani.isdecimal() else "")
    found = (remote_agents.by_number(tx.conn, number) for number in dict.fromkeys(written))
    return next((agent for agent in found if agent is not None), None)


def _nobody(ani: str, country: str) -> Said:
    if canonical(ani, country):
        return (Prompt.NOT_REGISTERED,)
    return (Prompt.NOT_REGISTERED, Prompt.NUMBER_WITHHELD)


def _changed_over(tx: Tx, agent: Registered) -> Said:
    session = sessions.live(tx.conn, agent.id)
    if session is not None and session.remote:
        return _sign_out(tx, session)
    queues = staffing.preselected(tx.conn, agent.id)
    refused = refusal(tx, agent, queues)
    if refused is not None:
        return (refused,)
    _sign_in(tx, agent, queues, session)
    return (Prompt.SIGNED_IN, Prompt.QUEUES, len(queues))


def refusal(tx: Tx, agent: Registered, queues: tuple[QueueId, ...]) -> Prompt | None:
    """Why they cannot sign in by phone now. None: they can."""
    if not agent.takes_contacts:
        return Prompt.NO_CONTACTS
    if agent.locked:
        return Prompt.LOCKED
    if not queues:
        return Prompt.NO_QUEUES
    if remote_agents.written_to(tx.conn, tx.now - LATELY) & set(queues):
        return Prompt.NOT_WITH_CHAT
    if remote_agents.calling_out(tx.conn, tx.now - LATELY) & set(queues):
        return Prompt.NOT_WITH_CAMPAIGNS
    if sessions.live_elsewhere(tx.conn, agent.id, phone=agent.phone_number, seat=agent.phone_number):
        return Prompt.PHONE_IN_USE
    return None


def _sign_in(tx: Tx, agent: Registered, queues: tuple[QueueId, ...], older: Session | None) -> None:
    """An older session, at a desk, ends (A6): a call goes over to this one, what is written goes back to its queue."""
    why = Why(code=WhyCode.SIGNED_IN_BY_PHONE, at=tx.now, params={"phone": agent.phone_number})
    if older is not None:
        sessions.end(tx.conn, older.id, why)
        tx.emit(agent_stream(agent.id), SessionEnded(why))
        _give_back_written(tx, agent.id, why)
        agent_states.leave(tx, agent.id, why)
        callback_claims.session_over(tx, older.id)
        locks.release_of_session(tx, older.id)
    staffing.choose(tx.conn, agent.id, queues)
    new = NewSession(
        agent=agent.id,
        token_hash=session_life.token_hash(secrets.token_urlsafe(32)),  # which nobody knows
        phone=agent.phone_number,
        seat=agent.phone_number,
        host="",
        client=CLIENT,
        address=agent.phone_number,
        expires_at=None,
        remote=True,
    )
    session = sessions.create(tx.conn, tx.now, new)
    if older is not None:
        kept_lines.moved(tx, agent.id, session)
    agents.note_start(tx.conn, agent.id, tx.now, agent.phone_number)
    me = agents.me(tx.conn, agent.id)
    if me.state in (AgentState.ON_CONTACT, AgentState.WRAP_UP):
        agents.set_next(tx, agent.id, None)
        agents.publish(tx, agent.id)
        return
    until = after(tx.now, LISTENS_SECONDS)
    tx.due(until)
    signing_on = NotReadyReason.SIGNING_ON
    agents.set_state(tx, agent.id, AgentState.NOT_READY, not_ready=signing_on, until=until, why=why)


def _give_back_written(tx: Tx, agent_id: AgentId, why: Why) -> None:
    """Whoever has no screen cannot go on with it."""
    for contact in contacts.rows_of_agent(tx.conn, agent_id):
        if contact.channel is not Channel.VOICE and contact.state is not ContactState.ENDED:
            contact_turns.take(tx, contact, Happening.AGENT_LEFT, why=why)


def _sign_out(tx: Tx, session: Session) -> Said:
    me = agents.me(tx.conn, session.agent)
    if me.state in (AgentState.OFFERED, AgentState.ON_CONTACT):
        return (Prompt.BUSY_NOW,)
    why = Why(code=WhyCode.SIGNED_OUT_BY_PHONE, at=tx.now, params={"phone": session.phone})
    signing_in.end(tx, session.agent, session.id, why)
    return (Prompt.SIGNED_OUT,)


# What comes after it by itself.


def ended(tx: Tx, call: CallId) -> None:
    """They have hung up, and can be rung."""
    agent_id = service_calls.over(tx.conn, call)
    if agent_id is not None and agents.me(tx.conn, agent_id).not_ready is NotReadyReason.SIGNING_ON:
        _ready(tx, agent_id)


def rested(tx: Tx) -> list[AgentId]:
    return remote_agents.rested(tx.conn, tx.now)


def rest_over(tx: Tx, agent_id: AgentId) -> None:
    """Ready again; or signed out, and told so, whose phone did not take two calls in a row. Repeatable."""
    if agent_id not in rested(tx):
        return
    if not remote_phones.given_up(tx, agent_id):
        _ready(tx, agent_id)
        return
    session = sessions.live(tx.conn, agent_id)
    why = agents.me(tx.conn, agent_id).why
    if session is not None and why is not None:
        calls = remote_agents.missed(tx.conn, agent_id)
        signing_in.end(tx, agent_id, session.id, why)
        text_messages.signed_out(tx, agent_id, calls)


def _ready(tx: Tx, agent_id: AgentId) -> None:
    """But not who has a session with a screen; and whose phone is gone once it is back."""
    session = sessions.live(tx.conn, agent_id)
    if session is None or not session.remote:
        return
    if session.phone_lost_at is not None:
        gone = Why(code=WhyCode.PHONE_LOST, at=tx.now, params={"phone": session.phone})
        agents.set_state(tx, agent_id, AgentState.NOT_READY, not_ready=NotReadyReason.UNREACHABLE, why=gone)
        return
    agents.set_state(tx, agent_id, AgentState.READY)
    tx.route()


def speak_again(tx: Tx, alive: Alive) -> None:
    """The link to the PBX was lost: who may not have heard it yet hears it now."""
    for call in service_calls.going_on(tx.conn):
        said = service_calls.said(tx.conn, call)
        if call in alive.calls and said is not None:
            tx.act(Speak(call, said))
        else:
            ended(tx, call)
