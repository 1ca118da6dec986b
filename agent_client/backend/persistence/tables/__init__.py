"""Every table, whatever room it is in; `columns` has the kinds of their columns. What nothing searches is JSON."""

from __future__ import annotations

from agent_client.backend.persistence.columns import metadata

from .agent_tables import (
    agent_queues,
    agents,
    answers,
    interventions,
    password_history,
    sessions,
    sign_in_failures,
)
from .call_tables import (
    call_log,
    contacts,
    interaction_moments,
    interaction_values,
    interactions,
    listeners,
    recording_hearings,
    recordings,
    showings,
)
from .callback_tables import callback_moments, callbacks
from .centre_tables import cad_variables, centre, directory, idle_reasons, projects, queues, templates, wrap_up_reasons
from .customer_tables import customer_locks, customer_numbers, customers, merges, record_corrections, records
from .event_tables import events, streams
from .remote_tables import service_calls, text_messages

__all__ = [
    "agent_queues",
    "agents",
    "answers",
    "cad_variables",
    "call_log",
    "callback_moments",
    "callbacks",
    "centre",
    "contacts",
    "customer_locks",
    "customer_numbers",
    "customers",
    "directory",
    "events",
    "idle_reasons",
    "interaction_moments",
    "interaction_values",
    "interactions",
    "interventions",
    "listeners",
    "merges",
    "metadata",
    "password_history",
    "projects",
    "queues",
    "record_corrections",
    "recording_hearings",
    "recordings",
    "records",
    "service_calls",
    "sessions",
    "showings",
    "sign_in_failures",
    "streams",
    "templates",
    "text_messages",
    "wrap_up_reasons",
]
