"""The tables of customers, who works on their cards, and what was written about them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from agent_client.backend.persistence import search_index
from agent_client.backend.persistence.columns import Id, Instant, Json, Sorting, metadata

customers = Table(
    "customers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Id, nullable=False),
    Column("company_id", String(200), nullable=False),
    Column("company", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("street", String(200), nullable=False),
    Column("town", String(200), nullable=False),
    Column("postcode", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("note", Text, nullable=False),
    Column("operators", Json, nullable=False),
    Column("project_id", ForeignKey("projects.id")),
    Column("variables", Json, nullable=False),  # what the popover may show: {"key": "value"}
    Column("saved_by_id", ForeignKey("agents.id")),
    Column("search", Text, nullable=False),  # name, company, company ID, town: folded to lower case without accents
    Column("sorting", Sorting, nullable=False),  # by name: folded
    Column("owner_id", ForeignKey("agents.id")),  # whose own list (F3); null: the central one
    Column("merged_into_id", Id),  # it is part of another one, and found no more
    Index(None, "owner_id", "merged_into_id", "sorting", "id"),
    Index(None, "company_id"),
)

customer_numbers = Table(
    "customer_numbers",
    metadata,
    Column("customer_id", ForeignKey("customers.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("number", String(40), nullable=False),  # as rules.dial_numbers.canonical writes it
    Index(None, "number"),
)
search_index.attach(customers, customer_numbers)

merges = Table(
    "merges",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kept_id", ForeignKey("customers.id"), nullable=False),
    Column("absorbed_id", ForeignKey("customers.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("before", Json, nullable=False),  # both as they were: {"kept": {…}, "absorbed": {…}}
    Column("moved", Json, nullable=False),  # what changed hands: {"records": [1], "contacts": [2], "callbacks": [3]}
    Column("kept_version", Id, nullable=False),  # after it
    Column("undone_at", Instant),
    Index(None, "kept_id"),
)

customer_locks = Table(  # who works on a card (F4)
    "customer_locks",
    metadata,
    Column("customer_id", ForeignKey("customers.id"), primary_key=True, autoincrement=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("session_id", ForeignKey("sessions.id"), nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),  # the lease: renewed while its session is alive
    Index(None, "session_id"),
    Index(None, "until"),
)

records = Table(
    "records",
    metadata,
    Column("id", Id, primary_key=True),
    Column("customer_id", ForeignKey("customers.id")),
    Column("contact_id", ForeignKey("contacts.id")),
    Column("number", String(40), nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("call_at", Instant),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Index(None, "customer_id", "id"),
)

record_corrections = Table(  # the record itself keeps what was written first
    "record_corrections",
    metadata,
    Column("id", Id, primary_key=True),
    Column("record_id", ForeignKey("records.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False),
    Column("text", Text, nullable=False),  # from then on
    Index(None, "record_id", "id"),
)
