"""What may be done with an entry of the callback list, (E3, E7)."""

from __future__ import annotations

from enum import StrEnum

from agent_client.protocol.callbacks import Callback
from agent_client.protocol.names import Section

LISTED = frozenset({Section.OPEN, Section.ATTEMPTED})
"""The sections that still need somebody."""


class CallbackAction(StrEnum):
    CALL = "call"
    DONE = "done"
    NOT_REACHED = "not_reached"
    REOPEN = "reopen"


def may_be_appointed(entry: Callback) -> bool:
    """Whether a time can be set for calling them (E9)."""
    return entry.section in LISTED and entry.claim is None and bool(entry.number)


def allowed(entry: Callback) -> frozenset[CallbackAction]:
    """A claim takes everything away, from its own agent too: the call decides what becomes of the entry."""
    if entry.claim is not None:
        return frozenset()
    if entry.section in LISTED:
        marks = {CallbackAction.DONE, CallbackAction.NOT_REACHED}
        return frozenset(marks | ({CallbackAction.CALL} if entry.number else set()))
    return frozenset({CallbackAction.REOPEN} | ({CallbackAction.CALL} if entry.number else set()))
