"""Every URL path, once. ``{name}`` is filled by `str.format`; the server turns ``{name}`` into ``{name:int}``."""

from __future__ import annotations

API = "/api/v1"

HELLO = f"{API}/hello"
SESSIONS = f"{API}/sessions"
SESSION = f"{API}/sessions/current"
PULSE = f"{API}/sessions/current/pulse"
EVENTS = f"{API}/events"
STATE = f"{API}/agent/state"
SIGN_ON_ANSWER = f"{API}/agent/sign-on/answer"
CONTACT_ANSWER = f"{API}/contacts/{{contact}}/answer"
CONTACT_DECLINE = f"{API}/contacts/{{contact}}/decline"
CONTACT_END = f"{API}/contacts/{{contact}}/end"
CONTACT_WRAP_UP = f"{API}/contacts/{{contact}}/wrap-up"
CONTACT_CUSTOMER = f"{API}/contacts/{{contact}}/customer/{{customer}}"
CALLBACKS = f"{API}/callbacks"
CALLBACK_CALL = f"{API}/callbacks/{{entry}}/call"
CALLBACK_DONE = f"{API}/callbacks/{{entry}}/done"
CALLBACK_NOT_REACHED = f"{API}/callbacks/{{entry}}/not-reached"
CALLBACK_REOPEN = f"{API}/callbacks/{{entry}}/reopen"
CUSTOMERS = f"{API}/customers"
CUSTOMER = f"{API}/customers/{{customer}}"
RECORDS = f"{API}/records"

KEY_HEADER = "Idempotency-Key"
SCHEMA_HEADER = "Agent-Client-Schema"
