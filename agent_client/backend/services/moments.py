"""What of a contact's turn goes into the call's time line."""

from __future__ import annotations

from agent_client.backend.domain.turns import Happening, Turn
from agent_client.backend.persistence import agents, centre, contacts, course
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import ContactState, Direction, EndedBy, MomentKind
from agent_client.protocol.why import Why

_H = Happening
_M = MomentKind
_KINDS = {
    _H.OFFERED: _M.OFFERED,
    _H.RANG: _M.RANG,
    _H.ANSWERED: _M.ANSWERED,
    _H.CUSTOMER_ANSWERED: _M.CONNECTED,
    _H.HELD: _M.HELD,
    _H.RESUMED: _M.RESUMED,
    _H.CONSULT_STARTED: _M.CONSULT_REQUESTED,
    _H.CONSULT_ACCEPTED: _M.CONSULT_ACCEPTED,
    _H.CONSULT_ENDED: _M.CONSULT_ENDED,
    _H.CONFERENCE_STARTED: _M.CONFERENCE_STARTED,
    _H.TOOK_OVER: _M.TOOK_OVER,
    _H.WRAPPED_UP: _M.WRAPPED_UP,
    _H.TIME_OVER: _M.WRAPPED_UP,
    _H.CONSULT_NOT_ANSWERED: _M.CONSULT_FAILED,
    _H.CONSULT_BUSY: _M.CONSULT_FAILED,
    _H.CONSULT_UNREACHABLE: _M.CONSULT_FAILED,
    _H.CONSULT_DECLINED: _M.CONSULT_FAILED,
    _H.CONSULT_LEFT: _M.CONSULT_ENDED,
    _H.CONSULT_LOST: _M.CONSULT_FAILED,
}
_OF_CONSULTED = frozenset({_M.RANG, _M.TOOK_OVER})
"""The rest of the consulted side is told by the owner's moments."""


def note(
    tx: Tx, contact: ContactRow, changed: ContactRow, happening: Happening, step: Turn, why: Why | None, target: str
) -> None:
    """``target``: the other side of the consult, or whom the contact goes to."""
    kind = _kind(contact, happening, step)
    if contact.direction is Direction.CONSULT and kind not in _OF_CONSULTED:
        return
    if kind is not None:
        to = _reason(tx, changed) if kind is _M.WRAPPED_UP else _to(tx, changed, kind, target)
        who = changed.agent or contact.agent
        phone = changed.phone or contact.phone
        course.add(tx, contact.interaction, kind, agent=who, phone=phone, to=to, why=why, ended_by=_ending(kind, step))


def queued(tx: Tx, contact: ContactRow, why: Why | None = None) -> None:
    """A contact that has just come to a queue."""
    name = centre.queue_row(tx.conn, contact.queue).name
    course.add(tx, contact.interaction, MomentKind.QUEUED, to=name, why=why)


def _kind(contact: ContactRow, happening: Happening, step: Turn) -> MomentKind | None:
    if step.to is ContactState.QUEUED:
        return _M.WITHDRAWN
    if step.ended_by is EndedBy.TRANSFERRED:
        return _M.TRANSFERRED
    ends = step.to is ContactState.WRAP_UP or (
        step.to is ContactState.ENDED and contact.state is not ContactState.WRAP_UP
    )
    return _M.ENDED if ends else _KINDS.get(happening)


def _ending(kind: MomentKind, step: Turn) -> EndedBy | None:
    return step.ended_by if kind in (_M.ENDED, _M.TRANSFERRED) else None


def _to(tx: Tx, changed: ContactRow, kind: MomentKind, target: str) -> str:
    if kind is _M.WITHDRAWN:
        return centre.queue_row(tx.conn, changed.queue).name
    return target


def _reason(tx: Tx, changed: ContactRow) -> str:
    reason = changed.wrap_up_reason
    return "" if reason is None else centre.wrap_up_reason_name(tx.conn, reason)


def name_of(tx: Tx, consulted: ContactRow) -> str:
    """Who the consulted side is, as well as can be said by now."""
    if consulted.agent is not None:
        return agents.name(tx.conn, consulted.agent)
    return consulted.target or consulted.phone


def other_name(tx: Tx, contact: ContactRow) -> str:
    other = contacts.consult_of(tx.conn, contact.id)
    return "" if other is None else name_of(tx, other)
