"""Taking up the calls again after the server was away: the database and the PBX are brought in line."""

from __future__ import annotations

from sqlalchemy import Connection

from agent_client.backend.domain.contacts import hears
from agent_client.backend.domain.turns import Happening
from agent_client.backend.persistence import contacts, interactions, listeners
from agent_client.backend.persistence.contacts import TALKING, ContactRow
from agent_client.backend.ports.telephony import Alive, KnownCall, KnownConsult, KnownListener
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import ContactState, Direction, RecordingState, TargetKind, WhyCode
from agent_client.protocol.time import seconds_between
from agent_client.protocol.why import Why

from . import agent_states, contact_turns, kept_lines, listening, phone_keys, sound_rules

_RINGING = (ContactState.CONNECTING, ContactState.RINGING)


def known(conn: Connection) -> tuple[KnownCall, ...]:
    """The calls that the database holds for alive."""
    return tuple(_known(conn, contact) for contact in contacts.with_call(conn) if _has_call(contact))


def _has_call(contact: ContactRow) -> bool:
    """Not the consulted side, which is told with its owner; nor a customer who is to be called and is not yet."""
    return contact.direction is not Direction.CONSULT and bool(contact.call)


def _known(conn: Connection, contact: ContactRow) -> KnownCall:
    now = hears(contact.state, contact.on_hold)
    recording = interactions.row(conn, contact.interaction)
    return KnownCall(
        call=contact.call,
        ani=contact.ani,
        dnis=contact.dnis,
        leg=contact.leg,
        phone=contact.phone,
        talking=contact.state in TALKING,
        hears=now is None or now[0],
        muted=contact.muted,
        consult=_consult(conn, contact),
        recording=recording.recording_name or "" if recording.recording is not None else "",
        paused=recording.recording is RecordingState.PAUSED,
        listener=_listener(conn, contact),
    )


def _listener(conn: Connection, contact: ContactRow) -> KnownListener | None:
    """Whose phone was answered."""
    found = listeners.of_contact(conn, contact.id)
    return None if found is None or found.answered_at is None else KnownListener(found.leg, found.phone, found.how)


def _consult(conn: Connection, contact: ContactRow) -> KnownConsult | None:
    asked = contacts.consult_of(conn, contact.id)
    now = hears(contact.state, contact.on_hold)
    if asked is None or asked.leg is None or now is None:
        return None
    return KnownConsult(
        leg=asked.leg,
        phone=asked.phone,
        answered=asked.state in TALKING,
        hears=now[1],
        muted=asked.muted,
        outside=asked.agent is None,
    )


def resume(tx: Tx, alive: Alive, why: Why | None = None) -> None:
    """Conversations go on, what rang goes back into its place in the queue, and what has gone meanwhile is lost and says
    so. Wrap-ups simply go on. ``why``: nobody knew how it stood; None: the server was restarted."""
    why = why or Why(code=WhyCode.SERVER_RESTARTED, at=tx.now)
    sound_rules.follow_pbx(tx, possible=alive.removes_noise)
    phone_keys.forget(tx)
    kept_lines.resume(tx, alive)
    for contact in contacts.with_call(tx.conn):
        now = contacts.row(tx.conn, contact.id)  # the other side of a consult may have changed it meanwhile
        if now.direction is Direction.CONSULT:
            _resume_consulted(tx, now, alive, why)
        elif now.call and now.call not in alive.calls:
            contact_turns.take(tx, now, Happening.CALL_LOST, params=_waited(tx, now))
        elif now.state in _RINGING:
            contact_turns.take(tx, now, Happening.SERVER_RESTARTED, params={"target": now.target}, why=_said(now, why))
    listening.resume(tx, alive, why)
    agent_states.tests_lost(tx, why)
    tx.route()


def _said(contact: ContactRow, why: Why) -> Why | None:
    """Who was being put through to a number outside reads that it failed."""
    return None if contact.target_kind is TargetKind.NUMBER else why


def _resume_consulted(tx: Tx, contact: ContactRow, alive: Alive, why: Why) -> None:
    if contact.state in TALKING and contact.leg not in alive.legs:
        contact_turns.take(tx, contact, Happening.CALL_LOST)
    elif contact.state in _RINGING:
        contact_turns.take(tx, contact, Happening.SERVER_RESTARTED, why=why)


def _waited(tx: Tx, contact: ContactRow) -> dict[str, str]:
    if contact.state is not ContactState.QUEUED:
        return {}
    return {"seconds": str(round(seconds_between(contact.queued_at, tx.now)))}
