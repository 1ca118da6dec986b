"""What becomes of an entry of the callback list when calls go unanswered, are answered, are tried (E2, E3)."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from agent_client.protocol.names import Section
from agent_client.protocol.time import seconds_between
from agent_client.rules.callback_actions import LISTED

ATTEMPT_SECONDS = 5.0
"""The customer's phone must have rung for so long before a call that the agent ends counts as an attempt (E3)."""


class Standing(Struct, frozen=True):
    """How an entry stands: the part that calls change."""

    section: Section = Section.OPEN
    calls: int = 0
    attempts: int = 0


def missed(before: Standing | None) -> Standing:
    """A call nobody took: a new entry, or a higher counter on the one that is still to be dealt with (combined, E2)."""
    if before is None or before.section not in LISTED:
        return Standing(Section.OPEN, calls=1)
    return replace(before, calls=before.calls + 1)


def answered(before: Standing) -> Standing:
    """The customer called again and was answered, or was reached."""
    return replace(before, section=Section.DONE)


def attempted(before: Standing, limit: int) -> Standing:
    """Tried and not reached; after ``limit`` tries the entry is Not reached. What was closed stays as it was marked."""
    attempts = before.attempts + 1
    if before.section not in LISTED:
        return replace(before, attempts=attempts)
    section = Section.NOT_REACHED if attempts >= limit else Section.ATTEMPTED
    return replace(before, section=section, attempts=attempts)


def reopened(before: Standing) -> Standing:
    """Open again, with its tries forgotten: otherwise the next one would close it at once."""
    return replace(before, section=Section.OPEN, attempts=0)


def counts_as_attempt(rung_since: datetime | None, now: datetime) -> bool:
    """``rung_since``: when the customer's phone began to ring; None when it never did."""
    return rung_since is not None and seconds_between(rung_since, now) >= ATTEMPT_SECONDS
