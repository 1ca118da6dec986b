"""Adding to a customer's history: what an agent wrote, whom it was about, and the call it belongs to; and correcting it
without losing what it said (F2)."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import contacts, customers, records
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.customers import CorrectRecord, CustomerFields, NewRecord, Record
from agent_client.protocol.events import RecordAdded, RecordCorrected
from agent_client.protocol.names import CustomerId, RecordId
from agent_client.protocol.refusals import Forbidden, Invalid, NotFound, RecordChanged
from agent_client.rules.correcting import may_correct

from . import telling
from .customers import existing, offered_as, stream, told


def add(tx: Tx, who: Caller, new: NewRecord) -> Record:
    """Whose contact it was is not asked: a note may arrive long after its call, and must not be lost."""
    if not new.text.strip():
        raise Invalid("a record needs a text", field="text")
    contact = None if new.contact is None else contacts.row(tx.conn, new.contact)
    if new.customer is not None:
        customer: CustomerId | None = existing(tx, new.customer, who.agent).id
    elif contact is not None:
        customer = _customer_of(tx, who, contact)
    else:
        raise Invalid("a record needs a customer or a contact", field="customer")
    record_id = records.add(
        tx.conn,
        customer=customer,
        contact=new.contact,
        number="" if contact is None else contact.ani,
        saved_at=tx.now,
        call_at=None if contact is None else contact.queued_at,
        agent=who.agent,
        phone=who.phone,
        text=new.text,
    )
    record = _existing(tx, record_id)
    tx.emit(stream(tx, record.customer), RecordAdded(record))
    return record


def correct(tx: Tx, who: Caller, record_id: RecordId, wish: CorrectRecord) -> Record:
    """Raises `RecordChanged` when somebody else was first; nothing is told of a text that stays as it is."""
    record = _existing(tx, record_id, to_change=True)
    if record.customer is not None:
        existing(tx, record.customer, who.agent)
    if not may_correct(record.operator.id, who.agent, who.role):
        raise Forbidden("only who wrote it and supervisors correct a record")
    if not wish.text.strip():
        raise Invalid("a record needs a text", field="text")
    if wish.corrections != len(record.corrections):
        by = record.corrections[-1].by.name if record.corrections else ""
        raise RecordChanged("somebody else corrected it first", **({"by": by} if by else {}))
    if wish.text == record.text:
        return record
    records.correct(tx.conn, record_id, at=tx.now, agent=who.agent, text=wish.text)
    corrected = _existing(tx, record_id)
    tx.emit(stream(tx, record.customer), RecordCorrected(corrected))
    return corrected


def _existing(tx: Tx, record_id: RecordId, *, to_change: bool = False) -> Record:
    found = records.record(tx.conn, record_id, to_change=to_change)
    if found is None:
        raise NotFound("no such record")
    return found


def _customer_of(tx: Tx, who: Caller, contact: ContactRow) -> CustomerId | None:
    """The contact's customer as this agent knows them, made if unknown. None when the number was withheld and nobody was
    chosen."""
    known = offered_as(tx, contact, who.agent)
    if known is None and contact.ani:
        found = customers.find_by_number(tx.conn, contact.ani, contact.project)
        known = None if found is None else found.id
    if known is None and contact.ani:
        known = customers.create(tx.conn, CustomerFields(numbers=(contact.ani,)), by=who.agent)
        told(tx, known)
    if known is not None and contact.customer is None:
        contacts.set_customer(tx.conn, contact.id, known)
        telling.publish(tx, contact.id)
    return known
