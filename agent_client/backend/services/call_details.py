"""Calls that the PBX handled by itself, in so far as they concern the callback list (E4): missed by a group that it rings
by itself, ended in voicemail, taken or made by somebody without a group."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from agent_client.backend.domain.callbacks import Moment
from agent_client.backend.persistence import agents, centre, contacts, customers, sessions
from agent_client.backend.ports.telephony import CallDetail
from agent_client.backend.ports.units import Tx
from agent_client.protocol.names import AgentId, CallbackMomentKind, GroupKind, QueueId, WhyCode
from agent_client.protocol.why import Why
from agent_client.rules.dial_numbers import canonical

from . import callback_judging, callback_list, own_phones

_K = CallbackMomentKind


def taken_in(tx: Tx, detail: CallDetail) -> str:
    """Returns the number of the customer, as it is stored."""
    country = centre.settings_row(tx.conn).country
    number = canonical(detail.number, country)
    if contacts.by_call(tx.conn, detail.call) is not None:
        return number  # it was in our hands: what became of it is known
    if detail.outgoing:
        _called(tx, detail, number)
    elif detail.talked is not None and not detail.voicemail:
        _answered(tx, detail, number)
    else:
        _missed(tx, detail, number, canonical(detail.dialled or detail.group, country))
    return number


def _missed(tx: Tx, detail: CallDetail, number: str, dialled: str) -> None:
    """A user's own missed calls are no group's: they are listed nowhere."""
    queue = _group(tx, detail)
    if queue is None:
        return
    at = _before(tx, detail.waited + (detail.talked or 0))
    customer = customers.find_by_number(tx.conn, number, None)
    moment = Moment(
        kind=_K.MISSED,
        at=at,
        queue=queue,
        seconds=int(detail.waited),
        internal=detail.internal or own_phones.is_own(tx, number),
        voicemail=detail.voicemail,
        why=Why(code=WhyCode.CALLER_GAVE_UP, at=tx.now, params={"seconds": str(round(detail.waited))}),
    )
    callback_judging.entered(
        tx, moment, queue=queue, number=number, dnis=dialled, customer=None if customer is None else customer.id
    )


def _answered(tx: Tx, detail: CallDetail, number: str) -> None:
    at = _before(tx, detail.talked or 0)
    who = _who(tx, detail)
    agent = None if who is None else agents.brief(tx.conn, who).name
    why = Why(code=WhyCode.ANSWERED_LATER, at=at, params={"agent": agent or detail.phone})
    taken = Moment(kind=_K.ANSWERED, at=at, queue=_group(tx, detail, ours=True), why=why, **_by(tx, detail))
    callback_list.note_of_number(tx, number, taken)


def _called(tx: Tx, detail: CallDetail, number: str) -> None:
    if detail.talked is None:
        moment = Moment(kind=_K.TRIED, at=tx.now, **_by(tx, detail))
    else:
        moment = Moment(kind=_K.REACHED, at=_before(tx, detail.talked), **_by(tx, detail))
    callback_list.note_called(tx, number, moment)


def _by(tx: Tx, detail: CallDetail) -> dict[str, Any]:
    seconds = detail.waited if detail.talked is None else detail.talked
    return {"agent": _who(tx, detail), "phone": detail.phone, "seconds": int(seconds)}


def _who(tx: Tx, detail: CallDetail) -> AgentId | None:
    return sessions.agent_at(tx.conn, canonical(detail.phone, centre.settings_row(tx.conn).country))


def _group(tx: Tx, detail: CallDetail, *, ours: bool = False) -> QueueId | None:
    """The group with that number. Of our own queues (``ours``) calls that are missed are known already."""
    number = canonical(detail.group, centre.settings_row(tx.conn).country)
    for queue in centre.queue_rows(tx.conn) if number else ():
        if queue.number == number and (ours or queue.kind is not GroupKind.QUEUE):
            return queue.id
    return None


def _before(tx: Tx, seconds: float) -> datetime:
    return tx.now - timedelta(milliseconds=round(seconds * 1000))
