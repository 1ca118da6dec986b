"""Customers and the records of what was said with them (F1, F2)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .agents import AgentBrief
from .interactions import PastCall
from .names import ContactId, CustomerId, ProjectId, RecordId
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
