"""Customers and the records of what was said with them (F1, F2)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .agents import AgentBrief
from .interactions import PastCall
from .names import ContactId, CustomerId, CustomerList, MergeId, ProjectId, RecordId
from .time import Instant

NOTE_LIMIT = 100_000
"""Characters of one record's text."""

Line = Annotated[str, Meta(max_length=200)]
Number = Annotated[str, Meta(max_length=40)]


class CustomerBrief(Struct, frozen=True):
    """Enough to name a customer. ``name`` may be empty: then the company, then the number stands for it."""

    id: CustomerId
    name: str
    company: str = ""


class CustomerLock(Struct, frozen=True):
    """Somebody works on this customer's card: others read "in use", by whom and since when (F4)."""

    agent: AgentBrief
    since: Instant


class Customer(Struct, frozen=True, kw_only=True):
    id: CustomerId
    version: int
    company_id: str = ""
    company: str = ""
    name: str = ""
    numbers: tuple[str, ...] = ()
    """Up to three, in E.164 where the number can be read as one."""
    street: str = ""
    town: str = ""
    postcode: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2."""
    note: str = ""
    operators: tuple[str, ...] = ()
    """The phone numbers of the agents who know this customer, in order (F5)."""
    project: ProjectId | None = None
    owner: AgentBrief | None = None
    """Whose own list they are in (F3); None: the central one."""
    lock: CustomerLock | None = None


class CustomerFields(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an agent may write of a customer. ``version`` is the one that was read; 0 makes a new customer."""

    version: Annotated[int, Meta(ge=0, le=2**53)] = 0
    company_id: Line = ""
    company: Line = ""
    name: Line = ""
    numbers: Annotated[tuple[Number, ...], Meta(max_length=3)] = ()
    street: Line = ""
    town: Line = ""
    postcode: Line = ""
    country: Annotated[str, Meta(max_length=2)] = ""
    note: Annotated[str, Meta(max_length=2000)] = ""
    operators: Annotated[tuple[Number, ...], Meta(max_length=20)] = ()
    project: Annotated[ProjectId, Meta(ge=1, le=2**53)] | None = None
    list: CustomerList = CustomerList.CENTRAL
    """Which list a new customer goes into; a saved one stays where it is."""


class CustomersPage(Struct, frozen=True):
    """A page of a list, by name. ``after`` goes into the next one's question; None: that was all. ``total``: in all, as the
    first page says; on the others it is 0."""

    customers: tuple[Customer, ...]
    after: str | None = None
    total: int = 0


class Duplicates(Struct, frozen=True):
    """Customers of one list who share a number: ``groups`` of two and more. ``more``: there are further ones."""

    groups: tuple[tuple[Customer, ...], ...]
    more: bool = False


class Merge(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``other`` becomes part of the customer to whom this is sent: their records, calls, callbacks. ``fields`` is what the
    card says afterwards; ``fields.version`` and ``other_version`` are those that were seen."""

    other: Annotated[CustomerId, Meta(ge=1, le=2**53)]
    other_version: Annotated[int, Meta(ge=1, le=2**53)]
    fields: CustomerFields


class Merged(Struct, frozen=True):
    """``merge`` undoes it."""

    merge: MergeId
    customer: Customer


class ImportRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One customer of a file. ``line`` is the file's, counted from 1; ``project`` and numbers as they are written there."""

    line: Annotated[int, Meta(ge=1, le=2**31)]
    company_id: Line = ""
    company: Line = ""
    name: Line = ""
    numbers: Annotated[tuple[Number, ...], Meta(max_length=3)] = ()
    street: Line = ""
    town: Line = ""
    postcode: Line = ""
    country: Annotated[str, Meta(max_length=2)] = ""
    note: Annotated[str, Meta(max_length=2000)] = ""
    operators: Annotated[tuple[Number, ...], Meta(max_length=20)] = ()
    project: Line = ""


class ImportRows(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of an import, done whole or not at all. A row of a customer who is there already (by company ID, else by a
    number) changes them, or with ``update`` False is left out. ``dry``: only say what would be done. ``last``: of the
    file: everybody is told that customers have changed."""

    rows: Annotated[tuple[ImportRow, ...], Meta(min_length=1, max_length=500)]
    list: CustomerList = CustomerList.CENTRAL
    update: bool = True
    dry: bool = False
    last: bool = False


class BadRow(Struct, frozen=True):
    """A row that was left out: ``field`` and ``value`` say why (a number that is none, a project that is not there)."""

    line: int
    field: str
    value: str


class ImportedRows(Struct, frozen=True, kw_only=True):
    added: int = 0
    changed: int = 0
    left_out: int = 0
    bad: tuple[BadRow, ...] = ()


class FoundCustomer(Struct, frozen=True):
    """A line of the search results. ``number`` is the one that matched, or the first."""

    id: CustomerId
    name: str
    company: str
    number: str
    town: str


class FoundCustomers(Struct, frozen=True):
    customers: tuple[FoundCustomer, ...]
    more: bool = False


class Record(Struct, frozen=True, kw_only=True):
    """One record of the history (F2). Without a customer when the caller withheld the number and nobody was chosen."""

    id: RecordId
    customer: CustomerId | None
    contact: ContactId | None
    number: str
    """The customer's number on the call the record belongs to; empty for a record written without a call."""
    saved_at: Instant
    call_at: Instant | None
    operator: AgentBrief
    text: str
    """As it reads now."""
    corrections: tuple[Correction, ...] = ()
    """The oldest first; the first one's ``before`` is the original."""


class Correction(Struct, frozen=True):
    """``before``: what the record said until then."""

    at: Instant
    by: AgentBrief
    before: str


class CorrectRecord(Struct, frozen=True, forbid_unknown_fields=True):
    """``corrections``: how many the record had when it was seen; another number is refused with `RecordChanged`."""

    text: Annotated[str, Meta(min_length=1, max_length=NOTE_LIMIT)]
    corrections: Annotated[int, Meta(ge=0, le=10_000)] = 0


class NewRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A note on its way. With a contact and no customer, the contact's customer is meant, who is made if unknown."""

    text: Annotated[str, Meta(min_length=1, max_length=NOTE_LIMIT)]
    customer: Annotated[CustomerId, Meta(ge=1, le=2**53)] | None = None
    contact: Annotated[ContactId, Meta(ge=1, le=2**53)] | None = None


class CustomerPage(Struct, frozen=True, kw_only=True):
    """A customer and the newest of the history: records and calls, each newest first. ``older`` goes into ``before`` for
    the next page; None: that was all. A call comes along with each record that belongs to it, so it may come twice."""

    customer: Customer
    records: tuple[Record, ...]
    calls: tuple[PastCall, ...] = ()
    older: str | None = None
