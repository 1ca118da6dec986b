"""How calls find an agent, and whose customer somebody is."""

from __future__ import annotations

from enum import IntEnum

from .word import Word


class GroupKind(Word):
    """How a group shares its calls. Ours is ``queue``; the PBX rings the others by itself and reports what became of it."""

    QUEUE = "queue"
    RING_ALL = "ring_all"
    HUNTING = "hunting"
    UNKNOWN = "unknown"


class Unhandled(Word):
    """What becomes of a call for which the group has no room, or that waited too long (F7)."""

    WAIT = "wait"
    AGENT = "agent"
    """It is shown to the designated agent, who gets it before anybody else."""
    END = "end"
    """It is ended, and stands in the callback list."""
    UNKNOWN = "unknown"


class RouteCode(IntEnum):
    """How a call found its operator: the result codes of the call log (F5)."""

    CUSTOMER = 1
    PROJECT = 2
    EVERYBODY = 3
    NO_NUMBER = 8
    ALL_BUSY = 9
    NO_DATA = 10


class CustomerList(Word):
    """Whose list a customer is in (F3)."""

    CENTRAL = "central"
    OWN = "own"
    UNKNOWN = "unknown"
