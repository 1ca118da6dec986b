"""Adding to a customer's history: what an agent wrote, whom it was about, and the call it belongs to (F2)."""

from __future__ import annotations

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import contacts, customers, records
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.cursor import CENTRE
from agent_client.protocol.customers import CustomerFields, NewRecord, Record
from agent_client.protocol.events import CustomerSaved, RecordAdded
from agent_client.protocol.names import CustomerId
from agent_client.protocol.refusals import Invalid

from . import telling
from .customers import existing


def add(tx: Tx, who: Caller, new: NewRecord) -> Record:
    """Whose contact it was is not asked: a note may arrive long after its call, and must not be lost."""
    if not new.text.strip():
        raise Invalid("a record needs a text", field="text")
    contact = None if new.contact is None else contacts.row(tx.conn, new.contact)
    if new.customer is not None:
        customer: CustomerId | None = existing(tx, new.customer).id
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
    record = records.record(tx.conn, record_id)
    tx.emit(CENTRE, RecordAdded(record))
    return record


def _customer_of(tx: Tx, who: Caller, contact: ContactRow) -> CustomerId | None:
    """The contact's customer, made if unknown. None when the number was withheld and nobody was chosen."""
    if contact.customer is not None or not contact.ani:
        return contact.customer
    known = customers.find_by_number(tx.conn, contact.ani, contact.project)
    customer = _made(tx, who, contact.ani) if known is None else known.id
    contacts.set_customer(tx.conn, contact.id, customer)
    telling.publish(tx, contact.id)
    return customer


def _made(tx: Tx, who: Caller, number: str) -> CustomerId:
    customer = customers.create(tx.conn, CustomerFields(numbers=(number,)), by=who.agent)
    tx.emit(CENTRE, CustomerSaved(existing(tx, customer)))
    return customer
