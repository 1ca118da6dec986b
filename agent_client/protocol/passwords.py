"""Passwords: what the centre asks of them, changing one's own, and what an administrator sees and does of others' (A8)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from .agents import AgentBrief
from .names import AgentId, PasswordRule, Word
from .supervising import Reason
from .time import Instant

DAYS = (1, 3_650)
HISTORY = (0, 24)
LOCK_OUT = (3, 100)
REAUTHENTICATE_HOURS = (1, 720)
CLOCK_LIMIT_SECONDS = (1, 3_600)
STRICT_DAYS = 90
"""What the strict rule comes with, unless the administrator says otherwise."""


class PasswordProblem(Word):
    """What is wrong with a new password. The last two only the server can know."""

    TOO_SHORT = "too_short"
    NOT_BOTH = "not_both"
    """Digits or letters are missing."""
    REPEATED = "repeated"
    """Three letters in a row, or three digits, come twice."""
    SAME = "same"
    """It is the one that is in force."""
    USED_BEFORE = "used_before"
    UNKNOWN = "unknown"


class MustChange(Word):
    """Why a password is good for nothing but setting a new one."""

    FIRST = "first"
    """Somebody else made it."""
    RESET = "reset"
    """An administrator gave a new one."""
    EXPIRED = "expired"
    RULE = "rule"
    """The centre asks for more than it did when this one was set."""
    UNKNOWN = "unknown"


class ChangePassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of one's own. The session goes on."""

    old: Annotated[str, Meta(min_length=1, max_length=1024)]
    new: Annotated[str, Meta(min_length=1, max_length=1024)]

    def __repr__(self) -> str:
        return "ChangePassword()"


class ResetPassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of an agent who cannot sign in. ``reason`` stands in the log of interventions."""

    reason: Reason


class FirstPassword(Struct, frozen=True, kw_only=True):
    """The answer: said once, kept nowhere, and to be handed over apart from the user ID."""

    agent: AgentBrief
    password: str

    def __repr__(self) -> str:
        return f"FirstPassword({self.agent.name!r})"


class Security(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an administrator decides of signing in, for the whole centre."""

    version: Annotated[int, Meta(ge=0, le=2**53)] = 0
    password_rule: PasswordRule = PasswordRule.STANDARD
    password_days: Annotated[int, Meta(ge=DAYS[0], le=DAYS[1])] | None = None
    """How long a password is good; None: for ever."""
    password_history: Annotated[int, Meta(ge=HISTORY[0], le=HISTORY[1])] = 5
    """So many passwords before the present one cannot be taken again; with the strict rule at least one."""
    lock_out_after: Annotated[int, Meta(ge=LOCK_OUT[0], le=LOCK_OUT[1])] | None = None
    """So many failed sign-ins in a row lock the account; None: they only cost time."""
    reauthenticate_hours: Annotated[int, Meta(ge=REAUTHENTICATE_HOURS[0], le=REAUTHENTICATE_HOURS[1])] = 14
    clock_limit_seconds: Annotated[int, Meta(ge=CLOCK_LIMIT_SECONDS[0], le=CLOCK_LIMIT_SECONDS[1])] = 30


class Account(Struct, frozen=True, kw_only=True):
    """How an agent stands with signing in, for administrators."""

    agent: AgentBrief
    user: str
    password_set_at: Instant
    must_change: MustChange | None = None
    expires_at: Instant | None = None
    locked_since: Instant | None = None

    @property
    def id(self) -> AgentId:
        return self.agent.id
