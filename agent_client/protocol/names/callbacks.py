"""The callback list."""

from __future__ import annotations

from .word import Word


class CallbackOrigin(Word):
    """Who wished for the callback: the customer, on the web or by a key while they waited (E10), or an agent who made an
    appointment (E9). None of them: a call that nobody took."""

    WEB = "web"
    QUEUE = "queue"
    AGENT = "agent"
    UNKNOWN = "unknown"


class Section(Word):
    """The four sections of the callback list (E1)."""

    OPEN = "open"
    ATTEMPTED = "attempted"
    DONE = "done"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"


class CallbackMomentKind(Word):
    """What happened to an entry of the callback list, in its history."""

    MISSED = "missed"
    """The customer called and nobody took it. seconds: how long they waited."""
    REQUESTED = "requested"
    """The customer asked for a call (E10)."""
    ANSWERED = "answered"
    """The customer called again and somebody took it. seconds: None while they talk."""
    TRIED = "tried"
    """Called back and not reached. seconds: how long the customer's phone rang."""
    REACHED = "reached"
    DONE = "done"
    """Marked by an agent."""
    NOT_REACHED = "not_reached"
    REOPENED = "reopened"
    APPOINTED = "appointed"
    """An appointment was made or changed. until: when for."""
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    DELIVERED = "delivered"
    """The appointment was due, or the request's turn had come: it waits for an agent."""
    RELEASED = "released"
    """A claim ended without a try."""
    UNKNOWN = "unknown"


class Period(Word):
    """From when on the callback list shows calls (E5). ``week`` is the calendar's, from Monday."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    LAST_2_DAYS = "last_2_days"
    LAST_3_DAYS = "last_3_days"
    WEEK = "week"
    LAST_7_DAYS = "last_7_days"
    ALL = "all"
    UNKNOWN = "unknown"
