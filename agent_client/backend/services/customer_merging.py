"""Two cards of one customer become one, and two again when that was a mistake (F1)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from agent_client.backend.domain.caller import Caller
from agent_client.backend.persistence import agents, callbacks, contacts, customers, merges
from agent_client.backend.persistence.contacts import WITH_CALL
from agent_client.backend.persistence.merges import Before, Card, Moved
from agent_client.backend.ports.units import Tx
from agent_client.protocol.customers import Customer, CustomerFields, Merge, Merged
from agent_client.protocol.events import CallbackChanged, CustomersChanged
from agent_client.protocol.names import AgentId, ContactId, ContactState, CustomerId, MergeId
from agent_client.protocol.refusals import Invalid, NotUndoable
from agent_client.rules.callback_actions import LISTED

from . import customers as cards
from . import telling
from .callback_judging import told as tell_entry


def merge(tx: Tx, who: Caller, kept_id: CustomerId, wish: Merge) -> Merged:
    """Raises `NotFound`, `Forbidden`, `InUse`, `CustomerChanged`, `Invalid`, `BadNumber`."""
    kept, other = _as_seen(tx, who, kept_id), _as_seen(tx, who, wish.other)
    if kept.id == other.id:
        raise Invalid("these two are one already", field="other")
    if kept.owner != other.owner:
        raise Invalid("one is of the central list, the other of an agent's own", field="other")
    if other.version != wish.other_version:
        raise cards.changed_meanwhile(tx, other.id)
    fields = cards.checked(tx, wish.fields)
    before = Before(_card(tx, kept), _card(tx, other), fields)
    if not customers.change(tx.conn, kept.id, fields, who.agent):
        raise cards.changed_meanwhile(tx, kept.id)
    merges.set_variables(tx.conn, kept.id, {**before.absorbed.variables, **before.kept.variables})
    moved = merges.move(tx.conn, other.id, kept.id)
    merges.set_part_of(tx.conn, other.id, kept.id, who.agent)
    for one in (kept.id, other.id):
        cards.unlocked(tx, one)
    merge_id = merges.add(
        tx.conn,
        kept=kept.id,
        absorbed=other.id,
        at=tx.now,
        by=who.agent,
        before=before,
        moved=moved,
        kept_version=kept.version + 1,
    )
    tx.emit(cards.stream(tx, kept.id), CustomersChanged(other.id, kept.id))
    saved = cards.told(tx, kept.id)
    _tell(tx, moved)
    return Merged(merge_id, saved)


def _as_seen(tx: Tx, who: Caller, customer_id: CustomerId) -> Customer:
    """Not who they have become part of since: what is to be merged is what the agent saw."""
    found = cards.to_change(tx, who, customer_id)
    if found.id != customer_id:
        raise cards.changed_meanwhile(tx, customer_id)
    return found


def undo(tx: Tx, who: Caller, merge_id: MergeId) -> Customer:
    """The other one is back with all that was theirs. What was written since stays with the one that was kept; whose card
    reads as before the merge, but for what somebody has edited since: that stands.

    Raises `NotFound`, `NotUndoable`, `Forbidden`, `InUse`.
    """
    was = merges.row(tx.conn, merge_id)
    kept = cards.to_change(tx, who, was.kept)
    if was.undone_at is not None:
        raise NotUndoable("it has been undone already", by=_name(tx, was.agent))
    if (by := merges.later(tx.conn, was)) is not None:
        raise NotUndoable("the one that was kept was merged again", by=_name(tx, by))
    fields = _parted(was.before, _card(tx, kept).fields)
    if not customers.change(tx.conn, kept.id, fields, who.agent):
        raise cards.changed_meanwhile(tx, kept.id)
    merges.set_variables(tx.conn, kept.id, was.before.kept.variables)
    merges.set_part_of(tx.conn, was.absorbed, None, who.agent)
    merges.move_back(tx.conn, was.moved, was.kept, was.absorbed)
    merges.undone(tx.conn, merge_id, tx.now)
    cards.unlocked(tx, kept.id)
    tx.emit(cards.stream(tx, kept.id), CustomersChanged())
    cards.told(tx, kept.id)
    back = cards.told(tx, was.absorbed)
    _tell(tx, was.moved)
    return back


def _parted(before: Before, now: CustomerFields) -> CustomerFields:
    """Field by field: what the merge made is taken back, what an agent has made of it since stands."""
    edited = {
        name: getattr(now, name)
        for name in now.__struct_fields__
        if name not in ("version", "list") and getattr(now, name) != getattr(before.merged, name)
    }
    return replace(before.kept.fields, version=now.version, **edited)


def _card(tx: Tx, customer: Customer) -> Card:
    fields = CustomerFields(
        version=customer.version,
        company_id=customer.company_id,
        company=customer.company,
        name=customer.name,
        numbers=customer.numbers,
        street=customer.street,
        town=customer.town,
        postcode=customer.postcode,
        country=customer.country,
        note=customer.note,
        operators=customer.operators,
        project=customer.project,
    )
    return Card(fields, customers.variables(tx.conn, customer.id))


def _name(tx: Tx, agent: AgentId) -> str:
    return agents.brief(tx.conn, agent).name


def _tell(tx: Tx, moved: Moved) -> None:
    """Who has a contact or an entry of them in sight sees whose it is now."""
    for contact in _in_hand(tx, moved.contacts):
        telling.publish(tx, contact)
    for entry_id in moved.callbacks:
        entry = callbacks.entry(tx.conn, entry_id)
        if entry.listed and (entry.section in LISTED or entry.claim is not None):
            tell_entry(tx, CallbackChanged, callbacks.change(tx.conn, entry_id))


def _in_hand(tx: Tx, moved: Iterable[ContactId]) -> list[ContactId]:
    living = (*WITH_CALL, ContactState.WRAP_UP)
    return [one for one in moved if contacts.row(tx.conn, one).state in living]
