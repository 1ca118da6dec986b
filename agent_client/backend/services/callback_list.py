"""What calls and agents do to the entries of the callback list (E2, E3, E7): each change is told to everyone of the queue.

What follows from it is judged by the rules (`callback_judging`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from agent_client.backend.domain.callbacks import Moment
from agent_client.backend.persistence import agents, callbacks, contacts, staffing
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.callbacks import Callback
from agent_client.protocol.events import CallbackReleased
from agent_client.protocol.names import (
    AgentId,
    CallbackId,
    CallbackMomentKind,
    CallbackOrigin,
    CustomerId,
    QueueId,
    Section,
    WhyCode,
)
from agent_client.protocol.time import seconds_between
from agent_client.protocol.why import Why
from agent_client.rules.callback_actions import LISTED

from . import callback_judging, own_phones
from .callback_judging import RECENT, noted, told

_K = CallbackMomentKind
_UNCLAIMED: dict[str, Any] = {
    "claimed_by_id": None,
    "claimed_at": None,
    "claim_session_id": None,
    "claim_until": None,
}


def missed(tx: Tx, contact: ContactRow, why: Why | None) -> None:
    """A customer left without having been answered."""
    moment = Moment(
        kind=_K.MISSED,
        at=contact.queued_at,
        queue=contact.queue,
        seconds=int(seconds_between(contact.queued_at, tx.now)),
        internal=own_phones.is_own(tx, contact.ani),
        contact=contact.id,
        why=why,
    )
    callback_judging.entered(
        tx, moment, queue=contact.queue, number=contact.ani, dnis=contact.dnis, customer=contact.customer
    )


def answered(tx: Tx, contact: ContactRow, by: AgentId) -> None:
    """The customer called again and is being served: nobody needs to call back (E2). A claim goes on until its call ends."""
    who = agents.brief(tx.conn, by)
    why = Why(code=WhyCode.ANSWERED_LATER, at=tx.now, params={"agent": who.name})
    taken = Moment(
        kind=_K.ANSWERED, at=tx.now, agent=by, phone=who.phone, queue=contact.queue, contact=contact.id, why=why
    )
    note_of_number(tx, contact.ani, taken)


def answered_outside(tx: Tx, contact: ContactRow) -> None:
    """As `answered`, by who has the number to which the customer was put through."""
    why = Why(code=WhyCode.ANSWERED_LATER, at=tx.now, params={"agent": contact.target})
    taken = Moment(kind=_K.ANSWERED, at=tx.now, phone=contact.target, queue=contact.queue, contact=contact.id, why=why)
    note_of_number(tx, contact.ani, taken)


def note_of_number(tx: Tx, number: str, moment: Moment) -> None:
    """Something that concerns whatever is listed, or was lately, of a number, in every queue."""
    for entry in callbacks.of_number(tx.conn, number, tx.now - RECENT):
        noted(tx, entry.id, moment)


def reached(tx: Tx, entry_id: CallbackId, by: AgentId) -> None:
    """The customer was called back and picked up."""
    contact = contacts.to_call_back(tx.conn, entry_id)
    talks = _called(tx, _K.REACHED, by, None, contact)
    note_called(tx, noted(tx, entry_id, talks).number, talks, but=entry_id)


def attempted(tx: Tx, entry_id: CallbackId, by: AgentId | None, seconds: int | None = None) -> None:
    """Called back without reaching the customer; the claim ends. ``seconds``: how long their phone rang; None: the network
    refused at once."""
    tried = _called(tx, _K.TRIED, by, seconds, None)
    note_called(tx, noted(tx, entry_id, tried, **_UNCLAIMED).number, tried, but=entry_id)


def called(tx: Tx, contact: ContactRow, by: AgentId, *, reached: bool, seconds: int | None) -> None:
    """An agent dialled the number by hand, or a campaign did."""
    moment = _called(tx, _K.REACHED if reached else _K.TRIED, by, seconds, contact)
    note_called(tx, contact.ani, moment)


def _called(
    tx: Tx, kind: CallbackMomentKind, by: AgentId | None, seconds: int | None, contact: ContactRow | None
) -> Moment:
    """By whoever has the claim, who calls for the group of the entry."""
    phone = "" if by is None else agents.brief(tx.conn, by).phone
    number = None if contact is None else contact.id
    return Moment(kind=kind, at=tx.now, agent=by, phone=phone, seconds=seconds, contact=number)


def note_called(tx: Tx, number: str, moment: Moment, but: CallbackId | None = None) -> None:
    """Somebody called a customer, for whatever reason: it is for the rules of each queue that lists them to say what the
    call of a colleague is to it (E4)."""
    mine = () if moment.agent is None else staffing.allowed(tx.conn, moment.agent)
    for entry in callbacks.of_number(tx.conn, number, tx.now):
        if entry.id != but and entry.section in LISTED:
            noted(tx, entry.id, replace(moment, member=entry.queue in mine))


def released(tx: Tx, entry_id: CallbackId, why: Why | None = None) -> None:
    """The claim ends and nothing else changes."""
    entry = callbacks.entry(tx.conn, entry_id)
    claim = entry.claim
    if claim is None:
        return
    if why is None and entry.tried_at is not None and entry.tried_at >= claim.since:  # they have talked
        told(tx, CallbackReleased, callbacks.change(tx.conn, entry_id, **_UNCLAIMED))
        return
    noted(tx, entry_id, Moment(kind=_K.RELEASED, at=tx.now, agent=claim.agent.id, why=why), **_UNCLAIMED)


def twin(tx: Tx, entry: Callback) -> Callback | None:
    """The other entry by which this customer is on the list already: two would have them called twice (E7)."""
    found = callbacks.to_combine(tx.conn, entry.number, entry.queue)
    return None if found is None or found.id == entry.id or not found.listed else found


def reopened(tx: Tx, entry_id: CallbackId, why: Why | None, by: AgentId | None = None) -> None:
    """By an agent: a mark undone, or open again; or because the conversation broke off at our end. Once only for each
    customer."""
    if twin(tx, callbacks.entry(tx.conn, entry_id)) is not None:
        released(tx, entry_id, why)
        return
    noted(tx, entry_id, Moment(kind=_K.REOPENED, at=tx.now, agent=by, why=why), **_UNCLAIMED)


def marked(tx: Tx, entry: Callback, section: Section, by: AgentId) -> None:
    """Done or Not reached, by an agent's own decision (E3)."""
    kind = _K.DONE if section is Section.DONE else _K.NOT_REACHED
    noted(tx, entry.id, Moment(kind=kind, at=tx.now, agent=by, phone=agents.brief(tx.conn, by).phone))


# What somebody wished for: a request of the customer (E10), an appointment (E9).


def requested(
    tx: Tx,
    *,
    queue: QueueId,
    number: str,
    dnis: str,
    customer: CustomerId | None,
    name: str,
    origin: CallbackOrigin,
) -> Callback:
    """The entry that is still to be dealt with, or a new one. It is routed by whoever calls this."""
    return callback_judging.entered(
        tx,
        Moment(kind=_K.REQUESTED, at=tx.now, queue=queue),
        queue=queue,
        number=number,
        dnis=dnis,
        customer=customer,
        origin=origin.value,
        **({"name": name} if name else {}),
    )


def appointed_anew(
    tx: Tx, *, queue: QueueId, number: str, dnis: str, customer: CustomerId | None, by: AgentId
) -> Callback:
    """An entry for the appointment's sake: `appointed` follows, puts it on the list, and tells."""
    entry_id = callbacks.add(
        tx.conn,
        queue=queue,
        number=number,
        dnis=dnis,
        customer=customer,
        at=tx.now,
        origin=CallbackOrigin.AGENT.value,
        appointment_by_id=by,
        listed=False,
        calls=0,
        times=[],
        judged=callback_judging.terms_of(tx, queue)[1],
    )
    return callbacks.entry(tx.conn, entry_id)


def appointed(tx: Tx, entry: Callback, *, at: datetime, agent: AgentId | None, by: AgentId, remark: str) -> Callback:
    """A closed entry is open again: the customer is to be called."""
    return noted(
        tx,
        entry.id,
        Moment(kind=_K.APPOINTED, at=tx.now, agent=by, queue=entry.queue, until=at),
        appointment_at=at,
        appointment_agent_id=agent,
        appointment_by_id=by,
        remark=remark,
        delivered_at=None,
        due_at=at,
    )


def appointment_cancelled(tx: Tx, entry: Callback, by: AgentId) -> Callback:
    """What was there for the appointment alone is done."""
    return noted(
        tx,
        entry.id,
        Moment(kind=_K.APPOINTMENT_CANCELLED, at=tx.now, agent=by, queue=entry.queue),
        **callback_judging.NO_APPOINTMENT,
    )
