"""Finding and saving customers of the central list and of an agent's own, which that agent alone sees (F1 to F4)."""

from __future__ import annotations

from agent_client.backend.domain import customer_fields
from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, centre, customer_search, customers, locks, projects
from agent_client.backend.persistence.contacts import ContactRow
from agent_client.backend.ports.units import Tx
from agent_client.protocol.cursor import CENTRE, agent_stream
from agent_client.protocol.customers import Customer, CustomerFields, FoundCustomers
from agent_client.protocol.events import CustomerLockChanged, CustomerSaved
from agent_client.protocol.names import AgentId, CustomerId, CustomerList, ProjectId
from agent_client.protocol.refusals import CustomerChanged, Forbidden, InUse, Invalid, NotFound
from agent_client.protocol.why import Why


def find(tx: Tx, who: Caller, text: str) -> FoundCustomers:
    return customer_search.search(tx.conn, text, who.agent, centre.settings_row(tx.conn).country)


def existing(tx: Tx, customer_id: CustomerId, agent: AgentId | None = None) -> Customer:
    """As ``agent`` sees them, to whom another's own customer does not exist. One that became part of another is that one."""
    found = customers.customer(tx.conn, customer_id)
    if found is None or (agent is not None and found.owner is not None and found.owner.id != agent):
        raise NotFound("no such customer")
    return found


def stream(tx: Tx, customer_id: CustomerId | None) -> str:
    """Who is told of this customer: everybody, or whose own they are."""
    owner = None if customer_id is None else customers.owner_of(tx.conn, customer_id)
    return CENTRE if owner is None else agent_stream(owner)


# Saving.


def add(tx: Tx, who: Caller, fields: CustomerFields) -> Customer:
    """Raises `Forbidden`, `Invalid`, `BadNumber`."""
    if fields.version != 0:
        raise Invalid("a new customer has version 0", field="version")
    owner = owner_in(who, fields.list)
    may_edit(tx, who, owner)
    customer_id = customers.create(tx.conn, checked(tx, fields), owner=owner, by=who.agent)
    return told(tx, customer_id)


def change(tx: Tx, who: Caller, customer_id: CustomerId, fields: CustomerFields) -> Customer:
    """The lock, if it is the agent's, goes with it.

    Raises `CustomerChanged` when somebody saved since ``fields.version`` was read, `InUse`, `Forbidden`, `Invalid`,
    `BadNumber`.
    """
    to_change(tx, who, customer_id)
    if not customers.change(tx.conn, customer_id, checked(tx, fields), who.agent):
        raise changed_meanwhile(tx, customer_id)
    unlocked(tx, customer_id)
    return told(tx, customer_id)


def to_change(tx: Tx, who: Caller, customer_id: CustomerId) -> Customer:
    """One whom the agent may change now. Raises `NotFound`, `Forbidden`, `InUse`."""
    found = existing(tx, customer_id, who.agent)
    may_edit(tx, who, None if found.owner is None else found.owner.id)
    if found.lock is not None and found.lock.agent.id != who.agent:
        since = found.lock.since.isoformat().replace("+00:00", "Z")
        raise InUse("somebody else works on this card", agent=found.lock.agent.name, since=since)
    return found


def owner_in(who: Caller, which: CustomerList) -> AgentId | None:
    """Whose list that is for this agent; None: the central one. Raises `Invalid`."""
    if which is CustomerList.UNKNOWN:
        raise Invalid("no such list", field="list")
    return who.agent if which is CustomerList.OWN else None


def may_edit(tx: Tx, who: Caller, owner: AgentId | None) -> None:
    """Raises `Forbidden` (F3)."""
    rights = agents.rights(tx.conn, who.agent)
    if owner is None and not rights.edit_central:
        raise Forbidden("not a right of this agent", right="edit_central")
    if owner is not None and not (rights.edit_own and owner == who.agent):
        raise Forbidden("not a right of this agent", right="edit_own")


def checked(tx: Tx, fields: CustomerFields) -> CustomerFields:
    """Raises `Invalid`, `BadNumber`."""
    settings = centre.settings_row(tx.conn)
    if fields.project is not None and projects.by_id(tx.conn, fields.project) is None:
        raise Invalid("no such project", field="project")
    return customer_fields.checked(customer_fields.tidied(fields), settings.country)


def changed_meanwhile(tx: Tx, customer_id: CustomerId) -> CustomerChanged:
    return CustomerChanged("somebody else saved first", by=customers.last_saved_by(tx.conn, customer_id))


def unlocked(tx: Tx, customer_id: CustomerId, why: Why | None = None) -> None:
    """The card is free again, and those who see it are told; nothing if it was. ``why``: it was taken away."""
    if locks.drop(tx.conn, customer_id):
        tx.emit(stream(tx, customer_id), CustomerLockChanged(customer_id, None, why))


def told(tx: Tx, customer_id: CustomerId) -> Customer:
    """Everybody whom it concerns learns how the card reads now."""
    saved = existing(tx, customer_id)
    tx.emit(stream(tx, customer_id), CustomerSaved(saved))
    return saved


# Who calls: the central list first, then that of the agent to whom the contact goes.


def offered_as(tx: Tx, contact: ContactRow, agent: AgentId | None) -> CustomerId | None:
    """The contact's customer as this agent may know them: of the central list, else of their own by the number."""
    if contact.customer is not None and customers.owner_of(tx.conn, contact.customer) in (None, agent):
        return contact.customer
    return own(tx, contact.ani, contact.project, agent)


def own(tx: Tx, number: str, project: ProjectId | None, agent: AgentId | None) -> CustomerId | None:
    """Of the agent's own list, by the number."""
    found = customers.find_by_number(tx.conn, number, project, agent)
    return None if found is None else found.id


def known_to_all(tx: Tx, customer_id: CustomerId | None) -> CustomerId | None:
    """None for an agent's own: where others look, nobody is named."""
    if customer_id is None or customers.owner_of(tx.conn, customer_id) is not None:
        return None
    return customer_id
